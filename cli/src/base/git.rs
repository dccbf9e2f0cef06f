//! Reads a catalog at a revision by calling `git`, without a shell.
//!
//! A revision is resolved once; from then on only the digits of object ids are arguments. Nothing is fetched, and no
//! filters, hooks or pagers run.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use annals_catalog::sort;
use annals_catalog::source::{LoadError, Loader, Source};
use glob::MatchOptions;

/// The largest file of a catalog.
const MOST: u64 = 64 << 20;

/// The kinds of a file in a tree; others are links and submodules.
const FILES: [&str; 2] = ["100644", "100755"];

/// The repository around a catalog.
pub(super) struct Repository {
    /// The folder of the catalog.
    folder: PathBuf,
}

/// The files of a commit, in the folder of the catalog and below.
pub(super) struct Tree<'r> {
    repository: &'r Repository,
    files: Vec<File>,
}

struct File {
    /// Relative to the folder.
    path: String,
    mode: String,
    id: String,
    size: u64,
}

impl Repository {
    pub(super) fn of(catalog: &Path) -> Self {
        let folder = catalog.parent().filter(|folder| *folder != Path::new(""));
        Self { folder: folder.unwrap_or(Path::new(".")).to_owned() }
    }

    /// The id of the commit that a revision names.
    pub(super) fn commit(&self, revision: &str) -> Result<String, String> {
        let commit = format!("{revision}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        match self.run(arguments) {
            Ok(id) => Ok(String::from_utf8_lossy(&id).trim().to_owned()),
            Err(Failure::Missing) => Err(Failure::Missing.to_string()),
            Err(Failure::Ended(_)) => {
                let shallow = self.run(["rev-parse", "--is-shallow-repository"]);
                let hint = match shallow {
                    Ok(word) if word.trim_ascii() == b"true" => {
                        "; this clone is shallow, so fetch the revision first (`fetch-depth: 0` in a workflow)"
                    }
                    Ok(_) => "",
                    Err(Failure::Ended(printed)) if !printed.contains("not a git repository") => {
                        return Err(Failure::Ended(printed).to_string());
                    }
                    Err(_) => "; the catalog is in no repository of git",
                };
                Err(format!("`{revision}` is not a revision{hint}"))
            }
        }
    }

    /// The files of a commit.
    pub(super) fn tree(&self, commit: &str) -> Result<Tree<'_>, String> {
        let listed = self.run(["ls-tree", "-r", "-l", "-z", commit]);
        let listed = listed.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&listed).into_owned();
        let files = text.split_terminator('\0').filter_map(|line| {
            let (facts, path) = line.split_once('\t')?;
            let mut facts = facts.split_whitespace();
            let (mode, _, id) = (facts.next()?, facts.next()?, facts.next()?);
            // A submodule has no size.
            let size = facts.next()?.parse().unwrap_or(0);
            Some(File { path: path.to_owned(), mode: mode.to_owned(), id: id.to_owned(), size })
        });
        let mut files: Vec<File> = files.collect();
        sort::by(&mut files, |a, b| a.path.cmp(&b.path));
        Ok(Tree { repository: self, files })
    }

    fn run<I: IntoIterator<Item: AsRef<OsStr>>>(&self, arguments: I) -> Result<Vec<u8>, Failure> {
        let mut command = Command::new("git");
        command.args(["--no-pager", "--no-replace-objects", "--literal-pathspecs", "-C"]);
        command.arg(&self.folder).args(arguments);
        for (name, value) in [
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("LC_ALL", "C"),
        ] {
            command.env(name, value);
        }
        match command.output() {
            Ok(output) if output.status.success() => Ok(output.stdout),
            Ok(output) => Err(Failure::Ended(String::from_utf8_lossy(&output.stderr).into_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Failure::Missing),
            Err(error) => Err(Failure::Ended(error.to_string())),
        }
    }
}

impl Tree<'_> {
    /// A file, if the tree has it.
    pub(super) fn read(&self, path: &str) -> Result<Option<Source>, String> {
        self.files.iter().find(|file| file.path == path).map(|file| self.source(file)).transpose()
    }

    fn source(&self, file: &File) -> Result<Source, String> {
        let path = &file.path;
        if !FILES.contains(&file.mode.as_str()) {
            return Err(format!("`{path}` is not a file in this revision"));
        }
        if file.size > MOST {
            return Err(format!("`{path}` is larger than 64 MiB in this revision"));
        }
        let bytes = self.repository.run(["cat-file", "blob", &file.id]);
        let text = String::from_utf8(bytes.map_err(|error| error.to_string())?);
        let text = text.map_err(|_| format!("`{path}` is not UTF-8 in this revision"))?;
        Ok(Source { path: path.clone(), text })
    }
}

impl Loader for Tree<'_> {
    fn load(&self, pattern: &str) -> Result<Vec<Source>, LoadError> {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let wanted = glob::Pattern::new(pattern.trim_start_matches("./"));
        let wanted = wanted.map_err(|error| LoadError::Pattern(error.msg.to_owned()))?;
        let files = self.files.iter().filter(|file| wanted.matches_with(&file.path, options));
        let source = |file: &File| {
            let failure =
                |cause: String| LoadError::File { path: file.path.clone(), cause: cause.into() };
            self.source(file).map_err(failure)
        };
        files.map(source).collect()
    }
}

/// Why a call of git gave no answer.
#[derive(Debug)]
enum Failure {
    /// There is no such program.
    Missing,
    /// What it printed.
    Ended(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => {
                formatter.write_str("the program `git` is not there, which reads revisions")
            }
            Self::Ended(printed) => write!(formatter, "git failed: {}", printed.trim_end()),
        }
    }
}
