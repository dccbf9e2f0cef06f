//! Watches the folders of a catalog, its includes and its templates.
//!
//! Folders are watched instead of files, because most editors write a new file and rename it over the
//! old one, which ends a watch of the old file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use annals_codegen::project::place;
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::Message;

/// The watched folders.
pub(super) struct Folders {
    watcher: RecommendedWatcher,
    /// The folder of the catalog, watched without its subfolders.
    home: PathBuf,
    interest: Arc<Mutex<Interest>>,
}

/// The paths whose changes matter.
struct Interest {
    catalog: PathBuf,
    output: PathBuf,
    /// The folders of `include` patterns and of the templates, and the target of the catalog if that
    /// is a link.
    included: BTreeSet<PathBuf>,
}

impl Folders {
    /// Watches the folder of the catalog, and sends a message for every save.
    pub(super) fn watch(
        catalog: &Path,
        output: &Path,
        sender: Sender<Message>,
    ) -> Result<Self, String> {
        let home = catalog.parent().filter(|folder| !folder.as_os_str().is_empty());
        let home = real(home.unwrap_or(Path::new(".")))?;
        let interest = Interest {
            catalog: home.join(catalog.file_name().unwrap_or_default()),
            output: real(output)?,
            included: BTreeSet::new(),
        };
        let interest = Arc::new(Mutex::new(interest));
        let heard = Arc::clone(&interest);
        let hear = move |event: notify::Result<Event>| {
            let interest = heard.lock().unwrap_or_else(PoisonError::into_inner);
            // An error may hide a change.
            if event.as_ref().map_or(true, |event| interest.concerns(event)) {
                drop(sender.send(Message::Saved(Instant::now())));
            }
            if event.is_ok_and(|event| interest.is_complete(&event)) {
                drop(sender.send(Message::Complete));
            }
        };
        // Includes do not enter links to folders either, which may lead anywhere.
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(hear, config);
        let watcher = watcher.map_err(|error| refused(&home, &error))?;
        Ok(Self { watcher, home, interest })
    }

    /// Watches everything again: a folder that was removed and created again has lost its watch.
    pub(super) fn renew(&mut self) -> Result<(), String> {
        let Self { watcher, home, .. } = self;
        watcher.watch(home, RecursiveMode::NonRecursive).map_err(|error| refused(home, &error))?;
        let catalog = self.interest().catalog.clone();
        // If the catalog is a link, its target is the file that changes.
        if let Some(target) = catalog.canonicalize().ok().filter(|target| *target != catalog) {
            self.interest().included.insert(target);
        }
        let included = self.interest().included.clone();
        included.iter().try_for_each(|folder| self.watch_folder(folder))
    }

    /// Watches more folders; true if one of them is new.
    pub(super) fn add(&mut self, included: &[PathBuf]) -> Result<bool, String> {
        let mut new = false;
        for folder in included {
            let folder = real(folder)?;
            if self.interest().included.insert(folder.clone()) {
                self.watch_folder(&folder)?;
                new = true;
            }
        }
        Ok(new)
    }

    /// Watches a folder and its subfolders, or its nearest parent if it does not exist yet.
    fn watch_folder(&mut self, folder: &Path) -> Result<(), String> {
        if folder == self.home {
            return Ok(());
        }
        let Some(there) = folder.ancestors().find(|folder| folder.is_dir()) else { return Ok(()) };
        let mode = match there == folder {
            true => RecursiveMode::Recursive,
            false => RecursiveMode::NonRecursive,
        };
        match self.watcher.watch(there, mode) {
            // The folder may have just been removed; then the watch of its parent reports that.
            Err(error)
                if !matches!(
                    error.kind,
                    notify::ErrorKind::PathNotFound | notify::ErrorKind::Io(_)
                ) =>
            {
                Err(refused(there, &error))
            }
            _ => Ok(()),
        }
    }

    fn interest(&self) -> std::sync::MutexGuard<'_, Interest> {
        self.interest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Interest {
    fn concerns(&self, event: &Event) -> bool {
        // Otherwise reading the catalog would count as a change.
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.need_rescan() || event.paths.iter().any(|path| self.takes(path))
    }

    /// True if this event completes a save: the catalog was replaced or closed after writing, and it
    /// is the only file. Not all systems send such events.
    fn is_complete(&self, event: &Event) -> bool {
        let whole = matches!(
            event.kind,
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
                | EventKind::Access(AccessKind::Close(AccessMode::Write))
        );
        whole && self.included.is_empty() && event.paths.last() == Some(&self.catalog)
    }

    fn takes(&self, path: &Path) -> bool {
        let home = self.catalog.parent();
        let included = |folder: &PathBuf| match Some(folder.as_path()) == home {
            true => path.parent() == home,
            false => path.starts_with(folder) || folder.starts_with(path),
        };
        // In the output folder only templates matter.
        let made = path.starts_with(&self.output);
        let ours = |folder: &&PathBuf| {
            !made || **folder != self.output && folder.starts_with(&self.output)
        };
        path == self.catalog
            || Some(path) == home
            || self.included.iter().filter(ours).any(included)
    }
}

fn real(path: &Path) -> Result<PathBuf, String> {
    place::real(path).ok_or_else(|| format!("cannot find `{}`", path.display()))
}

fn refused(folder: &Path, error: &notify::Error) -> String {
    format!("cannot watch `{}`: {error}", folder.display())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::Interest;

    #[test]
    fn only_what_the_catalog_is_made_of_matters() {
        let interest = Interest {
            catalog: PathBuf::from("/a/catalog.yaml"),
            output: PathBuf::from("/a/generated"),
            included: BTreeSet::from([PathBuf::from("/a/parts/deep")]),
        };
        let cases = [
            ("/a/catalog.yaml", true),
            ("/a", true),
            ("/a/catalog.yaml~", false),
            ("/a/generated", false),
            ("/a/generated/src/x.rs", false),
            ("/a/parts", true),
            ("/a/parts/deep/new.yaml", true),
            ("/a/parts/other.yaml", false),
        ];
        for (path, expected) in cases {
            assert_eq!(interest.takes(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn templates_in_the_output_are_told_from_what_is_made() {
        let interest = Interest {
            catalog: PathBuf::from("/a/catalog.yaml"),
            output: PathBuf::from("/a/generated"),
            included: BTreeSet::from([
                PathBuf::from("/a/generated/templates"),
                PathBuf::from("/a"),
            ]),
        };
        for (path, expected) in [
            ("/a/generated/templates/x.txt.j2", true),
            ("/a/generated/templates", true),
            ("/a/generated/x.txt", false),
        ] {
            assert_eq!(interest.takes(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn files_beside_the_catalog_can_be_included() {
        let interest = Interest {
            catalog: PathBuf::from("/a/catalog.yaml"),
            output: PathBuf::from("/a/generated"),
            included: BTreeSet::from([PathBuf::from("/a")]),
        };
        for (path, expected) in
            [("/a/rooms.yaml", true), ("/a/generated", false), ("/a/src/lib.rs", false)]
        {
            assert_eq!(interest.takes(Path::new(path)), expected, "{path}");
        }
    }
}
