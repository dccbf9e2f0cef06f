//! Reads and writes variants.

use annals::json::{from_str, to_string, to_value};
use annals::{Json, Record as _, Value, Variant as _, WriterSchema};
use variants::others::{Alone, Moved};
use variants::things::{
    Anything, Beside, Change, Closed, Expression, Id, Kept, KeptBeside, Literal, Not, Opened, Owner, Point, Sum, ThingsChanged, required,
};
use variants::types::Mode;

/// What is read and written again.
fn again<T: Value>(text: &str) -> Result<String, String> {
    let read: T = from_str(text).map_err(|error| error.to_string())?;
    let written = to_string(&read).map_err(|error| error.to_string())?;
    assert_eq!(to_value(&read).map(|json| json.to_string()).ok(), from_str::<Json>(&written).map(|json| json.to_string()).ok());
    let bytes = annals::avro::to_vec(&read);
    assert!(annals::avro::from_slice::<T>(&bytes).expect("it was written") == read);
    assert!(annals::avro::from_slice::<Option<T>>(&annals::avro::to_vec(&Some(read.clone()))).expect("it was written") == Some(read));
    Ok(written)
}

#[test]
fn the_tag_can_be_any_key() {
    let tagged = r#"{"action":"closed by \"hand\"","reason":"late","change":null}"#;
    assert_eq!(again::<Change>(tagged).as_deref(), Ok(tagged));
    assert_eq!(again::<Change>(r#"{"change":null,"reason":"late","action":"closed by \"hand\""}"#).as_deref(), Ok(tagged));
    assert_eq!(again::<Change>(r#"{ "change" : null , "\u0061ction" : "closed by \"hand\"" , "reason":"late"}"#).as_deref(), Ok(tagged));
    // The record says its case itself.
    assert_eq!(again::<Change>(r#"{"by":"abc","action":"opened"}"#).as_deref(), Ok(r#"{"action":"opened","by":"abc"}"#));
    assert_eq!(again::<Change>(r#"{"action":"moved"}"#).as_deref(), Ok(r#"{"action":"moved","to":"home"}"#));
    let nested = r#"{"action":"closed by \"hand\"","change":{"action":"closed by \"hand\"","change":{"action":"opened","by":"me"}}}"#;
    assert_eq!(again::<Change>(nested).as_deref(), Ok(nested));
    assert_eq!(again::<Kept>(r#"{"z":[1],"kind":"anything","id":"a"}"#).as_deref(), Ok(r#"{"kind":"anything","id":"a","z":[1]}"#));
}

#[test]
fn a_case_is_matched() {
    let change: Change = from_str(r#"{"action":"opened","by":"abc"}"#).expect("it is a change");
    let by = match &change {
        Change::Opened(Opened { by }) => by.as_str(),
        Change::Closed(_) | Change::Moved(_) => "nobody",
    };
    assert_eq!(by, "abc");
    let sum = Sum { left: Literal { value: 1.5 }.into(), right: Expression::Not(Box::new(Not { inner: None })) };
    let text = r#"{"type":"sum","left":{"type":"literal","value":1.5},"right":{"type":"not","inner":null}}"#;
    assert_eq!(to_string(&Expression::Sum(Box::new(sum))).expect("it is JSON"), text);
    assert_eq!(again::<Expression>(text).as_deref(), Ok(text));
}

#[test]
fn unknown_cases_are_kept_if_the_variant_is_open() {
    let text = r#"{"kind":"new","more":{"deep":[1,null]}}"#;
    assert_eq!(again::<Kept>(text).as_deref(), Ok(text));
    let Kept::Unknown(unknown) = from_str(text).expect("it is open") else { panic!("it is not listed") };
    assert_eq!((unknown.tag(), &unknown.json()["more"]["deep"][0]), ("new", &Json::from(1)));
    assert_eq!(again::<KeptBeside>(r#"{"t":"new","v":1,"w":2}"#).as_deref(), Ok(r#"{"t":"new","v":1,"w":2}"#));
    assert_eq!(again::<Change>(r#"{"action":"new"}"#).err().as_deref(), Some("action: not a case of `things.Change`"));
    // It was unknown when it was written.
    let mut bytes = vec![6];
    let json = r#"{"x":1,"kind":"point"}"#;
    bytes.extend([json.len() as u8 * 2]);
    bytes.extend(json.as_bytes());
    assert!(annals::avro::from_slice::<Kept>(&bytes).expect("it is known now") == Kept::Point(Point { x: 1 }));
    assert!(!format!("{:?}", from_str::<Kept>(text)).contains("deep"));
    assert!(Kept::DESCRIPTION.open && !Change::DESCRIPTION.open);
}

#[test]
fn the_value_can_be_beside_the_tag() {
    for text in [
        r#"{"the kind":"level","data":2}"#,
        r#"{"the kind":"code","data":"abc"}"#,
        r#"{"the kind":"price","data":"-12.50"}"#,
        r#"{"the kind":"mode","data":"off"}"#,
        r#"{"the kind":"point","data":{"x":1}}"#,
        r#"{"the kind":"points","data":[{"x":1},{"x":2}]}"#,
        r#"{"the kind":"names","data":{"a":["b",null]}}"#,
    ] {
        assert_eq!(again::<Beside>(text).as_deref(), Ok(text));
    }
    assert_eq!(again::<Beside>(r#"{"data":1,"the kind":"level"}"#).as_deref(), Ok(r#"{"the kind":"level","data":1}"#));
}

#[test]
fn without_a_tag_the_kind_of_the_value_decides() {
    for text in ["-7", r#""abc""#, "true", r#"{"left":{"type":"literal","value":0.5},"right":{"type":"not","inner":null}}"#, r#"[{"x":1}]"#] {
        assert_eq!(again::<Id>(text).as_deref(), Ok(text));
    }
    assert!(from_str::<Id>("3").expect("a number") == Id::Number(3) && from_str::<Option<Id>>("null").expect("null").is_none());
    assert_eq!(again::<Alone>(r#"{"a":0.5}"#).as_deref(), Ok(r#"{"a":0.5}"#));
    assert_eq!(again::<Id>("null").err().as_deref(), Some("expected a case of `things.Id`, found null"));
    assert_eq!(again::<Alone>("1").err().as_deref(), Some("expected a case of `others.Alone`, found a number"));
}

#[test]
fn a_field_that_only_one_record_has_decides() {
    let group = r#"{"called":"a","id":1,"number of people":2}"#;
    assert!(matches!(from_str(group).expect("it is a group"), Owner::Group(group) if group.size == 2));
    assert_eq!(again::<Owner>(group).as_deref(), Ok(group));
    assert_eq!(again::<Owner>(r#"{"number of people":2,"id":1,"called":"a"}"#).as_deref(), Ok(group));
    let person = r#"{"called":"b","id":2,"kind":"person","boss":{"called":"a","id":1,"number of people":2,"boss":"c"}}"#;
    assert_eq!(again::<Owner>(person).as_deref(), Ok(person));
    assert_eq!(again::<Owner>("true").as_deref(), Ok("true"));
    let cases = [
        ("{}", "expected a case of `things.Owner`, found an object"),
        (r#"{"called":"b","id":2}"#, "expected a case of `things.Owner`, found an object"),
        (r#"{"called":"b","id":2,"age":3}"#, "expected a case of `things.Owner`, found an object"),
        (r#"{"kind":"person"}"#, "called: missing"),
        (r#"{"called":"b","id":2,"boss":null,"number of people":2}"#, "boss: expected text, found null"),
        (r#"{"called":"b","id":2,"number of people":2,"kind":"person"}"#, "`others.Group` has no field \"kind\""),
        (r#"{"called":"b","id":2,"kind":"person","boss":[]}"#, "boss: expected a case of `things.Owner`, found a list"),
    ];
    for (text, error) in cases {
        assert_eq!(again::<Owner>(text).err().as_deref(), Some(error), "{text}");
    }
}

#[test]
fn errors_say_where_and_what() {
    for (text, error) in [
        (r#"{"by":"abc"}"#, "action: missing"),
        ("[]", "expected an object, found a list"),
        (r#"{"action":1}"#, "action: expected text, found a number"),
        (r#"{"action":"opened","by":"ABC"}"#, "by: not a valid `code`: does not match the pattern `^[a-z]+$`"),
        (r#"{"action":"moved","more":1}"#, "`others.Moved` has no field \"more\""),
        (r#"{"action":"moved","action":"moved"}"#, "duplicate key \"action\""),
        (r#"{"action":"moved","to":"a","action":"opened"}"#, "duplicate key \"action\""),
        (r#"{"action":"opened","by":"a","action":"opened"}"#, "duplicate key \"action\""),
    ] {
        assert_eq!(again::<Change>(text).err().as_deref(), Some(error), "{text}");
    }
    for (text, error) in [
        (r#"{"the kind":"level"}"#, "data: missing"),
        (r#"{"the kind":"level","data":3}"#, "data: not a value of `Level`"),
        (r#"{"the kind":"point","data":{"x":"1"}}"#, "data.x: expected a 64-bit integer, found text"),
        (r#"{"the kind":"level","data":1,"data":1}"#, "duplicate key \"data\""),
        (r#"{"the kind":"level","the kind":"level","data":1}"#, "duplicate key \"the kind\""),
        (r#"{"the kind":"level","data":1,"b":1}"#, "`things.Beside` has no key \"b\""),
    ] {
        assert_eq!(again::<Beside>(text).err().as_deref(), Some(error), "{text}");
    }
    assert!(again::<Kept>(r#"{"kind":"anything","id":"a","kind":"point"}"#).is_err_and(|error| error == "duplicate key \"kind\""));
    for text in [r#"{"kind":"new","a":}"#, r#"{"a":[}"#, r#"{"kind":"point","x":1"#, r#"{"kind"}"#, r#"{"a":nul}"#] {
        assert!(from_str::<Kept>(text).is_err_and(|error| error.to_string().contains("line 1")), "{text}");
    }
    let deep = |depth: usize| r#"{"type":"not","inner":"#.repeat(depth) + "null" + &"}".repeat(depth);
    assert!(from_str::<Expression>(&deep(100)).is_ok() && from_str::<Expression>(&deep(200)).is_err());
    let bytes = [4_u8, 2].repeat(200);
    assert!(annals::avro::from_slice::<Expression>(&bytes).is_err());
    for branch in [-1_i8, 3, 63] {
        let bytes = [(branch << 1) as u8 ^ if branch < 0 { 0xff } else { 0 }];
        assert_eq!(annals::avro::from_slice::<Change>(&bytes).map(|_| ()).unwrap_err().offset(), 0);
    }
}

#[test]
fn the_tag_is_never_written_twice() {
    let extra_fields = [("kind".to_owned(), Json::from("other"))].into();
    let anything = Kept::Anything(Anything { extra_fields, ..required::Anything { id: "a".to_owned() }.into() });
    let both = [to_string(&anything).err(), to_value(&anything).err()];
    let event = ThingsChanged { maybe: Some(anything), ..event() };
    for error in both.into_iter().chain([event.validate().err()]) {
        let error = error.expect("it would be there twice").to_string();
        assert!(error.ends_with("extra_fields: `things.Anything` has a field \"kind\" already"), "{error}");
    }
}

fn event() -> ThingsChanged {
    required::ThingsChanged { first: None, owners: Vec::new(), alone: Alone::Entries([("a".to_owned(), 1.0)].into()) }.into()
}

#[test]
fn null_is_a_branch_beside_the_cases_in_avro() {
    assert_eq!(annals::avro::to_vec(&Change::Moved(Moved { to: String::new() })), [4, 0]);
    assert_eq!(annals::avro::to_vec(&Some(Change::Moved(Moved { to: String::new() }))), [6, 0]);
    assert_eq!(annals::avro::to_vec(&None::<Change>), [0]);
    let either = |either| ThingsChanged { either, ..event() };
    let read = |event: &ThingsChanged| ThingsChanged::from_avro(&event.to_avro()).expect("it was written").either;
    assert!(read(&either(Some(Some(KeptBeside::Flag(true))))) == Some(Some(KeptBeside::Flag(true))));
    // In Avro, absent and null are one.
    assert!(read(&either(None)) == Some(None) && read(&either(Some(None))) == Some(None));
    assert_eq!(Closed::from_avro(&[0, 6, 0]).map(|closed| closed.change.is_some()), Ok(true));
}

#[test]
fn cases_are_found_by_their_types_in_another_schema() {
    let schema = |text: &str| WriterSchema::parse(text).expect("a schema");
    let moved = r#"{"type":"record","name":"Moved","namespace":"org.example.others","fields":[]}"#;
    let other = r#"{"type":"record","name":"Moved","namespace":"a.b","fields":[{"name":"to","type":"string"}]}"#;
    let read = |schema: &WriterSchema, bytes: &[u8]| schema.read::<Option<Change>>(bytes).map_err(|error| error.to_string());
    assert!(read(&schema(moved), &[]) == Ok(Some(Change::Moved(Moved { to: "home".to_owned() }))));
    assert!(read(&schema(&format!(r#"["null",{other}]"#)), &[2, 2, b'x']) == Ok(Some(Change::Moved(Moved { to: "x".to_owned() }))));
    assert!(read(&schema(&format!(r#"["null",{other}]"#)), &[0]) == Ok(None));
    let new = r#"["string",{"type":"record","name":"New","fields":[]}]"#;
    assert!(read(&schema(new), &[2]).is_err_and(|error| error.contains("expected a case of `things.Change`, but the writer's schema has a record")));
    let id = |schema: &WriterSchema, bytes: &[u8]| schema.read::<Id>(bytes).ok();
    assert!(id(&schema(r#"["int","string"]"#), &[0, 2]) == Some(Id::Number(1)));
    assert!(id(&schema(r#"{"type":"enum","name":"E","symbols":["a","b"]}"#), &[2]) == Some(Id::Text("b".parse().expect("a code"))));
    let beside = |schema: &WriterSchema, bytes: &[u8]| schema.read::<Beside>(bytes).ok();
    let mode = schema(r#"["string",{"type":"enum","name":"a.Mode","symbols":["off","on"]}]"#);
    assert!(beside(&mode, &[2, 0]) == Some(Beside::Mode(Mode::Off)) && beside(&mode, &[2, 2]) == Some(Beside::Mode(Mode::On)));
    assert!(beside(&mode, &[0, 4, b'o', b'n']) == Some(Beside::Code("on".parse().expect("a code"))));
    let kept = schema(r#"["string"]"#).read::<Kept>(&[0, 24, b'{', b'"', b'k', b'i', b'n', b'd', b'"', b':', b'"', b'n', b'"', b'}']);
    assert_eq!(kept.map(|kept| format!("{kept:?}")), Ok(r#"Unknown("n")"#.to_owned()));
}
