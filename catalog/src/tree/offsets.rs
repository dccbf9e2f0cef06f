//! From the scanner's character counts to byte offsets: a text in, a quick lookup out.

/// So many characters lie between two marks; a lookup walks fewer than that.
const STRIDE: usize = 64;

/// Knows the byte offset of every character of a text.
pub(crate) struct Offsets<'t> {
    text: &'t str,
    /// The byte offset of every [`STRIDE`]th character; `None` where one character is one byte.
    marks: Option<Vec<u32>>,
}

impl<'t> Offsets<'t> {
    /// Walks the text once.
    pub(crate) fn new(text: &'t str) -> Self {
        let marks = (!text.is_ascii()).then(|| {
            let starts = text.char_indices().step_by(STRIDE);
            starts.map(|(byte, _)| narrow(byte)).collect()
        });
        Offsets { text, marks }
    }

    /// The byte offset of a character; one behind the last is the length of the text.
    pub(crate) fn byte(&self, character: usize) -> u32 {
        let Some(marks) = &self.marks else {
            return narrow(character.min(self.text.len()));
        };
        let Some(mark) = marks.get(character / STRIDE) else {
            return narrow(self.text.len());
        };
        let mut rest = self.text[*mark as usize..].char_indices();
        rest.nth(character % STRIDE)
            .map_or(narrow(self.text.len()), |(byte, _)| mark + narrow(byte))
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
            let offsets = Offsets::new(&text);
            for (character, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.byte(character) as usize, byte);
            }
            let count = text.chars().count();
            assert_eq!(offsets.byte(count) as usize, text.len());
            assert_eq!(offsets.byte(count + 1000) as usize, text.len());
        }
    }
}
