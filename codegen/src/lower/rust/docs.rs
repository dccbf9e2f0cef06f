//! Catalog texts in, Markdown that rustdoc prints as the same text out.

/// Joins the non-empty paragraphs with a blank line.
pub(crate) fn paragraphs(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n")
}

/// Plain text as Markdown: white space is folded, blank lines stay, markup is escaped.
///
/// Links are put in angle brackets so that rustdoc makes links of them.
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
    if url.contains(['<', '>', '`', '\\']) {
        return escape(word, out);
    }
    let (before, after) = (&word[..start], &word[start + url.len()..]);
    escape(before, out);
    out.extend(["<", url, ">"]);
    escape(after, out);
}

fn escape(text: &str, out: &mut String) {
    let is_special = |c: char| {
        matches!(c, '_' | '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$')
    };
    let mut rest = 0;
    for (index, found) in text.match_indices(is_special) {
        let inside_word = || {
            text[..index].ends_with(char::is_alphanumeric)
                && text[index + 1..].starts_with(char::is_alphanumeric)
        };
        out.push_str(&text[rest..index]);
        if found != "_" || !inside_word() {
            out.push('\\');
        }
        rest = index;
    }
    out.push_str(&text[rest..]);
}

/// Keeps the paragraph that begins at `start` from beginning a list, a heading or a rule.
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
    fn texts_stay_what_they_say() {
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
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text), expected, "{text:?}");
        }
    }
}
