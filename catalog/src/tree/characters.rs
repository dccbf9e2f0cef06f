//! Refuses characters that YAML does not allow, or does not allow in the indentation.

use std::borrow::Cow;

use crate::diagnostic::Diagnostics;
use crate::lookalike::Lookalike;
use crate::rule::yaml::{CONTROL_CHARACTER, YAML_SYNTAX};
use crate::source::{FileId, Span};

/// Reports the first character that YAML does not allow: the scanner would read a NUL as the end of
/// the file and silently ignore the rest. Also reports an indentation that is not of ASCII spaces,
/// which does not end the reading.
pub(crate) fn check(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> Option<()> {
    let Some((at, character)) = first_forbidden(text) else {
        report_wide_space(diagnostics, file, text);
        return Some(());
    };
    let code = u32::from(character);
    // The caller has checked the size of the file.
    let start = at as u32;
    let span = Span { file, start, end: start + character.len_utf8() as u32 };
    // In UTF-16, every second byte of ASCII characters is zero.
    let hint = match (character, at) {
        ('\0', ..2) => "this looks like UTF-16: save the file as UTF-8".to_owned(),
        _ => format!("remove it, or write `\\u{code:04x}` inside double quotes"),
    };
    diagnostics
        .report(&CONTROL_CHARACTER, span, format!("the file contains the character U+{code:04X}"))
        .hint(hint);
    None
}

/// The number of bytes that are checked at once.
const BLOCK: usize = 64;

fn first_forbidden(text: &str) -> Option<(usize, char)> {
    let blocks = text.as_bytes().chunks(BLOCK).enumerate();
    // Without a branch per byte, the check of a block is a few instructions.
    let suspects = blocks
        .filter(|(_, block)| block.iter().fold(false, |found, byte| found | is_suspect(*byte)));
    let bytes = suspects.flat_map(|(number, block)| (number * BLOCK..).zip(block));
    let suspects = bytes.filter(|(_, byte)| is_suspect(**byte));
    suspects.filter_map(|(at, _)| text[at..].chars().next().map(|character| (at, character))).find(
        |(_, character)| {
            let next_line = *character == '\u{85}';
            (character.is_control() && !next_line) || matches!(character, '\u{fffe}' | '\u{ffff}')
        },
    )
}

/// Spaces that keyboards and web pages have instead of an ASCII space.
const WIDE_SPACES: [char; 2] = ['\u{a0}', '\u{3000}'];

/// The offset of the first of them in the indentation of a key or an item. In the lines of a text
/// they are a part of it.
fn wide_space(line: &str) -> Option<usize> {
    let content = line.trim_start();
    let at = line[..line.len() - content.len()].find(WIDE_SPACES)?;
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let rest = content.trim_start_matches(is_part);
    let is_key = rest.len() < content.len() && rest.starts_with(':');
    (is_key || content.starts_with("- ")).then_some(at)
}

fn has_wide_space(text: &str) -> bool {
    !text.is_ascii() && WIDE_SPACES.iter().any(|space| text.contains(*space))
}

/// Reports the first of them in an indentation.
fn report_wide_space(diagnostics: &mut Diagnostics, file: FileId, text: &str) {
    if !has_wide_space(text) {
        return;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let space = wide_space(line).and_then(|at| Some((at, Lookalike::first_in(&line[at..])?.1)));
        if let Some((at, space)) = space {
            let start = (start + at) as u32;
            let span = Span { file, start, end: start + space.character.len_utf8() as u32 };
            let message = format!("the indentation contains {}", space.named());
            diagnostics.report(&YAML_SYNTAX, span, message).hint("indent with spaces");
            return;
        }
        start += line.len();
    }
}

/// A text with an ASCII space for each of them in an indentation.
pub(super) fn with_ascii_indentation(text: &str) -> Cow<'_, str> {
    if !has_wide_space(text) || !text.split('\n').any(|line| wide_space(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = if wide_space(line).is_some() { line.trim_start() } else { line };
        let indentation = &line[..line.len() - content.len()];
        clean.extend(indentation.chars().map(|_| ' '));
        clean.push_str(content);
    }
    Cow::Owned(clean)
}

/// True for bytes that may start a forbidden character, and that do not continue any character.
const fn is_suspect(byte: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    // C1 controls start with C2, U+FFFE and U+FFFF with EF.
    control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
}
