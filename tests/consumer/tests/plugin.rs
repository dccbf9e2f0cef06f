//! A plugin and its tests, as a team would write them.
//!
//! The plugin notifies the members of a course when a learner joins.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use annals::testing::{Scope, assert_not_sent, assert_sent};
use annals::{Error, Metadata, Record};
use annals_consumer::enrolled;
use openedx_events::learning::{
    COURSE_ENROLLMENT_CREATED, COURSE_NOTIFICATION_REQUESTED, CourseEnrollmentCreated,
    CourseNotificationRequested, STUDENT_REGISTRATION_COMPLETED, StudentRegistrationCompleted,
};

const COURSE: &str = "course-v1:edX+DemoX+Demo_Course";

/// The plugin.
#[annals::receiver(COURSE_ENROLLMENT_CREATED, dispatch_uid = "notify_members")]
fn notify_members(event: &CourseEnrollmentCreated, _: &Metadata) -> Result<(), Error> {
    let enrollment = &event.enrollment;
    if enrollment.user.pii.email.is_empty() {
        return Err("a learner without an address".into());
    }
    let mut request = CourseNotificationRequested::sample();
    let notification = &mut request.course_notification_data;
    notification.course_key = enrollment.course.course_key.clone();
    notification.content_context = [
        ("course".to_owned(), enrollment.course.display_name.clone()),
        ("learner".to_owned(), enrollment.user.pii.username.clone()),
    ]
    .into();
    COURSE_NOTIFICATION_REQUESTED.send_strict(request)?;
    Ok(())
}

fn joined(id: i64) -> CourseEnrollmentCreated {
    enrolled(id, &format!("learner_{id}"), "learner@example.com", COURSE).unwrap()
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED, COURSE_NOTIFICATION_REQUESTED], linked)]
fn members_are_notified_of_a_new_learner() {
    let responses = COURSE_ENROLLMENT_CREATED.send(joined(7));
    assert_eq!(responses.len(), 1);
    assert_sent!(COURSE_ENROLLMENT_CREATED, joined(7));
    let sent = assert_sent!(COURSE_NOTIFICATION_REQUESTED, |request| {
        request.course_notification_data.content_context["learner"] == "learner_7"
    });
    assert_eq!(sent.event.course_notification_data.course_key.as_str(), COURSE);
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED], linked)]
fn events_of_signals_that_are_not_enabled_are_not_sent(scope: &Scope) {
    let _ = COURSE_ENROLLMENT_CREATED.send(joined(7));
    assert_not_sent!(COURSE_NOTIFICATION_REQUESTED);
    assert!(STUDENT_REGISTRATION_COMPLETED.send(StudentRegistrationCompleted::sample()).is_empty());
    assert!(scope.sent(&STUDENT_REGISTRATION_COMPLETED).is_empty());
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED], linked)]
#[should_panic(expected = "a learner without an address")]
fn a_failing_receiver_fails_the_test() {
    let mut event = joined(7);
    event.enrollment.user.pii.email.clear();
    let _ = COURSE_ENROLLMENT_CREATED.send(event);
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED], linked, lenient)]
fn a_lenient_test_gets_the_failure() {
    let mut event = joined(7);
    event.enrollment.user.pii.email.clear();
    let responses = COURSE_ENROLLMENT_CREATED.send(event);
    assert_eq!(responses.failures().count(), 1);
}

/// Sends learners from number `first` on, and asserts that no others are received.
fn receives_only_its_own(scope: &Scope, first: i64) {
    const COUNT: i64 = 50;
    let received = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&received);
    let _connection = COURSE_ENROLLMENT_CREATED.connect(move |event, _| {
        list.lock().unwrap().push(event.enrollment.user.id);
    });
    for id in first..first + COUNT {
        assert_eq!(COURSE_ENROLLMENT_CREATED.send(joined(id)).len(), 1);
        thread::yield_now();
    }
    let expected: Vec<i64> = (first..first + COUNT).collect();
    assert_eq!(*received.lock().unwrap(), expected);
    let sent = scope.sent(&COURSE_ENROLLMENT_CREATED);
    assert_eq!(sent.iter().map(|sent| sent.event.enrollment.user.id).collect::<Vec<_>>(), expected);
    assert_sent!(COURSE_ENROLLMENT_CREATED, |event| event.enrollment.user.id == first);
    assert_not_sent!(COURSE_ENROLLMENT_CREATED, |event| !expected
        .contains(&event.enrollment.user.id));
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED])]
fn one_test_receives_only_its_own(scope: &Scope) {
    receives_only_its_own(scope, 0);
}

#[annals::test(enable = [COURSE_ENROLLMENT_CREATED])]
fn another_test_receives_only_its_own(scope: &Scope) {
    receives_only_its_own(scope, 1000);
}

/// Runs both tests above at the same time, many times each.
#[test]
fn concurrent_tests_are_isolated() {
    const EACH: usize = 60;
    let tests: [fn(); 2] = [one_test_receives_only_its_own, another_test_receives_only_its_own];
    let start = Barrier::new(tests.len() * EACH);
    thread::scope(|threads| {
        for test in tests.iter().cycle().take(tests.len() * EACH) {
            threads.spawn(|| {
                start.wait();
                test();
            });
        }
    });
}
