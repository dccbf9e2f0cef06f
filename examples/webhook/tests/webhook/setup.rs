//! Helpers to configure a plugin and to send events to it.

use std::fs;
use std::path::Path;

use annals::Metadata;
use annals::testing::Scope;
use annals_webhook::{Config, Webhooks, samples};
use openedx_events::learning::{COURSE_ENROLLMENT_CREATED, STUDENT_REGISTRATION_COMPLETED};

/// Short timeouts and pauses for tests.
pub(crate) const QUICK: &str = "
http: { connect_timeout: 1s, timeout: 400ms }
retry: { first: 5ms, longest: 40ms }
";

/// A folder with the secrets of the tests.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["signing.key", "pii.key"] {
        write(&folder.path().join(name), &format!("the secret in {name}\n"));
    }
    folder
}

pub(crate) fn write(path: &Path, text: &str) {
    let mut file = fs::File::create(path).unwrap();
    std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
}

/// A configuration with webhooks for both events at `url`, and the lines `more`.
pub(crate) fn config(folder: &Path, url: &str, more: &str) -> Config {
    let text = format!(
        "queue: {{ folder: queue, max_events: 50 }}
{QUICK}
{more}
webhooks:
  - signal_path: STUDENT_REGISTRATION_COMPLETED
    url: {url}/registrations
  - signal_path: openedx_events.learning.signals.COURSE_ENROLLMENT_CREATED
    url: {url}/enrollments
"
    );
    Config::from_yaml(&folder.join("webhooks.yaml"), &text)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// A scope in which both events are enabled, and failures are returned.
pub(crate) fn scope() -> Scope {
    let scope = Scope::new().enable(&STUDENT_REGISTRATION_COMPLETED);
    scope.enable(&COURSE_ENROLLMENT_CREATED).lenient()
}

/// Starts the plugin in a scope.
pub(crate) fn start(scope: &Scope, config: &Config) -> Webhooks {
    scope.run(|| Webhooks::start(config)).unwrap_or_else(|error| panic!("{error}"))
}

/// Sends registrations and returns their ids.
pub(crate) fn register(scope: &Scope, numbers: impl IntoIterator<Item = i64>) -> Vec<String> {
    let send = |number| {
        let metadata = Metadata::of::<openedx_events::learning::StudentRegistrationCompleted>();
        let event = samples::registration(number);
        let responses = scope.run(|| STUDENT_REGISTRATION_COMPLETED.send_with(&metadata, event));
        assert!(responses.is_ok() && responses.len() == 1, "{responses:?}");
        metadata.id().to_string()
    };
    numbers.into_iter().map(send).collect()
}

/// Sends enrollments and returns their ids.
pub(crate) fn enroll(scope: &Scope, numbers: impl IntoIterator<Item = i64>) -> Vec<String> {
    let send = |number| {
        let metadata = Metadata::of::<openedx_events::learning::CourseEnrollmentCreated>();
        let event = samples::enrollment(number).unwrap();
        let responses = scope.run(|| COURSE_ENROLLMENT_CREATED.send_with(&metadata, event));
        assert!(responses.is_ok() && responses.len() == 1, "{responses:?}");
        metadata.id().to_string()
    };
    numbers.into_iter().map(send).collect()
}
