//! The files of a run, with paths, lines and columns for spans.

use std::ops::Range;
use std::sync::OnceLock;

use super::{FileId, Source, Span};

/// All files of a run, numbered in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<File>,
}

#[derive(Clone, Debug)]
struct File {
    source: Source,
    /// Computed when first needed, which a valid catalog never does.
    places: OnceLock<Places>,
}

#[derive(Clone, Debug)]
struct Places {
    /// Offset of the first byte of each line; the first is 0.
    line_starts: Vec<u32>,
    /// The number of characters before every [`STRIDE`]th byte, so that columns in a long line are
    /// cheap; empty if the text is ASCII.
    counts: Vec<u32>,
}

/// The number of bytes between two counts of characters.
const STRIDE: usize = 256;

/// A line and column, both from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl SourceMap {
    /// Adds a file. A byte order mark at its start is removed.
    pub fn add(&mut self, mut source: Source) -> FileId {
        if source.text.starts_with('\u{feff}') {
            source.text.drain(..'\u{feff}'.len_utf8());
        }
        self.files.push(File { source, places: OnceLock::new() });
        FileId(u32::try_from(self.files.len() - 1).expect("fewer files than memory has bytes"))
    }

    /// The file with this number.
    ///
    /// # Panics
    ///
    /// If the number is from another map.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        &self.file(file).source
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..).map(FileId).zip(self.files.iter().map(|file| &file.source))
    }

    /// The text that a span covers.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The position of an offset; one after the end counts as the end.
    #[must_use]
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        let file = self.file(file);
        let line_starts = &file.places().line_starts;
        let line = line_starts.partition_point(|start| *start <= offset);
        let start = line_starts[line - 1] as usize;
        let end = (offset as usize).min(file.source.text.len()).max(start);
        Position { line, column: file.characters_before(end) - file.characters_before(start) + 1 }
    }

    /// The text of a line, counted from 1, without its line end; empty if there is no such line.
    #[must_use]
    pub fn excerpt(&self, file: FileId, line: usize) -> &str {
        let Range { start, end } = self.line(file, line);
        &self.get(file).text[start as usize..end as usize]
    }

    /// The bytes of a line, counted from 1, without its line end; empty if there is no such line.
    #[must_use]
    pub fn line(&self, file: FileId, line: usize) -> Range<u32> {
        let file = self.file(file);
        let (source, line_starts) = (&file.source, &file.places().line_starts);
        let Some(start) = line.checked_sub(1).and_then(|line| line_starts.get(line)) else {
            return 0..0;
        };
        let end = line_starts.get(line).map_or(source.text.len(), |end| *end as usize);
        let text = source.text[*start as usize..end].trim_end_matches(['\r', '\n']);
        *start..*start + text.len() as u32
    }

    fn file(&self, file: FileId) -> &File {
        &self.files[file.0 as usize]
    }
}

impl File {
    fn places(&self) -> &Places {
        let text = &self.source.text;
        self.places.get_or_init(|| Places { line_starts: line_starts(text), counts: counts(text) })
    }

    fn characters_before(&self, offset: usize) -> usize {
        let Some(count) = self.places().counts.get(offset / STRIDE) else {
            return offset;
        };
        let rest = &self.source.text.as_bytes()[offset / STRIDE * STRIDE..offset];
        *count as usize + count_characters(rest)
    }
}

fn counts(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    // The part after the last whole one counts too, even if it is empty.
    let parts = (0..=text.len() / STRIDE).map(|part| {
        let end = text.len().min((part + 1) * STRIDE);
        &text.as_bytes()[part * STRIDE..end]
    });
    let mut total = 0;
    parts
        .map(|part| {
            let before = total;
            total += count_characters(part) as u32;
            before
        })
        .collect()
}

/// Counts all bytes except those that continue a character, since a part may split one.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// A line ends with `\n`, `\r\n` or a lone `\r`, as in YAML.
fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(index, byte)| {
        **byte == b'\n' || (**byte == b'\r' && bytes.get(index + 1) != Some(&b'\n'))
    });
    // Files above the size limit are refused before any position in them is needed.
    let starts = ends.map_while(|(index, _)| u32::try_from(index + 1).ok());
    std::iter::once(0).chain(starts).collect()
}

#[cfg(test)]
mod tests {
    use super::{FileId, Position, Source, SourceMap};

    fn map(text: &str) -> SourceMap {
        let mut sources = SourceMap::default();
        sources.add(Source { path: "catalog.yaml".into(), text: text.into() });
        sources
    }

    #[test]
    fn positions_count_characters_over_every_line_end() {
        let sources = map("a\r\nßb\rc\n");
        let at = |offset| {
            let Position { line, column } = sources.position(FileId(0), offset);
            (line, column)
        };
        assert_eq!(
            [at(0), at(1), at(3), at(5), at(6), at(7), at(8), at(9), at(99)],
            [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1), (4, 1)]
        );
    }

    #[test]
    fn columns_in_long_lines_count_characters() {
        for text in ["ß😀a".repeat(500), "abc".repeat(500)] {
            let sources = map(&text);
            for (character, (byte, _)) in text.char_indices().enumerate() {
                let column = sources.position(FileId(0), byte as u32).column;
                assert_eq!(column, character + 1);
            }
            let end = sources.position(FileId(0), text.len() as u32).column;
            assert_eq!(end, text.chars().count() + 1);
        }
    }

    #[test]
    fn excerpts_have_no_line_end() {
        let sources = map("a\r\nßb\rc");
        let lines: Vec<_> = (0..=4).map(|line| sources.excerpt(FileId(0), line)).collect();
        assert_eq!(lines, ["", "a", "ßb", "c", ""]);
    }

    #[test]
    fn byte_order_mark_is_dropped() {
        assert_eq!(map("\u{feff}a").get(FileId(0)).text, "a");
    }
}
