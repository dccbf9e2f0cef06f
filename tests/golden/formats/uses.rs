//! Reads and writes strings in formats.

use annals::Record as _;
use annals::json::{from_str, to_string};
use formats::types::{Link, SecureLink};
use formats::web::{Every, required};

fn every() -> Every {
    required::Every {
        uri: "urn:a".to_owned(),
        email: "user@example.org".to_owned(),
        hostname: "example.org".to_owned(),
        ipv4: "192.0.2.1".to_owned(),
        time: "08:30:00Z".to_owned(),
        duration: "PT30M".to_owned(),
    }
    .into()
}

#[test]
fn readers_and_writers_refuse_another_format() {
    let text = to_string(&every()).expect("all are in their formats");
    assert!(from_str::<Every>(&text).expect("it was written") == every());
    for (name, good, format) in [
        ("uri", "urn:a", "uri"),
        ("email", "user@example.org", "email"),
        ("hostname", "example.org", "hostname"),
        ("ipv4", "192.0.2.1", "ipv4"),
        ("ipv6", "::", "ipv6"),
        ("time", "08:30:00Z", "time"),
        ("duration", "PT30M", "duration"),
    ] {
        let bad = text.replace(&format!(r#""{name}":"{good}""#), &format!(r#""{name}":"é é""#));
        assert_ne!(bad, text);
        let error = from_str::<Every>(&bad).map(|_| ()).expect_err("it is in no format").to_string();
        assert_eq!(error, format!("{name}: is not in the format `{format}`"));
    }
    let wrong = Every { reference: "a b".to_owned(), ..every() };
    let error = wrong.validate().expect_err("it has a space").to_string();
    assert!(error.contains("reference: is not in the format `uri-reference`"), "{error}");
    assert!(Every::from_avro(&wrong.to_avro()).is_err());
    // A length that the format limits.
    let long = Every { hostname: "a.".repeat(127) + "a", ..every() };
    assert!(long.validate().is_err());
}

#[test]
fn scalars_are_made_from_what_is_in_their_format() {
    assert!(Link::new("https://example.org/").is_ok());
    let error = Link::new("example.org").expect_err("it has no scheme").to_string();
    assert!(error.contains("is not in the format `uri`"), "{error}");
    assert!(SecureLink::new("https://example.org/").is_ok());
    assert!(SecureLink::new("http://example.org/").is_err());
    assert!(SecureLink::new("https:é").is_err());
}
