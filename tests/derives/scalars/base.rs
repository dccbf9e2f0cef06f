//! A scalar over another primitive.

#[derive(Clone, PartialEq, Eq, annals::Scalar)]
#[annals(scalar = "course_key")]
pub struct CourseKey(i64);

fn main() {}
