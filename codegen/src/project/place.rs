//! Normalizes paths and finds relative paths between them.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The absolute path without links, `.` and `..`. Unlike `canonicalize`, it accepts parts that do not
/// exist.
pub fn real(path: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(path).ok()?;
    let mut place = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                place.pop();
            }
            other => place.push(other),
        }
        if let Ok(real) = place.canonicalize() {
            place = real;
        }
    }
    Some(place)
}

/// True if a file is in the folder that its path says even when links are followed, and is not one of
/// git's own files, which may hold tokens.
///
/// # Errors
/// If it cannot be found.
pub fn stays(file: &Path) -> io::Result<bool> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    is_within(file, &folder.unwrap_or(Path::new(".")).canonicalize()?)
}

/// The same, for a folder as [`Path::canonicalize`] returns it.
pub(super) fn is_within(file: &Path, folder: &Path) -> io::Result<bool> {
    let real = file.canonicalize()?;
    let way = real.strip_prefix(folder);
    Ok(way.is_ok_and(|way| way.components().all(|part| part.as_os_str() != ".git")))
}

/// The path without `.` and `..`, for display, unless that is another place because of links.
pub fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(tidy.components().next_back(), Some(Component::Normal(_))) =>
            {
                tidy.pop();
            }
            other => tidy.push(other),
        }
    }
    if real(&tidy) == real(path) { tidy } else { path.to_owned() }
}

/// The relative path from one real folder to another, with `/`: empty or ending in `/`.
///
/// `None` if neither contains the other and they have at most the root of a drive in common.
pub fn way(from: &Path, to: &Path) -> Option<String> {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b);
    let (count, named) = shared.fold((0, false), |(count, named), (part, _)| {
        (count + 1, named || matches!(part, Component::Normal(_)))
    });
    let up = from.components().count() - count;
    let down: Vec<_> = to.components().skip(count).collect();
    if count == 0 || (!named && up > 0 && !down.is_empty()) {
        return None;
    }
    let mut way = "../".repeat(up);
    for part in down {
        way.push_str(part.as_os_str().to_str()?);
        way.push('/');
    }
    Some(way)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{tidy, way};

    #[test]
    fn ways_lead_up_and_down() {
        let cases = [
            ("/a/generated", "/a", Some("../")),
            ("/a/b/c", "/a", Some("../../")),
            ("/a", "/a", Some("")),
            ("/a/crate", "/a/events", Some("../events/")),
            ("/a", "/a/events", Some("events/")),
            ("/generated", "/", Some("../")),
            ("/out", "/catalogs/shop", None),
        ];
        for (from, to, expected) in cases {
            let found = way(Path::new(from), Path::new(to));
            assert_eq!(found.as_deref(), expected, "from {from} to {to}");
        }
    }

    #[test]
    fn paths_are_tidied() {
        let cases = [("/a/./b/../c.yaml", "/a/c.yaml"), ("../../c.yaml", "../../c.yaml")];
        for (path, expected) in cases {
            assert_eq!(tidy(Path::new(path)), Path::new(expected));
        }
    }
}
