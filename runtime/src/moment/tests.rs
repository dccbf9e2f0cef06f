//! Moments as text and as Avro, and their conversions.

use super::{LocalDatetime, LocalTime, Micros, Millis, UtcDatetime};
use crate::avro::{Text, from_slice, to_vec};
use crate::timestamp::Timestamp;

#[test]
fn texts() {
    let utc = |text: &str| text.parse::<UtcDatetime<Millis>>();
    for (text, count, canonical) in [
        ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
        ("2024-02-29t12:30:45.5z", 1_709_209_845_500, "2024-02-29T12:30:45.500Z"),
        ("1969-12-31T23:59:59.999000+00:00", -1, "1969-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00-00:00", -62_135_596_800_000, "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ] {
        let moment = utc(text).unwrap();
        assert_eq!((moment.count(), moment.to_string().as_str()), (count, canonical));
        assert_eq!(UtcDatetime::from_count(count), Ok(moment));
    }
    for text in [
        "",
        "1970-01-01",
        "1970-01-01T00:00:00",
        "1970-01-01T01:00:00+01:00",
        "1970-01-01T00:00:00.0001Z",
    ] {
        assert!(utc(text).is_err(), "{text}");
    }
    assert!(UtcDatetime::<Millis>::from_count(253_402_300_800_000).is_err());

    let local: LocalDatetime<Micros> = "2024-01-01T00:00:00.000001".parse().unwrap();
    assert_eq!(local.to_string(), "2024-01-01T00:00:00.000001");
    assert!("2024-01-01T00:00:00Z".parse::<LocalDatetime<Micros>>().is_err());

    for (text, count, canonical) in [
        ("00:00:00", 0, "00:00:00"),
        ("23:59:59.999999", 86_399_999_999, "23:59:59.999999"),
        ("08:30:00.100", 30_600_100_000, "08:30:00.100000"),
    ] {
        let time: LocalTime<Micros> = text.parse().unwrap();
        assert_eq!((time.count(), time.to_string().as_str()), (count, canonical));
    }
    for text in
        ["24:00:00", "08:60:00", "8:30:00", "08:30", "08:30:00Z", "08:30:00.", "08:30:00.1234567"]
    {
        assert!(text.parse::<LocalTime<Micros>>().is_err(), "{text}");
    }
    assert!("08:30:00.0001".parse::<LocalTime<Millis>>().is_err());
}

#[test]
fn avro_has_a_number_or_the_text() {
    let time: LocalTime<Millis> = "00:00:00.064".parse().unwrap();
    assert_eq!(to_vec(&time), [0x80, 1]);
    assert_eq!(from_slice(&[0x80, 1]), Ok(time));
    assert!(from_slice::<LocalTime<Millis>>(&[1]).is_err());
    let text: LocalTime<Millis, Text> = "00:00:00.064".parse().unwrap();
    assert_eq!(to_vec(&text), b"\x1800:00:00.064");
    assert_eq!(from_slice(b"\x1800:00:00.064"), Ok(text));
}

#[test]
fn converts_from_and_to_timestamps() {
    let read = |text: &str| text.parse::<Timestamp>().unwrap();
    let utc = UtcDatetime::<Millis>::try_from(read("2024-01-01T01:00:00.000999+01:00")).unwrap();
    assert_eq!(utc.to_string(), "2024-01-01T00:00:00Z");
    assert_eq!(Timestamp::from(utc), read("2024-01-01T00:00:00Z"));
    assert!(UtcDatetime::<Millis>::try_from(read("2024-01-01T00:00:00")).is_err());
    let local = LocalDatetime::<Micros>::try_from(read("2024-01-01T01:00:00.000999")).unwrap();
    assert_eq!(Timestamp::from(local), read("2024-01-01T01:00:00.000999"));
    assert!(LocalDatetime::<Micros>::try_from(read("2024-01-01T00:00:00Z")).is_err());
    assert!(UtcDatetime::<Micros>::now() > utc.to_string().parse().unwrap());
}
