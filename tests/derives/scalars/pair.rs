//! A tuple struct with two fields.

#[derive(Clone, PartialEq, Eq, annals::Scalar)]
#[annals(scalar = "course_key")]
pub struct CourseKey(String, String);

fn main() {}
