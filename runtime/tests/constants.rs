//! Is a constant written, checked, and nowhere in memory?

#![allow(missing_docs, unreachable_pub, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

use annals::record::Presence;
use annals::{Record, View, WriterSchema};
use learning::DoorOpened;

/// The module of the types, as in generated code.
pub mod types {
    #[derive(annals::Scalar, Clone, PartialEq)]
    #[annals(scalar = "points")]
    pub struct Points(i64);
}

/// The module of a domain, as in generated code.
pub mod learning {
    #[derive(annals::Event)]
    #[annals(event = "test.learning.door.opened.v1")]
    pub struct DoorOpened {
        pub number: i64,
    }
}

const JSON: &str = r#"{"action":"opened","number":7,"@edition":2,"loud":true}"#;

fn door() -> DoorOpened {
    DoorOpened { number: 7 }
}

#[test]
fn a_constant_is_written_and_read() {
    assert_eq!(size_of::<DoorOpened>(), size_of::<i64>());
    assert_eq!(door().to_json().unwrap(), JSON);
    assert_eq!(door().to_json_value().unwrap().to_string().len(), JSON.len());
    assert_eq!(DoorOpened::from_json_str(JSON).unwrap(), door());
    let avro = door().to_avro();
    assert_eq!(avro, b"\x0copened\x0e\x04\x01");
    assert_eq!(DoorOpened::from_avro(&avro).unwrap(), door());
    assert_eq!(door().clone(), door());
    assert_ne!(door(), DoorOpened { number: 8 });
}

#[test]
fn another_value_is_refused_and_so_is_none() {
    let cases = [
        (JSON.replace("opened", "closed"), "action: is not \"opened\""),
        (JSON.replace(r#""action":"opened","#, ""), "action: missing"),
        (JSON.replace(":2", ":3"), "edition: is not 2"),
        (JSON.replace("true", "false"), "loud: is not true"),
    ];
    for (json, error) in cases {
        assert_eq!(DoorOpened::from_json_str(&json).unwrap_err().to_string(), error);
    }
    let error = DoorOpened::from_avro(b"\x0cclosed\x0e\x04\x01").unwrap_err().to_string();
    assert!(error.contains("action") && error.contains("is not \"opened\""), "{error}");
    assert!(DoorOpened::from_avro(b"\x0copened\x0e\x04\x00").is_err());
}

#[test]
fn a_writer_with_another_order_must_have_it_too() {
    let schema = |action: &str| {
        let fields = r#"{"name": "loud", "type": "boolean"}, {"name": "number", "type": "long"},
            {"name": "edition", "type": "long"}"#;
        let schema =
            format!(r#"{{"type": "record", "name": "Door", "fields": [{fields}{action}]}}"#);
        WriterSchema::parse(&schema).unwrap()
    };
    let with = schema(r#", {"name": "action", "type": "string"}"#);
    let read = |bytes: &[u8]| DoorOpened::from_avro_with(&with, bytes);
    assert_eq!(read(b"\x01\x0e\x04\x0copened").unwrap(), door());
    assert!(read(b"\x01\x0e\x04\x0cclosed").is_err());
    assert!(DoorOpened::from_avro_with(&schema(""), b"\x01\x0e\x04").is_err());
}

#[test]
fn the_descriptor_has_it() {
    let fields = DoorOpened::DESCRIPTION.fields;
    let presences: Vec<_> = fields.iter().map(|field| field.presence).collect();
    let constant = Presence::Constant;
    assert_eq!(
        presences,
        [constant("\"opened\""), Presence::Required, constant("2"), constant("true")]
    );
    assert!(fields[0].is_required() && fields[0].default().is_none());
    let door = door();
    let view = annals::RecordView::of(&door);
    assert!(matches!(view.field(0), View::Str("opened")));
    assert!(matches!(view.field(1), View::Int(7)));
}

#[cfg(feature = "testing")]
#[test]
fn a_sample_has_it() {
    let sample: DoorOpened = annals::sample::generate(b"anything");
    assert!(sample.to_json().unwrap().starts_with(r#"{"action":"opened","number":"#));
}
