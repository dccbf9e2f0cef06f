//! Do types with the derives behave like the types written by hand?

#![allow(missing_docs, unreachable_pub, reason = "a test has no interface")]
#![allow(unused_qualifications, reason = "types are spelled as generated code spells them")]

pub mod learning {
    #[derive(annals::Record)]
    #[annals(record = "learning.Person")]
    pub struct Person {
        pub username: String,
        pub name: String,
    }

    #[derive(annals::Record)]
    #[annals(record = "learning.User")]
    pub struct User {
        pub id: i64,
        pub course: crate::types::CourseKey,
        pub points: Option<crate::types::Points>,
        pub pii: crate::learning::Person,
        pub friends: Vec<crate::learning::Person>,
        pub manager: Option<Box<crate::learning::User>>,
    }

    #[derive(annals::Event)]
    #[annals(event = "test.learning.user.created.v1")]
    pub struct UserCreated {
        pub user: crate::learning::User,
        pub mode: crate::types::Mode,
    }
}

pub mod types {
    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, annals::Scalar)]
    #[annals(scalar = "course_key")]
    pub struct CourseKey(String);

    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, annals::Scalar)]
    #[annals(scalar = "points")]
    pub struct Points(i64);

    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, annals::Enum)]
    #[annals(enumeration = "Mode")]
    pub enum Mode {
        Honor,
        Audit,
        Unknown(annals::UnknownValue<Self>),
    }
}

use annals::{Event, Record, Scalar};
use learning::{Person, User, UserCreated};
use types::{CourseKey, Mode, Points};

fn user(id: i64, manager: Option<User>) -> User {
    User {
        id,
        course: CourseKey::new("course-v1:edX").expect("it matches the pattern"),
        points: Points::new(3).ok(),
        pii: Person { username: "ada".to_owned(), name: String::new() },
        friends: vec![Person { username: "bob".to_owned(), name: "Bob".to_owned() }],
        manager: manager.map(Box::new),
    }
}

#[test]
fn values_outside_limits_are_written_and_found_by_validate() {
    let breach = |user: User| {
        let event = UserCreated { user, mode: Mode::Honor };
        let found = event.validate();
        let text = event.to_json().expect("writing does not check limits");
        let read = UserCreated::from_json_str(&text);
        assert_eq!(read.as_ref().err(), found.as_ref().err(), "reading gives the same error");
        found.err().map(|error| error.to_string())
    };
    assert_eq!(breach(user(1, Some(user(1, None)))), None);
    assert_eq!(breach(user(0, None)).as_deref(), Some("user.id: less than 1"));
    let deep = user(1, Some(user(-1, None)));
    assert_eq!(breach(deep).as_deref(), Some("user.manager.id: less than 1"));
    let mut nameless = user(1, None);
    nameless.friends[0].username.clear();
    assert_eq!(breach(nameless).as_deref(), Some("user.friends[0].username: shorter than 1"));
}

#[test]
fn an_event_survives_a_round_trip() -> Result<(), Box<dyn std::error::Error>> {
    let event = UserCreated { user: user(2, Some(user(1, None))), mode: Mode::from("new") };
    let text = event.to_json()?;
    let ada = r#""course":"course-v1:edX","points":3,"pii":{"username":"ada","name":""},"friends":[{"username":"bob","name":"Bob"}]"#;
    let expected = format!(
        r#"{{"user":{{"id":2,{ada},"manager":{{"id":1,{ada},"manager":null}}}},"mode":"new"}}"#
    );
    assert_eq!(text, expected);
    assert_eq!(UserCreated::from_json_str(&text)?, event);
    let short = r#"{"user":{"id":1,"course":"course-v1:edX","pii":{"username":"ada"}}}"#;
    let read = UserCreated::from_json_str(short)?;
    assert_eq!((read.mode, read.user.points, read.user.manager), (Mode::Honor, None, None));
    Ok(())
}

#[test]
fn limits_in_the_lock_are_checked() {
    let text = r#"{"user":{"id":1,"course":"course-v1:edX","pii":{"username":""}}}"#;
    let refused = |from: &str, to: &str| {
        UserCreated::from_json_str(&text.replace(from, to)).unwrap_err().to_string()
    };
    assert_eq!(refused("", ""), "user.pii.username: shorter than 1");
    assert_eq!(refused(":1,", ":0,"), "user.id: less than 1");
    assert_eq!(
        refused("course-v1:edX", "x"),
        "user.course: not a valid `course_key`: does not match the pattern `^course-v1:`"
    );
    assert!(Points::new(-1).is_err());
}

#[test]
fn debug_is_redacted() {
    let event = UserCreated { user: user(1, None), mode: Mode::Audit };
    let expected = r#"UserCreated { user: User { id: 1, course: "course-v1:edX", points: 3, pii: <redacted>, friends: [Person { username: <redacted>, name: <redacted> }], manager: None }, mode: "audit" }"#;
    assert_eq!(format!("{event:?}"), expected);
}

#[test]
fn descriptions_match_the_lock() {
    let descriptor = UserCreated::DESCRIPTOR;
    assert_eq!(descriptor.event_type, "test.learning.user.created.v1");
    assert_eq!((descriptor.name, descriptor.domain), ("USER_CREATED", "learning"));
    assert_eq!((descriptor.added, descriptor.key), ("2024-01-15", Some("user.id")));
    assert!(descriptor.pii && descriptor.deprecated.is_none() && !descriptor.local_only);
    assert!(std::ptr::eq(descriptor.record, UserCreated::DESCRIPTION));
    let (index, field) = User::DESCRIPTION.field("friends").expect("the lock has it");
    assert_eq!((index, field.ty, field.default()), (4, "list<learning.Person>", Some("[]")));
    assert!(User::DESCRIPTION.fields[0].is_required());
    assert_eq!(CourseKey::DESCRIPTION.limits.max_length, Some(40));
}
