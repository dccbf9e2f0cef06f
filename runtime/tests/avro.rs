//! Are the bytes those of the Python library, and is invalid input an error with its place?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

#[macro_use]
mod common;

use annals::avro::{Codec, DecodeReason, MAX_DEPTH, MAX_EMPTY_ITEMS, from_slice, to_vec};
use annals::{Bytes, DecodeError, Json, Record, Timestamp, Uuid};
use common::{CourseKey, Everything, Mode, Person, Points, User, everything, person};
use std::collections::BTreeMap;
use std::fmt::Debug;

fn both_ways<T: Codec + PartialEq + Debug>(value: &T, bytes: &[u8]) {
    assert_eq!(to_vec(value), bytes, "{value:?}");
    assert_eq!(from_slice::<T>(bytes).as_ref(), Ok(value), "{value:?}");
}

fn error<T: Codec + Debug>(bytes: &[u8]) -> (DecodeReason, usize) {
    let error = from_slice::<T>(bytes).unwrap_err();
    (error.reason().clone(), error.offset())
}

#[test]
fn primitives() {
    both_ways(&true, &[1]);
    both_ways(&0_i64, &[0]);
    both_ways(&-1_i64, &[1]);
    both_ways(&63_i64, &[0x7e]);
    both_ways(&64_i64, &[0x80, 1]);
    both_ways(&-8192_i64, &[0xff, 0x7f]);
    both_ways(&8192_i64, &[0x80, 0x80, 1]);
    both_ways(&i64::MAX, &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]);
    both_ways(&i64::MIN, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]);
    both_ways(&i32::MIN, &[0xff, 0xff, 0xff, 0xff, 0x0f]);
    both_ways(&1.5_f32, &[0, 0, 0xc0, 0x3f]);
    both_ways(&f64::NEG_INFINITY, &[0, 0, 0, 0, 0, 0, 0xf0, 0xff]);
    let nan = from_slice::<f64>(&to_vec(&f64::from_bits(0x7ff8_0000_0000_0007))).unwrap();
    assert_eq!(nan.to_bits(), 0x7ff8_0000_0000_0007);
    both_ways(&"é\0".to_owned(), &[6, 0xc3, 0xa9, 0]);
    both_ways(&Bytes::from(vec![255, 0]), &[4, 255, 0]);
}

