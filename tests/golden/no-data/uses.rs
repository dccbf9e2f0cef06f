//! Events without data are sent, written and read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use annals::{Metadata, Record as _};
use no_data::door::{BELL_RUNG, BellRung};

#[test]
fn nothing_comes_back() {
    let event = BellRung {};
    assert_eq!(event.to_json().expect("it is JSON"), "{}");
    assert_eq!(event.to_avro(), b"");
    assert_eq!(BellRung::from_json_str(" { } ").expect("it is an event"), event);
    assert_eq!(BellRung::from_avro(b"").expect("it is an event"), event);
    assert!(BellRung::from_json_str(r#"{"at": 1}"#).is_err());
    assert!(BellRung::from_avro(b"\0").is_err());
    assert_eq!(BellRung::default(), event);
}

#[test]
fn it_is_heard() {
    let heard = Arc::new(AtomicBool::new(false));
    let ears = Arc::clone(&heard);
    BELL_RUNG.connect(move |_: &BellRung, _: &Metadata| ears.store(true, Ordering::SeqCst));
    assert_eq!(BELL_RUNG.send(BellRung {}).into_result().expect("nothing fails"), 1);
    assert!(heard.load(Ordering::SeqCst));
}
