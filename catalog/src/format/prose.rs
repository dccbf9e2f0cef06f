//! Chooses the style of new texts: one line, lines as they are, or folded lines.

use std::borrow::Cow;

use super::WIDTH;
use super::layout::Value;
use super::quote::{must_escape, scalar};

/// Folded lines end before this column.
const FOLD: usize = 100;

/// Folded lines have room for at least this many characters, however far they are indented.
const LEAST: usize = 40;

/// The style of a text outside of brackets. One line begins at `column`, several are indented by
/// `inner`.
pub(super) fn styled(text: &str, column: usize, inner: usize) -> Value<'_> {
    let lines: Vec<&str> = text.split('\n').collect();
    if lines.len() > 1 && is_literal(&lines) {
        return Value::Block { header: "|-".to_owned(), lines };
    }
    let line = scalar(text);
    if column + 1 + line.chars().count() > WIDTH && is_folded(text) {
        let lines = folded(text, FOLD.saturating_sub(inner).max(LEAST));
        return Value::Block { header: ">-".to_owned(), lines };
    }
    Value::Line { text: Cow::Owned(line), below: false }
}

/// True for lines that `|-` keeps as they are.
fn is_literal(lines: &[&str]) -> bool {
    let is_shown =
        |line: &&str| !line.starts_with(' ') && !line.ends_with(' ') && !line.contains(must_escape);
    let ends = [lines.first(), lines.last()];
    lines.iter().all(is_shown) && ends.iter().all(|line| line.is_some_and(|line| !line.is_empty()))
}

/// True for a text that `>-` keeps as it is: words with single spaces between them.
fn is_folded(text: &str) -> bool {
    text.contains(' ')
        && text.split(' ').all(|word| !word.is_empty())
        && !text.contains(must_escape)
}

/// Lines of at most `width` characters, unless one word is longer.
fn folded(text: &str, width: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = fold(rest, width) {
        lines.push(&rest[..end]);
        rest = &rest[end + 1..];
    }
    lines.push(rest);
    lines
}

/// The last space after at most `width` characters, else the first one; `None` if the text fits into
/// one line.
fn fold(text: &str, width: usize) -> Option<usize> {
    let mut last = None;
    for (count, (at, letter)) in text.char_indices().enumerate() {
        if letter == ' ' {
            last = Some(at);
        }
        if count >= width && last.is_some() {
            return last;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::layout::Value;
    use super::{folded, styled};

    fn block(text: &str) -> Option<(String, Vec<&str>)> {
        match styled(text, 0, 2) {
            Value::Block { header, lines } => Some((header, lines)),
            _ => None,
        }
    }

    #[test]
    fn lines_are_as_wide_as_they_may_be() {
        assert_eq!(folded("ab cd ef", 5), ["ab cd", "ef"]);
        assert_eq!(folded("ab cd ef", 4), ["ab", "cd", "ef"]);
        assert_eq!(folded("ab cd ef", 8), ["ab cd ef"]);
        assert_eq!(folded("a longer äöüß", 3), ["a", "longer", "äöüß"]);
    }

    #[test]
    fn long_texts_are_folded_and_lines_are_kept() {
        let long = "word ".repeat(30).trim_end().to_owned();
        let (header, lines) = block(&long).expect("it is too long for a line");
        assert_eq!((header.as_str(), lines.join(" ")), (">-", long));
        assert_eq!(block("one\n\ntwo"), Some(("|-".to_owned(), vec!["one", "", "two"])));
    }

    #[test]
    fn what_a_block_would_change_is_quoted() {
        let words = "word ".repeat(30);
        for text in [
            "one\n two",
            "one \ntwo",
            "one\n",
            "\none",
            "a\n\tb",
            &words,
            &words.replacen(' ', "  ", 1),
            &words.replacen(' ', "\u{a0}", 1),
            &"w".repeat(200),
        ] {
            assert_eq!(block(text), None, "{text:?}");
        }
    }
}
