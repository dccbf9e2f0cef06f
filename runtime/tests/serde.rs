//! Does serde write the same JSON as the runtime, and report the same mistakes?

#![cfg(feature = "serde")]
#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]

mod common;

use annals::{Date, Record, Timestamp, serde_json};
use common::{CourseKey, Everything, Mode, Points, User, everything};

#[test]
fn serde_writes_the_same_json() {
    let value = everything();
    let text = value.to_json().unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    assert_eq!(serde_json::from_str::<Everything>(&text).unwrap(), value);
    let tree = serde_json::to_value(&value).unwrap();
    assert_eq!(tree, value.to_json_value().unwrap());
    assert_eq!(serde_json::from_value::<Everything>(tree).unwrap(), value);
}

#[test]
fn serde_reports_the_same_mistakes() {
    let error = |text| serde_json::from_str::<User>(text).unwrap_err().to_string();
    let twice = r#"{"id": 1, "pii": {"username": "a", "username": "a"}}"#;
    assert_eq!(error(twice), r#"pii: duplicate key "username" at line 1 column 45"#);
    assert_eq!(
        error(r#"{"id": 1, "pii": {"username": 3}}"#),
        "pii.username: expected text, found a number"
    );
    let value = Everything { double: f64::INFINITY, ..everything() };
    assert_eq!(
        serde_json::to_string(&value).unwrap_err().to_string(),
        "double: inf has no JSON form"
    );
}

#[test]
fn scalars_and_enums_implement_serde() {
    let parts = (Mode::Audit, Points::new(1).unwrap(), "2024-01-01".parse::<Date>().unwrap());
    let text = serde_json::to_string(&parts).unwrap();
    assert_eq!(text, r#"["audit",1,"2024-01-01"]"#);
    assert_eq!(serde_json::from_str::<(Mode, Points, Date)>(&text).unwrap(), parts);
    assert!(serde_json::from_str::<CourseKey>("\"x\"").is_err());
    assert!(serde_json::from_str::<Timestamp>("\"x\"").is_err());
}
