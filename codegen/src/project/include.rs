//! Finds the files that an `include` pattern matches, without following links to folders.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use annals_catalog::source::LoadError;

const WILDCARDS: [char; 3] = ['*', '?', '['];

/// Maximum number of files and folders that one pattern may look at.
const MOST: usize = 100_000;

/// An `include` pattern.
pub(super) struct Pattern {
    /// The part before its first wildcard, relative to the catalog's folder, without its last component.
    pub(super) folder: PathBuf,
    parts: Vec<Part>,
}

/// One component of a pattern.
enum Part {
    Name(String),
    Wild(glob::Pattern),
    /// `**`: any number of folders.
    Folders,
}

impl Pattern {
    /// Parses a pattern; the error says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if let Some(problem) = misplaced(Path::new(text)) {
            return Err(problem.to_owned());
        }
        let all = glob::Pattern::new(text).map_err(|error| error.msg.to_owned())?;
        let components = Path::new(all.as_str()).components();
        let named = components.filter(|part| !matches!(part, Component::CurDir));
        let mut parts = named.map(part).collect::<Result<Vec<_>, _>>()?;
        let is_name = |part: &Part| matches!(part, Part::Name(_));
        let fixed = parts.iter().take(parts.len().saturating_sub(1));
        let fixed = fixed.take_while(|part| is_name(part)).count();
        let rest = parts.split_off(fixed);
        let names = parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name),
            Part::Wild(_) | Part::Folders => None,
        });
        let pattern = Self { folder: names.collect(), parts: rest };
        if fixed == 0 && !pattern.parts.iter().all(is_name) {
            return Err(
                "its first part has a wildcard, so a build would have to watch everything: \
                        move the files to a folder and write `folder/*.yaml`"
                    .to_owned(),
            );
        }
        Ok(pattern)
    }

    /// True if a new file could match it.
    pub(super) fn has_wildcards(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part, Part::Name(_)))
    }

    /// The files and folders that match below `home`, the folder of the catalog, by path.
    pub(super) fn find(&self, home: &Path) -> Result<Vec<PathBuf>, LoadError> {
        let mut search = Search::new(MOST);
        let folder =
            if self.folder == Path::new("") { home.to_owned() } else { home.join(&self.folder) };
        search.waiting.push((folder, 0));
        while let Some((folder, at)) = search.waiting.pop() {
            self.step(&mut search, folder, at)?;
        }
        search.found.sort();
        Ok(search.found)
    }

    /// Continues in a folder with the component `at`.
    fn step(&self, search: &mut Search, folder: PathBuf, at: usize) -> Result<(), LoadError> {
        if !search.entered.insert((folder.clone(), at)) {
            return Ok(());
        }
        let next = at + 1;
        match self.parts.get(at) {
            // The pattern names the folder of the catalog.
            None => search.found.push(folder),
            Some(Part::Name(name)) => {
                let path = folder.join(name);
                search.count(&path)?;
                match path.symlink_metadata() {
                    Ok(found) => self.take(search, path, found.file_type(), next)?,
                    Err(error) if is_absent(&error) => {}
                    Err(error) => return Err(failure(&path, error)),
                }
            }
            Some(Part::Wild(pattern)) => {
                for (path, name, kind) in search.entries(&folder)? {
                    if pattern.matches(&name) {
                        self.take(search, path, kind, next)?;
                    }
                }
            }
            Some(Part::Folders) => {
                for (path, _, kind) in search.entries(&folder)? {
                    if is_folder(&path, kind)? {
                        search.waiting.push((path, at));
                    }
                }
                match next < self.parts.len() {
                    true => search.waiting.push((folder, next)),
                    false => search.found.push(folder),
                }
            }
        }
        Ok(())
    }

    /// Takes a path that matches all components before `next`.
    fn take(
        &self,
        search: &mut Search,
        path: PathBuf,
        kind: fs::FileType,
        next: usize,
    ) -> Result<(), LoadError> {
        if next == self.parts.len() {
            search.found.push(path);
        } else if is_folder(&path, kind)? {
            search.waiting.push((path, next));
        }
        Ok(())
    }
}

fn part(component: Component<'_>) -> Result<Part, String> {
    let text = component.as_os_str().to_string_lossy().into_owned();
    match text.as_str() {
        "**" => Ok(Part::Folders),
        name if name.contains(WILDCARDS) => {
            let pattern = glob::Pattern::new(name).map_err(|error| error.msg.to_owned())?;
            Ok(Part::Wild(pattern))
        }
        _ => Ok(Part::Name(text)),
    }
}

