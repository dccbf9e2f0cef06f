//! Sample events, about people who do not exist.

use annals::{Error, Timestamp};
use openedx_events::learning::{
    CourseData, CourseEnrollmentCreated, CourseEnrollmentData, StudentRegistrationCompleted,
    UserData, UserPersonalData,
};
use openedx_events::types::CourseKey;

/// The event of person `number` signing up.
pub fn registration(number: i64) -> StudentRegistrationCompleted {
    StudentRegistrationCompleted { user: user(number) }
}

/// The event of person `number` joining a course.
pub fn enrollment(number: i64) -> Result<CourseEnrollmentCreated, Error> {
    let course_key = CourseKey::new("course-v1:edX+DemoX+Demo_Course")?;
    let creation_date: Timestamp = "2026-02-03T09:30:00Z".parse()?;
    let course = CourseData {
        course_key,
        display_name: "Demonstration Course".into(),
        start: None,
        end: None,
    };
    Ok(CourseEnrollmentCreated {
        enrollment: CourseEnrollmentData {
            user: user(number),
            course,
            mode: "audit".into(),
            is_active: true,
            creation_date,
            created_by: None,
        },
    })
}

fn user(number: i64) -> UserData {
    let pii = UserPersonalData {
        username: format!("learner-{number}"),
        email: format!("learner-{number}@example.com"),
        name: format!("Learner {number}"),
    };
    UserData { id: number, is_active: true, pii }
}
