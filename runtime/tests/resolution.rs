//! Are bytes of another version of the schema read according to Avro's schema resolution?

#![allow(missing_docs, unreachable_pub, dead_code, reason = "a test has no interface")]
#![allow(clippy::unwrap_used, reason = "the values are the test's own")]

#[macro_use]
mod common;

use annals::avro::{DecodeReason, to_vec};
use annals::{Bytes, Date, Json, Record, Timestamp, Uuid, Value, WriterSchema};
use common::{Mode, Person, Points, User};
use std::collections::BTreeMap;

fn schema(text: &str) -> WriterSchema {
    WriterSchema::parse(text).unwrap()
}

fn read<T: Value>(text: &str, bytes: &[u8]) -> Result<T, String> {
    schema(text).read(bytes).map_err(|error| error.to_string())
}

const USER: &str = r#"{
    "type": "record", "name": "CloudEvent", "namespace": "org.example.user.v1", "fields": [
        {"name": "gone", "type": {"type": "array", "items": ["null", "UserData", "string"]}, "default": []},
        {"name": "pii", "type": {"type": "record", "name": "UserPersonalData", "fields": [
            {"name": "name", "type": "bytes"},
            {"name": "secret", "type": {"type": "fixed", "name": "Hash", "size": 4}},
            {"name": "username", "type": ["null", "string"]}
        ]}},
        {"name": "other", "type": ["null", "org.example.user.v1.UserPersonalData"]},
        {"name": "id", "type": "int"}
    ]
}"#;

