//! Does reading survive bytes that were changed at random, and is what it reads written back the same?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

mod common;

use annals::{Record, WriterSchema};
use common::{Everything, everything};

/// Number of attempts. Miri is slow.
const ROUNDS: usize = if cfg!(miri) { 120 } else { 20_000 };

/// A xorshift generator, which gives the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count.max(1) as u64) as usize
    }
}

fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        let at = chance.below(bytes.len());
        match chance.below(6) {
            0 => bytes.truncate(at),
            1 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
            2 if !bytes.is_empty() => bytes[at] = [0, 1, 2, 0x7f, 0x80, 0xff][chance.below(6)],
            3 => drop(bytes.splice(at..at, [0xff, 0xff, 0xff, 0xff, 0x0f])),
            4 => {
                let end = at + chance.below(bytes.len() - at);
                let copy = bytes[at..end].to_vec();
                bytes.extend_from_slice(&copy);
            }
            _ => bytes.push(chance.next() as u8),
        }
    }
}

#[test]
fn mutated_bytes_are_a_value_or_an_error() {
    let seed = everything().to_avro();
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..ROUNDS {
        let mut bytes = seed.clone();
        mutate(&mut bytes, &mut chance);
        match Everything::from_avro(&bytes) {
            Ok(value) => {
                read += 1;
                let again = Everything::from_avro(&value.to_avro()).unwrap();
                assert_eq!(again.to_avro(), value.to_avro());
            }
            Err(error) => {
                refused += 1;
                assert!(error.offset() <= bytes.len(), "{error}");
            }
        }
    }
    assert!(read > ROUNDS / 40 && refused > ROUNDS / 4, "{read} read, {refused} errors");
}

#[test]
fn random_bytes_are_an_error_under_any_schema() {
    let schemas = [
        r#"{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"r","type":{"type":"array","items":"R"}}]}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}"#,
        r#"{"type":"array","items":{"type":"record","name":"E","fields":[]}}"#,
        r#"{"type":"record","name":"R","fields":[{"name":"people","type":{"type":"map","values":"bytes"}}]}"#,
    ];
    let mut chance = Chance(7);
    for text in schemas {
        let schema = WriterSchema::parse(text).unwrap();
        for _ in 0..ROUNDS / 40 {
            let bytes: Vec<u8> =
                (0..chance.below(64)).map(|_| chance.next() as u8 >> chance.below(8)).collect();
            assert!(Everything::from_avro_with(&schema, &bytes).is_err());
            let _ = schema.read::<Vec<Option<i64>>>(&bytes);
        }
    }
}
