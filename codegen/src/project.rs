//! Reads a catalog from disk and compiles it: a path in; model, diagnostics and digests out.

pub mod place;
mod read;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_catalog::Compiled;
use annals_contract::Digest;

use crate::{Options, Run, SourceDigest, Target};
pub use read::ReadError;
pub use read::not_utf8;
use read::{DiskLoader, Seen};

/// The file name a catalog has where none is given.
pub const CATALOG: &str = "catalog.yaml";

/// Said where the lock cannot say what it was made from.
pub const NO_WAY: &str = "the output shares no folder with the catalog, so catalog.lock does \
    not name the catalog, and the bindings will not notice when it changes";

/// A catalog read from disk.
#[derive(Debug)]
pub struct Project {
    /// The main file.
    pub path: PathBuf,
    /// What the front end made of it.
    pub compiled: Compiled,
    /// Every file read: path relative to the main file's folder, and digest of its bytes.
    pub sources: Vec<(String, Digest)>,
    /// Folders whose new files could match an `include`, for `build.rs` to watch.
    pub watched_folders: Vec<PathBuf>,
    /// Folders in which `include` looks for files, whether it found any there or not.
    pub included_folders: Vec<PathBuf>,
    /// The `include` patterns, in order.
    pub patterns: Vec<String>,
}

impl Project {
    /// Reads and compiles the catalog at `path`. Mistakes in it are in [`Project::compiled`].
    ///
    /// # Errors
    /// If the main file cannot be read or is not UTF-8. An included file that cannot be read is a
    /// diagnostic, since it has a place in the main file.
    pub fn open(path: &Path, run: &mut Run<'_>) -> Result<Self, ReadError> {
        Self::open_edited(path, BTreeMap::new(), run)
    }

    /// As [`Project::open`], with other bytes for the files in `edited` than they have on disk; by
    /// path relative to the folder of the main file.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_edited(
        path: &Path,
        edited: BTreeMap<String, Vec<u8>>,
        run: &mut Run<'_>,
    ) -> Result<Self, ReadError> {
        run.begin("read");
        let loader = DiskLoader::new(path, edited);
        let main = loader.read_main(path)?;
        let compiled = annals_catalog::compile(main, &loader, &mut |stage| run.begin(stage));
        Ok(Self::of(path, compiled, loader.finish()))
    }

    fn of(path: &Path, compiled: Compiled, seen: Seen) -> Self {
        let Seen { sources, watched_folders, included_folders, patterns } = seen;
        let path = path.to_owned();
        Self { path, compiled, sources, watched_folders, included_folders, patterns }
    }

    /// A catalog that is as it was when there was nothing to report, so it was not compiled.
    pub fn unread(path: &Path) -> Self {
        Self::of(path, Compiled::unread(), Seen::default())
    }

    /// Compiles the catalog with another text for one of its files, which is named as its source is.
    /// Nothing is written.
    ///
    /// # Errors
    /// If the main file cannot be read any more.
    pub fn compile_with(&self, path: &str, text: &str) -> Result<Compiled, ReadError> {
        let edited = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
        Self::open_edited(&self.path, edited, &mut Run::default()).map(|project| project.compiled)
    }

    /// The folder of the main file.
    #[must_use]
    pub fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// Where output goes unless told otherwise: `generated` beside the catalog.
    #[must_use]
    pub fn default_output(&self) -> PathBuf {
        default_output(&self.path)
    }

    /// The options for generating `targets` into `output`.
    ///
    /// Sources are left out of the lock where [`Project::way_home`] knows no way to them.
    #[must_use]
    pub fn options(&self, targets: &[Target], output: &Path) -> Options {
        let sources = self.way_home(output).into_iter().flat_map(|way| {
            let source = move |(path, digest): &(String, Digest)| SourceDigest {
                path: format!("{way}{path}"),
                digest: *digest,
            };
            self.sources.iter().map(source)
        });
        Options { targets: targets.to_vec(), sources: sources.collect() }
    }

    /// The way from an output folder to the catalog's folder, as the lock records it: `../` for
    /// `generated`. However the two are spelled, it is the same.
    ///
    /// `None` where they have nothing but the root of a disk in common: a path there would say
    /// where on this machine they are.
    #[must_use]
    pub fn way_home(&self, output: &Path) -> Option<String> {
        way_home(&self.path, output)
    }
}

/// The digests of a catalog's files, read but not compiled; `patterns` are its includes.
///
/// `None` if something cannot be read: compiling says what.
pub fn digests(path: &Path, patterns: &[String]) -> Option<Vec<(String, Digest)>> {
    let loader = DiskLoader::new(path, BTreeMap::new());
    loader.read_main(path).ok()?;
    for pattern in patterns {
        annals_catalog::source::Loader::load(&loader, pattern).ok()?;
    }
    Some(loader.finish().sources)
}

/// Where output of the catalog at `path` goes unless told otherwise.
pub fn default_output(path: &Path) -> PathBuf {
    path.with_file_name("generated")
}

/// The folder of the file at `path`.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The way from an output folder to the folder of the catalog at `path`.
pub fn way_home(path: &Path, output: &Path) -> Option<String> {
    place::way(&place::real(output)?, &place::real(folder_of(path))?)
}

/// Looks for `catalog.yaml` in `folder` and the folders above it, as cargo looks for its manifest.
#[must_use]
pub fn find(folder: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(folder).ok()?;
    let found = start.ancestors().find(|folder| folder.join(CATALOG).is_file())?;
    let below = start.strip_prefix(found).ok()?.components().count();
    let up: PathBuf = std::iter::repeat_n("..", below).collect();
    Some(up.join(CATALOG))
}
