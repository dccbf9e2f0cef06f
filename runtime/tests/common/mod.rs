//! Records, scalars and an enum as the derives emit them, so that the runtime is tested without the derives.

#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

pub mod counted;
#[macro_use]
pub mod record;

use std::collections::BTreeMap;

use annals::{Bytes, Date, Json, Limits, Number, Pattern, Timestamp, UnknownValue, Uuid};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CourseKey(String);

annals::__scalar!(
    CourseKey,
    "course_key",
    "string",
    ::std::string::String,
    Limits {
        max_length: Some(40),
        pattern: Some(|| {
            static PATTERN: Pattern = Pattern::new(r"^course-v1:[^+]+\+[^+]+\+[^+]+$");
            &PATTERN
        }),
        ..Limits::NONE
    }
);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

annals::__scalar!(
    Points,
    "points",
    "long",
    i64,
    Limits { min: Some(Number::Int(0)), ..Limits::NONE }
);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

annals::__scalar!(Moment, "moment", "datetime", Timestamp, Limits::NONE);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    Honor,
    Audit,
    Unknown(UnknownValue<Self>),
}

annals::__enumeration!(Mode, "Mode", [Honor "honor", Audit "audit"]);

record! { Person "learning.Person" {
    username: String = ("username", "string") { .within(&Limits { min_length: Some(1), ..Limits::NONE }).pii() },
    name: String = ("name", "string") { .or("\"\"").pii() },
    contacts: BTreeMap<String, i32> = ("contacts", "map<int>") { .or("{}").pii() },
} }

record! { User "learning.User" {
    id: i64 = ("id", "long") { .within(&Limits { min: Some(Number::Int(1)), ..Limits::NONE }) },
    is_active: bool = ("is_active", "boolean") { .or("true") },
    pii: Person = ("pii", "learning.Person") { .pii() },
} }

record! { Everything "test.Everything" {
    course: CourseKey = ("course", "course_key") {},
    mode: Mode = ("mode", "Mode") { .or("\"honor\"") },
    points: Option<Points> = ("points", "points?") { .or("null") },
    small: i32 = ("small", "int") {},
    single: f32 = ("single", "float") {},
    double: f64 = ("double", "double") {},
    blob: Bytes = ("blob", "bytes") {},
    day: Date = ("day", "date") {},
    at: Option<Timestamp> = ("at", "datetime?") { .or("null") },
    id: Uuid = ("id", "uuid") {},
    any: Json = ("any", "json") {},
    people: Vec<Person> = ("people", "list<learning.Person>") { .or("[]") },
    by_team: BTreeMap<String, Vec<Person>> = ("by_team", "map<list<learning.Person>>") { .or("{}") },
} }

pub fn person(username: &str) -> Person {
    Person {
        username: username.to_owned(),
        name: "Ada".to_owned(),
        contacts: [("ada@x.org".to_owned(), 1)].into(),
    }
}

pub fn everything() -> Everything {
    Everything {
        course: CourseKey::new("course-v1:edX+DemoX+Demo").unwrap(),
        mode: Mode::Audit,
        points: Some(Points::new(7).unwrap()),
        small: -3,
        single: 0.1,
        double: 1e300,
        blob: Bytes::from(vec![255, 0]),
        day: "2024-02-29".parse().unwrap(),
        at: Some("2024-02-29T12:00:00.001000+05:30".parse().unwrap()),
        id: Uuid::from_u128(0xab),
        any: annals::serde_json::json!({"deep": [1, null]}),
        people: vec![person("ada"), person("bob")],
        by_team: [("blue".to_owned(), vec![person("cy")])].into(),
    }
}
