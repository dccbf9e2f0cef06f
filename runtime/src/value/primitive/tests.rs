//! What the primitives read, write and reject in JSON.

use std::fmt::Debug;

use super::Value;
use crate::json::{from_str, to_string};
use crate::{Bytes, Date, Json, Timestamp, Uuid};

/// `text` is read and written back as `canonical`.
fn reads<T: Value + PartialEq + Debug>(text: &str, value: T, canonical: &str) {
    assert_eq!(from_str::<T>(text).unwrap(), value, "{text}");
    assert_eq!(to_string(&value).unwrap(), canonical, "{text}");
}

fn rejects<T: Value + Debug>(text: &str, reason: &str) {
    assert_eq!(from_str::<T>(text).unwrap_err().to_string(), reason, "{text}");
}

#[test]
fn integers() {
    reads("-2147483648", i32::MIN, "-2147483648");
    reads("9223372036854775807", i64::MAX, "9223372036854775807");
    reads("-9223372036854775808", i64::MIN, "-9223372036854775808");
    reads("999999999999999999", 999_999_999_999_999_999_i64, "999999999999999999");
    reads("-1000000000000000000", -1_000_000_000_000_000_000_i64, "-1000000000000000000");
    reads("-0", 0_i64, "0");
    reads("2.0", 2_i64, "2");
    reads("1e3", 1000_i32, "1000");
    rejects::<i32>("2147483648", "expected a 32-bit integer, found a number out of range");
    rejects::<i64>("9223372036854775808", "expected a 64-bit integer, found a number out of range");
    rejects::<i64>("1e30", "expected a 64-bit integer, found a number out of range");
    rejects::<i64>("1.5", "expected a 64-bit integer, found a fraction");
    rejects::<i64>("\"1\"", "expected a 64-bit integer, found text");
    rejects::<i32>("true", "expected a 32-bit integer, found a boolean");
}

#[test]
fn floats() {
    reads("1", 1.0_f64, "1.0");
    reads("0.1", 0.1_f64, "0.1");
    reads("0.1", 0.1_f32, "0.1");
    reads("1.7976931348623157e308", f64::MAX, "1.7976931348623157e+308");
    reads("5e-324", 5e-324_f64, "5e-324");
    rejects::<f32>("1e39", "expected a 32-bit number, found a number out of range");
    rejects::<f64>("null", "expected a number, found null");
    assert!(from_str::<f64>("-0.0").unwrap().is_sign_negative());
    for bits in (0..u32::MAX).step_by(65_537).chain([1, 0x7f7f_ffff]) {
        let float = f32::from_bits(bits);
        let text = to_string(&float);
        assert_eq!(text.is_ok(), float.is_finite());
        if let Ok(text) = text {
            assert_eq!(from_str::<f32>(&text).unwrap().to_bits(), bits, "{text}");
        }
    }
}

/// All texts of up to five characters.
#[test]
fn numbers_are_written_as_in_serde_json() {
    const CHARACTERS: [u8; 9] = *b"01-+.eE9 ";
    let mut read = 0;
    for number in 0..10_usize.pow(5) {
        let digits = (0..5).map(|place| number / 10_usize.pow(place) % 10);
        let text = digits.filter_map(|digit| CHARACTERS.get(digit)).copied().collect();
        let text = String::from_utf8(text).unwrap();
        let theirs = serde_json::from_str::<Json>(&text).ok();
        assert_eq!(from_str::<Json>(&text).ok(), theirs, "{text}");
        let float = theirs.as_ref().and_then(Json::as_f64);
        assert_eq!(
            from_str::<f64>(&text).ok().map(f64::to_bits),
            float.map(f64::to_bits),
            "{text}"
        );
        let whole = float.filter(|float| float.fract() == 0.0 && float.abs() < super::EXACT);
        assert_eq!(from_str::<i64>(&text).ok(), whole.map(|whole| whole as i64), "{text}");
        read += usize::from(theirs.is_some());
    }
    assert!(read > 1_000, "{read}");
}

#[test]
fn not_a_number_has_no_json() {
    let reason = |float: f64| to_string(&vec![0.0, float]).unwrap_err().to_string();
    assert_eq!(reason(f64::NAN), "[1]: NaN has no JSON form");
    assert_eq!(reason(f64::NEG_INFINITY), "[1]: -inf has no JSON form");
    assert_eq!(to_string(&f32::INFINITY).unwrap_err().to_string(), "inf has no JSON form");
}

#[test]
fn text() {
    reads(
        r#""q\" b\\ \u0000 \u00e9 ✓ 🎓""#,
        "q\" b\\ \0 é ✓ 🎓".to_owned(),
        r#""q\" b\\ \u0000 é ✓ 🎓""#,
    );
    rejects::<String>("7", "expected text, found a number");
    rejects::<bool>("0", "expected a boolean, found a number");
}

#[test]
fn bytes() {
    reads(r#""AAEC/w==""#, Bytes::from(vec![0, 1, 2, 255]), r#""AAEC/w==""#);
    reads(r#""""#, Bytes::default(), r#""""#);
    for text in [r#""AAEC/w""#, r#""AAEC_w==""#, r#"" AAEC""#, r#""AAEC/x==""#] {
        rejects::<Bytes>(text, "not valid base64");
    }
    rejects::<Bytes>("[1]", "expected base64 text, found a list");
}

#[test]
fn dates_and_uuids() {
    let leap_day: Date = "2024-02-29".parse().unwrap();
    reads(r#""2024-02-29""#, leap_day, r#""2024-02-29""#);
    rejects::<Date>(r#""2023-02-29""#, "not a valid date: there is no such day");
    rejects::<Timestamp>("{}", "expected a date and time, found an object");
    let uuid = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
    reads(
        r#""01234567-89AB-cdef-0123-456789abcdef""#,
        uuid,
        r#""01234567-89ab-cdef-0123-456789abcdef""#,
    );
    for text in [
        r#""0123456789abcdef0123456789abcdef""#,
        r#""{01234567-89ab-cdef-0123-456789abcdef}""#,
        r#""urn:uuid:01234567-89ab-cdef-0123-456789abcdef""#,
        r#""01234567-89ab-cdef-0123-456789abcdeg""#,
    ] {
        rejects::<Uuid>(text, "not a valid UUID with hyphens");
    }
}

#[test]
fn json_is_kept() {
    let text = r#"{"a":[1,2.5,null,{"b":18446744073709551615}]}"#;
    reads(text, serde_json::from_str::<Json>(text).unwrap(), text);
}
