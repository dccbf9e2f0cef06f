//! Does `annals validate` agree with the event's schemas about every payload?

#[path = "json_schema/breaks.rs"]
mod breaks;
#[path = "json_schema/cases.rs"]
mod cases;
mod payloads {
    pub(crate) mod wire;
}

use std::cell::Cell;

use annals_catalog::model::{EventId, Model};
use annals_catalog::names;
use annals_cli::validate::Validator;
use annals_codegen::FileSet;
use annals_tests::openedx;
use apache_avro::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::writer::datum::GenericDatumWriter;
use breaks::Breaks;
use payloads::wire;
use serde_json::Value;

/// An event with its validator and its JSON Schema.
struct Case<'a> {
    model: &'a Model,
    files: &'a FileSet,
    event: EventId,
    validator: Validator,
    schema: Value,
}

/// Runs a check on every event of all catalogs.
fn for_every_event(check: impl Fn(&Case<'_>)) {
    for (model, files) in openedx::all() {
        for event in (0..).map(EventId).take(model.events.len()) {
            let file = names::json_schema_file(&model[event].event_type);
            let schema = serde_json::from_slice(files.get(&file).expect("a schema"));
            let schema = schema.expect("schemas are JSON");
            let validator = Validator::new(&model, event);
            check(&Case { model: &model, files: &files, event, validator, schema });
        }
    }
}

impl Case<'_> {
    fn example(&self) -> &Value {
        &self.schema["examples"][0]
    }

    fn name(&self) -> &str {
        &self.model[self.event].name
    }

    /// The example in Avro, written by an independent library, and its schema; `None` for an event that
    /// is local only.
    fn avro(&self) -> Option<(Schema, Vec<u8>)> {
        let event = &self.model[self.event];
        let text = self.files.get(&names::avro_file(&event.event_type))?;
        // One event type has a hyphen, which that library does not accept.
        let legal = event.event_type.replace('-', "_");
        let text = String::from_utf8_lossy(text).replace(&event.event_type, &legal);
        let schema = Schema::parse_str(&text).expect("a schema");
        let value = wire::data(self.model, &event.data, self.example());
        let writer = GenericDatumWriter::builder(&schema).build();
        let bytes = writer.and_then(|writer| writer.write_value_to_vec(value));
        Some((schema, bytes.unwrap_or_else(|error| panic!("{}: {error}", event.name))))
    }
}

#[test]
fn examples_are_valid() {
    for_every_event(|case| {
        let findings = case.validator.check_json(case.example().to_string().as_bytes());
        assert_eq!(findings, [], "{}", case.name());
    });
}

#[test]
fn validate_agrees_with_the_json_schema_on_broken_payloads() {
    let seen = Cell::new(0);
    for_every_event(|case| {
        let schema = jsonschema::draft202012::new(&case.schema).expect("a schema");
        let breaks = Breaks::new(case.model, &case.model[case.event].data, case.example());
        for broken in breaks.bad.iter().chain(&breaks.good) {
            let payload = broken.apply(case.example());
            let findings = case.validator.check_json(payload.to_string().as_bytes());
            let valid = schema.is_valid(&payload);
            assert_eq!(findings.is_empty(), valid, "{} {broken:?}: {findings:?}", case.name());
            seen.set(seen.get() + 1);
        }
    });
    assert!(seen.get() > 8_000, "only {} payloads", seen.get());
}

/// A schema cannot express this, but readers refuse it.
#[test]
fn a_repeated_key_is_refused() {
    for_every_event(|case| {
        let text = case.example().to_string();
        let first = &case.model[case.event].data[0];
        let (first, wire) = (&first.name, first.on_wire());
        let twice = text.replacen('{', &format!("{{\"{wire}\":{},", case.example()[wire]), 1);
        let findings = case.validator.check_json(twice.as_bytes());
        assert_eq!(findings.len(), 1, "{}: {findings:?}", case.name());
        assert_eq!((&findings[0].path, findings[0].message.as_str()), (first, "duplicate key"));
    });
}

#[test]
fn examples_in_avro_are_valid_and_parts_of_them_are_not() {
    for_every_event(|case| {
        let Some((_, bytes)) = case.avro() else {
            let findings = case.validator.check_avro(b"");
            assert!(findings[0].message.contains("local only"), "{findings:?}");
            return;
        };
        assert_eq!(case.validator.check_avro(&bytes), [], "{}", case.name());
        for end in 0..bytes.len() {
            let findings = case.validator.check_avro(&bytes[..end]);
            assert!(!findings.is_empty(), "{}: {end} of {} bytes", case.name(), bytes.len());
        }
        let longer = [&bytes[..], b"\0"].concat();
        let findings = case.validator.check_avro(&longer);
        assert!(findings[0].message.contains(&format!("(byte {})", bytes.len())), "{findings:?}");
    });
}

/// With any byte changed there is no panic, and what is accepted here is read by the library too.
#[test]
fn accepted_avro_is_read_by_an_avro_library() {
    let (accepted, refused) = (Cell::new(0), Cell::new(0));
    for_every_event(|case| {
        let Some((schema, mut bytes)) = case.avro() else { return };
        let reader = GenericDatumReader::builder(&schema).build().expect("a schema to read by");
        for index in 0..bytes.len() {
            for change in [0x01, 0x02, 0x80, 0xff] {
                bytes[index] ^= change;
                if case.validator.check_avro(&bytes).is_empty() {
                    let read = reader.read_value(&mut &bytes[..]);
                    assert!(read.is_ok(), "{}, byte {index} ^ {change:#x}: {read:?}", case.name());
                    accepted.set(accepted.get() + 1);
                } else {
                    refused.set(refused.get() + 1);
                }
                bytes[index] ^= change;
            }
        }
    });
    assert!(accepted.get() > 1_000 && refused.get() > 1_000, "{accepted:?} {refused:?}");
}

/// Random bytes never panic, and findings are limited.
#[test]
fn random_bytes_are_refused() {
    let (model, _) = openedx::every_type();
    let validator = Validator::new(&model, EventId(0));
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for length in (0..300).cycle().take(20_000) {
        let byte = || {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random as u8
        };
        let bytes: Vec<u8> = std::iter::repeat_with(byte).take(length).collect();
        assert!(validator.check_avro(&bytes).len() <= 50);
        assert!(validator.check_json(&bytes).len() <= 50);
    }
}
