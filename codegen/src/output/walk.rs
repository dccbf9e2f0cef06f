//! Lists the files below an output folder.

use std::fs;
use std::io;

use super::disk::Root;
use super::error::OutputError;
use super::reading;
use super::temporary::{beginning, is_temporary};
use crate::targets::Target;

/// The temporary files of killed runs in `root` itself, which [`walk`] does not enter.
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

/// All files below the folder of a target, relative to `root`; where it owns files, also links to
/// such files and to folders, which consumers follow. Here no link is followed, and hidden folders
/// are not entered.
pub(super) fn walk(root: &Root, target: Target) -> Result<Vec<String>, OutputError> {
    let owned = target.owned.is_some();
    // Where users have files of their own, tools have theirs, such as `_build`.
    let hidden: &[char] = if owned { &['.'] } else { &['.', '_'] };
    let mut paths = Vec::new();
    let mut waiting = vec![target.folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        for (path, kind) in entries(root, &folder)? {
            let entered = !name_of(&path).starts_with(hidden);
            let followed = || target.owns(&path) || entered && owned && root.join(&path).is_dir();
            if kind.is_file() || kind.is_symlink() && followed() {
                paths.push(path);
            } else if kind.is_dir() && entered {
                waiting.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
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
