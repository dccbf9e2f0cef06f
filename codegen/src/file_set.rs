//! The result of a generation: named bytes, nothing on disk yet.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use annals_catalog::model::{EventId, RecordId};
use annals_contract::{ArtifactKind, Digest, digest};
use rayon::prelude::*;

use crate::output::memory::{Known, Recall};

/// What a file is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

    /// What it makes, for the command line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Rust => "Rust bindings under `src/`",
            Self::JsonSchema => "JSON Schema under `schemas/json/`",
            Self::Avro => "Avro schemas under `schemas/avro/`",
            Self::Docs => "The Sphinx project under `docs/`: index, pages, glossary",
        }
    }

    /// Its name, as the command line knows it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JsonSchema => "json-schema",
            Self::Avro => "avro",
            Self::Docs => "docs",
        }
    }
}

/// A file: its path, and what belongs there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the output folder, `/`-separated.
    pub(crate) path: String,
    pub(crate) subject: Subject,
    pub(crate) content: Content,
}

/// What a file is about; the lock lists it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// More than one thing of the catalog.
    Catalog,
    Event(EventId, ArtifactKind),
    /// The page of a record.
    Record(RecordId),
}

/// What belongs into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// These bytes, shared with the plan, so that nothing is copied on its way to the disk.
    Made { bytes: Arc<Vec<u8>>, digest: Digest, basis: Option<Digest> },
    /// What is there already: it was made from the same.
    Recalled(Known),
}

impl File {
    /// Makes a file; its digest is taken here, on the core that made it.
    pub fn new(path: String, bytes: impl Into<Vec<u8>>) -> Self {
        Self::of(path, None, bytes.into())
    }

    /// Makes a file, unless what is on the disk was made from the same: `basis` is the digest of
    /// all that `make` reads.
    pub fn made(
        path: String,
        basis: Option<Digest>,
        recall: Option<&Recall<'_>>,
        make: impl FnOnce() -> String,
    ) -> Self {
        let known = recall.zip(basis).and_then(|(recall, basis)| recall.file(&path, basis));
        match known {
            Some(known) => {
                Self { path, subject: Subject::Catalog, content: Content::Recalled(known) }
            }
            None => Self::of(path, basis, make().into_bytes()),
        }
    }

    /// Renders a tree into a file, unless what is on the disk came from the same tree.
    pub fn rendered<T: Hash>(
        path: String,
        tree: T,
        recall: Option<&Recall<'_>>,
        render: impl FnOnce(T) -> String,
    ) -> Self {
        let basis = recall.map(|_| tree_digest(&tree));
        Self::made(path, basis, recall, || render(tree))
    }

    /// The same file, about something.
    pub fn about(self, subject: Subject) -> Self {
        Self { subject, ..self }
    }

    fn of(path: String, basis: Option<Digest>, bytes: Vec<u8>) -> Self {
        let digest = digest(&bytes);
        let content = Content::Made { bytes: Arc::new(bytes), digest, basis };
        Self { path, subject: Subject::Catalog, content }
    }

    /// The digest of the bytes.
    pub fn digest(&self) -> Digest {
        match &self.content {
            Content::Made { digest, .. } => *digest,
            Content::Recalled(known) => known.digest,
        }
    }

    fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Made { bytes, .. } => Some(bytes),
            Content::Recalled(_) => None,
        }
    }
}

/// The digest of a tree: what follows decides nothing more, so equal trees give equal files.
fn tree_digest(tree: &impl Hash) -> Digest {
    let mut bytes = Bytes(Vec::new());
    tree.hash(&mut bytes);
    digest(&bytes.0)
}

/// Collects what is hashed; trees are many small pieces, and digests want long ones.
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        digest(&self.0).0 as u64
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
    pub fn new(mut files: Vec<File>) -> Self {
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
    pub fn add(&mut self, file: File) {
        let place = self.files.partition_point(|other| other.path < file.path);
        self.files.insert(place, file);
    }

    fn find(&self, path: &str) -> Option<&File> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }

    /// The files in path order, with shared bytes.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// True if a file belongs there, also one whose bytes are not at hand.
    pub fn contains(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The files whose bytes are at hand, in path order: all of them, unless some were recalled.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().filter_map(|file| Some((file.path.as_str(), file.bytes()?)))
    }

    /// The bytes of one file, where they are at hand.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.find(path).and_then(File::bytes)
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
