//! Splits an input into lines, in batches, so that memory use does not depend on its length.

use std::io::{self, ErrorKind, Read};
use std::ops::Range;

/// Initial size of the buffer, in bytes.
const BATCH: usize = 1 << 20;

/// The lines of an input.
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// The number of bytes in the buffer.
    filled: usize,
    /// The number of these that the last batch returned.
    used: usize,
    /// The number of lines returned so far.
    count: u64,
    longest: usize,
    /// True if the rest of a line that is too long must be skipped.
    skipping: bool,
    ended: bool,
}

/// A line: its number, from 1, and its bytes without the line break; `None` if it is too long.
pub(super) struct Line<'a> {
    pub(super) number: u64,
    pub(super) bytes: Option<&'a [u8]>,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R, longest: usize) -> Self {
        Self {
            input,
            buffer: vec![0; BATCH],
            filled: 0,
            used: 0,
            count: 0,
            longest,
            skipping: false,
            ended: false,
        }
    }

    /// The next lines; `None` at the end.
    pub(super) fn batch(&mut self) -> io::Result<Option<Vec<Line<'_>>>> {
        self.buffer.copy_within(self.used..self.filled, 0);
        self.filled -= self.used;
        self.used = 0;
        let mut too_long = Vec::new();
        loop {
            self.read()?;
            if self.skipping {
                self.skip();
            }
            let whole = self.buffer[..self.filled].iter().rposition(|byte| *byte == b'\n');
            if let Some(end) = whole {
                self.used = end + 1;
                break;
            }
            if self.ended {
                self.used = self.filled;
                break;
            }
            if self.filled > self.longest {
                self.count += 1;
                too_long.push(self.count);
                (self.filled, self.skipping) = (0, true);
            } else if self.filled == self.buffer.len() {
                self.buffer.resize(self.filled * 2, 0);
            }
        }
        if self.used == 0 && self.ended && too_long.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.lines(too_long)))
    }

    /// Reads once, so that a line from a pipe is not held back until the buffer is full.
    fn read(&mut self) -> io::Result<()> {
        loop {
            match self.input.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }

    /// Drops the rest of a line that is too long, as far as it has been read.
    fn skip(&mut self) {
        let end = self.buffer[..self.filled].iter().position(|byte| *byte == b'\n');
        let dropped = end.map_or(self.filled, |end| end + 1);
        self.buffer.copy_within(dropped..self.filled, 0);
        self.filled -= dropped;
        self.skipping = end.is_none();
    }

    fn lines(&mut self, too_long: Vec<u64>) -> Vec<Line<'_>> {
        let mut lines: Vec<Line<'_>> =
            too_long.into_iter().map(|number| Line { number, bytes: None }).collect();
        for range in ranges(&self.buffer[..self.used]) {
            self.count += 1;
            let bytes = Some(&self.buffer[range]).filter(|line| line.len() <= self.longest);
            lines.push(Line { number: self.count, bytes });
        }
        lines
    }
}

/// The ranges of the lines in a text, without line breaks.
fn ranges(text: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut ranges = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        ranges.push(start..start + bare.len());
        start = end;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::Lines;

    /// The lines of a text; `-` for a line that is too long.
    fn lines(text: &[u8], longest: usize) -> Vec<(u64, String)> {
        let mut lines = Lines::new(text, longest);
        let mut found = Vec::new();
        while let Some(batch) = lines.batch().unwrap() {
            for line in batch {
                let text = line.bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                found.push((line.number, text.unwrap_or("-".to_owned())));
            }
        }
        found
    }

    #[test]
    fn every_line_comes_once() {
        assert_eq!(lines(b"", 9), []);
        let cases: [(&[u8], &[&str]); 4] = [
            (b"a\nb\n", &["a", "b"]),
            (b"a\n\nb", &["a", "", "b"]),
            (b"\n", &[""]),
            (b"abc\nlonger than nine\nx", &["abc", "-", "x"]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = lines(text, 9);
            let numbers: Vec<_> = found.iter().map(|(number, _)| *number).collect();
            assert!(numbers.iter().copied().eq(1..=expected.len() as u64), "{numbers:?}");
            let found: Vec<_> = found.iter().map(|(_, line)| line.as_str()).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn lines_longer_than_a_batch_are_read_or_passed_over() {
        let long = "x".repeat(super::BATCH * 3 + 7);
        let text = format!("a\n{long}\nb\n{long}");
        let whole = lines(text.as_bytes(), usize::MAX);
        assert_eq!(
            whole.iter().map(|(_, line)| line.len()).collect::<Vec<_>>(),
            [1, long.len(), 1, long.len()]
        );
        let expected = [(1, "a"), (2, "-"), (3, "b"), (4, "-")];
        let expected = expected.map(|(number, line)| (number, line.to_owned()));
        assert_eq!(lines(text.as_bytes(), 1000), expected);
    }
}
