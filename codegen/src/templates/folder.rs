//! Reads a folder of templates: its path in; every `*.j2` below it, by path, out.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::TemplatesError;
use crate::render::user::END;

/// No template is larger.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Folders are not deeper, so that one that holds itself comes to an end.
const DEEPEST: usize = 32;

/// Reads all templates; hidden folders are not entered, and links not followed.
pub(super) fn read(root: &Path) -> Result<BTreeMap<String, String>, TemplatesError> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(root.to_owned(), String::new(), 0)];
    while let Some((folder, start, depth)) = waiting.pop() {
        let cannot = |cause| TemplatesError::Read { path: folder.clone(), cause };
        for entry in std::fs::read_dir(&folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let kind = entry.file_type().map_err(cannot)?;
            // A name that is not UTF-8 is no path that an output could have.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{start}{name}");
            if kind.is_dir() && !name.starts_with('.') && depth < DEEPEST {
                waiting.push((entry.path(), format!("{path}/"), depth + 1));
            } else if name.ends_with(END) && name != END {
                if kind.is_symlink() {
                    return Err(TemplatesError::Link { path: entry.path() });
                }
                found.insert(path, text(&entry.path())?);
            }
        }
    }
    if found.is_empty() {
        return Err(TemplatesError::Empty { path: root.to_owned() });
    }
    Ok(found)
}

fn text(path: &Path) -> Result<String, TemplatesError> {
    let cannot = |cause| TemplatesError::Read { path: path.to_owned(), cause };
    let invalid = |words: &str| {
        cannot(std::io::Error::new(std::io::ErrorKind::InvalidData, words.to_owned()))
    };
    if path.metadata().map_err(cannot)?.len() > LARGEST {
        return Err(invalid("it has more than 4 MiB"));
    }
    let bytes = std::fs::read(path).map_err(cannot)?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8"))?;
    // The same bytes from a checkout with other line ends.
    Ok(text.replace("\r\n", "\n"))
}
