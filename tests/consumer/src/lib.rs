//! What a service does with the bindings: makes events, reads those of others, and logs them.
//!
//! ```
//! use annals::Record;
//! use annals_consumer::{enrolled, mail};
//!
//! let event = enrolled(7, "maya_ortiz", "maya@example.com", "course-v1:edX+DemoX+Demo_Course")?;
//! let mail = mail(&event.to_json()?)?;
//! assert_eq!(mail.to, "maya@example.com");
//! assert_eq!(mail.subject, "Welcome to course-v1:edX+DemoX+Demo_Course");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use annals::{Event, InvalidScalar, JsonError, Record, Timestamp};
use openedx_events::learning::{
    CourseData, CourseEnrollmentCreated, CourseEnrollmentData, UserData, UserPersonalData,
};
use openedx_events::types::CourseKey;

/// A message to a learner.
#[derive(Debug, PartialEq)]
pub struct Mail {
    /// Address.
    pub to: String,
    /// First line.
    pub subject: String,
}

/// The event that somebody joined a course.
///
/// # Errors
/// If `course` is no course key.
pub fn enrolled(
    id: i64,
    username: &str,
    email: &str,
    course: &str,
) -> Result<CourseEnrollmentCreated, InvalidScalar> {
    let creation_date: Timestamp = "2026-01-15T08:00:00Z".parse().expect("a time as it is written");
    Ok(CourseEnrollmentCreated {
        enrollment: CourseEnrollmentData {
            user: UserData { id, is_active: true, pii: UserPersonalData::new(username, email) },
            course: CourseData::new(CourseKey::new(course)?),
            mode: "audit".to_owned(),
            is_active: true,
            creation_date,
            created_by: None,
        },
    })
}

/// The mail that greets a learner, from the event as it came over the wire.
///
/// # Errors
/// If the text is not this event; the error says where, and repeats no personal data.
pub fn mail(json: &str) -> Result<Mail, JsonError> {
    let CourseEnrollmentData { user, course, .. } =
        CourseEnrollmentCreated::from_json_str(json)?.enrollment;
    let subject = match course.display_name.as_str() {
        "" => format!("Welcome to {}", course.course_key),
        name => format!("Welcome to {name}"),
    };
    Ok(Mail { to: user.pii.email, subject })
}

/// One line for a log, of any event.
pub fn log_line<E: Event + std::fmt::Debug>(event: &E) -> String {
    format!("{} {event:?}", E::DESCRIPTOR.event_type)
}

#[cfg(test)]
mod tests;
