//! Reads a catalog from disk and compiles it.

mod include;
pub mod place;
mod read;
pub(crate) mod split;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_catalog::Compiled;
use annals_contract::Digest;

use crate::{Options, Run, SourceDigest, Target};
use read::{DiskLoader, Seen};
pub use read::{ReadError, not_utf8};
use split::Part;
pub use split::SplitError;

/// The default file name of a catalog.
pub const CATALOG: &str = "catalog.yaml";

/// The note if there is no relative path from the output to the catalog.
pub const NO_WAY: &str = "the output and the catalog have no folder in common, so catalog.lock does not \
    name the catalog, and the bindings do not notice when it changes";

/// A catalog read from disk.
#[derive(Debug)]
pub struct Project {
    /// Path of the main file.
    pub path: PathBuf,
    /// The result of the front end.
    pub compiled: Compiled,
    /// Every file read: path relative to the main file's folder, and digest of its bytes.
    pub sources: Vec<(String, Digest)>,
    /// Folders where a new file could match an `include`, for `build.rs` to watch.
    pub watched_folders: Vec<PathBuf>,
    /// Folders of all `include` patterns, with or without files.
    pub included_folders: Vec<PathBuf>,
    /// The `include` patterns, in order.
    pub patterns: Vec<String>,
    /// The manifests of the crates that share its modules, if there are several.
    pub manifests: Vec<PathBuf>,
    /// What is generated of it, if that is not everything.
    part: Option<Part>,
}

impl Project {
    /// Reads and compiles the catalog at `path`. Mistakes in it are in [`Project::compiled`].
    ///
    /// # Errors
    /// If the main file cannot be read or is not UTF-8. For an included file this is a diagnostic,
    /// because it has a place in the main file.
    pub fn open(path: &Path, run: &mut Run<'_>) -> Result<Self, ReadError> {
        Self::open_edited(path, BTreeMap::new(), run)
    }

    /// As [`Project::open`], with `edited` bytes in place of those on disk, by path relative to the
    /// folder of the main file.
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
        Self {
            path: path.to_owned(),
            compiled,
            sources,
            watched_folders,
            included_folders,
            patterns,
            manifests: Vec::new(),
            part: None,
        }
    }

    /// A catalog without findings that has not changed, so it was not compiled.
    pub fn unread(path: &Path) -> Self {
        Self::of(path, Compiled::unread(), Seen::default())
    }

    /// Compiles the catalog with another text for one of its files, by the path of its source.
    /// Writes nothing.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn compile_with(&self, path: &str, text: &str) -> Result<Compiled, ReadError> {
        let edited = BTreeMap::from([(path.to_owned(), text.as_bytes().to_vec())]);
        Self::open_edited(&self.path, edited, &mut Run::default()).map(|project| project.compiled)
    }

    /// The folder of the main file.
    #[must_use]
    pub fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// The default output folder: `generated` beside the catalog.
    #[must_use]
    pub fn default_output(&self) -> PathBuf {
        default_output(&self.path)
    }

    /// The options for generating `targets` into `output`.
    ///
    /// Without a relative path ([`Project::way_home`]), the lock does not list the sources.
    #[must_use]
    pub fn options(&self, targets: &[Target], output: &Path) -> Options {
        let sources = self.way_home(output).into_iter().flat_map(|way| {
            let source = move |(path, digest): &(String, Digest)| SourceDigest {
                path: format!("{way}{path}"),
                digest: *digest,
            };
            self.basis().map(source)
        });
        Options { targets: targets.to_vec(), sources: sources.collect() }
    }

    /// The files of the catalog that the output rests on.
    fn basis(&self) -> impl Iterator<Item = &(String, Digest)> {
        let part = self.part.as_ref();
        self.sources.iter().filter(move |(path, _)| part.is_none_or(|it| it.files.contains(path)))
    }

    /// The files and folders for `build.rs` to watch. Where the output is a part of the bindings, a
    /// folder counts only if everything in it concerns that part: cargo watches whole folders.
    pub(crate) fn watched(&self) -> Vec<PathBuf> {
        let files = self.basis().map(|(path, _)| self.folder().join(path));
        let manifests = self.part.iter().flat_map(|part| part.manifests.iter().cloned());
        let concerns = |folder: &&PathBuf| {
            let Some(part) = &self.part else { return true };
            let mut below = self
                .sources
                .iter()
                .filter(|(path, _)| self.folder().join(path).starts_with(folder));
            below.clone().next().is_some() && below.all(|(path, _)| part.files.contains(path))
        };
        let folders = self.watched_folders.iter().filter(concerns).cloned();
        files.chain(manifests).chain(folders).collect()
    }

    /// The relative path from an output folder to the catalog's folder, as the lock records it: `../`
    /// for `generated`. It does not depend on how the two paths are spelled.
    ///
    /// `None` if they have only the root of a drive in common, because the path would reveal where
    /// they are on this machine.
    #[must_use]
    pub fn way_home(&self, output: &Path) -> Option<String> {
        way_home(&self.path, output)
    }
}

/// The digests of a catalog's files, without compiling it; `patterns` are its includes.
///
/// `None` if a file cannot be read, which compiling reports.
pub fn digests(path: &Path, patterns: &[String]) -> Option<Vec<(String, Digest)>> {
    let loader = DiskLoader::new(path, BTreeMap::new());
    loader.read_main(path).ok()?;
    for pattern in patterns {
        annals_catalog::source::Loader::load(&loader, pattern).ok()?;
    }
    Some(loader.finish().sources)
}

/// The default output folder of the catalog at `path`.
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

/// The relative path from an output folder to the folder of the catalog at `path`.
pub fn way_home(path: &Path, output: &Path) -> Option<String> {
    place::way(&place::real(output)?, &place::real(folder_of(path))?)
}

/// Finds `catalog.yaml` in `folder` or the nearest folder above it, as cargo finds its manifest.
#[must_use]
pub fn find(folder: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(folder).ok()?;
    let found = start.ancestors().find(|folder| folder.join(CATALOG).is_file())?;
    let below = start.strip_prefix(found).ok()?.components().count();
    let up: PathBuf = std::iter::repeat_n("..", below).collect();
    Some(up.join(CATALOG))
}
