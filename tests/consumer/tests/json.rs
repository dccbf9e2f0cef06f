//! Does the JSON of every event go both ways, keep to its schema, and come from serde just so?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod every_event;

use annals::{Event, EventDescriptor};
use every_event::Question;
use jsonschema::Validator;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Strict about formats, so that a time without an offset must pass even there.
fn validator(descriptor: &EventDescriptor) -> Validator {
    let schema = serde_json::from_str(descriptor.json_schema).unwrap();
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(&schema).unwrap_or_else(|error| panic!("{}: {error}", descriptor.event_type))
}

#[derive(Default)]
struct BothWays {
    events: usize,
    samples: Vec<String>,
}

impl Question for BothWays {
    fn of<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self) {
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
fn json_goes_both_ways_and_keeps_to_the_schema() {
    let mut question = BothWays::default();
    every_event::ask(&mut question);
    assert_eq!(question.events, annals::registry().len());
    assert_eq!(question.events, 75);
    let realistic = ["maya_ortiz", "course-v1:edX+DemoX+Demo_Course", "maya@example.com"];
    for words in realistic {
        let many = question.samples.iter().filter(|sample| sample.contains(words)).count();
        assert!(many > 10, "{many} samples have `{words}`, an example of the catalog");
    }
}

/// `json` with one thing wrong, in every place where there can be: a key that nobody knows, a key
/// that is missing, a value of no type that the place could have.
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
        more.insert("nobody_knows_this".to_owned(), json!([1]));
        all.push(Value::Object(more));
    }
    all
}

#[derive(Default)]
struct Refusals {
    refused: usize,
    accepted: usize,
}

impl Question for Refusals {
    fn of<E: Event + PartialEq + Serialize + DeserializeOwned>(&mut self) {
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
            *(if ours.is_ok() { &mut self.accepted } else { &mut self.refused }) += 1;
        }
    }
}

#[test]
fn what_the_schema_refuses_is_refused_and_nothing_else() {
    let mut question = Refusals::default();
    every_event::ask(&mut question);
    let Refusals { refused, accepted } = question;
    // Accepted is where a key with a default is missing.
    assert!(refused > 1000 && accepted > 100, "{refused} {accepted}");
}
