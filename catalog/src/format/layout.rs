//! The layout of a file: entries with their comments and blank lines.

use std::borrow::Cow;

use super::shape::Shape;

/// The layout of a file.
pub(super) struct Document<'t> {
    /// Comments that stay at the top, whichever entry is first.
    pub(super) header: Vec<Comment<'t>>,
    /// The top mapping; `None` if there are only comments.
    pub(super) root: Option<Collection<'t>>,
    /// Comments at the end.
    pub(super) tail: Vec<Comment<'t>>,
}

/// A comment on a line of its own.
pub(super) struct Comment<'t> {
    /// Its text, from `#` to the last character that is not a space.
    pub(super) text: &'t str,
    /// A blank line comes before it.
    pub(super) blank: bool,
}

/// An entry of a mapping or an item of a list.
pub(super) struct Entry<'t> {
    /// Comments above it.
    pub(super) before: Vec<Comment<'t>>,
    /// A blank line comes directly before it.
    pub(super) blank: bool,
    /// `None` for an item of a list.
    pub(super) key: Option<Key<'t>>,
    pub(super) value: Value<'t>,
    /// The comment at the end of its line, or of the line of its key if the value is below.
    pub(super) comment: Option<&'t str>,
}

/// A key.
pub(super) struct Key<'t> {
    /// As it is written.
    pub(super) written: Cow<'t, str>,
    /// What it means.
    pub(super) name: &'t str,
}

/// The value of an entry.
pub(super) enum Value<'t> {
    /// Nothing: `key:`, and comments below it that are indented like entries.
    Nothing { tail: Vec<Comment<'t>> },
    /// A new text, whose style the writer chooses.
    Text(&'t str),
    /// A text on one line.
    Line {
        text: Cow<'t, str>,
        /// True if it began below its key.
        below: bool,
    },
    /// A plain or quoted text on several lines, without their indentation.
    Lines {
        lines: Vec<&'t str>,
        below: bool,
        /// The same on one line, if that is possible.
        flat: Option<Cow<'t, str>>,
    },
    /// A text below `|` or `>`.
    Block {
        header: String,
        /// The lines, without indentation.
        lines: Vec<&'t str>,
    },
    /// A mapping or a list.
    Collection(Collection<'t>),
}

/// A mapping or a list.
pub(super) struct Collection<'t> {
    /// What the language says about it.
    pub(super) shape: Shape,
    /// A list.
    pub(super) list: bool,
    /// True if it goes in brackets where it fits into one line.
    pub(super) flow: bool,
    pub(super) entries: Vec<Entry<'t>>,
    /// Comments after its last entry.
    pub(super) tail: Vec<Comment<'t>>,
}

impl<'t> Entry<'t> {
    /// Adds a comment at the end of the line. An earlier one there moves to a line above the entry.
    pub(super) fn comment(&mut self, comment: Option<&'t str>) {
        if let Some(text) = comment
            && let Some(earlier) = self.comment.replace(text)
        {
            self.above(earlier);
        }
    }

    /// Adds a comment on a line above the entry.
    pub(super) fn above(&mut self, text: &'t str) {
        // The blank line would divide the comment from the entry.
        let blank = std::mem::take(&mut self.blank);
        self.before.push(Comment { text, blank });
    }

    /// Whether a blank line comes before the entry and its comments.
    pub(super) fn blank_above(&mut self) -> &mut bool {
        match self.before.first_mut() {
            Some(comment) => &mut comment.blank,
            None => &mut self.blank,
        }
    }
}
