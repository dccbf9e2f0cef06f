//! Quotes: a text in, the way it is written in YAML out.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A text as it stands behind a key: without quotes where nothing in it needs them, in a block or
/// in brackets.
#[must_use]
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Stricter than YAML: what only looks as if it needed quotes gets them.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    let ends = text.ends_with(|last: char| !last.is_whitespace() && last != ':');
    let signs = ['[', ']', '{', '}', ',', '"', '\'', '`'];
    let word = text.to_ascii_lowercase();
    begins
        && ends
        && !text.contains(signs)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(must_escape)
        && !["null", "true", "false", "yes", "no", "on", "off"].contains(&word.as_str())
}

/// A text in quotes: double ones, or single ones where it has a `"` or a `\` of its own.
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

/// What cannot stand in a line, or is not seen there. All are in the basic plane.
fn must_escape(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A text in quotes in one line of a file: in those of its author, but that double ones which escape
/// nothing but quotes and backslashes become single ones, where nothing needs an escape.
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
    use super::{quoted, requoted, scalar};

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
        ];
        for (text, expected) in cases {
            assert_eq!(scalar(text), expected);
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
