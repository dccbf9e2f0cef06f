//! Tests of the bindings from the point of view of a service.

use annals::testing::assert_sent;
use annals::{Event, Metadata, Record};
use openedx_events::learning::{
    COURSE_ENROLLMENT_CREATED, CourseEnrollmentCreated, UserData, UserPersonalData, required,
};
use openedx_events::types::CourseKey;

use crate::{deliver, enrolled, log_line, mail};

const COURSE: &str = "course-v1:edX+DemoX+Demo_Course";

fn event() -> CourseEnrollmentCreated {
    enrolled(7, "maya_ortiz", "maya@example.com", COURSE).unwrap()
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED])]
fn bytes_from_outside_are_sent_to_the_signal_of_their_type() {
    let metadata = Metadata::new(CourseEnrollmentCreated::DESCRIPTOR);
    deliver(&metadata, &event().to_avro()).unwrap();
    assert_sent!(COURSE_ENROLLMENT_CREATED, |sent| *sent == event());
    let unknown = deliver(&metadata.clone().with_event_type("org.example.unknown.v1"), &[]);
    assert!(unknown.unwrap_err().to_string().contains("does not know"));
    assert!(deliver(&metadata, b"no event").is_err());
}

#[test]
fn json_round_trips() {
    let json = event().to_json().unwrap();
    let expected = concat!(
        r#"{"enrollment":{"user":{"id":7,"is_active":true,"pii":{"username":"maya_ortiz","#,
        r#""email":"maya@example.com","name":""}},"course":{"course_key":"#,
        r#""course-v1:edX+DemoX+Demo_Course","display_name":"","start":null,"end":null},"#,
        r#""mode":"audit","is_active":true,"creation_date":"2026-01-15T08:00:00+00:00","#,
        r#""created_by":null}}"#,
    );
    assert_eq!(json, expected);
    assert_eq!(CourseEnrollmentCreated::from_json_str(&json).unwrap(), event());
}

#[test]
fn required_fields_get_the_defaults_of_the_others() {
    let pii = UserPersonalData {
        username: "maya_ortiz".to_owned(),
        email: "maya@example.com".to_owned(),
        name: String::new(),
    };
    let user = required::UserData { id: 7, is_active: true, pii };
    assert_eq!(event().enrollment.user, UserData::from(user));
}

#[test]
fn json_errors_name_the_field_but_not_the_value() {
    let json = event().to_json().unwrap();
    let refused = |from: &str, to: &str| mail(&json.replace(from, to)).unwrap_err().to_string();
    let wrong_key = refused("course-v1:", "course v1 ");
    assert!(wrong_key.starts_with("enrollment.course.course_key: "), "{wrong_key}");
    let unknown = refused("\"is_active\":true,\"pii\"", "\"is_actve\":true,\"pii\"");
    assert!(unknown.starts_with("enrollment.user") && unknown.contains("is_actve"), "{unknown}");
    let wrong_type = refused("\"maya@example.com\"", "12345");
    assert!(wrong_type.starts_with("enrollment.user.pii.email: "), "{wrong_type}");
    assert!(!wrong_type.contains("12345"), "{wrong_type}");
}

#[test]
fn scalars_are_checked_when_created() {
    assert_eq!(CourseKey::new(COURSE).unwrap().as_str(), COURSE);
    assert_eq!(COURSE.parse::<CourseKey>().unwrap().to_string(), COURSE);
    let error = enrolled(7, "maya_ortiz", "maya@example.com", "DemoX").unwrap_err();
    assert_eq!(error.scalar(), "course_key");
}

#[test]
fn debug_output_has_no_personal_data() {
    let line = log_line(&event());
    assert!(
        line.starts_with(
            "org.openedx.learning.course.enrollment.created.v1 CourseEnrollmentCreated"
        )
    );
    assert!(line.contains(COURSE), "data that is not personal is shown: {line}");
    assert!(!line.contains("maya"), "{line}");
}

#[test]
fn descriptors_contain_the_schemas() {
    let descriptor = CourseEnrollmentCreated::DESCRIPTOR;
    assert_eq!(descriptor.name, "COURSE_ENROLLMENT_CREATED");
    assert_eq!((descriptor.domain, descriptor.pii), ("learning", true));
    let avro = descriptor.avro_schema.unwrap();
    for schema in [avro, descriptor.json_schema] {
        assert!(schema.contains("course_key"), "{schema}");
    }
}
