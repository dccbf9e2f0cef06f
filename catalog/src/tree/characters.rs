//! Refuses characters that YAML does not allow.

use crate::diagnostic::Diagnostics;
use crate::rule::yaml::CONTROL_CHARACTER;
use crate::source::{FileId, Span};

/// Reports the first character that YAML does not allow. The scanner would read a NUL as the end of
/// the file and silently ignore the rest.
pub(crate) fn check(diagnostics: &mut Diagnostics, file: FileId, text: &str) -> Option<()> {
    let Some((at, character)) = first_forbidden(text) else {
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

/// True for bytes that may start a forbidden character, and that do not continue any character.
const fn is_suspect(byte: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    // C1 controls start with C2, U+FFFE and U+FFFF with EF.
    control | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)
}
