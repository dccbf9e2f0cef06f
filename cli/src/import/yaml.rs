//! Texts and values in; YAML that reads back as the same, as a person would write it, out.

use annals_codegen::json::Json;

/// Lines are folded here.
pub(super) const WIDTH: usize = 100;

/// Words that mean something else without quotes, here or in older YAML.
const WORDS: [&str; 11] =
    ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];

/// A text on one line, good in flow and block style.
pub(super) fn text(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let visible = !text.contains(annals_codegen::render::json::is_hidden);
    if visible && text.contains(['\\', '"']) && !text.contains('\'') {
        return format!("'{text}'");
    }
    quoted(text)
}

/// A text in double quotes, with whatever does not show as itself escaped.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_default();
    annals_codegen::render::json::visible(&json)
}

/// True for a text that is itself without quotes.
fn is_plain(text: &str) -> bool {
    let letters =
        |letter: char| letter.is_alphanumeric() || " _-./+@();=<>?!$~%'’–".contains(letter);
    let colon = |at: usize| text[at + 1..].starts_with(|next: char| next != ' ' && letters(next));
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
        && text.char_indices().all(|(at, letter)| letters(letter) || letter == ':' && colon(at))
}

/// A text behind a key, where there may be many lines; `indent` is that of the key.
pub(super) fn block(text: &str, indent: usize) -> String {
    let hidden = |letter: char| letter != '\n' && annals_codegen::render::json::is_hidden(letter);
    let odd = |line: &str| line.starts_with(' ') || line.ends_with(' ');
    let plain = !text.contains(hidden) && !text.lines().any(odd) && text.trim() == text;
    let one = self::text(text);
    let fits = indent + one.len() < WIDTH && !text.contains('\n');
    if fits || !plain || text.is_empty() {
        return one;
    }
    let margin = " ".repeat(indent + 2);
    if text.contains('\n') {
        let lines = text.lines().map(|line| {
            if line.is_empty() { "\n".to_owned() } else { format!("\n{margin}{line}") }
        });
        return format!("|-{}", lines.collect::<String>());
    }
    if text.contains("  ") {
        return one;
    }
    let mut folded = ">-".to_owned();
    let mut column = usize::MAX;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column.saturating_add(length + 1) > WIDTH {
            folded.push('\n');
            folded.push_str(&margin);
            column = margin.len();
        } else {
            folded.push(' ');
            column += 1;
        }
        folded.push_str(word);
        column += length;
    }
    folded
}

/// A value of a default or example, on one line.
pub(super) fn value(json: &Json) -> String {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => json.compact(),
        Json::String(value) => {
            let word = value.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
            if word && is_plain(value) { value.clone() } else { quoted(value) }
        }
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(value).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(object) if object.0.is_empty() => "{}".to_owned(),
        Json::Object(object) => {
            let entry =
                |(key, value): &(String, Json)| format!("{}: {}", text(key), self::value(value));
            let entries: Vec<String> = object.0.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{block, text};

    #[test]
    fn texts_are_quoted_where_they_must_be() {
        let cases = [
            ("Where it's from.", "Where it's from."),
            ("https://x.org/a?b=c", "https://x.org/a?b=c"),
            ("a: b", "\"a: b\""),
            ("ends:", "\"ends:\""),
            ("a #b", "\"a #b\""),
            ("a, b", "\"a, b\""),
            ("No", "\"No\""),
            ("1.0", "\"1.0\""),
            ("^[a-z]\\.$", "'^[a-z]\\.$'"),
            ("don't \\ it", "\"don't \\\\ it\""),
            ("a\u{a0}b", "\"a\\u00a0b\""),
            ("", "\"\""),
        ];
        for (written, expected) in cases {
            assert_eq!(text(written), expected);
        }
    }

    #[test]
    fn long_texts_are_folded() {
        let long = "word ".repeat(30).trim_end().to_owned();
        let folded = block(&long, 2);
        assert!(folded.starts_with(">-\n    word word") && folded.lines().count() == 3, "{folded}");
        assert_eq!(block("one\n\ntwo", 0), "|-\n  one\n\n  two");
        assert_eq!(block("one\n two", 0), "\"one\\n two\"");
    }
}
