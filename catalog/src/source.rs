//! Source texts and positions in them: text in, files with line tables and spans out.

mod loader;
mod map;

use std::hash::{Hash, Hasher};

pub use loader::{LoadError, Loader, NoIncludes};
pub use map::{Position, SourceMap};

/// A file may hold so many bytes; it keeps every offset far within 32 bits.
pub const MAX_FILE_SIZE: usize = 64 * 1024 * 1024;

/// The number of a file in a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The main file of a catalog, which is read first.
pub(crate) const MAIN: FileId = FileId(0);

/// A range of bytes in one file; `start == end` marks a place between two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

/// Hashes nothing: where an item is written does not change what it is, so two items that differ in
/// their places alone have one hash.
impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A value together with the place it was written at.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// One file of the catalog: the main file or an included one.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as shown to people, `/`-separated, relative to the folder of the main file
    /// (so the main file is usually `catalog.yaml`).
    pub path: String,
    /// The text; a byte order mark at its start is dropped by [`SourceMap::add`].
    pub text: String,
}
