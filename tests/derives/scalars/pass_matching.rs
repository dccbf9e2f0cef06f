//! A scalar over a string and one over a number.

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, annals::Scalar)]
#[annals(scalar = "course_key")]
pub struct CourseKey(::std::string::String);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, annals::Scalar)]
#[annals(scalar = "points")]
pub struct Points(i64);

fn main() {
    let key = CourseKey::new("course-v1:a+b+c").expect("it is one");
    assert_eq!(key.as_str(), "course-v1:a+b+c");
    assert_eq!(format!("{key} {key:?}"), "course-v1:a+b+c CourseKey(\"course-v1:a+b+c\")");
    assert!(CourseKey::new("a+b+c").is_err() && "course-v1:".parse::<CourseKey>().is_ok());
    assert!(annals::json::from_str::<CourseKey>("\"a+b\"").is_err());
    assert!(Points::new(101).is_err() && "12".parse::<Points>() == Points::new(12));
}
