//! The result of a generation: named bytes, nothing on disk yet.

use std::sync::Arc;

use annals_catalog::model::{EventId, RecordId};
use annals_contract::{ArtifactKind, Digest, digest};
use rayon::prelude::*;

use crate::cache::Cache;

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Relative to the output folder, `/`-separated.
    pub(crate) path: String,
    pub(crate) subject: Subject,
    /// Of its bytes.
    pub(crate) digest: Digest,
    /// Of everything that it is made from, for the cache.
    pub(crate) key: Option<Digest>,
    /// `None` for a cache hit: these bytes are on the disk already. Shared with the plan.
    pub(crate) bytes: Option<Arc<[u8]>>,
}

/// What a file is about; the lock lists it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// More than one item of the catalog.
    Catalog,
    Event(EventId, ArtifactKind),
    /// The page of a record.
    Record(RecordId),
}

impl File {
    /// A file that every run makes. Its digest is taken here, on the core that made it. The bytes are
    /// copied, since a text that was rendered piece by piece has a third more memory than it needs.
    pub(crate) fn new(path: String, bytes: impl AsRef<[u8]>) -> Self {
        let bytes: Arc<[u8]> = Arc::from(bytes.as_ref());
        Self {
            path,
            subject: Subject::Catalog,
            digest: digest(&bytes),
            key: None,
            bytes: Some(bytes),
        }
    }

    /// The file in the cache that has this key, or a new one.
    pub(crate) fn cached(
        path: String,
        key: Digest,
        cache: &Cache,
        make: impl FnOnce() -> String,
    ) -> Self {
        let key = Some(key);
        match key.and_then(|key| cache.hit(&path, key)) {
            Some(digest) => Self { path, subject: Subject::Catalog, digest, key, bytes: None },
            None => Self { key, ..Self::new(path, make()) },
        }
    }

    /// The same file, about something.
    pub(crate) fn about(self, subject: Subject) -> Self {
        Self { subject, ..self }
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
    /// If two have one path: two lowered items with one file name are a bug of ours, since the
    /// front end refuses names that collide.
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

    /// The files in path order.
    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    /// True if a file has this path, even if its bytes are not at hand.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The files whose bytes are at hand, in path order: all of them but the cache hits.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter();
        files.filter_map(|file| Some((file.path.as_str(), file.bytes.as_deref()?)))
    }

    /// The bytes of one file, if they are at hand.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.find(path)?.bytes.as_deref()
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
