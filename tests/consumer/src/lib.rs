//! A service that uses the bindings: it creates events, reads events of others, and logs them.
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

use annals::{Error, Event, InvalidScalar, JsonError, Metadata, Record, Timestamp};
use openedx_events::learning::{CourseEnrollmentCreated, CourseEnrollmentData, UserData, required};
use openedx_events::types::CourseKey;

/// A message to a learner.
#[derive(Debug, PartialEq)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject line.
    pub subject: String,
}

/// The event of a learner who joined a course.
///
/// # Errors
/// If `course` is not a valid course key.
pub fn enrolled(
    id: i64,
    username: &str,
    email: &str,
    course: &str,
) -> Result<CourseEnrollmentCreated, InvalidScalar> {
    let creation_date: Timestamp = "2026-01-15T08:00:00Z".parse().expect("the timestamp is valid");
    let pii = required::UserPersonalData { username: username.to_owned(), email: email.to_owned() };
    Ok(CourseEnrollmentCreated {
        enrollment: CourseEnrollmentData {
            user: UserData { id, is_active: true, pii: pii.into() },
            course: required::CourseData { course_key: CourseKey::new(course)? }.into(),
            mode: "audit".to_owned(),
            is_active: true,
            creation_date,
            created_by: None,
        },
    })
}

/// Reads an event that came from outside, and sends it to the receivers of its type in this process.
///
/// # Errors
/// If no crate of this program has the type, the data is not allowed, or a receiver fails.
pub fn deliver(metadata: &Metadata, data: &[u8]) -> Result<(), Error> {
    let event = annals::registry().get(metadata.event_type());
    let event = event.ok_or("this service does not know the type of the event")?;
    event.send_avro_with(metadata, data)?.into_result()?;
    Ok(())
}

/// The welcome mail for a learner, from the JSON of an event.
///
/// # Errors
/// If the text is not valid JSON of this event. The error names the field and contains no personal data.
pub fn mail(json: &str) -> Result<Mail, JsonError> {
    let CourseEnrollmentData { user, course, .. } =
        CourseEnrollmentCreated::from_json_str(json)?.enrollment;
    let subject = match course.display_name.as_str() {
        "" => format!("Welcome to {}", course.course_key),
        name => format!("Welcome to {name}"),
    };
    Ok(Mail { to: user.pii.email, subject })
}

/// A line for a log, for any event.
pub fn log_line<E: Event + std::fmt::Debug>(event: &E) -> String {
    format!("{} {event:?}", E::DESCRIPTOR.event_type)
}

#[cfg(test)]
mod tests;
