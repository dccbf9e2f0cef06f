//! Reads the dates of a catalog, and guesses what is meant by an invalid one.

use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::model::Date;
use crate::rule::meaning::DATE;
use crate::text;

/// Reads a date; reports an invalid one.
pub(crate) fn date(diagnostics: &mut Diagnostics, written: &Text) -> Option<Date> {
    match text::date(&written.value) {
        Ok(date) => Some(date),
        Err(why) => {
            let message = format!("`{}` is not a valid date: {why}", written.value);
            let report = diagnostics.report(&DATE, written.span, message);
            match meant(&written.value) {
                Some(date) => {
                    report.hint(format!("write `{date}`")).fix(&written.value, Some(date))
                }
                None => report.hint("write a date as year, month, day: `2024-01-31`"),
            };
            None
        }
    }
}

/// The date that is meant in another form with the year first, if only one can be meant.
pub(crate) fn meant(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let [year, month, day] = match parts[..] {
        [year, month, day] => [year, month, day],
        [all] if all.len() == 8 && is_number(all) => [&all[..4], &all[4..6], &all[6..]],
        _ => return None,
    };
    let date = format!("{year}-{month:0>2}-{day:0>2}");
    text::date(&date).ok().map(|_| date)
}

#[cfg(test)]
mod tests {
    use super::meant;

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
}
