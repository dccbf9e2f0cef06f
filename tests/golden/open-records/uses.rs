//! Reads and writes records with fields that the catalog does not list.

use std::collections::BTreeMap;

use annals::json::{from_str, to_string, to_value};
use annals::{Json, Record as _, WriterSchema};
use open_records::things::{Anything, AttributesSent, Closed, Modes, Person, Point, Points, Sizes, Tree, required};
use open_records::types::Mode;

/// What is read and written again.
fn again<T: annals::Value>(text: &str) -> Result<String, String> {
    let read: T = from_str(text).map_err(|error| error.to_string())?;
    let written = to_string(&read).map_err(|error| error.to_string())?;
    assert_eq!(to_value(&read).map(|json| json.to_string()).ok(), from_str::<Json>(&written).map(|json| json.to_string()).ok());
    Ok(written)
}

#[test]
fn fields_that_are_not_listed_are_written_again() {
    let text = r#"{"id":"a","more":{"deep":[1,null,1.50]},"z":true}"#;
    assert_eq!(again::<Anything>(text).as_deref(), Ok(r#"{"id":"a","more":{"deep":[1,null,1.5]},"z":true}"#));
    assert_eq!(again::<Anything>(r#"{"z":1,"note":"n","b":2,"id":"a"}"#).as_deref(), Ok(r#"{"id":"a","note":"n","b":2,"z":1}"#));
    assert_eq!(again::<Anything>(r#"{"id":"a"}"#).as_deref(), Ok(r#"{"id":"a"}"#));
    assert_eq!(again::<Modes>("{}").as_deref(), Ok("{}"));
    assert_eq!(again::<Modes>(r#"{"a b":"slow","\"":null}"#).as_deref(), Ok(r#"{"\"":null,"a b":"slow"}"#));
    assert_eq!(again::<AttributesSent>(r#"{"id":"a","k":0}"#).as_deref(), Ok(r#"{"id":"a","k":0}"#));
    // In JSON the field itself has no name.
    assert_eq!(again::<Anything>(r#"{"id":"a","extra_fields":{}}"#).as_deref(), Ok(r#"{"id":"a","extra_fields":{}}"#));
    let tree = r#"{"modes":{"m":"fast"},"left":{"modes":{}},"right":{"modes":{},"below":{"modes":{}}}}"#;
    assert_eq!(again::<Tree>(tree).as_deref(), Ok(tree));
}

#[test]
fn they_are_a_map_in_rust() {
    let points: Points = from_str(r#"{"a":[{"x":1}],"b":[]}"#).expect("lists of points");
    assert!(points.extra_fields["a"] == [Point { x: 1 }] && points.extra_fields["b"].is_empty());
    let mut anything: Anything = required::Anything { id: "a".to_owned() }.into();
    assert!(anything.extra_fields.is_empty());
    anything.extra_fields.insert("kind".to_owned(), Json::from("new"));
    assert_eq!(to_string(&anything).expect("it is JSON"), r#"{"id":"a","kind":"new"}"#);
    let modes: BTreeMap<String, Option<Mode>> = Modes::default().extra_fields;
    assert!(modes.is_empty());
}

#[test]
fn they_have_the_type_that_the_record_says() {
    let error = |text: &str| from_str::<Sizes>(text).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(error(r#"{"the-height":1,"width":2}"#), Ok(()));
    assert!(error(r#"{"the-height":1,"width":0}"#).is_err_and(|error| error.starts_with("extra_fields")));
    assert!(error(r#"{"the-height":1,"width":"2"}"#).is_err());
    assert!(error(r#"{"the-height":1,"width":2,"width":3}"#).is_err_and(|error| error.contains("duplicate key \"width\"")));
    assert!(from_str::<Anything>(r#"{"id":"a","b":{"c":1,"c":2}}"#).is_err());
    for text in [r#"{"id":"a","b":}"#, r#"{"id":"a","b":[}"#, r#"{"id":"a","b":1"#, r#"{"id":"a","b"}"#, r#"{"id":"a",b:1}"#] {
        assert!(from_str::<Anything>(text).is_err_and(|error| error.to_string().contains("line 1")), "{text}");
    }
    assert!(from_str::<Modes>(r#"{"a":"other"}"#).is_err());
}

#[test]
fn a_record_is_open_only_if_it_says_so() {
    let error = from_str::<Closed>(r#"{"id":"a","b":1}"#).map(|_| ()).expect_err("it is closed");
    assert_eq!(error.to_string(), r#"`things.Closed` has no field "b""#);
    assert_eq!(again::<Closed>(r#"{"id":"a"}"#).as_deref(), Ok(r#"{"id":"a","more":1}"#));
}

#[test]
fn a_listed_field_is_never_written_twice() {
    let extra_fields = BTreeMap::from([("the-height".to_owned(), "2".parse().expect("a size"))]);
    let sizes = Sizes { extra_fields, ..required::Sizes { height: "1".parse().expect("a size") }.into() };
    for error in [to_string(&sizes).err(), to_value(&sizes).err(), sizes.validate().err()] {
        let error = error.expect("it would be there twice").to_string();
        assert_eq!(error, r#"extra_fields: `things.Sizes` has a field "the-height" already"#);
    }
}

#[test]
fn personal_data_is_not_in_errors() {
    let error = from_str::<Person>(r#"{"name":"Ada","secret":1}"#).map(|_| ()).expect_err("a number");
    assert!(!error.to_string().contains("secret"), "{error}");
    let person: Person = from_str(r#"{"name":"Ada","secret":"x"}"#).expect("a person");
    let shown = format!("{person:?}");
    assert!(!shown.contains("secret") && !shown.contains("Ada"), "{shown}");
}

#[test]
fn they_are_a_map_in_avro() {
    let modes: Modes = from_str(r#"{"a":"slow"}"#).expect("a mode");
    let bytes = [2, 2, b'a', 2, 0, 0];
    assert_eq!(modes.to_avro(), bytes);
    assert!(Modes::from_avro(&bytes).expect("it was written") == modes);
    let older = r#"{"type":"record","name":"Anything","fields":[{"name":"id","type":"string"}]}"#;
    let older = WriterSchema::parse(older).expect("a schema");
    let read = Anything::from_avro_with(&older, &[2, b'a']).expect("it has what is required");
    assert!(read == required::Anything { id: "a".to_owned() }.into());
}
