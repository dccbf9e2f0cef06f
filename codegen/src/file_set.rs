//! The result of a generation: named bytes, nothing on disk yet.

use std::sync::Arc;

use annals_contract::{Digest, digest};
use rayon::prelude::*;

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

    /// Its name, as the command line knows it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JsonSchema => "json-schema",
            Self::Avro => "avro",
            Self::Docs => "docs",
        }
    }
}

/// A file in memory: its path, and what belongs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Relative to the output folder, `/`-separated.
    pub(crate) path: String,
    /// Shared with the plan, so that nothing is copied on its way to the disk.
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) digest: Digest,
}

impl File {
    /// Makes a file; its digest is taken here, on the core that made it.
    pub(crate) fn new(path: String, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        let digest = digest(&bytes);
        Self { path, bytes: Arc::new(bytes), digest }
    }
}

/// Files by path, `/`-separated and relative to the output folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FileSet {
    /// In path order, each path once.
    files: Vec<File>,
}

impl FileSet {
    /// The files of all targets.
    ///
    /// # Panics
    /// If two have one path: two lowered things with one file name are a bug of ours, since the
    /// front end refuses names that fall together.
    pub(crate) fn new(mut files: Vec<File>) -> Self {
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        for pair in files.windows(2) {
            assert!(
                pair[0].path != pair[1].path,
                "two generated files are called {}",
                pair[0].path
            );
        }
        Self { files }
    }

    /// Adds a file; its path must be new.
    pub(crate) fn add(&mut self, file: File) {
        let place = self.files.partition_point(|other| other.path < file.path);
        self.files.insert(place, file);
    }

    fn find(&self, path: &str) -> Option<&File> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }

    /// The files in path order, with shared bytes.
    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    /// The digest of one file.
    pub(crate) fn digest(&self, path: &str) -> Option<Digest> {
        self.find(path).map(|file| file.digest)
    }

    /// The files in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice()))
    }

    /// The bytes of one file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.find(path).map(|file| file.bytes.as_slice())
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
