//! Reads the comments and blank lines between values.
//!
//! Between values there are only spaces, line ends, signs (`:`, `-`, `,`, brackets) and comments, so
//! a `#` always begins a comment.

use super::layout::Comment;

/// A position in a text.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    /// The next byte.
    pub(super) at: usize,
    /// All comments so far.
    pub(super) comments: Vec<&'t str>,
}

/// Comments on lines of their own, and whether a blank line follows.
pub(super) struct Above<'t> {
    pub(super) comments: Vec<Comment<'t>>,
    pub(super) blank: bool,
    /// True after a `?`, which begins an explicit key.
    pub(super) question: bool,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, comments: Vec::new() }
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    /// The comments up to the byte `end`.
    pub(super) fn until(&mut self, end: usize) -> Above<'t> {
        self.scan(end, b"")
    }

    /// The comments up to one of `signs`; moves the cursor past it.
    pub(super) fn over(&mut self, signs: &[u8]) -> Above<'t> {
        let above = self.scan(self.text.len(), signs);
        self.at = (self.at + 1).min(self.text.len());
        above
    }

    fn scan(&mut self, end: usize, signs: &[u8]) -> Above<'t> {
        let (mut comments, mut line_ends, mut question) = (Vec::new(), 0, false);
        while self.at < end {
            match self.bytes()[self.at] {
                b'#' => {
                    let text = self.comment();
                    comments.push(Comment { text, blank: line_ends > 1 });
                    line_ends = 0;
                    continue;
                }
                byte if signs.contains(&byte) => break,
                b'\r' if self.bytes().get(self.at + 1) == Some(&b'\n') => {}
                b'\r' | b'\n' => line_ends += 1,
                b'?' => question = true,
                _ => {}
            }
            self.at += 1;
        }
        Above { comments, blank: line_ends > 1, question }
    }

    /// The comment at the end of this line, if only spaces and one of `signs` come before it.
    pub(super) fn behind(&mut self, signs: &[u8]) -> Option<&'t str> {
        // A second sign begins a text: `: :#`.
        let mut signs = signs;
        while let Some(byte) = self.bytes().get(self.at) {
            match byte {
                b'#' => return Some(self.comment()),
                b' ' | b'\t' => self.at += 1,
                byte if signs.contains(byte) => (self.at, signs) = (self.at + 1, b""),
                _ => return None,
            }
        }
        None
    }

    /// The comments on the next lines that are indented by at least `column`.
    pub(super) fn indented(&mut self, column: usize) -> Vec<Comment<'t>> {
        let mut comments = Vec::new();
        loop {
            let start = self.at;
            let (mut line_ends, mut line) = (0, None);
            while let Some(byte) = self.bytes().get(self.at) {
                match byte {
                    b'\r' if self.bytes().get(self.at + 1) == Some(&b'\n') => {}
                    b'\r' | b'\n' => (line_ends, line) = (line_ends + 1, Some(self.at + 1)),
                    b' ' | b'\t' => {}
                    _ => break,
                }
                self.at += 1;
            }
            let indented = line.is_some_and(|line| self.at - line >= column);
            if !indented || self.bytes().get(self.at) != Some(&b'#') {
                self.at = start;
                return comments;
            }
            comments.push(Comment { text: self.comment(), blank: line_ends > 1 });
        }
    }

    /// The comment that begins at the cursor.
    fn comment(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        let length = rest.find(['\r', '\n']).unwrap_or(rest.len());
        self.at += length;
        let text = rest[..length].trim_end_matches([' ', '\t']);
        self.comments.push(text);
        text
    }

    /// The column of the byte `at`, in bytes.
    pub(super) fn column(&self, at: usize) -> usize {
        let before = &self.bytes()[..at];
        before.iter().rev().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count()
    }

    /// True if a line ends between here and the byte `end`.
    pub(super) fn breaks(&self, end: usize) -> bool {
        self.bytes()
            .get(self.at..end)
            .is_some_and(|gap| gap.contains(&b'\n') || gap.contains(&b'\r'))
    }
}
