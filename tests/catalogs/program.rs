//! Reads events, one a line with its type before it, and prints each again: the event type, the event as JSON, and as
//! Avro in hexadecimal digits.

use std::collections::BTreeMap;

use annals::Event;
use annals::__private::serde_core::Serialize;
use annals::__private::serde_core::de::DeserializeOwned;

/// Reads an event, and writes it again.
type Again = fn(&str) -> String;

fn again<E: Event + PartialEq + Serialize + DeserializeOwned>(json: &str) -> String {
    let value = E::from_json_str(json).unwrap_or_else(|error| panic!("{json}\n{error}"));
    value.validate().unwrap_or_else(|error| panic!("{json}\n{error}"));
    let by_serde: E = annals::serde_json::from_str(json).expect("it was read before");
    assert!(by_serde == value, "{json}");
    let (event, avro) = (E::DESCRIPTOR, value.to_avro());
    let written = value.to_json().expect("it has a JSON form");
    let read = E::from_avro(&avro).expect("it was written");
    assert_eq!(read.to_avro(), avro, "{json}");
    assert_eq!(event.json_to_avro(json).expect("it is valid"), avro, "{json}");
    let digits: String = avro.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(r#"{{"event":"{}","json":{written},"avro":"{digits}"}}"#, event.event_type)
}

/// An event with its reader.
fn reader<E: Event + PartialEq + Serialize + DeserializeOwned>() -> (&'static str, Again) {
    (E::DESCRIPTOR.event_type, again::<E>)
}

fn main() {
    let readers = BTreeMap::from(readers());
    for line in std::io::stdin().lines() {
        let line = line.expect("the input is text");
        let (event, json) = line.split_once('\t').expect("a tab is between the type and the event");
        println!("{}", readers[event](json));
    }
}
