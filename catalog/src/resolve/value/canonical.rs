//! The canonical form of defaults and examples that are dates, datetimes, UUIDs or bytes.

use crate::model::{Decimal, Moment};
use crate::text::{self, InvalidText};

/// A date.
pub(super) fn date(written: &str) -> Result<String, String> {
    let date = text::date(written).map_err(|why| invalid(written, "date", why))?;
    Ok(date.to_string())
}

/// A date and time, with an offset or without one. YAML also allows a space instead of the `T`.
pub(super) fn datetime(written: &str) -> Result<String, String> {
    let spaced = written.as_bytes().get(10) == Some(&b' ');
    let read = match spaced {
        true => text::datetime(&written.replacen(' ', "T", 1)),
        false => text::datetime(written),
    };
    match read {
        Ok(datetime) if datetime.has_offset_seconds() => Err(InvalidText::Offset),
        read => read,
    }
    .map(|datetime| datetime.to_string())
    .map_err(|why| invalid(written, "datetime", why))
}

/// A date and time or time of day with a precision. YAML also allows a space instead of the `T`.
pub(super) fn moment(moment: Moment, written: &str) -> Result<String, String> {
    let spaced = written.as_bytes().get(10) == Some(&b' ');
    let read = match spaced {
        true => text::moment(moment, &written.replacen(' ', "T", 1)),
        false => text::moment(moment, written),
    };
    let what = moment.clock.name();
    read.map(|moment| moment.to_string()).map_err(|why| invalid(written, what, why))
}

/// A decimal with all digits of its scale.
pub(super) fn decimal(decimal: Decimal, written: &str) -> Result<String, String> {
    text::decimal(decimal, written).map_err(|why| invalid(written, "decimal", why))
}

fn invalid(written: &str, what: &str, why: InvalidText) -> String {
    format!("`{written}` is not a valid {what}: {why}")
}

/// A UUID in lower case.
pub(super) fn uuid(written: &str) -> Result<String, String> {
    if text::is_uuid(written) {
        return Ok(written.to_ascii_lowercase());
    }
    Err(format!("`{written}` is not a valid UUID: expected 8-4-4-4-12 hexadecimal digits"))
}

/// Bytes in base64 with padding.
pub(super) fn base64(written: &str) -> Result<String, String> {
    if text::base64_length(written).is_some() {
        return Ok(written.to_owned());
    }
    Err("expected bytes in base64, with padding".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{base64, date, datetime, uuid};

    type Read = fn(&str) -> Result<String, String>;

    #[test]
    fn canonical_forms() {
        let table: &[(Read, &str, Option<&str>)] = &[
            (date, "2024-02-29", Some("2024-02-29")),
            (date, "2023-02-29", None),
            (datetime, "2024-01-31T12:00:00", Some("2024-01-31T12:00:00")),
            (datetime, "2024-01-31 12:00:00Z", Some("2024-01-31T12:00:00+00:00")),
            (datetime, "2024-01-31T12:00:00.5-05:30", Some("2024-01-31T12:00:00.500000-05:30")),
            (datetime, "2024-01-31T12:00:00.000000-00:00", Some("2024-01-31T12:00:00+00:00")),
            (datetime, "2024-01-31T24:00:00", None),
            (datetime, "2024-01-31T12:00:60", None),
            (datetime, "2024-01-31T12:00:00.1234567", None),
            (datetime, "2024-01-31T12:00:00.", None),
            (datetime, "2024-01-31T12:00:00+1:00", None),
            (datetime, "2024-01-31T12:00:00+24:00", None),
            (datetime, "2024-02-30T12:00:00", None),
            (datetime, "2024-01-31T12:00é", None),
            (datetime, "2024-01-31T12:00:00é", None),
            (datetime, "2024-01-31", None),
            (
                uuid,
                "0F0E0D0C-0000-1000-8000-00000000000A",
                Some("0f0e0d0c-0000-1000-8000-00000000000a"),
            ),
            (uuid, "0f0e0d0c00001000800000000000000a", None),
            (uuid, "0f0e0d0c-0000-1000-8000-00000000000g", None),
            (uuid, "0f0e0d0c-0000-1000-8000-00000000000a-", None),
            (base64, "", Some("")),
            (base64, "YQ==", Some("YQ==")),
            (base64, "YWI=", Some("YWI=")),
            (base64, "YWJj", Some("YWJj")),
            (base64, "YR==", None),
            (base64, "YWJ=", None),
            (base64, "YQ", None),
            (base64, "Y===", None),
            (base64, "====", None),
            (base64, "Y Q=", None),
        ];
        for (read, text, expected) in table {
            assert_eq!(read(text).ok().as_deref(), *expected, "{text}");
        }
    }
}
