//! The same enrollment event in each library's types.

use annals::serde_json as json;
use openedx_events::learning::CourseEnrollmentCreated;
use serde::{Deserialize, Serialize};

/// For the libraries that use serde, and for the hand-written code.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plain {
    pub(crate) enrollment: Enrollment,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Enrollment {
    pub(crate) user: User,
    pub(crate) course: Course,
    pub(crate) mode: String,
    pub(crate) is_active: bool,
    pub(crate) creation_date: String,
    pub(crate) created_by: Option<User>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) is_active: bool,
    pub(crate) pii: Person,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) name: String,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Course {
    pub(crate) course_key: String,
    pub(crate) display_name: String,
    pub(crate) start: Option<String>,
    pub(crate) end: Option<String>,
}

/// For prost.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Proto {
    #[prost(message, optional, tag = "1")]
    enrollment: Option<ProtoEnrollment>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct ProtoEnrollment {
    #[prost(message, optional, tag = "1")]
    user: Option<ProtoUser>,
    #[prost(message, optional, tag = "2")]
    course: Option<ProtoCourse>,
    #[prost(string, tag = "3")]
    mode: String,
    #[prost(bool, tag = "4")]
    is_active: bool,
    #[prost(string, tag = "5")]
    creation_date: String,
    #[prost(message, optional, tag = "6")]
    created_by: Option<ProtoUser>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct ProtoUser {
    #[prost(int64, tag = "1")]
    id: i64,
    #[prost(bool, tag = "2")]
    is_active: bool,
    #[prost(message, optional, tag = "3")]
    pii: Option<ProtoPerson>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct ProtoPerson {
    #[prost(string, tag = "1")]
    username: String,
    #[prost(string, tag = "2")]
    email: String,
    #[prost(string, tag = "3")]
    name: String,
}

#[derive(Clone, PartialEq, prost::Message)]
struct ProtoCourse {
    #[prost(string, tag = "1")]
    course_key: String,
    #[prost(string, tag = "2")]
    display_name: String,
    #[prost(string, optional, tag = "3")]
    start: Option<String>,
    #[prost(string, optional, tag = "4")]
    end: Option<String>,
}

fn user(name: &str) -> json::Value {
    json::json!({
        "id": 42_000,
        "is_active": true,
        "pii": { "username": name, "email": format!("{name}@example.org"), "name": "Maya Ortiz" },
    })
}

fn event() -> json::Value {
    json::json!({ "enrollment": {
        "user": user("maya"),
        "course": {
            "course_key": "course-v1:edX+DemoX+Demo",
            "display_name": "Demo",
            "start": "2026-03-01T00:00:00+00:00",
            "end": null,
        },
        "mode": "verified",
        "is_active": true,
        "creation_date": "2026-02-03T09:30:00.123456+00:00",
        "created_by": user("the_head_registrar"),
    }})
}

/// The event in the generated types.
pub(crate) fn ours() -> CourseEnrollmentCreated {
    json_value(&event())
}

fn json_value(json: &json::Value) -> CourseEnrollmentCreated {
    annals::Record::from_json_value(json).expect("it is one")
}

/// The event in plain types.
pub(crate) fn plain() -> Plain {
    json::from_value(event()).expect("it is one")
}

impl From<&Plain> for Proto {
    fn from(plain: &Plain) -> Self {
        let Enrollment { user, course, mode, is_active, creation_date, created_by } =
            &plain.enrollment;
        let course = ProtoCourse {
            course_key: course.course_key.clone(),
            display_name: course.display_name.clone(),
            start: course.start.clone(),
            end: course.end.clone(),
        };
        let enrollment = ProtoEnrollment {
            user: Some(user.into()),
            course: Some(course),
            mode: mode.clone(),
            is_active: *is_active,
            creation_date: creation_date.clone(),
            created_by: created_by.as_ref().map(ProtoUser::from),
        };
        Self { enrollment: Some(enrollment) }
    }
}

impl From<&User> for ProtoUser {
    fn from(user: &User) -> Self {
        let Person { username, email, name } = &user.pii;
        let pii =
            ProtoPerson { username: username.clone(), email: email.clone(), name: name.clone() };
        Self { id: user.id, is_active: user.is_active, pii: Some(pii) }
    }
}
