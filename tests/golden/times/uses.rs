//! Reads and writes dates and times with a precision.

use annals::json::{from_str, to_string};
use annals::{LocalDatetime, LocalTime, Micros, Millis, Record as _, Timestamp, UtcDatetime};
use times::plans::{Every, required};
use times::types::{Alarm, Instant};

fn every() -> Every {
    required::Every {
        plain: "2025-01-31T08:30:00+01:00".parse().expect("it is a datetime"),
        utc_millis: UtcDatetime::<Millis>::from_count(-1).expect("it is in the year 1969"),
        local_micros: "2025-01-31T08:30:00".parse::<LocalDatetime<Micros>>().expect("it is valid"),
        time_millis: LocalTime::from_count(86_399_999).expect("it is before midnight"),
    }
    .into()
}

#[test]
fn times_are_texts_in_json_and_numbers_in_avro() {
    let text = to_string(&every()).expect("all have a text");
    let expected = concat!(
        r#"{"plain":"2025-01-31T08:30:00+01:00","utc_millis":"1969-12-31T23:59:59.999Z","#,
        r#""utc_micros":"2025-01-31T08:30:00.500000Z","local_millis":"1969-12-31T23:59:59.999","#,
        r#""local_micros":"2025-01-31T08:30:00","time_millis":"23:59:59.999","time_micros":"23:59:59.999999"}"#
    );
    assert_eq!(text, expected);
    assert!(from_str::<Every>(&text).expect("it was written") == every());
    let avro = every().to_avro();
    // The length of the first text is one byte, and -1 is another.
    assert_eq!(avro[26], 1);
    assert!(Every::from_avro(&avro).expect("it was written") == every());
    for (good, bad, error) in [
        ("59.999Z", "59.9999Z", "utc_millis: not a valid date or time: more precise than a millisecond"),
        (
            "59.999Z",
            "59.999+01:00",
            "utc_millis: not a valid date or time: expected UTC, such as 2024-01-31T12:00:00Z",
        ),
        (
            r#"59.999","local_micros"#,
            r#"59.999Z","local_micros"#,
            "local_millis: not a valid date or time: expected no offset, such as 2024-01-31T12:00:00",
        ),
        (r#""23:59:59.999""#, r#""24:00:00""#, "time_millis: not a valid date or time: there is no such time of day"),
    ] {
        let wrong = text.replace(good, bad);
        assert_ne!(wrong, text, "{good}");
        let found = from_str::<Every>(&wrong).map(|_| ()).expect_err(bad).to_string();
        assert_eq!(found, error);
    }
}

#[test]
fn scalars_and_conversions() {
    let now = UtcDatetime::<Micros>::now();
    let instant = Instant::new(now).expect("it has no limits");
    assert_eq!(instant.to_string().parse::<Instant>().expect("it was printed"), instant);
    assert_eq!(UtcDatetime::try_from(Timestamp::from(now)), Ok(now));
    assert!("07:00:00.0001".parse::<Alarm>().is_err());
    assert_eq!("07:00:00".parse::<Alarm>().expect("it is valid").to_string(), "07:00:00");
}
