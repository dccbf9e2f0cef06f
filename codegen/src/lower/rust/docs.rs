//! Writes texts of the catalog as Markdown that rustdoc shows as the same text.

/// Joins the non-empty paragraphs with a blank line.
pub(crate) fn paragraphs(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n")
}

/// Plain text as Markdown: white space is folded, blank lines stay, markup is escaped.
///
/// URLs are put in angle brackets, so that rustdoc makes links of them.
pub(crate) fn markdown(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + 8);
    for paragraph in text.split("\n\n") {
        let mut words = paragraph.split_whitespace().peekable();
        if words.peek().is_none() {
            continue;
        }
        if !markdown.is_empty() {
            markdown.push_str("\n\n");
        }
        let start = markdown.len();
        for (index, text) in words.enumerate() {
            if index > 0 {
                markdown.push(' ');
            }
            word(text, &mut markdown);
        }
        guard_start(&mut markdown, start);
    }
    markdown
}

fn word(word: &str, out: &mut String) {
    let scheme = word.contains(':').then(|| word.find("https://").or_else(|| word.find("http://")));
    match scheme.flatten() {
        Some(start) => link(word, start, out),
        None => escape(word, out),
    }
}

/// `(https://example.org).` becomes `(<https://example.org>).`
fn link(word: &str, start: usize, out: &mut String) {
    let is_end = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '\'');
    let url = word[start..].trim_end_matches(is_end);
    let odd = |c: char| matches!(c, '<' | '>' | '`' | '\\') || c.is_control() || turns(c);
    if url.contains(odd) {
        return escape(word, out);
    }
    let (before, after) = (&word[..start], &word[start + url.len()..]);
    escape(before, out);
    out.extend(["<", url, ">"]);
    escape(after, out);
}

fn escape(text: &str, out: &mut String) {
    let is_special = |c: char| {
        let marks =
            matches!(c, '_' | '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$');
        marks || c.is_control() || turns(c)
    };
    let mut rest = 0;
    for (index, found) in text.match_indices(is_special) {
        let inside_word = || {
            text[..index].ends_with(char::is_alphanumeric)
                && text[index + 1..].starts_with(char::is_alphanumeric)
        };
        out.push_str(&text[rest..index]);
        rest = index + found.len();
        match found.chars().next().unwrap_or_default() {
            c if turns(c) => out.push_str(&format!("&#x{:x};", u32::from(c))),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            '_' if inside_word() => out.push('_'),
            c => out.extend(['\\', c]),
        }
    }
    out.push_str(&text[rest..]);
}

/// True for characters that change the direction of text. rustc refuses them in comments, because
/// they can make code look like a comment and a comment like code.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Keeps the paragraph at `start` from being read as a list, a heading or a rule.
fn guard_start(markdown: &mut String, start: usize) {
    let paragraph = &markdown[start..];
    let digits = paragraph.trim_start_matches(|c: char| c.is_ascii_digit());
    let ordered = digits.len() < paragraph.len() && digits.starts_with(['.', ')']);
    if ordered {
        markdown.insert(markdown.len() - digits.len(), '\\');
    } else if paragraph.starts_with(['-', '+', '=', '#']) {
        markdown.insert(start, '\\');
    }
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn texts_are_shown_unchanged() {
        let cases = [
            ("plain  text\nin lines", "plain text in lines"),
            ("one\n\ntwo", "one\n\ntwo"),
            ("a [link] and <tag> `code`", r"a \[link\] and \<tag\> \`code\`"),
            ("snake_case _under_", r"snake_case \_under\_"),
            ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
            ("- no list", r"\- no list"),
            ("1. no list", r"1\. no list"),
            ("# no heading", r"\# no heading"),
            ("*/ ends nothing", r"\*/ ends nothing"),
            ("a\u{202e}b\u{0}c", "a&#x202e;b\u{fffd}c"),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text), expected, "{text:?}");
        }
    }
}
