//! Reads and writes fields that may be absent.

use annals::json::{from_str, to_string};
use annals::{Record as _, RecordView, View, WriterSchema};
use presence::kinds::{Base, FieldsLeft, Node, Optional, Settings, Six, SixLeft, Started, required};
use presence::types::Mode;

fn read<T: annals::Value>(text: &str) -> Result<T, String> {
    from_str(text).map_err(|error| error.to_string())
}

/// What is read and written again.
fn again<T: annals::Value>(text: &str) -> Result<String, String> {
    to_string(&read::<T>(text)?).map_err(|error| error.to_string())
}

fn six(fields: &str) -> Result<String, String> {
    again::<Six>(&format!(r#"{{"present":"a","present_or_null":null{fields}}}"#))
}

#[test]
fn what_is_absent_is_as_the_table_in_the_docs_says() {
    let start = r#"{"present":"a","defaulted":"none","nullable":null,"present_or_null":null"#;
    assert_eq!(six(""), Ok(format!("{start}}}")));
    for same in [r#","optional":"b""#, r#","optional_or_null":null"#, r#","optional_or_null":"c""#] {
        assert_eq!(six(same), Ok(format!("{start}{same}}}")));
    }
    let missing = |name: &str| Err(format!("{name}: missing"));
    assert_eq!(again::<Six>(r#"{"present":"a"}"#), missing("present_or_null"));
    assert_eq!(again::<Six>(r#"{"present_or_null":"a"}"#), missing("present"));
}

#[test]
fn what_cannot_be_null_is_as_the_table_in_the_docs_says() {
    let text = |name: &str| Err(format!("{name}: expected text, found null"));
    for name in ["defaulted", "optional"] {
        assert_eq!(six(&format!(r#","{name}":null"#)), text(name));
    }
    assert_eq!(again::<Six>(r#"{"present":null,"present_or_null":null}"#), text("present"));
}

#[test]
fn a_record_may_have_no_fields_at_all() {
    assert_eq!(again::<Optional>("{}"), Ok("{}".to_owned()));
    assert_eq!(again::<SixLeft>("{}"), Ok("{}".to_owned()));
    assert!(SixLeft::default() == read("{}").expect("nothing is required"));
    assert_eq!(SixLeft::default().to_avro(), [0]);
    assert!(SixLeft::from_avro(&[0]).expect("one union") == SixLeft::default());
}

#[test]
fn a_text_that_ends_where_a_value_belongs_is_not_an_absent_one() {
    for text in [r#"{"six":"#, r#"{"six""#, r#"{"six": "#, r#"{"six":}"#] {
        assert!(read::<SixLeft>(text).is_err(), "{text}");
    }
}

#[test]
fn json_may_be_null_where_it_is_optional() {
    for text in [
        r#"{"any_json":null}"#,
        r#"{"any_json_or_null":null}"#,
        r#"{"a_map":null,"a_record":{"present":"a","defaulted":"none","nullable":null,"present_or_null":null}}"#,
    ] {
        assert_eq!(again::<Optional>(text), Ok(text.to_owned()));
    }
}

#[test]
fn limits_hold_for_what_is_there() {
    let six = |length: usize| six(&format!(r#","optional":"{}""#, "a".repeat(length)));
    assert!(six(20).is_ok());
    assert!(six(21).is_err());
    let wrong = Optional { an_int: Some(0), ..Optional::default() };
    assert_eq!(wrong.validate().err().map(|error| error.path().to_owned()), Some("an_int".to_owned()));
    assert!(Optional::from_avro(&wrong.to_avro()).is_err());
}

#[test]
fn absent_and_null_are_null_in_avro() {
    let absent: Base = read("{}").expect("nothing is required");
    assert_eq!(absent.to_avro(), [0, 0, 0]);
    let number = Base { kept: Some(3), ..Base::default() };
    assert_eq!(number.to_avro(), [2, 6, 0, 0]);
    let mode = |mode| Optional { a_mode: mode, ..Optional::default() };
    assert_eq!(mode(None).to_avro(), mode(Some(None)).to_avro());
    let read = Optional::from_avro(&mode(None).to_avro()).expect("it was written");
    assert!(read == Optional { a_map: Some(None), any_json_or_null: Some(None), a_place: Some(None), ..mode(Some(None)) });
}

#[test]
fn a_field_that_the_writer_does_not_know_is_absent() {
    let schema = r#"{"type":"record","name":"Base","fields":[
        {"name":"kept","type":"int"},{"name":"loosened","type":["null","int"]}]}"#;
    let schema = WriterSchema::parse(schema).expect("a schema");
    let base = Base::from_avro_with(&schema, &[6, 0]).expect("it has what is required");
    assert!(base == Base { kept: Some(3), sharpened: None, loosened: None });
}

#[test]
fn a_record_that_contains_itself_is_boxed() {
    let last: Node = required::Node { value: 3, other: None }.into();
    let first = Node {
        next: Some(Box::new(last)),
        before: Some(None),
        ..required::Node { value: 1, other: None }.into()
    };
    let text = r#"{"value":1,"next":{"value":3,"other":null},"before":null,"other":null}"#;
    assert_eq!(to_string(&first).expect("it is JSON"), text);
    assert!(read::<Node>(text) == Ok(first.clone()));
    let before = Node { before: Some(Some(Box::new(first.clone()))), ..first };
    let again = Node::from_avro(&before.to_avro()).expect("it was written");
    assert_eq!(again.before.flatten().and_then(|node| node.next).map(|node| node.value), Some(3));
}

#[test]
fn defaults_leave_optional_fields_out() {
    let text = r#"{"six":{"present":"a","defaulted":"none","nullable":null,"present_or_null":null},"optional":{}}"#;
    assert_eq!(to_string(&Settings::default()).expect("it is JSON"), text);
    assert_eq!(again::<Settings>("{}"), Ok(text.to_owned()));
}

#[test]
#[expect(deprecated, reason = "two fields are deprecated, without a date")]
fn a_required_field_may_have_a_value_to_begin_with() {
    let started = Started { state: "begun".to_owned(), reason: None, mode: Some(Mode::Slow) };
    assert!(Started::default() == started);
    let text = r#"{"state":"begun","reason":null,"mode":"slow"}"#;
    assert_eq!(again::<Started>(text), Ok(text.to_owned()));
    for (field, name) in [(r#""state":"begun","#, "state"), (r#""reason":null,"#, "reason"), (r#","mode":"slow""#, "mode")] {
        assert_eq!(again::<Started>(&text.replace(field, "")), Err(format!("{name}: missing")));
    }
    // The writer's schema does not have it, so readers of Avro use what the schema of the reader says.
    let schema = WriterSchema::parse(r#"{"type":"record","name":"Started","fields":[]}"#).expect("a schema");
    assert!(Started::from_avro_with(&schema, &[]).expect("it has defaults") == started);
}

#[test]
fn absent_is_shown_and_described() {
    let base = Base { kept: None, sharpened: Some(1), loosened: None };
    assert_eq!(format!("{base:?}"), "Base { kept: absent, sharpened: 1, loosened: None }");
    assert!(matches!(RecordView::of(&base).field(0), View::Absent));
    let fields = Six::DESCRIPTION.fields.iter();
    let required: Vec<_> = fields.filter(|field| field.is_required()).map(|field| field.name).collect();
    assert_eq!(required, ["present", "present_or_null"]);
    let _: Option<Option<Settings>> = read::<FieldsLeft>("{}").map(|event| event.settings).unwrap_or_default();
}
