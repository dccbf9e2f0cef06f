//! The layout of a file: entries, each with the comments and the blank line that belong to it.

use std::borrow::Cow;

use super::shape::Shape;

/// A file.
pub(super) struct Document<'t> {
    /// Comments that stay at the top, whatever comes first.
    pub(super) header: Vec<Comment<'t>>,
    /// The catalog; `None` if there are only comments.
    pub(super) root: Option<Collection<'t>>,
    /// Comments behind everything.
    pub(super) tail: Vec<Comment<'t>>,
}

/// A comment on a line of its own.
pub(super) struct Comment<'t> {
    /// From its `#` on, without spaces behind.
    pub(super) text: &'t str,
    /// A blank line stands before it.
    pub(super) blank: bool,
}

/// An entry of a mapping or an item of a list.
pub(super) struct Entry<'t> {
    /// Comments above it.
    pub(super) before: Vec<Comment<'t>>,
    /// A blank line stands directly before it.
    pub(super) blank: bool,
    /// The key as it is written; `None` for the item of a list.
    pub(super) key: Option<Key<'t>>,
    /// What it holds.
    pub(super) value: Value<'t>,
    /// The comment behind it, or behind the key of a value that stands below.
    pub(super) comment: Option<&'t str>,
}

/// A key.
pub(super) struct Key<'t> {
    /// As it is written.
    pub(super) written: Cow<'t, str>,
    /// What it says.
    pub(super) name: &'t str,
}

/// What an entry holds.
pub(super) enum Value<'t> {
    /// Nothing: `key:`, perhaps with comments below that are indented as its entries would be.
    Nothing { tail: Vec<Comment<'t>> },
    /// A text that was not written before, so that its style is open.
    Text(&'t str),
    /// A text in one line.
    Line {
        text: Cow<'t, str>,
        /// It began on a line of its own.
        below: bool,
    },
    /// A text without or in quotes over several lines, without their indentation.
    Lines {
        lines: Vec<&'t str>,
        below: bool,
        /// The same in one line, where that is possible.
        flat: Option<Cow<'t, str>>,
    },
    /// A text after `|` or `>`.
    Block {
        header: String,
        /// Without their indentation; empty ones have none.
        lines: Vec<&'t str>,
    },
    /// A mapping or a list.
    Collection(Collection<'t>),
}

/// A mapping or a list.
pub(super) struct Collection<'t> {
    /// What the language says about it.
    pub(super) shape: &'static Shape,
    /// A list.
    pub(super) list: bool,
    /// It was written in brackets.
    pub(super) flow: bool,
    /// What is in it.
    pub(super) entries: Vec<Entry<'t>>,
    /// Comments behind its last entry.
    pub(super) tail: Vec<Comment<'t>>,
}

impl<'t> Entry<'t> {
    /// Gives the entry one more comment behind it; there is room for one, so an earlier one moves
    /// up to a line of its own.
    pub(super) fn comment(&mut self, comment: Option<&'t str>) {
        if let Some(text) = comment
            && let Some(earlier) = self.comment.replace(text)
        {
            self.above(earlier);
        }
    }

    /// Puts a comment on a line of its own above the entry.
    pub(super) fn above(&mut self, text: &'t str) {
        // The blank line before the entry would divide the two.
        let blank = std::mem::take(&mut self.blank);
        self.before.push(Comment { text, blank });
    }

    /// The mark of a blank line before all of it, its comments included.
    pub(super) fn blank_above(&mut self) -> &mut bool {
        match self.before.first_mut() {
            Some(comment) => &mut comment.blank,
            None => &mut self.blank,
        }
    }
}
