//! Dates: a text in, a date that exists out.

use std::str::FromStr;

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::model::Date;
use crate::rule::meaning::DATE;

/// Reads a date of the catalog; reports one that is none.
pub(crate) fn date(diagnostics: &mut Diagnostics, text: &Text) -> Option<Date> {
    match parse(&text.value) {
        Ok(date) => Some(date),
        Err(why) => {
            let report =
                diagnostics.report(&DATE, text.span, format!("`{}` is no date: {why}", text.value));
            match meant(&text.value) {
                Some(date) => report.hint(format!("write `{date}`")).fix(&text.value, Some(date)),
                None => report.hint("dates are written year, month, day: `2024-01-31`"),
            };
            None
        }
    }
}

/// The date that a text in another form means, where only one can be meant: its year comes first.
pub(crate) fn meant(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let [year, month, day] = match parts[..] {
        [year, month, day] => [year, month, day],
        [all] if all.len() == 8 && is_number(all) => [&all[..4], &all[4..6], &all[6..]],
        _ => return None,
    };
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    parse(&date).ok().map(|_| date)
}

/// Reads `YYYY-MM-DD`, or says why not.
pub(crate) fn parse(text: &str) -> Result<Date, String> {
    let parts: Vec<_> = text.split('-').collect();
    let form = || "expected the form YYYY-MM-DD".to_owned();
    let [year, month, day] = parts[..] else { return Err(form()) };
    let year: u16 = digits(year, 4).ok_or_else(form)?;
    let month: u8 = digits(month, 2).ok_or_else(form)?;
    let day: u8 = digits(day, 2).ok_or_else(form)?;
    if year == 0 {
        return Err("years go from 0001 to 9999".to_owned());
    }
    if !(1..=12).contains(&month) {
        return Err(format!("there is no month {month}"));
    }
    let last = days(year, month);
    if !(1..=last).contains(&day) {
        return Err(format!("that month has the days 1 to {last}"));
    }
    Ok(Date { year, month, day })
}

impl FromStr for Date {
    /// Why it is no date.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text)
    }
}

/// The number that exactly so many digits write.
pub(crate) fn digits<T: FromStr>(text: &str, count: usize) -> Option<T> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok())?
}

fn days(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{meant, parse};

    #[test]
    fn dates_in_other_forms_are_understood_where_only_one_can_be_meant() {
        for (text, date) in [
            ("2024-1-5", Some("2024-01-05")),
            ("2024/01/31", Some("2024-01-31")),
            ("2024.1.31", Some("2024-01-31")),
            ("20240131", Some("2024-01-31")),
            ("2024-02-30", None),
            ("20240230", None),
            ("01/02/2024", None),
            ("31.01.2024", None),
            ("2024-01", None),
            ("24-01-31", None),
            ("2024-01-é", None),
            ("", None),
        ] {
            assert_eq!(meant(text).as_deref(), date, "{text}");
        }
    }

    #[test]
    fn only_dates_that_exist() {
        for good in ["2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31"] {
            assert_eq!(parse(good).map(|date| date.to_string()).as_deref(), Ok(good));
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-00-01",
            "2024-01-00",
            "0000-01-01",
            "2024-1-01",
            "24-01-01",
            "2024/01/01",
            "2024-01-01T00:00:00",
            "",
            "202é-01-1",
            "+024-01-01",
            "2024-01-3é",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
