//! Words that several pages say.

use annals_catalog::model::Model;

/// The version of a catalog with dots.
pub(crate) fn version(model: &Model) -> String {
    let [major, minor, patch] = model.version;
    format!("{major}.{minor}.{patch}")
}

/// The first sentence of a description, on one line.
pub(crate) fn summary(description: &str) -> String {
    let first = description.split("\n\n").next().unwrap_or_default();
    let end = first.find(". ").or_else(|| first.find(".\n")).map_or(first.len(), |dot| dot + 1);
    one_line(&first[..end])
}

/// A text without line breaks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The name of a month, from 1.
pub(crate) fn month(number: u8) -> &'static str {
    MONTHS[usize::from(number.clamp(1, 12) - 1)]
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn a_summary_is_one_sentence() {
        assert_eq!(summary("One.\nTwo, e.g. three."), "One.\nTwo, e.g.".replace('\n', " "));
        assert_eq!(summary("One line"), "One line");
    }
}
