//! Checks the JSON of every event: it round-trips, conforms to its schema, and is what serde writes and reads.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod every_event;

use annals::{Event, EventDescriptor};
use every_event::Check;
use jsonschema::Validator;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Validates formats too, which a time without an offset must pass.
fn validator(descriptor: &EventDescriptor) -> Validator {
    let schema = serde_json::from_str(descriptor.json_schema).unwrap();
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&schema).unwrap_or_else(|error| panic!("{}: {error}", descriptor.event_type))
}

#[derive(Default)]
struct RoundTrip {
    events: usize,
    samples: Vec<String>,
}

impl Check for RoundTrip {
    fn event<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self) {
        let name = E::DESCRIPTOR.event_type;
        let validator = validator(E::DESCRIPTOR);
        for (index, event) in every_event::values::<E>().enumerate() {
            let text = event.to_json().unwrap();
            let tree: Value = serde_json::from_str(&text).unwrap();
            let errors: Vec<_> = validator.iter_errors(&tree).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{name} {index}: {errors:?}\n{text}");
            assert!(E::from_json_str(&text).unwrap() == event, "{name} {index}: {text}");
            assert!(E::from_json_value(&tree).unwrap() == event, "{name} {index}: {text}");
            assert_eq!(serde_json::to_string(&event).unwrap(), text, "{name} {index}");
            assert!(serde_json::from_str::<E>(&text).unwrap() == event, "{name} {index}: {text}");
            assert!(serde_json::from_value::<E>(tree).unwrap() == event, "{name} {index}: {text}");
        }
        self.events += 1;
        self.samples.push(E::sample().to_json().unwrap());
    }
}

#[test]
fn json_round_trips_and_conforms_to_the_schema() {
    let mut check = RoundTrip::default();
    every_event::check_all(&mut check);
    assert_eq!(check.events, annals::registry().len());
    assert_eq!(check.events, 75);
    let realistic = ["maya_ortiz", "course-v1:edX+DemoX+Demo_Course", "maya@example.com"];
    for words in realistic {
        let many = check.samples.iter().filter(|sample| sample.contains(words)).count();
        assert!(many > 10, "{many} samples contain `{words}`, an example in the catalog");
    }
}

/// All variants of `json` with one mistake: an unknown key, a missing key, or a value of a type that no
/// field has.
fn broken(json: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    if let Value::Object(entries) = json {
        for (key, value) in entries {
            let with = |value| {
                let mut entries = entries.clone();
                entries.insert(key.clone(), value);
                Value::Object(entries)
            };
            all.extend(broken(value).into_iter().map(with));
            if value.is_string() || value.is_number() || value.is_boolean() {
                all.push(with(json!([["neither this", 1]])));
            }
            let mut fewer = entries.clone();
            fewer.remove(key);
            all.push(Value::Object(fewer));
        }
        let mut more = entries.clone();
        more.insert("unknown_key".to_owned(), json!([1]));
        all.push(Value::Object(more));
    }
    all
}

#[derive(Default)]
struct Rejections {
    rejected: usize,
    accepted: usize,
}

impl Check for Rejections {
    fn event<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self) {
        let validator = validator(E::DESCRIPTOR);
        for json in broken(&E::sample().to_json_value().unwrap()) {
            let ours = E::from_json_value(&json);
            let schema: Vec<_> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
            let name = E::DESCRIPTOR.event_type;
            assert_eq!(
                ours.is_ok(),
                schema.is_empty(),
                "{name} {:?}\n{json}\n{schema:?}",
                ours.err()
            );
            let serde = serde_json::from_value::<E>(json);
            match &ours {
                Ok(event) => assert!(serde.unwrap() == *event),
                Err(error) => assert_eq!(serde.unwrap_err().to_string(), error.to_string()),
            }
            *(if ours.is_ok() { &mut self.accepted } else { &mut self.rejected }) += 1;
        }
    }
}

#[test]
fn json_is_rejected_exactly_if_the_schema_rejects_it() {
    let mut check = Rejections::default();
    every_event::check_all(&mut check);
    let Rejections { rejected, accepted } = check;
    // A value is accepted if only a key with a default is missing.
    assert!(rejected > 1000 && accepted > 100, "{rejected} {accepted}");
}
