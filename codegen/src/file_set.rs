//! The result of a generation: named bytes, nothing on disk yet.

use std::collections::BTreeMap;

/// What a file is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Target {
    /// Rust bindings under `src/`.
    Rust,
    /// JSON Schema under `schemas/json/`.
    JsonSchema,
    /// Avro schemas under `schemas/avro/`.
    Avro,
    /// The Sphinx project under `docs/`: index, pages, glossary.
    Docs,
}

impl Target {
    /// All targets, in the order they are made.
    pub const ALL: [Self; 4] = [Self::Rust, Self::JsonSchema, Self::Avro, Self::Docs];
}

/// Files by path, `/`-separated and relative to the output folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, Vec<u8>>,
}

impl FileSet {
    /// Adds a file.
    ///
    /// # Panics
    /// If the path is taken: two lowered things with one file name are a bug of ours,
    /// since the front end refuses names that fall together.
    pub(crate) fn add(&mut self, path: String, bytes: Vec<u8>) {
        let previous = self.files.insert(path.clone(), bytes);
        assert!(previous.is_none(), "two generated files are called {path}");
    }

    /// The files in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The bytes of one file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// True if there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Extend<(String, Vec<u8>)> for FileSet {
    fn extend<I: IntoIterator<Item = (String, Vec<u8>)>>(&mut self, files: I) {
        for (path, bytes) in files {
            self.add(path, bytes);
        }
    }
}
