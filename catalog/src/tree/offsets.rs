//! From the scanner's character counts to byte offsets: a part of a text in, a quick lookup out.

/// So many characters lie between two marks; a lookup walks fewer than that.
const STRIDE: usize = 64;

/// Knows the byte offset of every character of a part of a text.
pub(crate) struct Offsets<'t> {
    part: &'t str,
    /// Where the part begins in the text.
    start: u32,
    /// The byte offset of every [`STRIDE`]th character; `None` where one character is one byte.
    marks: Option<Vec<u32>>,
}

impl<'t> Offsets<'t> {
    /// Walks the part once, which begins at `start`.
    pub(crate) fn new(part: &'t str, start: usize) -> Self {
        let marks = (!part.is_ascii()).then(|| {
            let starts = part.char_indices().step_by(STRIDE);
            starts.map(|(byte, _)| narrow(byte)).collect()
        });
        Offsets { part, start: narrow(start), marks }
    }

    /// The offset in the text of a character of the part; one behind the last is at its end.
    pub(crate) fn byte(&self, character: usize) -> u32 {
        self.start + self.within(character)
    }

    fn within(&self, character: usize) -> u32 {
        let Some(marks) = &self.marks else {
            return narrow(character.min(self.part.len()));
        };
        let Some(mark) = marks.get(character / STRIDE) else {
            return narrow(self.part.len());
        };
        let mut rest = self.part[*mark as usize..].char_indices();
        rest.nth(character % STRIDE)
            .map_or(narrow(self.part.len()), |(byte, _)| mark + narrow(byte))
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).expect("files above the size limit were refused")
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn every_character_is_found() {
        for text in ["abc".repeat(50), "aß😀c".repeat(50), "😀".repeat(64), String::new()] {
            let offsets = Offsets::new(&text, 7);
            for (character, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.byte(character) as usize, 7 + byte);
            }
            let count = text.chars().count();
            assert_eq!(offsets.byte(count) as usize, 7 + text.len());
            assert_eq!(offsets.byte(count + 1000) as usize, 7 + text.len());
        }
    }
}
