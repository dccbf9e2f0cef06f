//! Counts in messages: `1 event`, `2 events`.

use std::fmt::Display;

/// A number, which may be formatted already, with its noun: `1 event`, `2 events`.
#[must_use]
pub fn counted(number: impl Display, noun: &str) -> String {
    let mut text = number.to_string();
    let plural = if text == "1" { "" } else { "s" };
    text.extend([" ", noun, plural]);
    text
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn only_one_is_singular() {
        let texts = [0, 1, 2, 11].map(|number| counted(number, "event"));
        assert_eq!(texts, ["0 events", "1 event", "2 events", "11 events"]);
        assert_eq!(counted("1,001", "payload"), "1,001 payloads");
    }
}
