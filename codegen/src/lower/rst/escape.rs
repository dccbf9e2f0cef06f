//! Escapes characters that have a meaning in reStructuredText.

use std::borrow::Cow;
use std::fmt::Write as _;

use annals_catalog::format::is_hidden;

/// The paragraphs of a text, each folded to one line.
pub(super) fn paragraphs(text: &str) -> Vec<Cow<'_, str>> {
    let mut paragraphs = vec![Cow::Borrowed("")];
    for line in text.lines() {
        let words = fold(line);
        match paragraphs.last_mut() {
            _ if words.is_empty() => paragraphs.push(words),
            Some(paragraph) if !paragraph.is_empty() => {
                let paragraph = paragraph.to_mut();
                paragraph.push(' ');
                paragraph.push_str(&words);
            }
            Some(paragraph) => *paragraph = words,
            None => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Text with its white space folded to single spaces.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if is_folded(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

fn is_folded(text: &str) -> bool {
    let mut previous = ' ';
    for letter in text.chars() {
        if letter.is_whitespace() && (letter != ' ' || previous == ' ') {
            return false;
        }
        previous = letter;
    }
    text.is_empty() || previous != ' '
}

/// Writes one line of plain text that may begin and end a block.
pub(super) fn block(line: &str, out: &mut String) {
    let start = enumerator(line).unwrap_or(0);
    out.push_str(&line[..start]);
    if start > 0 || begins_markup(line) {
        out.push('\\');
        // A backslash is escaped below; two of them alone would be a rule, three characters are not.
        if line.starts_with('\\') {
            out.push(' ');
        }
    }
    let body = &line[start..];
    match body.strip_suffix("::") {
        Some(body) => {
            inline(body, out);
            out.push_str(":\\:");
        }
        None => inline(body, out),
    }
}

/// The place of the `.` or `)` in what looks like the number of a list item: `1.`, `a)`, `iv.`
fn enumerator(line: &str) -> Option<usize> {
    let end = line.find(|letter: char| !letter.is_ascii_alphanumeric())?;
    let (number, rest) = line.split_at(end);
    let is_number = number.len() == 1
        || number.bytes().all(|letter| letter.is_ascii_digit())
        || number.bytes().all(|letter| b"ivxlcdm".contains(&letter.to_ascii_lowercase()));
    let ends =
        |mark| rest.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    (end > 0 && is_number && (ends('.') || ends(')'))).then_some(end)
}

/// True if the first character could begin a list, a rule, a directive or another block.
fn begins_markup(line: &str) -> bool {
    let mut letters = line.chars();
    match (letters.next(), letters.next()) {
        // Always escaped.
        (Some('*' | '`' | '|'), _) => false,
        (Some('_'), next) => next.is_some_and(|next| next.is_ascii_alphanumeric()),
        (Some('"' | '\'' | '[' | '<' | '{'), Some(next)) => !next.is_alphanumeric(),
        (Some(first), _) => !first.is_alphanumeric(),
        (None, _) => false,
    }
}

/// Writes plain text inside a line.
fn inline(text: &str, out: &mut String) {
    let is_special =
        |letter: char| matches!(letter, '\\' | '*' | '`' | '|' | '_' | ':') || letter.is_control();
    let mut rest = 0;
    for (index, found) in text.match_indices(is_special) {
        out.push_str(&text[rest..index]);
        let after = index + found.len();
        let escaped = match found {
            "\\" | "*" | "`" | "|" => true,
            // It has no meaning inside a word: `course_key`.
            "_" => !text[after..].starts_with(|next: char| next.is_ascii_alphanumeric()),
            ":" => runs_code(&text[..index]),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        match found.starts_with(char::is_control) {
            true => out.push(char::REPLACEMENT_CHARACTER),
            false => out.push_str(found),
        }
        rest = after;
    }
    out.push_str(&text[rest..]);
}

/// True if following a link with this scheme does something; a bare URL would become a link.
fn runs_code(before: &str) -> bool {
    ["javascript", "vbscript", "data"].iter().any(|scheme| {
        let start = before.len().checked_sub(scheme.len());
        start
            .and_then(|start| before.get(start..))
            .is_some_and(|word| word.eq_ignore_ascii_case(scheme))
    })
}

/// Writes text between the backticks of a role or link.
pub(super) fn role(text: &str, out: &mut String) {
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '<' | '>') {
            out.push('\\');
        }
        out.push(if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter });
    }
}

/// Writes a URL between angle brackets: what RFC 3986 does not allow is percent-encoded.
pub(super) fn url(url: &str, out: &mut String) {
    let trailing = url.len() - url.trim_end_matches('_').len();
    let (url, underscores) = url.split_at(url.len() - trailing);
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    // `<name_>` would be the name of another link.
    out.push_str(&"%5F".repeat(underscores.len()));
}

/// Text for use as code: in quotes if spaces at its ends or control characters would be lost.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let has_edge = text.starts_with(' ') || text.ends_with(' ');
    if !text.is_empty() && !has_edge && !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            letter if is_hidden(letter) => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    Cow::Owned(quoted)
}
