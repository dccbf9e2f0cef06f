//! Reads a catalog from disk and compiles it: a path in; model, diagnostics and digests out.

mod read;

use std::path::{Component, Path, PathBuf};

use annals_catalog::Compiled;
use annals_contract::Digest;

use crate::{Options, SourceDigest, Target};
use read::DiskLoader;
pub use read::ReadError;

/// The file name a catalog has where none is given.
pub const CATALOG: &str = "catalog.yaml";

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
}

impl Project {
    /// Reads and compiles the catalog at `path`. Mistakes in it are in [`Project::compiled`].
    ///
    /// # Errors
    /// If the main file cannot be read or is not UTF-8. An included file that cannot be read is a
    /// diagnostic, since it has a place in the main file.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let loader = DiskLoader::new(path);
        let main = loader.read_main(path)?;
        let compiled = annals_catalog::compile(main, &loader);
        let (sources, watched_folders) = loader.finish();
        Ok(Self { path: path.to_owned(), compiled, sources, watched_folders })
    }

    /// The folder of the main file.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// Where output goes unless told otherwise: `generated` beside the catalog.
    #[must_use]
    pub fn default_output(&self) -> PathBuf {
        self.path.with_file_name("generated")
    }

    /// The options for generating `targets` into `output`.
    #[must_use]
    pub fn options(&self, targets: &[Target], output: &Path) -> Options {
        let prefix = home_prefix(self.folder(), output).unwrap_or_default();
        let sources = self.sources.iter().map(|(path, digest)| SourceDigest {
            path: format!("{prefix}{path}"),
            digest: *digest,
        });
        Options { targets: targets.to_vec(), sources: sources.collect() }
    }
}

/// The way from the output folder up to the catalog's folder: `../` for `generated`.
///
/// `None` where the output lies elsewhere: a path there would say where on this machine the catalog
/// is, and the same catalog would no longer give the same bytes.
fn home_prefix(catalog: &Path, output: &Path) -> Option<String> {
    let catalog = std::path::absolute(catalog).ok()?;
    let output = std::path::absolute(output).ok()?;
    let below = normal(&output).strip_prefix(normal(&catalog)).ok()?.components().count();
    Some("../".repeat(below))
}

/// The path without `.` and `..`, by its words alone.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::home_prefix;

    #[test]
    fn the_lock_names_sources_only_where_output_lies_below_the_catalog() {
        let cases = [
            (".", "generated", Some("../")),
            ("a", "a/b/c", Some("../../")),
            ("a", "a", Some("")),
            ("a", "a/../b", None),
            ("a", "elsewhere", None),
        ];
        for (catalog, output, expected) in cases {
            assert_eq!(
                home_prefix(Path::new(catalog), Path::new(output)).as_deref(),
                expected,
                "{catalog} {output}"
            );
        }
    }
}
