//! Converts the scanner's character offsets to byte offsets.

/// The number of characters between two marks; a lookup walks over fewer.
const STRIDE: usize = 64;

/// The byte offsets of the characters of a part of a text.
pub(crate) struct Offsets<'t> {
    part: &'t str,
    /// Where the part starts in the text.
    start: u32,
    /// The byte offset of every [`STRIDE`]th character; `None` if the part is ASCII.
    marks: Option<Vec<u32>>,
}

impl<'t> Offsets<'t> {
    /// Prepares the lookup for a part that starts at `start`.
    pub(crate) fn new(part: &'t str, start: usize) -> Self {
        let marks = (!part.is_ascii()).then(|| {
            let starts = part.char_indices().step_by(STRIDE);
            starts.map(|(byte, _)| narrow(byte)).collect()
        });
        Offsets { part, start: narrow(start), marks }
    }

    /// The offset in the text of a character of the part; one after the last is at its end.
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
    u32::try_from(offset).expect("larger files are refused before")
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
