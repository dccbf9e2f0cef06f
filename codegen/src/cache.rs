//! What the last run left in the output folder, so that this one makes only what an edit touches.
//!
//! Each generated file has an entry with a *key*: the digest of everything that the file is made
//! from. A file whose key is in the cache is a *hit* and is not made again. Nothing depends on the
//! cache: without it a run makes every file, with the same result.
//!
//! This module is plain data. `output` reads it from the disk, keeps only the entries that still
//! describe the files there, and writes it back.

pub(crate) mod key;
pub mod store;

use std::collections::HashMap;
use std::time::Duration;

use annals_contract::Digest;
use serde::{Deserialize, Serialize};

/// The generated files that are as the last run left them, by path.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cache {
    pub(crate) entries: HashMap<String, Entry>,
    /// The text of `catalog.lock`, if it has an entry. It is not saved: the file is there.
    #[serde(skip)]
    pub(crate) lock: String,
}

/// A generated file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    digest: u128,
    key: Option<u128>,
    /// What the file system said of it when it had this digest.
    pub(crate) stamp: Stamp,
}

/// What a file system tells of a file without reading it. A file with another stamp is read again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// Bytes.
    pub(crate) length: u64,
    /// When the content changed, since 1970.
    pub(crate) modified: Duration,
    /// When anything about the file changed, the time above included; zero where that is not known.
    pub(crate) changed: Duration,
    /// The inode; 0 where there is none.
    pub(crate) inode: u64,
}

impl Cache {
    /// The digest of a file, if it was made from what `key` is the digest of.
    pub(crate) fn hit(&self, path: &str, key: Digest) -> Option<Digest> {
        let entry = self.entries.get(path).filter(|entry| entry.key == Some(key.0))?;
        Some(entry.digest())
    }
}

impl Entry {
    /// `key` is `None` for a file that every run makes.
    pub(crate) fn new(digest: Digest, key: Option<Digest>, stamp: Stamp) -> Self {
        Self { digest: digest.0, key: key.map(|key| key.0), stamp }
    }

    /// Of the file's bytes.
    pub(crate) fn digest(&self) -> Digest {
        Digest(self.digest)
    }
}
