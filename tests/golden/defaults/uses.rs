//! Uses of the required fields.

use annals::Record as _;
use annals::json::{from_str, to_string};
use defaults::filled::{self, required};

#[test]
fn defaults_are_those_that_a_reader_fills_in() {
    let read: filled::Everything = from_str("{}").expect("no field is required");
    assert!(filled::Everything::default() == read);
    let read: filled::Place = from_str(r#"{"street":"Elm"}"#).expect("the other has a default");
    assert!(filled::Place::from(required::Place { street: "Elm".to_owned() }) == read);
}

#[test]
fn optional_fields_are_set_by_name() {
    let last: filled::Node = required::Node { value: 2 }.into();
    let first =
        filled::Node { next: Some(Box::new(last)), ..required::Node { value: 1 }.into() };
    let expected = r#"{"value":1,"next":{"value":2,"next":null,"others":[]},"others":[]}"#;
    assert_eq!(to_string(&first).expect("it is JSON"), expected);
}

#[test]
fn a_required_record_can_hold_its_holder() {
    let held = filled::Held { holder: Some(Box::new(holder(filled::Held::default()))) };
    let expected = r#"{"held":{"holder":{"held":{"holder":null},"count":1}},"count":1}"#;
    assert_eq!(to_string(&holder(held)).expect("it is JSON"), expected);
}

fn holder(held: filled::Held) -> filled::Holder {
    required::Holder { held }.into()
}

#[test]
fn names_of_rust_can_be_used() {
    let some = required::Some {
        None: "a".to_owned(),
        Self_: "b".to_owned(),
        r#type: "c".to_owned(),
        required: "d".to_owned(),
    };
    let from: filled::From = required::From { Into: some.into() }.into();
    let expected = r#"{"Into":{"None":"a","Some":"","Self":"b","self":"","type":"c","match":"","required":"d","default":""},"Default":null}"#;
    assert_eq!(to_string(&from).expect("it is JSON"), expected);
    assert_eq!(to_string(&filled::Default::default()).expect("it is JSON"), r#"{"String":null}"#);
}

#[test]
#[expect(deprecated, reason = "the record is, and a field of it")]
fn deprecated_fields_can_be_left_out() {
    let old: filled::Old = required::Old { first: "a".to_owned(), third: "b".to_owned() }.into();
    assert_eq!(old.second, "");
}

#[test]
fn events_are_made_in_the_same_way() {
    let event: filled::NodeFound = required::NodeFound { node: required::Node { value: 1 }.into() }.into();
    assert_eq!(event.to_json().expect("it is JSON"), r#"{"node":{"value":1,"next":null,"others":[]},"place":{"street":"Elm","city":""}}"#);
}
