//! Are scalars always valid, and do enums keep unknown values apart from known ones?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]

mod common;

use annals::json::{from_str, to_string};
use annals::limits::Breach;
use annals::scalar::Reason;
use annals::{Enum, Scalar, Timestamp};
use common::{CourseKey, Mode, Moment, Points};

#[test]
fn a_text_scalar_converts_from_and_to_text() {
    let text = "course-v1:edX+DemoX+Demo";
    let key = CourseKey::new(text).unwrap();
    assert_eq!((key.as_str(), key.as_ref(), key.to_string().as_str()), (text, text, text));
    assert_eq!(text.parse::<CourseKey>().unwrap(), key);
    assert_eq!(CourseKey::try_from(text).unwrap(), key);
    assert_eq!(CourseKey::try_from(text.to_owned()).unwrap(), key);
    assert_eq!(format!("{key:?}"), r#"CourseKey("course-v1:edX+DemoX+Demo")"#);
    assert_eq!(key.clone().into_inner(), text);
    assert_eq!(from_str::<CourseKey>(&to_string(&key).unwrap()).unwrap(), key);
    assert_eq!(CourseKey::DESCRIPTION.name, "course_key");
}

#[test]
fn an_error_contains_the_limit_and_not_the_value() {
    let error = CourseKey::new("secret").unwrap_err();
    assert_eq!(error.scalar(), "course_key");
    assert!(matches!(error.reason(), Reason::Limit(Breach::Pattern(_))));
    assert!(!error.to_string().contains("secret"));
    assert!(!format!("{:?}", "secret".parse::<Moment>().unwrap_err()).contains("secret"));
}

#[test]
fn other_scalars_parse_and_print_their_base() {
    assert_eq!("12".parse::<Points>().unwrap().get(), &12);
    assert_eq!(Points::new(12).unwrap().to_string(), "12");
    assert_eq!(
        "-1".parse::<Points>().unwrap_err().to_string(),
        "not a valid `points`: less than 0"
    );
    for text in ["", " 1", "x", "\"1\"", "1.5", "99999999999999999999"] {
        assert!(
            matches!(text.parse::<Points>().unwrap_err().reason(), Reason::Malformed(_)),
            "{text}"
        );
    }
    let moment: Timestamp = "2024-01-01T00:00:00Z".parse().unwrap();
    assert_eq!("2024-01-01T00:00:00Z".parse::<Moment>().unwrap().into_inner(), moment);
    assert_eq!(Moment::new(moment).unwrap().to_string(), "2024-01-01T00:00:00+00:00");
}

#[test]
fn an_unknown_value_survives_and_a_known_one_is_never_unknown() {
    for (text, value) in [("honor", Mode::Honor), ("audit", Mode::Audit)] {
        assert_eq!(Mode::from(text), value);
        assert_eq!(text.parse::<Mode>().unwrap().as_str(), text);
        assert!(value.is_known());
    }
    let new = from_str::<Mode>("\"masters\"").unwrap();
    assert!(matches!(&new, Mode::Unknown(unknown) if unknown.as_str() == "masters"));
    assert!(!new.is_known());
    assert_eq!(new, Mode::from("masters".to_owned()));
    assert_eq!(to_string(&new).unwrap(), "\"masters\"");
    assert_eq!(
        (format!("{new:?}"), format!("{:?}", Mode::Honor)),
        (r#"Unknown("masters")"#.to_owned(), "Honor".to_owned())
    );
    assert_eq!(from_str::<Mode>("1").unwrap_err().to_string(), "expected text, found a number");
    assert_eq!(Mode::DESCRIPTION.values, ["honor", "audit"]);
}
