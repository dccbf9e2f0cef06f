//! Does a configuration connect everything, or report every mistake and connect nothing?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod events;

use std::sync::Mutex;

use annals::plugin::{ConfigError, Receivers, SignalsConfig};
use annals::{AnyEvent, Error, Metadata};
use events::{NOTE_WRITTEN, NoteWritten, PING_SENT, PingSent};

static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());

mod receivers {
    use super::{AnyEvent, Error, LOG, Metadata, PingSent};

    #[annals::receiver]
    pub fn count(event: &PingSent, _: &Metadata) -> Result<(), Error> {
        LOG.lock().unwrap().push(format!("count {}", event.number));
        Ok(())
    }

    #[annals::receiver]
    pub fn audit(event: &dyn AnyEvent, _: &Metadata) {
        LOG.lock().unwrap().push(format!("audit {}", event.descriptor().name));
    }
}

mod elsewhere {
    use super::{Metadata, NoteWritten};

    #[annals::receiver]
    pub fn count(_: &NoteWritten, _: &Metadata) {}
}

const WRONG: &str = "
receivers:
  - receiver_func_name: adit
    signal_path: openedx_events.learning.signals.PING_SEND
  - receiver_func_name: count
    signal_path: PING_SENT
  - receiver_func_name: elsewhere.count
    signal_path: test.learning.ping.sent.v1
  - receiver_func_name: audit
    signal_path: my_events::authz::PING_SENT
";

#[test]
fn receivers_are_connected_by_path_and_event_type() {
    let text = "
signals_config:
  lms.djangoapp:
    relative_path: receivers
    receivers:
      - receiver_func_name: count
        signal_path: openedx_events.learning.signals.PING_SENT
        dispatch_uid: once
      - receiver_func_name: audit
        signal_path: my_events::learning::PING_SENT
      - receiver_func_name: audit
        signal_path: test.learning.note.written.v1
";
    let config = SignalsConfig::from_yaml(text).unwrap();
    let receivers = Receivers::linked();
    let lms = config.project("lms.djangoapp").unwrap();
    let connections = lms.connect(&receivers).unwrap();
    assert!(connections.iter().all(|it| it.is_new()));
    let again = lms.connect(&receivers).unwrap();
    assert!(!again[0].is_new(), "its dispatch_uid is taken");
    again[1..].iter().for_each(|it| assert!(it.disconnect()));

    let responses = PING_SENT.send(PingSent { number: 5 });
    assert_eq!(responses.iter().next().unwrap().unwrap(), "plugin::receivers::count");
    let _ = NOTE_WRITTEN.send(events::note("x"));
    let logged = LOG.lock().unwrap().clone();
    assert_eq!(logged, ["count 5", "audit PING_SENT", "audit NOTE_WRITTEN"]);
    connections.iter().for_each(|it| assert!(it.disconnect()));

    let message = config.project("lms.djangoap").unwrap_err().to_string();
    assert!(message.ends_with("`lms.djangoap`; did you mean `lms.djangoapp`?"), "{message}");
    let message = config.connect(&receivers).unwrap_err().to_string();
    assert!(message.ends_with("select one of the project types `lms.djangoapp`"), "{message}");
}

#[test]
fn every_mistake_is_reported() {
    let config = SignalsConfig::from_yaml(WRONG).unwrap();
    let refused = config.connect(&Receivers::linked()).unwrap_err();
    let expected = "nothing was connected:
- there is no receiver `adit`; did you mean `plugin::receivers::audit`?
- there is no signal `openedx_events.learning.signals.PING_SEND`; did you mean `PING_SENT`?
- `count` is ambiguous, it matches `plugin::elsewhere::count`, `plugin::receivers::count`: write more of the path
- `plugin::elsewhere::count` takes test.learning.note.written.v1, so it cannot be connected to test.learning.ping.sent.v1
- there is no signal `my_events::authz::PING_SENT`; did you mean `learning.PING_SENT`?";
    assert_eq!(refused.to_string(), expected);
}

#[test]
fn toml_is_equivalent_to_yaml() {
    let text = "
[[receivers]]
receiver_func_name = \"mine\"
signal_path = \"PING_SENT\"
";
    let config = SignalsConfig::from_toml(text).unwrap();
    let receivers = Receivers::new().with("mine", |_: &PingSent, _: &Metadata| ());
    let connections = config.connect(&receivers).unwrap();
    assert!(connections[0].disconnect());
}

#[test]
fn other_text_is_an_error() {
    let refused = SignalsConfig::from_yaml("receivers:\n  - receiver_func: x\n").unwrap_err();
    assert!(matches!(refused, ConfigError::Unreadable(_)));
    assert!(refused.to_string().contains("receiver_func"), "{refused}");
    assert!(SignalsConfig::from_toml("receivers = 3").is_err());
}