/// How far a pattern has been followed.
struct Search {
    found: Vec<PathBuf>,
    /// Folders to enter, each with the component that comes next.
    waiting: Vec<(PathBuf, usize)>,
    entered: BTreeSet<(PathBuf, usize)>,
    left: usize,
}

impl Search {
    fn new(most: usize) -> Self {
        Self { found: Vec::new(), waiting: Vec::new(), entered: BTreeSet::new(), left: most }
    }

    fn count(&mut self, path: &Path) -> Result<(), LoadError> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            let message = "the pattern looks at more than 100,000 files and folders; name a folder with fewer";
            failure(path, io::Error::other(message))
        })?;
        Ok(())
    }

    /// What is in a folder, without git's own files.
    fn entries(
        &mut self,
        folder: &Path,
    ) -> Result<Vec<(PathBuf, String, fs::FileType)>, LoadError> {
        let cannot = |error| failure(folder, error);
        let mut found = Vec::new();
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(found),
            Err(error) => return Err(cannot(error)),
        };
        for entry in entries {
            let entry = entry.map_err(cannot)?;
            self.count(folder)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != ".git" {
                found.push((entry.path(), name, entry.file_type().map_err(cannot)?));
            }
        }
        Ok(found)
    }
}

/// True for a folder that can be entered. One behind a link could be anywhere, also above itself.
fn is_folder(path: &Path, kind: fs::FileType) -> Result<bool, LoadError> {
    if kind.is_symlink() && path.is_dir() {
        let message = "it is a link to a folder, which a pattern does not enter";
        return Err(failure(path, io::Error::other(message)));
    }
    Ok(kind.is_dir())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// The error of a file or folder that cannot be read.
pub(super) fn failure(path: &Path, cause: io::Error) -> LoadError {
    LoadError::File { path: path.display().to_string(), cause: cause.into() }
}

/// Why a pattern is not allowed, if it leaves the catalog's folder or is not in its shortest form.
fn misplaced(pattern: &Path) -> Option<&'static str> {
    let mut depth = 0_usize;
    let mut climbs = false;
    for part in pattern.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::CurDir => {}
            Component::ParentDir => {
                let Some(above) = depth.checked_sub(1) else {
                    return Some("it leaves the catalog's folder: move the files into that folder");
                };
                (depth, climbs) = (above, true);
            }
            Component::Prefix(_) | Component::RootDir => {
                return Some("it is absolute: write it relative to the catalog's folder");
            }
        }
    }
    climbs.then_some("it contains `..`: write the shorter path, so that each file has one name")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Pattern, Search, misplaced};

    #[test]
    fn what_is_wrong_with_a_pattern_is_said() {
        let cases = [
            ("parts/x.yaml", None),
            ("./parts/*.yaml", None),
            ("../x.yaml", Some("leaves")),
            ("parts/../../x.yaml", Some("leaves")),
            ("parts/../parts/x.yaml", Some("`..`")),
            ("/parts/x.yaml", Some("absolute")),
        ];
        for (pattern, expected) in cases {
            let found = misplaced(Path::new(pattern));
            assert_eq!(found.is_some(), expected.is_some(), "{pattern}: {found:?}");
            assert!(found.unwrap_or_default().contains(expected.unwrap_or_default()), "{pattern}");
        }
    }

    #[test]
    fn the_folder_of_a_pattern_has_no_wildcards() {
        let cases = [
            ("parts/x.yaml", "parts", false),
            ("x.yaml", "", false),
            ("./a/b/*.yaml", "a/b", true),
            ("a/*/b/x.yaml", "a", true),
            ("a/**/x.yaml", "a", true),
        ];
        for (text, folder, wild) in cases {
            let pattern = Pattern::parse(text).unwrap();
            assert_eq!(pattern.folder, Path::new(folder), "{text}");
            assert_eq!(pattern.has_wildcards(), wild, "{text}");
        }
        for text in ["*.yaml", "**/x.yaml", "?/x.yaml", "a/**b/x.yaml"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_search_has_an_end() {
        let mut search = Search::new(1);
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let error = search.entries(&src).unwrap_err().to_string();
        assert!(error.contains("more than 100,000"), "{error}");
    }
}
