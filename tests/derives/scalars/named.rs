//! A struct with a named field.

#[derive(Clone, PartialEq, Eq, annals::Scalar)]
#[annals(scalar = "course_key")]
pub struct CourseKey {
    text: String,
}

fn main() {}
