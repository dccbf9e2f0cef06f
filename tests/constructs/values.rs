//! Prints random values of events, one a line: the event type, the value as JSON, and as Avro in hexadecimal digits.
//! Each is read back first: from JSON it is the same value, from Avro the same bytes.

use annals::__private::serde_core::Serialize;
use annals::{Event, sample};

/// Values of each event.
const COUNT: u64 = 1_000;

fn write<E: Event + PartialEq + Serialize>() {
    for number in 0..COUNT {
        let value: E = sample::generate(&bytes(number));
        let event = E::DESCRIPTOR;
        let (json, avro) = (value.to_json().expect("a sample has a JSON form"), value.to_avro());
        assert!(E::from_json_str(&json).expect("it was written") == value, "{json}");
        assert!(value.validate().is_ok(), "{json}");
        let again = E::from_avro(&avro).expect("it was written");
        assert_eq!(again.to_avro(), avro, "{json}");
        assert_eq!(event.json_to_avro(&json).expect("it was written"), avro, "{json}");
        let transcoded = event.avro_to_json(&avro).expect("it was written");
        assert_eq!(transcoded, again.to_json().expect("it was written"));
        let serde = annals::serde_json::to_string(&value).expect("it is JSON");
        assert_eq!(serde, json);
        let digits: String = avro.iter().map(|byte| format!("{byte:02x}")).collect();
        println!(r#"{{"event":"{}","json":{json},"avro":"{digits}"}}"#, event.event_type);
    }
}

/// As many as a value may use, from a generator that gives the same ones in every run.
fn bytes(number: u64) -> Vec<u8> {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    std::iter::repeat_with(byte).take(number as usize % 250 * 16).collect()
}