#[test]
fn fields_are_added_removed_and_reordered() {
    let text = USER.replace("\"UserData\"", r#"{"type": "map", "values": "double"}"#);
    let mut bytes = vec![6, 0, 4, 2, b's'];
    bytes.extend([2, 2, 2, b'k']);
    bytes.extend(1.5_f64.to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend([4, b'A', b'd', 1, 2, 3, 4, 2, 2, b'a']);
    bytes.extend([2, 0, 1, 2, 3, 4, 0]);
    bytes.push(84);
    let user = User::from_avro_with(&schema(&text), &bytes).unwrap();
    let pii = Person { username: "a".to_owned(), name: "Ad".to_owned(), contacts: [].into() };
    assert_eq!(user, User { id: 42, is_active: true, pii });
}

record! { Defaults "test.Defaults" {
    flag: bool = ("flag", "boolean") { .or("true") },
    small: i32 = ("small", "int") { .or("-3") },
    single: f32 = ("single", "float") { .or("0.1") },
    double: f64 = ("double", "double") { .or("1e300") },
    text: String = ("text", "string") { .or(r#""\u00e9\n""#) },
    blob: Bytes = ("blob", "bytes") { .or("\"/wA=\"") },
    day: Date = ("day", "date") { .or("\"2024-02-29\"") },
    at: Timestamp = ("at", "datetime") { .or("\"2024-02-29T12:00:00Z\"") },
    id: Uuid = ("id", "uuid") { .or("\"01234567-89ab-cdef-0123-456789abcdef\"") },
    any: Json = ("any", "json") { .or(r#"{"a": [1, null]}"#) },
    points: Points = ("points", "points") { .or("7") },
    mode: Mode = ("mode", "Mode") { .or("\"audit\"") },
    none: Option<Points> = ("none", "points?") { .or("null") },
    some: Option<Points> = ("some", "points?") { .or("8") },
    list: Vec<Option<i64>> = ("list", "list<long?>") { .or("[1, null]") },
    map: BTreeMap<String, Vec<String>> = ("map", "map<list<string>>") { .or(r#"{"b": ["c"], "a": []}"#) },
    person: Option<Person> = ("person", "learning.Person?") { .or(r#"{"username": "ada"}"#) },
} }

#[test]
fn a_missing_field_gets_its_default() {
    let empty = schema(r#"{"type": "record", "name": "R", "fields": []}"#);
    let read = Defaults::from_avro_with(&empty, &[]).unwrap();
    assert_eq!(read, Defaults::from_json_str("{}").unwrap());
    let text = r#"{"flag":true,"small":-3,"single":0.1,"double":1e+300,"text":"é\n","blob":"/wA=","day":"2024-02-29","at":"2024-02-29T12:00:00+00:00","id":"01234567-89ab-cdef-0123-456789abcdef","any":{"a":[1,null]},"points":7,"mode":"audit","none":null,"some":8,"list":[1,null],"map":{"a":[],"b":["c"]},"person":{"username":"ada","name":"","contacts":{}}}"#;
    assert_eq!(read.to_json().unwrap(), text);
}

#[test]
fn names_are_resolved_in_their_namespace() {
    let missing = WriterSchema::parse(USER).unwrap_err();
    assert_eq!(missing.to_string(), "not a valid Avro schema: there is no type `UserData`");
    assert!(WriterSchema::parse(r#"{"type": "record", "name": "R"}"#).is_err());
    assert!(WriterSchema::parse("{").is_err());
}

#[test]
fn types_are_promoted() {
    assert_eq!(read::<i64>("\"int\"", &[3]), Ok(-2));
    assert_eq!(read::<f32>("\"long\"", &[4]), Ok(2.0));
    assert_eq!(read::<f64>("\"int\"", &[4]), Ok(2.0));
    assert_eq!(read::<f64>("\"float\"", &0.5_f32.to_le_bytes()), Ok(0.5));
    assert!(read::<f64>("\"double\"", &f64::NAN.to_le_bytes()).unwrap().is_nan());
    assert_eq!(read::<String>("\"bytes\"", &[2, b'x']), Ok("x".to_owned()));
    assert_eq!(read::<Bytes>("\"string\"", &[2, b'x']), Ok(Bytes::from(vec![b'x'])));
    assert_eq!(read::<Option<i64>>("\"int\"", &[4]), Ok(Some(2)));
    assert_eq!(read::<i64>(r#"["null", "string", "int"]"#, &[4, 4]), Ok(2));
    let modes = r#"{"type": "enum", "name": "M", "symbols": ["honor", "new"]}"#;
    assert_eq!(read::<Mode>(modes, &[2]), Ok(Mode::from("new")));
    let map = BTreeMap::from([("a".to_owned(), Some(1_i64))]);
    assert_eq!(read(r#"{"type": "map", "values": "int"}"#, &[2, 2, b'a', 2, 0]), Ok(map));
}

#[test]
fn mismatches_are_errors_with_a_place() {
    fn expects<T>(expected: &str, found: &str) -> Result<T, String> {
        Err(format!("expected {expected}, but the writer's schema has {found} (byte 0)"))
    }
    assert_eq!(read::<i32>("\"long\"", &[2]), expects("an int", "a long"));
    assert_eq!(read::<f32>("\"double\"", &[0; 8]), expects("a float", "a double"));
    assert_eq!(read::<Vec<i64>>("\"int\"", &[0]), expects("a list", "an int"));
    assert_eq!(read::<String>("\"null\"", &[]), expects("text or bytes", "null"));
    let text =
        r#"{"type": "record", "name": "U", "fields": [{"name": "is_active", "type": "boolean"}]}"#;
    let error = User::from_avro_with(&schema(text), &[1]).unwrap_err();
    assert_eq!(error.path(), "id");
    assert!(matches!(error.reason(), DecodeReason::Schema(_)), "{error}");
    assert!(read::<i64>("\"long\"", &[2, 2]).is_err(), "bytes after the end");
}

#[test]
fn errors_contain_the_offset_in_the_input() {
    let text = r#"{"type": "record", "name": "U", "fields": [
        {"name": "pii", "type": {"type": "record", "name": "P", "fields": [{"name": "username", "type": "string"}]}},
        {"name": "pad", "type": "string"},
        {"name": "id", "type": "long"}
    ]}"#;
    let error = |bytes: &[u8]| User::from_avro_with(&schema(text), bytes).unwrap_err().to_string();
    assert_eq!(error(&[0, 4, b'x', b'x', 2]), "pii.username: shorter than 1 (byte 0)");
    assert_eq!(error(&[2, b'a', 4, b'x', b'x', 0]), "id: less than 1 (byte 5)");
}

#[test]
fn the_same_schema_changes_nothing() {
    let person = common::person("ada");
    let text = r#"{"type": "record", "name": "Person", "fields": [
        {"name": "username", "type": "string"},
        {"name": "name", "type": "string"},
        {"name": "contacts", "type": {"type": "map", "values": "int"}}
    ]}"#;
    assert_eq!(schema(text).read(&to_vec(&person)), Ok(person));
}

/// A quadratic search for duplicate fields would take minutes.
#[test]
fn a_schema_of_many_fields_is_parsed_in_linear_time() {
    let fields: Vec<_> =
        (0..100_000).map(|number| format!(r#"{{"name": "f{number}", "type": "int"}}"#)).collect();
    let record =
        |fields: &str| format!(r#"{{"type": "record", "name": "R", "fields": [{fields}]}}"#);
    let all = fields.join(",");
    assert!(WriterSchema::parse(&record(&all)).is_ok());
    let twice = WriterSchema::parse(&record(&format!("{all},{}", fields[7]))).unwrap_err();
    assert_eq!(twice.to_string(), "not a valid Avro schema: duplicate field `f7` in a record");
}

#[test]
fn dates_and_times_are_converted_to_the_unit_of_the_reader() {
    type Utc<U> = annals::UtcDatetime<U>;
    let millis = r#"{"type": "long", "logicalType": "timestamp-millis"}"#;
    let micros = r#"{"type": "long", "logicalType": "timestamp-micros"}"#;
    let text = |found: Result<Utc<annals::Micros>, String>| found.unwrap().to_string();
    assert_eq!(text(read(millis, &to_vec(&-1_i64))), "1969-12-31T23:59:59.999000Z");
    assert_eq!(text(read(micros, &to_vec(&-1_i64))), "1969-12-31T23:59:59.999999Z");
    // Without a logical type, the number is the reader's.
    assert_eq!(text(read("\"long\"", &to_vec(&-1_i64))), "1969-12-31T23:59:59.999999Z");
    let written = to_vec(&"2024-01-31T12:00:00+00:00".to_owned());
    assert_eq!(text(read("\"string\"", &written)), "2024-01-31T12:00:00Z");
    let coarse = |count: i64| read::<Utc<annals::Millis>>(micros, &to_vec(&count));
    assert_eq!(coarse(-1_000).unwrap().count(), -1);
    let error = coarse(-1).unwrap_err();
    assert_eq!(error, "not a valid date or time: more precise than a millisecond (byte 0)");
    assert!(read::<Utc<annals::Micros>>(millis, &to_vec(&i64::MAX)).is_err());
    assert!(read::<Utc<annals::Micros>>("\"double\"", &[0; 8]).is_err());
    let day = r#"{"type": "int", "logicalType": "time-millis"}"#;
    let time: annals::LocalTime<annals::Micros, annals::Text> = read(day, &to_vec(&500)).unwrap();
    assert_eq!(time.to_string(), "00:00:00.500000");
}

#[test]
fn decimals_are_converted_to_the_scale_of_the_reader() {
    type Price = annals::Decimal<6, 2>;
    let decimal = |scale: u8| {
        format!(
            r#"{{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": {scale}}}"#
        )
    };
    let price =
        |schema: &str, bytes: &[u8]| read::<Price>(schema, bytes).map(|price| price.to_string());
    assert_eq!(price(&decimal(0), &[2, 0x80]).unwrap(), "-128.00");
    assert_eq!(price(&decimal(2), &[2, 0x80]).unwrap(), "-1.28");
    assert_eq!(price(&decimal(3), &[2, 100]).unwrap(), "0.10");
    assert_eq!(price("\"bytes\"", &[2, 100]).unwrap(), "1.00");
    assert_eq!(price("\"string\"", &[6, b'1', b'.', b'5']).unwrap(), "1.50");
    let fixed = r#"{"type": "fixed", "name": "F", "size": 4, "logicalType": "decimal", "precision": 9, "scale": 1}"#;
    assert_eq!(price(fixed, &[0xff, 0xff, 0xff, 0xf6]).unwrap(), "-1.00");
    let error = price(&decimal(3), &[2, 101]).unwrap_err();
    assert_eq!(error, "not a valid decimal: too many digits after the point (byte 0)");
    assert!(price(&decimal(0), &[4, 0x7f, 0xff]).is_err());
    assert!(price("\"double\"", &[0; 8]).is_err());
}
