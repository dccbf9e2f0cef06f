//! Does every mistake in a configuration say where it is and what was meant?

use std::path::Path;

use annals_webhook::{Config, Policy};

use crate::setup::folder;

/// All messages about a configuration.
fn refused(folder: &Path, text: &str) -> String {
    let error = Config::from_yaml(&folder.join("webhooks.yaml"), text).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.display()), "")
}

#[test]
fn the_one_of_the_readme_is_right() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("webhooks.yaml");
    let config = Config::from_file(&path).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<_> = config.webhooks.iter().map(|it| it.event.name).collect();
    assert_eq!(names, ["STUDENT_REGISTRATION_COMPLETED", "COURSE_ENROLLMENT_CREATED"]);
}

#[test]
fn everything_can_be_said() {
    let folder = folder();
    let text = "
queue: { folder: waiting, max_events: 5, max_bytes: 1000 }
http: { connect_timeout: 2s, timeout: 1m, proxy: 'http://proxy.example.com:3128' }
retry: { first: 100ms, longest: 1h, attempts: 4 }
pii: { policy: hash, key: { file: pii.key } }
signing: { file: signing.key }
webhooks:
  - signal_path: org.openedx.learning.course.enrollment.created.v1
    url: https://example.com/hook?token=1
    pii: { policy: keep, fields: { enrollment.user.pii.email: omit, enrollment.created_by: hash } }
";
    let config = Config::from_yaml(&folder.path().join("webhooks.yaml"), text).unwrap();
    let webhook = &config.webhooks[0];
    assert_eq!(config.queue_folder, folder.path().join("waiting"));
    assert_eq!((config.limits.events, config.limits.bytes), (5, 1000));
    assert_eq!((config.retry.attempts, config.http.timeout.as_secs()), (Some(4), 60));
    assert_eq!(webhook.privacy.policy, Policy::Keep);
    assert_eq!(webhook.privacy.fields.len(), 2);
    assert!(webhook.privacy.key.is_some() && webhook.signing.is_some());
    let debug = format!("{config:?} {:?}", webhook.signing);
    assert!(!debug.contains("token") && !debug.contains("secret in"), "{debug}");
}

#[test]
fn a_misspelt_key_has_a_line_and_a_suggestion() {
    let text = "queue: { folder: q }\nwebhooks:\n  - signal_path: X\n    ulr: http://a\n";
    let expected = "webhooks.yaml:4: webhooks[0]: unknown field `ulr`, expected one of \
        `signal_path`, `url`, `pii`, `signing`; did you mean `url`?";
    assert_eq!(refused(Path::new(""), text), expected);
    let text = "queue: { folder: q }\npii:\n  policy: omitt\nwebhooks: []\n";
    let expected = "webhooks.yaml:3: pii.policy: unknown variant `omitt`, expected one of \
        `omit`, `hash`, `keep`; did you mean `omit`?";
    assert_eq!(refused(Path::new(""), text), expected);
}

#[test]
fn every_mistake_is_reported_in_one_run() {
    let folder = folder();
    crate::setup::write(&folder.path().join("short.key"), "short\n");
    let text = "\
queue:
  folder: queue
  max_events: 0
http:
  timeout: 5 seconds
retry: { attempts: 0 }
pii: { policy: hash }
signing:
  file: short.key
webhooks:
  - signal_path: STUDENT_REGISTRATION_COMPLETE
    url: example.com/hook
  - signal_path: COURSE_ENROLLMENT_CREATED
    url: http://127.0.0.1:1
    signing: { env: ANNALS_NO_SUCH_SECRET }
    pii:
      fields:
        enrollment.user.pii.emial: omit
  - signal_path: learning.COURSE_ENROLLMENT_CREATED
    url: ftp://example.com
";
    let expected = "\
webhooks.yaml:3: queue.max_events: must be at least 1
webhooks.yaml:7: pii: what is hashed needs a `key`
webhooks.yaml:9: signing: must have at least 16 bytes
webhooks.yaml:12: webhooks[0].url: must be a whole URL that begins with `https://` or `http://`
webhooks.yaml:11: webhooks[0].signal_path: there is no signal `STUDENT_REGISTRATION_COMPLETE`; did you mean `STUDENT_REGISTRATION_COMPLETED`?
webhooks.yaml:15: webhooks[1].signing: `ANNALS_NO_SUCH_SECRET`: environment variable not found
webhooks.yaml:17: webhooks[1].pii: what is hashed needs a `key`
webhooks.yaml:18: webhooks[1].pii.fields.enrollment.user.pii.emial: COURSE_ENROLLMENT_CREATED has no such field; did you mean `enrollment.user.pii.email`?
webhooks.yaml:20: webhooks[2].url: must be a whole URL that begins with `https://` or `http://`
webhooks.yaml:19: webhooks[2].signal_path: COURSE_ENROLLMENT_CREATED has a webhook already
webhooks.yaml:5: http.timeout: `5 seconds` is no duration; write `500ms`, `5s`, `2m` or `1h`
webhooks.yaml:6: retry.attempts: must be at least 1; without it there is no end";
    assert_eq!(refused(folder.path(), text), expected);
}

#[test]
fn authorities_are_certificates() {
    let folder = folder();
    let file = folder.path().join("ca.pem");
    let text = "\
queue: { folder: q }
http:
  ca_file: ca.pem
webhooks: [{ signal_path: COURSE_ENROLLMENT_CREATED, url: https://example.com }]
";
    let place = "webhooks.yaml:3: http.ca_file: `ca.pem`";
    assert!(refused(folder.path(), text).starts_with(&format!("{place}: ")), "it is not there");
    crate::setup::write(&file, "no certificate\n");
    assert_eq!(refused(folder.path(), text), format!("{place} holds no certificate in PEM"));
    crate::setup::write(&file, "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n");
    assert!(refused(folder.path(), text).starts_with(&format!("{place} is no PEM: ")));
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Config::from_file(Path::new("no/such.yaml")).unwrap_err().to_string();
    assert!(error.starts_with("no/such.yaml: cannot be read: "), "{error}");
}
