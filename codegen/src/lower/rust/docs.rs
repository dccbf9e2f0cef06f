//! Catalog texts in, Markdown that rustdoc prints as the same text out.

/// Joins the non-empty paragraphs with a blank line.
pub(crate) fn paragraphs(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n\n")
}

/// Plain text as Markdown: white space is folded, blank lines stay, markup is escaped.
///
/// Links are put in angle brackets so that rustdoc makes links of them.
pub(crate) fn markdown(text: &str) -> String {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().map(word).collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| guard_start(&paragraph));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn word(word: &str) -> String {
    match word.find("https://").or_else(|| word.find("http://")) {
        Some(start) => link(word, start),
        None => escape(word),
    }
}

/// `(https://example.org).` becomes `(<https://example.org>).`
fn link(word: &str, start: usize) -> String {
    let is_end = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '"' | '\'');
    let url = word[start..].trim_end_matches(is_end);
    let odd = |c: char| matches!(c, '<' | '>' | '`' | '\\') || c.is_control() || turns(c);
    if url.contains(odd) {
        return escape(word);
    }
    let (before, after) = (&word[..start], &word[start + url.len()..]);
    format!("{}<{url}>{}", escape(before), escape(after))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        let inside_word = index > 0
            && text[..index].ends_with(char::is_alphanumeric)
            && text[index + c.len_utf8()..].starts_with(char::is_alphanumeric);
        let special = match c {
            '_' => !inside_word,
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        match c {
            c if turns(c) => escaped.extend(format!("&#x{:x};", u32::from(c)).chars()),
            c if c.is_control() => escaped.push(char::REPLACEMENT_CHARACTER),
            c => escaped.push(c),
        }
    }
    escaped
}

/// True for what turns the direction of text: rustc refuses it in comments, since code that looks
/// like a comment, or the other way round, can hide behind it.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Keeps a paragraph from beginning a list, a heading or a rule.
fn guard_start(paragraph: &str) -> String {
    let digits = paragraph.trim_start_matches(|c: char| c.is_ascii_digit());
    let ordered = digits.len() < paragraph.len() && digits.starts_with(['.', ')']);
    if ordered {
        let number = paragraph.len() - digits.len();
        return format!("{}\\{}", &paragraph[..number], digits);
    }
    if paragraph.starts_with(['-', '+', '=', '#']) {
        format!("\\{paragraph}")
    } else {
        paragraph.to_owned()
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
            ("a\u{202e}b\u{0}c", "a&#x202e;b\u{fffd}c"),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text), expected, "{text:?}");
        }
    }
}
