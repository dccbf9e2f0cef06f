//! Lists the files below an output folder.

use std::fs;
use std::io;

use super::disk::Root;
use super::error::OutputError;
use super::reading;
use super::temporary::{beginning, is_temporary};
use crate::targets::Target;

/// The temporary files of killed runs in `root` itself, which [`walk()`] does not enter.
pub(super) fn leftovers(root: &Root) -> Result<Vec<String>, OutputError> {
    let found = entries(root, "")?.into_iter();
    let mut names: Vec<String> = found
        .filter(|(name, kind)| kind.is_file() && is_temporary(name))
        .map(|(name, _)| name)
        .collect();
    names.sort();
    Ok(names)
}

/// What killed runs had staged for the file `name` in `root`.
pub(super) fn staged(root: &Root, name: &str) -> Result<Vec<Vec<u8>>, OutputError> {
    let begin = beginning(name);
    let found = leftovers(root)?.into_iter().filter(|path| path.starts_with(&begin));
    found.filter_map(|path| root.read(&path).transpose()).collect()
}

/// What is below the folder of a target, with paths relative to the output folder, in path order.
pub(super) struct Walked {
    /// Regular files, which are not reached through links.
    pub(super) files: Vec<String>,
    /// Where the target owns files: links to such files and to folders, which consumers follow.
    pub(super) links: Vec<String>,
}

impl Walked {
    /// True if a regular file has this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }
}

/// Walks the folder of a target. No link is followed, and no hidden folder entered.
pub(super) fn walk(root: &Root, target: Target) -> Result<Walked, OutputError> {
    let owned = target.owned.is_some();
    // Where users have files of their own, tools have theirs, such as `_build`.
    let hidden: &[char] = if owned { &['.'] } else { &['.', '_'] };
    let mut walked = Walked { files: Vec::new(), links: Vec::new() };
    let mut waiting = vec![target.folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for (path, kind) in entries(root, &folder)? {
            let entered = !name_of(&path).starts_with(hidden);
            let followed = || target.owns(&path) || entered && owned && root.join(&path).is_dir();
            if kind.is_file() {
                walked.files.push(path);
            } else if kind.is_symlink() && followed() {
                walked.links.push(path);
            } else if kind.is_dir() && entered {
                waiting.push(path);
            }
        }
    }
    walked.files.sort();
    walked.links.sort();
    Ok(walked)
}

/// What is in a folder, with paths relative to `root`.
fn entries(root: &Root, folder: &str) -> Result<Vec<(String, fs::FileType)>, OutputError> {
    root.enter(folder)?;
    let place = root.join(folder);
    let Some(entries) = reading::found(fs::read_dir(&place), || place.clone())? else {
        return Ok(Vec::new());
    };
    let entry = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.map_err(|error| OutputError::read(&place, error))?;
        let kind = entry.file_type().map_err(|error| OutputError::read(&entry.path(), error))?;
        // Generated files have names in UTF-8; of others it matters only that they are there.
        let name = entry.file_name().to_string_lossy().into_owned();
        Ok((if folder.is_empty() { name } else { format!("{folder}/{name}") }, kind))
    };
    entries.map(entry).collect()
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
