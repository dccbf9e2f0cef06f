//! Spells fixes out: the word that was meant in, the text that can stand in the source for it out.

use super::Diagnostic;
use crate::source::SourceMap;

/// Turns the word of each fix into the text that replaces the span's; one that cannot be written
/// there safely is dropped.
pub(crate) fn spell(reports: &mut [Diagnostic], sources: &SourceMap) {
    for report in reports {
        let source = sources.text(report.span);
        let replaced = std::mem::take(&mut report.replaced);
        report.fix = report.fix.take().and_then(|word| spelled(source, &replaced, &word));
    }
}

/// Quotes stay as they are. Without quotes (or in the middle of a text) only words are written
/// that mean the same in every place of a YAML file.
fn spelled(source: &str, replaced: &str, word: &str) -> Option<String> {
    let is_word = |signs: &str| {
        let is_fit = |letter: char| letter.is_ascii_alphanumeric() || signs.contains(letter);
        !word.is_empty() && word.chars().all(is_fit)
    };
    let inside = |quote: char| source.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    for quote in ['"', '\''] {
        if inside(quote) == Some(replaced) {
            return is_word("_-./ ").then(|| format!("{quote}{word}{quote}"));
        }
    }
    let begins = word.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_');
    (!source.is_empty() && source == replaced && begins && is_word("_-.")).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn a_fix_is_written_as_what_it_replaces() {
        for (source, replaced, word, expected) in [
            ("strin", "strin", "string", Some("string")),
            ("'strin'", "strin", "string", Some("'string'")),
            ("\"strin\"", "strin", "string", Some("\"string\"")),
            ("\"strin\\x20\"", "strin ", "string", None),
            ("list<strin>", "strin", "string", None),
            ("\"a b\"", "a b", "a: b", None),
            ("in stok", "in stok", "in stock", None),
            ("'in stok'", "in stok", "in stock", Some("'in stock'")),
            ("2024-1-5", "2024-1-5", "2024-01-05", Some("2024-01-05")),
            ("x", "x", "-", None),
            ("a\n  b", "a b", "ab", None),
            ("", "", "ab", None),
            ("x", "x", "", None),
        ] {
            assert_eq!(spelled(source, replaced, word).as_deref(), expected, "{source}");
        }
    }
}
