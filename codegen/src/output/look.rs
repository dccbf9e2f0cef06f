//! A look at an output folder: its path in; the names of the files in it, and how each looks, out.
//!
//! It needs nothing of the catalog, so it is taken on a core of its own while that is read. What is
//! changed after it is not seen, as with any look before; so what rests on it is remembered as of
//! its beginning, and the next run sees the change: see [`Stamp`] and `Memory`.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use super::disk;
use super::error::OutputError;
use super::memory::{self, Stamp};
use super::ownership;
use crate::file_set::Target;

/// What was seen.
#[derive(Debug)]
pub struct Look {
    /// When it began, since 1970.
    pub(super) begun: Duration,
    /// The files in the folder itself and all below the folders of the targets, in path order.
    /// Links are not among them, nor what lies in hidden folders.
    files: Vec<(String, Stamp)>,
}

/// A look that is being taken.
#[derive(Debug)]
pub struct Looking(JoinHandle<Option<Look>>);

impl Looking {
    /// Begins to look; `None` where there is no thread for it.
    pub fn begin(root: &Path) -> Option<Self> {
        let root: PathBuf = root.to_owned();
        let thread = std::thread::Builder::new().name("look".to_owned());
        thread.spawn(move || Look::take(&root)).ok().map(Self)
    }

    /// What was seen; `None` if something could not be read, which whoever asks for it reports.
    pub fn end(self) -> Option<Look> {
        self.0.join().ok().flatten()
    }
}

impl Look {
    fn take(root: &Path) -> Option<Self> {
        let begun = memory::now()?;
        let mut files = Vec::new();
        let mut take = |found: disk::Found<'_>| {
            files.extend(found.stamp()?.map(|stamp| (found.path, stamp)));
            Ok(())
        };
        let seen = disk::list(root, &mut take).and_then(|()| {
            let mut targets = Target::ALL.into_iter();
            targets.try_for_each(|target| disk::visit(root, ownership::folder(target), &mut take))
        });
        seen.ok()?;
        files.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Some(Self { begun, files })
    }

    /// How a file looks; `None` for one that was not seen, be it there or not.
    pub(super) fn stamp(&self, path: &str) -> Option<Stamp> {
        let place = self.files.binary_search_by(|(other, _)| other.as_str().cmp(path)).ok()?;
        Some(self.files[place].1)
    }

    /// As [`disk::walk`].
    fn walk(&self, folder: &str) -> Vec<String> {
        let below =
            |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let start = self.files.partition_point(|(path, _)| path.as_str() < folder);
        let files = self.files[start..].iter().map(|(path, _)| path);
        let files = files.take_while(|path| path.starts_with(folder));
        files.filter(|path| below(path)).cloned().collect()
    }

    /// As [`disk::leftovers`].
    fn leftovers(&self) -> Vec<String> {
        let files = self.files.iter().map(|(path, _)| path);
        files.filter(|path| !path.contains('/') && disk::is_temporary(path)).cloned().collect()
    }
}

/// All files below `root/folder`, seen before or looked for now.
pub(super) fn walk(
    root: &Path,
    folder: &str,
    look: Option<&Look>,
) -> Result<Vec<String>, OutputError> {
    look.map_or_else(|| disk::walk(root, folder), |look| Ok(look.walk(folder)))
}

/// What killed runs left behind in `root` itself, seen before or looked for now.
pub(super) fn leftovers(root: &Path, look: Option<&Look>) -> Result<Vec<String>, OutputError> {
    look.map_or_else(|| disk::leftovers(root), |look| Ok(look.leftovers()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::memory::Stamp;
    use super::Look;

    #[test]
    fn folders_are_told_from_names_that_begin_like_them() {
        let paths = [
            ".x.1.annals-new",
            "catalog.lock",
            "docs-old/a",
            "docs.rst",
            "docs/b/c",
            "docs/d",
            "docs0",
        ];
        let files = paths.map(|path| (path.to_owned(), Stamp::default())).to_vec();
        let look = Look { begun: Duration::ZERO, files };
        assert_eq!(look.walk("docs"), ["docs/b/c", "docs/d"]);
        assert_eq!(look.leftovers(), [".x.1.annals-new"]);
        assert_eq!(look.stamp("docs/d"), Some(Stamp::default()));
        assert_eq!(look.stamp("docs/b"), None);
    }
}
