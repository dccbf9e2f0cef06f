//! Refuses characters that no YAML file holds: a text in, nothing or a report out.

use crate::diagnostic::Diagnostics;
use crate::rule::yaml::CONTROL_CHARACTER;
use crate::source::{FileId, Span};

/// Reports the first character that YAML does not allow. The scanner would take a NUL for the end
/// of the file and lose the rest silently.
pub(crate) fn check(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> Option<()> {
    let Some((at, character)) = first_forbidden(text) else {
        return Some(());
    };
    let code = u32::from(character);
    // Below 64 MiB, as the caller has made sure.
    let start = at as u32;
    let span = Span { file, start, end: start + character.len_utf8() as u32 };
    // Every second byte of UTF-16 is zero, as long as the text is in English.
    let hint = match (character, at) {
        ('\0', ..2) => "this looks like UTF-16: save the file as UTF-8".to_owned(),
        _ => format!("remove it, or write `\\u{code:04x}` inside double quotes"),
    };
    diagnostics
        .report(&CONTROL_CHARACTER, span, format!("the file holds the character U+{code:04X}"))
        .hint(hint);
    None
}

/// So many bytes are looked at at once.
const BLOCK: usize = 64;

fn first_forbidden(text: &str) -> Option<(usize, char)> {
    let blocks = text.as_bytes().chunks(BLOCK).enumerate();
    // Without a branch for each byte, a block is a few instructions.
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

/// True for bytes with which a forbidden character may begin, and no character goes on.
const fn is_suspect(byte: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    // C1 controls begin with C2, the last two of the basic plane with EF.
    control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
}
