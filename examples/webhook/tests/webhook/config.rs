//! Errors of the configuration.

use std::path::Path;

use annals_webhook::{Config, Policy};

use crate::setup::folder;

/// The errors of an invalid configuration.
fn errors(folder: &Path, text: &str) -> String {
    let error = Config::from_yaml(&folder.join("webhooks.yaml"), text).unwrap_err().to_string();
    error.replace(&format!("{}/", folder.display()), "")
}

#[test]
fn the_sample_configuration_is_valid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("webhooks.yaml");
    let config = Config::from_file(&path).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<_> = config.webhooks.iter().map(|it| it.event.name).collect();
    assert_eq!(names, ["STUDENT_REGISTRATION_COMPLETED", "COURSE_ENROLLMENT_CREATED"]);
}

#[test]
fn all_options_are_read() {
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
fn misspelt_keys_have_a_line_and_a_suggestion() {
    let text = "queue: { folder: q }\nwebhooks:\n  - signal_path: X\n    ulr: http://a\n";
    let expected = "webhooks.yaml:4: webhooks[0]: unknown field `ulr`, expected one of \
        `signal_path`, `url`, `pii`, `signing`; did you mean `url`?";
    assert_eq!(errors(Path::new(""), text), expected);
    let text = "queue: { folder: q }\npii:\n  policy: omitt\nwebhooks: []\n";
    let expected = "webhooks.yaml:3: pii.policy: unknown variant `omitt`, expected one of \
        `omit`, `hash`, `keep`; did you mean `omit`?";
    assert_eq!(errors(Path::new(""), text), expected);
}

#[test]
fn all_mistakes_are_reported_at_once() {
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
webhooks.yaml:7: pii: hashing needs a `key`
webhooks.yaml:9: signing: must have at least 16 bytes
webhooks.yaml:12: webhooks[0].url: must be an absolute URL that starts with `https://` or `http://`
webhooks.yaml:11: webhooks[0].signal_path: there is no signal `STUDENT_REGISTRATION_COMPLETE`; did you mean `STUDENT_REGISTRATION_COMPLETED`?
webhooks.yaml:15: webhooks[1].signing: the environment variable is not set
webhooks.yaml:17: webhooks[1].pii: hashing needs a `key`
webhooks.yaml:18: webhooks[1].pii.fields.enrollment.user.pii.emial: COURSE_ENROLLMENT_CREATED has no such field; did you mean `enrollment.user.pii.email`?
webhooks.yaml:20: webhooks[2].url: must be an absolute URL that starts with `https://` or `http://`
webhooks.yaml:19: webhooks[2].signal_path: duplicate webhook for COURSE_ENROLLMENT_CREATED
webhooks.yaml:5: http.timeout: `5 seconds` is not a valid duration; write it like `500ms`, `5s`, `2m` or `1h`
webhooks.yaml:6: retry.attempts: must be at least 1; leave it out to retry without limit";
    assert_eq!(errors(folder.path(), text), expected);
}

#[test]
fn secrets_written_in_the_configuration_are_not_printed() {
    let secret = "hunter2hunter2hunter2";
    let places = [
        "signing: $",
        "signing: \"$ at line 3",
        "signing: 'a, expected $'",
        "signing: { $ }",
        "signing: { $: 1, $: 2 }",
        "signing: [$]",
        "signing: !$ x",
        "signing: !x $",
        "signing: *$",
        "signing: { env: $ }",
        "signing: { file: $ }",
        "signing: { env: [$] }",
        "signing: { file: { $: 1 } }",
        "signing: { env: A, $: B }",
        "signing: { env: $, file: $ }",
        "pii: $",
        "pii: { key: $ }",
        "pii: { key: { value: $ } }",
        "http: $",
        "http: { proxy: 'http://user:$@[' }",
        "http: { proxy: [$] }",
        "queue: '$, expected $'",
        "retry: { attempts: $ }",
    ];
    let rest = "webhooks: [{ signal_path: COURSE_ENROLLMENT_CREATED, url: https://example.com }]\n";
    let folder = folder();
    for place in places {
        let queue = if place.starts_with("queue") { "" } else { "queue: { folder: q }\n" };
        let text = format!("{queue}{}\n{rest}", place.replace('$', secret));
        let errors = errors(folder.path(), &text);
        assert!(!errors.contains("hunter2"), "{place}: {errors}");
    }
    let webhook = format!("signal_path: X, url: 'https://u:{secret}@', signing: {secret}");
    let text = format!("queue: {{ folder: q }}\nwebhooks: [{{ {webhook} }}]\n");
    let errors = errors(folder.path(), &text);
    assert!(!errors.contains("hunter2"), "{errors}");
}

#[test]
fn debug_output_has_no_secrets() {
    let text = "\
queue: { folder: q }
http: { proxy: 'http://user:hunter2@proxy.example.com:3128' }
webhooks: [{ signal_path: COURSE_ENROLLMENT_CREATED, url: 'https://user:hunter2@example.com' }]
";
    let config = Config::from_yaml(Path::new("webhooks.yaml"), text).unwrap();
    let debug = format!("{config:?} {:?} {:?}", config.http, config.webhooks);
    assert!(!debug.contains("hunter2"), "{debug}");
}

#[test]
fn the_ca_file_must_contain_certificates() {
    let folder = folder();
    let file = folder.path().join("ca.pem");
    let text = "\
queue: { folder: q }
http:
  ca_file: ca.pem
webhooks: [{ signal_path: COURSE_ENROLLMENT_CREATED, url: https://example.com }]
";
    let place = "webhooks.yaml:3: http.ca_file: `ca.pem`";
    assert!(errors(folder.path(), text).starts_with(&format!("{place}: ")), "the file is missing");
    crate::setup::write(&file, "no certificate\n");
    assert_eq!(errors(folder.path(), text), format!("{place} contains no PEM certificate"));
    crate::setup::write(&file, "-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n");
    assert!(errors(folder.path(), text).starts_with(&format!("{place} is not valid PEM: ")));
}

#[test]
fn a_missing_file_is_named() {
    let error = Config::from_file(Path::new("no/such.yaml")).unwrap_err().to_string();
    assert!(error.starts_with("no/such.yaml: cannot be read: "), "{error}");
}
