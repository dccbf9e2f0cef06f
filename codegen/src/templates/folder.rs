//! Reads the templates in a folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::TemplatesError;
use crate::render::user::END;

/// Maximum size of a template in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Maximum depth of folders, so that a folder mounted inside itself ends.
const DEEPEST: usize = 32;

/// Maximum number of files and folders: `templates.lock` can name any folder.
const MOST: usize = 100_000;

/// Reads every `*.j2` file below a folder, by path. Skips hidden folders; does not follow links.
pub(super) fn read(root: &Path) -> Result<BTreeMap<String, String>, TemplatesError> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(root.to_owned(), String::new(), 0)];
    let mut left = MOST;
    while let Some((folder, start, depth)) = waiting.pop() {
        let cannot = |cause| TemplatesError::Read { path: folder.clone(), cause };
        for entry in std::fs::read_dir(&folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            left = left.checked_sub(1).ok_or_else(|| {
                cannot(std::io::Error::other(
                    "there are more than 100,000 files below the templates",
                ))
            })?;
            let kind = entry.file_type().map_err(cannot)?;
            // Output paths are UTF-8.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = format!("{start}{name}");
            if kind.is_dir() && !name.starts_with('.') && depth < DEEPEST {
                waiting.push((entry.path(), format!("{path}/"), depth + 1));
            } else if name.ends_with(END) && name != END {
                if kind.is_symlink() {
                    return Err(TemplatesError::Link { path: entry.path() });
                }
                if !kind.is_file() {
                    // Reading a pipe could block forever, and a device may never end.
                    let path = entry.path();
                    let cause = std::io::Error::other("it is not a regular file");
                    return Err(TemplatesError::Read { path, cause });
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
        return Err(invalid("it is larger than 4 MiB"));
    }
    let bytes = std::fs::read(path).map_err(cannot)?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8"))?;
    // So that the line endings of a checkout do not change the output.
    Ok(text.replace("\r\n", "\n"))
}
