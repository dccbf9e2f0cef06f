//! Lists the files below an output folder.

use std::fs;

use super::disk::Root;
use super::error::OutputError;
use super::reading;
use super::temporary::{beginning, is_temporary};
use crate::targets::Target;

/// The temporary files of killed runs in `root` itself, which [`walk`] does not enter.
pub(super) fn leftovers(root: &Root) -> Result<Vec<String>, OutputError> {
    let mut names = Vec::new();
    enter(
        root,
        "",
        &mut |path| names.extend(Some(path).filter(|name| is_temporary(name))),
        &mut |_, _| {},
    )?;
    names.sort();
    Ok(names)
}

/// What killed runs had staged for the file `name` in `root`.
pub(super) fn staged(root: &Root, name: &str) -> Result<Vec<Vec<u8>>, OutputError> {
    let begin = beginning(name);
    let found = leftovers(root)?.into_iter().filter(|path| path.starts_with(&begin));
    found.filter_map(|path| root.read(&path).transpose()).collect()
}

/// All files below the folder of a target, relative to `root`. Links are not followed, and hidden
/// folders not entered.
pub(super) fn walk(root: &Root, target: Target) -> Result<Vec<String>, OutputError> {
    // Where users have files of their own, tools have theirs, such as `_build`.
    let hidden: &[char] = if target.owned.is_some() { &['.'] } else { &['.', '_'] };
    let mut paths = Vec::new();
    let mut waiting = vec![target.folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        enter(root, &folder, &mut |path| paths.push(path), &mut |path, name| {
            if !name.starts_with(hidden) {
                waiting.push(path);
            }
        })?;
    }
    paths.sort();
    Ok(paths)
}

/// Is called with every file that is found.
type Take<'t> = &'t mut dyn FnMut(String);

fn enter(
    root: &Root,
    folder: &str,
    take: Take<'_>,
    below: &mut dyn FnMut(String, &str),
) -> Result<(), OutputError> {
    root.enter(folder)?;
    let place = root.join(folder);
    let Some(entries) = reading::found(fs::read_dir(&place), || place.clone())? else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(|error| OutputError::read(&place, error))?;
        let kind = entry.file_type().map_err(|error| OutputError::read(&entry.path(), error))?;
        // Generated files have names in UTF-8.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if kind.is_file() {
            take(path);
        } else if kind.is_dir() {
            below(path, &name);
        }
    }
    Ok(())
}
