//! The templates of a user: their folder and a catalog in; what differs in the output folder out.
//!
//! Which files templates made is written in `templates.lock` beside them, with the way to the
//! templates. So every door (`generate`, `check`, `build.rs`) keeps them fresh without being told.

mod error;
mod folder;
mod record;
mod reference;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_catalog::model::Model;

pub use error::{TemplateFault, TemplatesError};
pub use record::FILE;
use record::Record;
pub use reference::reference;

use crate::file_set::{File, FileSet};
use crate::lower::view;
use crate::output::{Plan, plan_recorded};
use crate::project::place;
use crate::render::user;

/// Which templates to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Those that `templates.lock` in the output folder names, if there is one.
    Recorded,
    /// Those in this folder.
    Folder(PathBuf),
    /// None now; what they made stays as it is.
    Left,
    /// None any more: what they made goes.
    Nothing,
}

/// The folder of the templates that an output folder is made with; `None` without any.
///
/// # Errors
/// If `templates.lock` cannot be read.
pub fn recorded_folder(output: &Path) -> Result<Option<PathBuf>, TemplatesError> {
    Ok(Record::read(output)?.and_then(|record| record.folder(output)))
}

/// All templates in a folder, by path; `None` if that is for [`extend`] to complain of.
pub fn texts(folder: &Path) -> Option<BTreeMap<String, String>> {
    folder::read(folder).ok()
}

/// Renders templates for a model, and adds what differs in the output folder to a plan.
///
/// # Errors
/// If a template is wrong or cannot be read, or its file would take the place of another.
pub fn extend(
    plan: &mut Plan,
    model: &Model,
    output: &Path,
    choice: &Choice,
    ours: &FileSet,
) -> Result<(), TemplatesError> {
    let record = Record::read(output)?;
    if let Some(record) = &record {
        // A file of theirs that says it is generated is no orphan of a target.
        plan.spare(|path| record.files.contains_key(path));
    }
    let folder = match choice {
        Choice::Folder(folder) => Some(folder.clone()),
        Choice::Recorded => record.as_ref().and_then(|record| record.folder(output)),
        Choice::Left | Choice::Nothing => None,
    };
    let Some(record) = record.or_else(|| folder.as_ref().map(|_| Record::default())) else {
        return Ok(());
    };
    if folder.is_none() && *choice != Choice::Nothing {
        // Not wanted now, or made from a folder that cannot be named from here.
        return Ok(());
    }
    let files = match &folder {
        Some(folder) => rendered(model, output, folder, ours)?,
        None => FileSet::default(),
    };
    plan.spare(|path| files.contains(path));
    let mut more = plan_recorded(output, &files, &record.files, FILE)?;
    // What a template made once may be one of ours by now.
    more.spare(|path| ours.contains(path));
    plan.join(more);
    Ok(())
}

/// All files that the templates in a folder make, and the lock that lists them.
fn rendered(
    model: &Model,
    output: &Path,
    folder: &Path,
    ours: &FileSet,
) -> Result<FileSet, TemplatesError> {
    let sources = folder::read(folder)?;
    let made = user::render(&view::lower(model), &sources).map_err(|mut faults| {
        let shown = format!("{}/", folder.display());
        faults.iter_mut().for_each(|fault| fault.folder.clone_from(&shown));
        TemplatesError::Faults(faults)
    })?;
    let mut files = FileSet::default();
    for (path, bytes) in made {
        if ours.contains(&path) || path == FILE {
            return Err(TemplatesError::Taken { path });
        }
        files.add(File::new(path, bytes));
    }
    let way = place::real(output).zip(place::real(folder));
    let way = way.and_then(|(output, folder)| place::way(&output, &folder));
    let record = Record::of(way, &files);
    files.add(File::new(FILE.to_owned(), record.to_text()));
    Ok(files)
}
