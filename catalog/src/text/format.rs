//! Whether a string is in a format.

use std::sync::OnceLock;

use regex_lite::Regex;

use crate::model::Format;

static COMPILED: [OnceLock<Vec<Regex>>; Format::ALL.len()] =
    [const { OnceLock::new() }; Format::ALL.len()];

/// True if the whole text is in the format. Its length is a limit of its own.
#[must_use]
pub fn is_in_format(format: Format, text: &str) -> bool {
    let compile = |pattern: &&str| Regex::new(pattern).expect("the patterns of formats are valid");
    let patterns =
        COMPILED[format as usize].get_or_init(|| format.patterns().iter().map(compile).collect());
    patterns.iter().all(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::is_in_format;
    use crate::model::Format;
    use crate::resolve::compile;

    #[test]
    fn patterns_are_portable_and_fit_their_examples() {
        for format in Format::ALL.iter().copied() {
            for pattern in format.patterns() {
                assert!(compile(pattern).is_ok(), "{format}: {:?}", compile(pattern));
            }
            assert!(is_in_format(format, format.example()), "{format}");
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
    }
}
