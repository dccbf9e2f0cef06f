//! Writes texts on one line, in quotes if they need them.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::ast::ValueKind;
use crate::parse::typed;

/// A text on one line, quoted only if needed to mean the same everywhere: as a key, as a default, in
/// lines and in brackets.
#[must_use]
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Stricter than YAML: a text that only seems to need quotes gets them.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    let ends = text.ends_with(|last: char| !last.is_whitespace() && last != ':');
    // The scanner takes ` -` before a bracket or comma for an item of a list.
    let ends = ends && !text.ends_with(" -");
    let signs = ['[', ']', '{', '}', ',', '"', '\'', '`'];
    let word = text.to_ascii_lowercase();
    begins
        && ends
        && !text.contains(signs)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(must_escape)
        && !["yes", "no", "on", "off", "y", "n"].contains(&word.as_str())
        && !["null", "true", "false"].contains(&word.as_str())
        && matches!(typed(text.to_owned()), ValueKind::String(_))
}

/// A text as it is written in lines, as it is written in brackets. There, readers of YAML 1.1 such as
/// PyYAML take `?` for the sign of a key, even at the end of a word.
pub(super) fn in_brackets(written: &str) -> Cow<'_, str> {
    let is_quoted = written.starts_with(['"', '\'']);
    let is_refused = written.contains('?') || written.starts_with(':') || written.ends_with(':');
    if is_refused && !is_quoted { Cow::Owned(quoted(written)) } else { Cow::Borrowed(written) }
}

/// True for a character that ends a line in YAML 1.1, but not in YAML 1.2.
pub(super) fn ends_old_line(letter: char) -> bool {
    matches!(letter, '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A text in quotes: double ones, or single ones if it holds `"` or `\`.
pub(super) fn quoted(text: &str) -> String {
    let escapes = text.contains(must_escape);
    if text.contains(['"', '\\']) && !escapes {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            letter if must_escape(letter) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// True for a character that does not show as itself. All of them are in the basic plane.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    let invisible = matches!(
        letter,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    invisible || letter.is_control() || (letter != ' ' && letter.is_whitespace())
}

/// True for a character that is hidden, or that YAML does not allow.
pub(super) fn must_escape(letter: char) -> bool {
    is_hidden(letter) || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// True for a key that is too long for YAML, unless it comes after a `?`.
pub(super) fn is_long(written: &str) -> bool {
    // Most keys are short enough in bytes already.
    written.len() > 1024 && written.chars().count() > 1024
}

/// A quoted text of a file. It keeps its quotes, but double quotes that only escape quotes and
/// backslashes become single ones, which need no escape.
pub(super) fn requoted(written: &str) -> Cow<'_, str> {
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner.filter(|inner| inner.contains('\\')).and_then(unescaped) {
        Some(text) => Cow::Owned(format!("'{}'", text.replace('\'', "''"))),
        None => Cow::Borrowed(written),
    }
}

/// The text of double quotes whose only escapes are `\"` and `\\`.
fn unescaped(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => letters.next().filter(|next| matches!(next, '"' | '\\'))?,
            letter => letter,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{in_brackets, quoted, requoted, scalar};

    #[test]
    fn texts_have_quotes_where_they_need_them() {
        let cases = [
            ("Some words, and more.", "\"Some words, and more.\""),
            ("Some words.", "Some words."),
            ("list<string>?", "list<string>?"),
            ("a: b", "\"a: b\""),
            ("a:b", "a:b"),
            ("a #b", "\"a #b\""),
            ("no", "\"no\""),
            ("", "\"\""),
            (" a", "\" a\""),
            ("a:", "\"a:\""),
            ("- a", "\"- a\""),
            ("^[0-9]\\+'$", "'^[0-9]\\+''$'"),
            ("a\n\"b\"\u{85}", "\"a\\n\\\"b\\\"\\u0085\""),
            ("2022-06-14", "2022-06-14"),
            ("1.10.0", "1.10.0"),
            ("1.10", "\"1.10\""),
            ("0x1F", "\"0x1F\""),
            ("a -", "\"a -\""),
            ("a\u{202e}b", "\"a\\u202eb\""),
        ];
        for (text, expected) in cases {
            assert_eq!(scalar(text), expected);
        }
    }

    #[test]
    fn brackets_need_more_quotes() {
        let cases = [
            ("string?", "\"string?\""),
            ("list<A?>?", "\"list<A?>?\""),
            ("list<string>", "list<string>"),
            ("a:b", "a:b"),
            (":a", "\":a\""),
            ("'a?'", "'a?'"),
            ("a\\?", "'a\\?'"),
        ];
        for (written, expected) in cases {
            assert_eq!(in_brackets(written), expected);
        }
    }

    #[test]
    fn escapes_are_avoided() {
        let cases = [
            (r#"'a'"#, r#"'a'"#),
            (r#"'it''s'"#, r#"'it''s'"#),
            (r#""it's""#, r#""it's""#),
            (r#"'a "b"'"#, r#"'a "b"'"#),
            (r#"'\d'"#, r#"'\d'"#),
            (r#""\\d \"x\" it's""#, r#"'\d "x" it''s'"#),
            (r#""\u00e9 \\""#, r#""\u00e9 \\""#),
            (r#""""#, r#""""#),
        ];
        for (written, expected) in cases {
            assert_eq!(requoted(written), expected);
        }
        assert_eq!(quoted("it's"), "\"it's\"");
    }
}
