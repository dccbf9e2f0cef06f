//! Gives the scanner the characters of a text.
//!
//! The input that comes with the scanner decodes a character each time it is looked at, which takes
//! long where it is not optimized, as in a build script; and it reserves 128 bytes for each scalar.

use saphyr_parser::Input;

/// How far the scanner may look ahead, and how much it reserves for the next part of a scalar.
const AHEAD: usize = 16;

/// The characters of a text that have not been scanned.
pub(super) struct Characters<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// The offset of the next one.
    at: usize,
}

impl<'t> Characters<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0 }
    }

    /// The first byte of the next character; as in every input, NUL at the end.
    fn byte(&self) -> u8 {
        if self.at < self.bytes.len() { self.bytes[self.at] } else { 0 }
    }

    /// The character at an offset.
    fn character(&self, at: usize) -> char {
        match self.bytes.get(at) {
            Some(byte) if byte.is_ascii() => char::from(*byte),
            Some(_) => self.text[at..].chars().next().unwrap_or_default(),
            None => '\0',
        }
    }

    /// The offset of the character after the one at an offset.
    fn after(&self, at: usize) -> usize {
        if at >= self.bytes.len() {
            return at;
        }
        match self.bytes[at] {
            0x00..0xc0 => at + 1,
            0xc0..0xe0 => at + 2,
            0xe0..0xf0 => at + 3,
            0xf0.. => at + 4,
        }
    }
}

impl Input for Characters<'_> {
    fn lookahead(&mut self, _: usize) {}

    fn buflen(&self) -> usize {
        AHEAD
    }

    fn bufmaxlen(&self) -> usize {
        AHEAD
    }

    fn raw_read_ch(&mut self) -> char {
        let character = self.peek();
        self.skip();
        character
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        let ends = self.next_is_breakz() || self.peek() == '\u{feff}';
        (!ends).then(|| self.raw_read_ch())
    }

    fn skip(&mut self) {
        self.at = self.after(self.at);
    }

    fn skip_n(&mut self, count: usize) {
        (0..count).for_each(|_| self.skip());
    }

    fn peek(&self) -> char {
        self.character(self.at)
    }

    fn peek_nth(&self, mut count: usize) -> char {
        let mut at = self.at;
        while count > 0 {
            (at, count) = (self.after(at), count - 1);
        }
        self.character(at)
    }

    fn peek_opt(&self) -> Option<char> {
        (self.at < self.bytes.len()).then(|| self.peek())
    }

    // The rest is what the scanner asks for every character of a plain scalar.

    fn next_is_blank_or_breakz(&self) -> bool {
        matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r' | 0)
    }

    fn next_is_blank_or_break(&self) -> bool {
        matches!(self.byte(), b' ' | b'\t' | b'\n' | b'\r')
    }

    fn next_can_be_plain_scalar(&self, in_flow: bool) -> bool {
        match self.byte() {
            b',' | b'[' | b']' | b'{' | b'}' => !in_flow,
            b':' => match self.peek_nth(1) {
                ' ' | '\t' | '\n' | '\r' | '\0' => false,
                ',' | '[' | ']' | '{' | '}' => !in_flow,
                _ => true,
            },
            // The first byte of a byte order mark.
            0xef => self.peek() != '\u{feff}',
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use saphyr_parser::{Input, Parser};

    use super::Characters;
    use crate::parse::random::Random;

    /// Pieces of YAML, of which some mean different things in different places.
    const PIECES: &str = "a$long words $ß$😀$\u{feff}$\u{85}$\u{2028}$ $  $\n$\r\n$\r$\t$:$: $- $-$? $#$ # c$\
        ,$, $[$]${$}$'$\"$\\$|\n  $>-\n  $&x $*x$!t $%Y a\n$---$...$\n---\n$\n                    $k: ";

    /// The events up to the end, or up to an error.
    fn scanned<I: Input>(mut parser: Parser<'_, I>) -> String {
        let mut events = String::new();
        while let Some(event) = parser.next_event() {
            events.push_str(&format!("{event:?}\n"));
            if event.is_err() {
                break;
            }
        }
        events
    }

    #[test]
    fn the_scanner_reads_the_same_as_with_its_own_input() {
        let (mut random, pieces) = (Random(7), PIECES.split('$').collect::<Vec<_>>());
        for _ in 0..20_000 {
            let text: String =
                (0..random.below(24)).map(|_| pieces[random.below(pieces.len())]).collect();
            let expected = scanned(Parser::new_from_str(&text));
            assert_eq!(scanned(Parser::new(Characters::of(&text))), expected, "{text:?}");
        }
    }
}
