//! A public field.

#[derive(Clone, PartialEq, Eq, annals::Scalar)]
#[annals(scalar = "course_key")]
pub struct CourseKey(pub String);

fn main() {}
