//! Words that several pages say.

use annals_catalog::sentence;

/// The first sentence of a description, on one line.
pub(crate) fn summary(description: &str) -> String {
    one_line(sentence::first(description))
}

/// A text without line breaks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
