//! A value that anybody could set.

#[derive(Clone, PartialEq, Eq, annals::Scalar)]
#[annals(scalar = "course_key")]
pub struct CourseKey(pub String);

fn main() {}
