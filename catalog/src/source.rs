//! The files of a catalog, and positions in them.

mod loader;
mod map;

use std::hash::{Hash, Hasher};

pub use loader::{LoadError, Loader, NoIncludes};
pub use map::{Position, SourceMap};

/// The largest file, in bytes; offsets fit well into 32 bits.
pub const MAX_FILE_SIZE: usize = 64 * 1024 * 1024;

/// The number of a file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The main file of a catalog.
pub(crate) const MAIN: FileId = FileId(0);

/// Where the line with this offset starts.
pub(crate) fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// A range of bytes in one file; empty for a position between two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

/// Hashes nothing: two items that differ only in where they are written have the same hash.
impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// One file of the catalog: the main file or an included one.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path in messages, `/`-separated and relative to the folder of the main file, whose own path
    /// is usually `catalog.yaml`.
    pub path: String,
    /// The text; [`SourceMap::add`] removes a byte order mark at its start.
    pub text: String,
}
