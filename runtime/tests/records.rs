//! Are records read and written as the catalog says, and are mistakes errors with a path and a cause?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]

mod common;

use annals::{Json, Record, serde_json};
use common::{Everything, User, everything, person};

const EVERYTHING: &str = r#"{"course":"course-v1:edX+DemoX+Demo","mode":"audit","points":7,"small":-3,"single":0.1,"double":1e+300,"blob":"/wA=","day":"2024-02-29","at":"2024-02-29T12:00:00.001000+05:30","id":"00000000-0000-0000-0000-0000000000ab","any":{"deep":[1,null]},"people":[{"username":"ada","name":"Ada","contacts":{"ada@x.org":1}},{"username":"bob","name":"Ada","contacts":{"ada@x.org":1}}],"by_team":{"blue":[{"username":"cy","name":"Ada","contacts":{"ada@x.org":1}}]}}"#;

#[test]
fn every_type_survives_a_round_trip() {
    let value = everything();
    assert_eq!(value.to_json().unwrap(), EVERYTHING);
    assert_eq!(Everything::from_json_str(EVERYTHING).unwrap(), value);
    assert_eq!(Everything::from_json_slice(EVERYTHING.as_bytes()).unwrap(), value);
    let tree = value.to_json_value().unwrap();
    assert_eq!(tree, serde_json::from_str::<Json>(EVERYTHING).unwrap());
    assert_eq!(Everything::from_json_value(&tree).unwrap(), value);
}

#[test]
fn a_missing_field_gets_its_default() {
    let text = r#"{"id": 1, "pii": {"username": "ada"}}"#;
    let user = User::from_json_str(text).unwrap();
    assert_eq!(
        user.to_json().unwrap(),
        r#"{"id":1,"is_active":true,"pii":{"username":"ada","name":"","contacts":{}}}"#
    );
}

#[test]
fn mistakes_are_errors_with_a_path() {
    let cases = [
        ("[]", "expected an object, found a list"),
        ("{}", "id: missing"),
        (r#"{"id": 1}"#, "pii: missing"),
        (r#"{"id": "1", "pii": {"username": "ada"}}"#, "id: expected a 64-bit integer, found text"),
        (r#"{"id": 0, "pii": {"username": "ada"}}"#, "id: less than 1"),
        (
            r#"{"id": 1, "is_active": null, "pii": {"username": "a"}}"#,
            "is_active: expected a boolean, found null",
        ),
        (r#"{"id": 1, "pii": {"username": 7}}"#, "pii.username: expected text, found a number"),
        (r#"{"id": 1, "pii": {"username": ""}}"#, "pii.username: shorter than 1"),
        (
            r#"{"id": 1, "pii": {"username": "a", "nick": "b"}}"#,
            r#"pii: `learning.Person` has no field "nick""#,
        ),
        (
            r#"{"id": 1, "pii": {"username": "a", "username": "a"}}"#,
            r#"pii: duplicate key "username""#,
        ),
        (r#"{"id": 1, "id": 1, "pii": {"username": "a"}}"#, r#"duplicate key "id""#),
        (
            r#"{"id": 1, "pii": {"username": "a", "contacts": {"a@x.org": 1.5}}}"#,
            "pii.contacts[<redacted>]: expected a 32-bit integer, found a fraction",
        ),
        (r#"{"id": 1, "pii": {"username": "a"}} {}"#, "trailing characters at line 1 column 37"),
    ];
    for (text, error) in cases {
        assert_eq!(User::from_json_str(text).unwrap_err().to_string(), error, "{text}");
    }
    let nested = EVERYTHING.replace(r#""cy""#, "0");
    let error = Everything::from_json_str(&nested).unwrap_err();
    assert_eq!(
        (error.path(), error.reason()),
        (r#"by_team["blue"][0].username"#, "expected text, found a number")
    );
}

#[test]
fn scalars_are_checked_when_read() {
    let reason = |from: &str, to: &str| {
        Everything::from_json_str(&EVERYTHING.replacen(from, to, 1)).unwrap_err().to_string()
    };
    let pattern = r"course: not a valid `course_key`: does not match the pattern `^course-v1:[^+]+\+[^+]+\+[^+]+$`";
    assert_eq!(reason("course-v1:edX+DemoX+Demo", "secret"), pattern);
    let long = format!("course-v1:edX+DemoX+{}", "x".repeat(30));
    assert_eq!(
        reason("course-v1:edX+DemoX+Demo", &long),
        "course: not a valid `course_key`: longer than 40"
    );
    assert_eq!(reason("7", "-7"), "points: not a valid `points`: less than 0");
}

#[test]
fn a_number_without_a_json_form_is_an_error_with_a_path() {
    let value = Everything { double: f64::NAN, ..everything() };
    assert_eq!(value.to_json().unwrap_err().to_string(), "double: NaN has no JSON form");
    let value = Everything { single: f32::NEG_INFINITY, ..everything() };
    assert_eq!(value.to_json_value().unwrap_err().path(), "single");
}

#[test]
fn debug_prints_no_personal_data() {
    let user = User { id: 1, is_active: true, pii: person("ada") };
    assert_eq!(format!("{user:?}"), "User { id: 1, is_active: true, pii: <redacted> }");
    assert_eq!(
        format!("{:?}", user.pii),
        "Person { username: <redacted>, name: <redacted>, contacts: <redacted> }"
    );
    assert_eq!(
        format!("{user:#?}"),
        "User {\n    id: 1,\n    is_active: true,\n    pii: <redacted>,\n}"
    );
}

#[test]
fn debug_redacts_at_any_depth() {
    let text = format!("{:?}", Everything { points: None, ..everything() });
    let person = "Person { username: <redacted>, name: <redacted>, contacts: <redacted> }";
    let expected = format!(
        r#"Everything {{ course: "course-v1:edX+DemoX+Demo", mode: "audit", points: None, small: -3, single: 0.1, double: 1e300, blob: Bytes(/wA=), day: 2024-02-29, at: 2024-02-29T12:00:00.001000+05:30, id: 00000000-0000-0000-0000-0000000000ab, any: Object {{"deep": Array [Number(1), Null]}}, people: [{person}, {person}], by_team: {{"blue": [{person}]}} }}"#
    );
    assert_eq!(text, expected);
    assert_eq!(format!("{:#?}", everything()).matches("<redacted>").count(), 9);
}
