//! Today's date, from an option, the environment or the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use annals_catalog::model::Date;

/// Seconds since 1970, set by reproducible builds: <https://reproducible-builds.org>.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The date `asked`, else that of [`EPOCH`], else that of the clock; in UTC.
pub(super) fn today(asked: Option<Date>) -> Result<Date, String> {
    if let Some(date) = asked {
        return Ok(date);
    }
    let seconds = match std::env::var_os(EPOCH) {
        Some(text) => text
            .to_str()
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| format!("{EPOCH} is not a valid number of seconds: {text:?}"))?,
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_err(|_| "the system clock is before 1970; set `--today`".to_owned())?
            .as_secs(),
    };
    date(seconds).ok_or_else(|| "the year has more than four digits; set `--today`".to_owned())
}

/// The date of a number of seconds since 1970. Leap days repeat every 400 years; counting years from
/// March puts them at the end.
fn date(seconds: u64) -> Option<Date> {
    let days = seconds / 86_400 + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) =
        (era * 400 + year + month / 10, if month < 10 { month + 3 } else { month - 9 });
    let year = u16::try_from(year).ok().filter(|year| *year <= 9999)?;
    Some(Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn seconds_have_dates() {
        let cases = [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_735_689_599, "2024-12-31"),
            (1_735_689_600, "2025-01-01"),
            (253_402_300_799, "9999-12-31"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(date(seconds).unwrap().to_string(), expected, "{seconds}");
        }
        assert_eq!(date(253_402_300_800), None);
        assert_eq!(date(u64::MAX), None);
    }
}