#[test]
fn texts_of_other_types() {
    let text = |text: &str| to_vec(&text.to_owned());
    let time: Timestamp = "2024-02-29T12:00:00.001000+05:30".parse().unwrap();
    both_ways(&time, &text("2024-02-29T12:00:00.001000+05:30"));
    let naive: Timestamp = "2024-01-01T00:00:00".parse().unwrap();
    both_ways(&naive, &text("2024-01-01T00:00:00"));
    both_ways(&"2024-02-29".parse::<annals::Date>().unwrap(), &text("2024-02-29"));
    both_ways(&Uuid::from_u128(0xab), &text("00000000-0000-0000-0000-0000000000ab"));
    let json: Json = annals::serde_json::json!({"b": [1, null], "a": "x"});
    both_ways(&json, &text(r#"{"a":"x","b":[1,null]}"#));
    both_ways(&Mode::Audit, &text("audit"));
    both_ways(&Mode::from("later"), &text("later"));
    both_ways(&Points::new(7).unwrap(), &[14]);
    both_ways(&CourseKey::new("course-v1:a+b+c").unwrap(), &text("course-v1:a+b+c"));
}

#[test]
fn containers() {
    both_ways(&Vec::<i64>::new(), &[0]);
    both_ways(&vec![1_i64, 2, 3], &[6, 2, 4, 6, 0]);
    both_ways(&Some(false), &[2, 0]);
    both_ways(&None::<String>, &[0]);
    // Ascending by key, not in the order of insertion.
    let map: BTreeMap<String, i64> =
        [("é", 3), ("b", 2), ("", 0), ("B", 1)].map(|(key, value)| (key.to_owned(), value)).into();
    both_ways(&map, &[8, 0, 0, 2, b'B', 2, 2, b'b', 4, 4, 0xc3, 0xa9, 6, 0]);
}

#[test]
fn falsy_values_survive() {
    let user = User {
        id: 1,
        is_active: false,
        pii: Person { username: "a".to_owned(), name: String::new(), contacts: [].into() },
    };
    both_ways(&user, &[2, 0, 2, b'a', 0, 0]);
    both_ways(&Some(0_i64), &[2, 0]);
    both_ways(&Some(String::new()), &[2, 0]);
}

#[test]
fn a_record_is_its_fields_in_order() {
    let value = everything();
    let mut parts = Vec::new();
    value.course.encode(&mut parts);
    value.mode.encode(&mut parts);
    parts.extend([2, 14, 5]);
    value.single.encode(&mut parts);
    value.double.encode(&mut parts);
    parts.extend([4, 255, 0]);
    value.day.encode(&mut parts);
    value.at.encode(&mut parts);
    value.id.encode(&mut parts);
    value.any.encode(&mut parts);
    value.people.encode(&mut parts);
    value.by_team.encode(&mut parts);
    assert_eq!(value.to_avro(), parts);
    let mut buffer = vec![7];
    value.encode_avro(&mut buffer);
    assert_eq!(buffer[1..], parts);
    assert_eq!(Everything::from_avro(&parts).unwrap(), value);
}

#[test]
fn blocks_of_other_writers() {
    let read = |bytes: &[u8]| from_slice::<Vec<i64>>(bytes).unwrap();
    assert_eq!(read(&[2, 2, 4, 4, 6, 0]), [1, 2, 3], "two blocks");
    assert_eq!(read(&[3, 4, 2, 4, 2, 6, 0]), [1, 2, 3], "one block with a size, one without");
    assert_eq!(error::<Vec<i64>>(&[3, 6, 2, 4, 6, 0]), (DecodeReason::BlockSize, 0));
    assert_eq!(error::<Vec<i64>>(&[3, 2, 2, 4, 0]), (DecodeReason::BlockSize, 0));
    assert_eq!(error::<Vec<i64>>(&[3, 5, 2, 4, 0]), (DecodeReason::BlockSize, 0));
    let doubled = [2, 2, b'a', 2, 2, 2, b'a', 4, 0];
    assert_eq!(error::<BTreeMap<String, i64>>(&doubled), (DecodeReason::RepeatedKey, 5));
}

/// `i64::MIN`, the largest length, and 2^62, as varints.
const EXTREMES: [&[u8]; 3] = [
    &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
    &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
];

#[test]
fn lengths_beyond_the_input() {
    for length in EXTREMES {
        let (reason, offset) = error::<String>(length);
        assert!(matches!(reason, DecodeReason::Truncated | DecodeReason::Length));
        assert_eq!(offset, 0);
        error::<Bytes>(length);
        error::<Vec<i64>>(length);
        error::<Vec<Vec<String>>>(length);
        error::<BTreeMap<String, bool>>(length);
    }
    assert_eq!(error::<String>(&[1]), (DecodeReason::Length, 0));
    assert_eq!(error::<String>(&[4, b'a']), (DecodeReason::Truncated, 0));
}

#[test]
fn invalid_values() {
    assert_eq!(error::<bool>(&[2]), (DecodeReason::Boolean, 0));
    assert_eq!(error::<bool>(&[]), (DecodeReason::Truncated, 0));
    assert_eq!(error::<i64>(&[0x80]), (DecodeReason::Truncated, 0));
    assert_eq!(error::<i64>(&[0xff; 11]), (DecodeReason::Varint, 0));
    assert_eq!(
        error::<i64>(&[0xff, 255, 255, 255, 255, 255, 255, 255, 255, 2]).0,
        DecodeReason::Varint
    );
    assert_eq!(error::<i32>(&[0x80, 0x80, 0x80, 0x80, 0x10]), (DecodeReason::Int, 0));
    assert_eq!(error::<f64>(&[0; 7]), (DecodeReason::Truncated, 0));
    assert_eq!(error::<Option<bool>>(&[4, 1]), (DecodeReason::Branch, 0));
    assert_eq!(error::<Option<bool>>(&[1, 1]), (DecodeReason::Branch, 0));
    assert_eq!(error::<String>(&[6, b'a', 0xc3, b'b']), (DecodeReason::Utf8, 2));
    assert_eq!(error::<bool>(&[1, 0, 0]), (DecodeReason::Trailing(2), 1));
    let invalid = |text: &str| DecodeReason::Invalid(text.to_owned());
    assert_eq!(error::<Json>(&[2, b'{']).1, 0);
    assert_eq!(error::<Timestamp>(&[2, b'x']).1, 0);
    assert_eq!(
        error::<Points>(&[1]),
        (invalid("not a valid `points`: less than 0"), 0),
        "limits of a scalar"
    );
}

#[test]
fn errors_contain_the_path_without_personal_data() {
    let message = |value: &User| User::from_avro(&value.to_avro()).unwrap_err().to_string();
    let user = User { id: 1, is_active: true, pii: person("ada") };
    assert_eq!(message(&User { id: 0, ..user.clone() }), "id: less than 1 (byte 0)");
    let nameless = User { pii: person(""), ..user.clone() };
    assert_eq!(message(&nameless), "pii.username: shorter than 1 (byte 2)");
    let mut bytes = everything().to_avro();
    bytes.truncate(bytes.len() - 4);
    let error = Everything::from_avro(&bytes).unwrap_err();
    assert_eq!(error.path(), r#"by_team["blue"][0].contacts[<redacted>]"#);
    assert_eq!(error.reason(), &DecodeReason::Truncated);
    let mut bytes = user.to_avro();
    bytes.truncate(bytes.len() - 2);
    let error = User::from_avro(&bytes).unwrap_err();
    assert_eq!(error.path(), "pii.contacts[<redacted>]");
}

/// Records without fields, and records that contain themselves.
mod odd {

    record! { Empty "test.Odd" {} }
    record! { Chain "test.Odd" {
        next: Option<Box<Chain>> as Boxed = ("next", "") {},
    } }
    record! { Tree "test.Odd" { branches: Vec<Tree> = ("branches", "") {}, } }
}

#[test]
#[cfg_attr(miri, ignore = "it reads a million items")]
fn items_without_bytes_are_limited() {
    let list = |count: i64| {
        let mut bytes = to_vec(&count);
        bytes.push(0);
        from_slice::<Vec<odd::Empty>>(&bytes).map(|list| list.len())
    };
    assert_eq!(list(i64::from(MAX_EMPTY_ITEMS)), Ok(MAX_EMPTY_ITEMS as usize));
    let error: DecodeError = list(i64::MAX).unwrap_err();
    assert_eq!(error.reason(), &DecodeReason::Items);
}

#[test]
fn deep_nesting_is_an_error() {
    let chain = |depth: u32| [vec![2; depth as usize], vec![0]].concat();
    assert!(from_slice::<odd::Chain>(&chain(MAX_DEPTH)).is_ok());
    assert_eq!(error::<odd::Chain>(&chain(MAX_DEPTH + 1)).0, DecodeReason::Depth);
    assert_eq!(error::<odd::Chain>(&chain(1_000_000)).0, DecodeReason::Depth);
    assert_eq!(error::<odd::Tree>(&vec![2; 1_000_000]).0, DecodeReason::Depth);
    assert_eq!(error::<odd::Tree>(&[1, 40].repeat(1_000_000)).0, DecodeReason::Depth);
}
