//! Reads payloads that were written by another version of the catalog: one line in, one word out for Avro and one for JSON.

use annals::serde_json::Value;
use annals::{Event, WriterSchema};

fn read<E: Event>(payload: &Value) -> [bool; 2] {
    let text = |key: &str| payload[key].as_str().expect("it is a string");
    let digits = text("avro");
    let bytes: Vec<u8> = (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits"))
        .collect();
    let schema = WriterSchema::parse(text("schema")).expect("we printed it");
    [E::from_avro_with(&schema, &bytes).is_ok(), E::from_json_str(text("json")).is_ok()]
}

fn main() {
    let path = std::env::args().nth(1).expect("the path of the payloads");
    let payloads = std::fs::read_to_string(path).expect("it can be read");
    for line in payloads.lines() {
        let payload: Value = annals::serde_json::from_str(line).expect("it is JSON");
        let event = payload["event"].as_str().expect("it is a string");
        println!("{:?}", by_type(event, &payload));
    }
}
