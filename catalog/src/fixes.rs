//! Writes the fix of each finding as the source spells it.

use crate::diagnostic::{Diagnostic, Fix, Remedy};
use crate::format::Tree;
use crate::source::{FileId, SourceMap, Span};

/// Turns the remedy of each finding into a fix, or drops it if the source cannot be edited safely.
pub(crate) fn spell(reports: &mut [Diagnostic], sources: &SourceMap) {
    // Findings are sorted by file, and few files have something to remove.
    let mut tree: Option<(FileId, Option<Tree<'_>>)> = None;
    for report in reports {
        let span = report.span;
        let source = sources.text(span);
        let at = |text: Option<String>| text.map(|text| Fix { span, text });
        report.fix = match report.remedy.take() {
            None => report.fix.take(),
            Some(Remedy::Word { written, word }) => at(spelled(source, &written, &word)),
            Some(Remedy::Quotes { known }) => at(quoted(source, &known)),
            Some(Remedy::Removal) => {
                if tree.as_ref().is_none_or(|(file, _)| *file != span.file) {
                    tree = Some((span.file, Tree::read(&sources.get(span.file).text)));
                }
                let tree = tree.as_ref().and_then(|(_, tree)| tree.as_ref());
                let cut = tree.and_then(|tree| tree.cut(span.start as usize..span.end as usize));
                cut.map(|(start, end)| Fix {
                    span: Span { start, end, ..span },
                    text: String::new(),
                })
            }
        };
    }
}

/// A number or a YAML keyword in quotes. Neither needs an escape.
fn quoted(source: &str, known: &[String]) -> Option<String> {
    let is_fit = |letter: char| letter.is_ascii_alphanumeric() || "+-._~".contains(letter);
    let is_known = known.is_empty() || known.iter().any(|known| known == source);
    let fits = !source.is_empty() && source.chars().all(is_fit) && is_known;
    fits.then(|| format!("\"{source}\""))
}

/// Quotes stay as they are. Without quotes (or in the middle of a string), only words are written
/// that mean the same everywhere in a YAML file.
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
    use super::{quoted, spelled};

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

    #[test]
    fn what_is_no_text_gets_quotes() {
        let known = ["1.10".to_owned()];
        for (source, known, expected) in [
            ("1.10", known.as_slice(), Some("\"1.10\"")),
            ("1.1", known.as_slice(), None),
            ("-.5e+3", &[], Some("\"-.5e+3\"")),
            ("~", &[], Some("\"~\"")),
            ("", &[], None),
            ("[a]", &[], None),
        ] {
            assert_eq!(quoted(source, known).as_deref(), expected, "{source}");
        }
    }
}
