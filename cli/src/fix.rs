//! Applies the fixes of a catalog's diagnostics.
//!
//! A fix is kept only if compiling again reports fewer findings at its place. Fixing one mistake can
//! reveal others, so this works in rounds.

mod judge;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::Path;

use annals_codegen::Run;
use annals_codegen::history::{HistoryError, judge_project};
use annals_codegen::output::{self, OutputError};
use annals_codegen::project::{Project, ReadError};
use annals_codegen::report::Applied;
use annals_contract::digest;

use judge::keeps;

use annals_catalog::sort;

/// Maximum number of rounds; each fixes only what mistakes of the round before were hiding.
const ROUNDS: usize = 20;

/// Maximum number of times that a catalog is compiled to see whether fixes help.
const TRIES: usize = 100;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A file that differs, before and after.
#[derive(Debug)]
pub(crate) struct Edited {
    pub(crate) path: String,
    pub(crate) before: Vec<u8>,
    pub(crate) after: Vec<u8>,
}

/// A catalog with its fixes applied, in memory.
#[derive(Debug)]
pub(crate) struct Patched {
    pub(crate) project: Project,
    /// The fixes that were applied, by place.
    pub(crate) applied: Vec<Applied>,
    /// The files that differ.
    pub(crate) files: Vec<Edited>,
}

#[derive(Debug)]
pub(crate) enum FixError {
    Read(ReadError),
    History(HistoryError),
    Output(OutputError),
    /// Another program changed the file at the same time.
    Changed(String),
}

impl fmt::Display for FixError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(formatter),
            Self::History(error) => error.fmt(formatter),
            Self::Output(error) => error.fmt(formatter),
            Self::Changed(path) => {
                write!(
                    formatter,
                    "another program has just changed `{path}`; run the command again"
                )
            }
        }
    }
}

impl std::error::Error for FixError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            Self::History(error) => Some(error),
            Self::Output(error) => Some(error),
            Self::Changed(_) => None,
        }
    }
}

/// A fix to try. Offsets count from the end of the byte order mark, if there is one.
#[derive(Debug)]
struct Edit {
    code: &'static str,
    path: String,
    start: usize,
    end: usize,
    text: String,
    /// The edit and the finding.
    around: Range<usize>,
}

/// Applies every fix that helps, without writing to disk.
pub(crate) fn apply(mut project: Project) -> Result<Patched, FixError> {
    let mut bench = Bench::default();
    let mut applied = Vec::new();
    for _ in 0..ROUNDS {
        let edits = candidates(&project);
        let Some((next, edits)) = bench.best(&project, edits)? else { break };
        applied.extend(edits.iter().map(|edit| describe(&project, edit)));
        project = next;
    }
    sort::by(&mut applied, |a, b| (&a.path, a.line, a.column).cmp(&(&b.path, b.line, b.column)));
    Ok(Patched { project, applied, files: bench.edited() })
}

/// Writes the files that differ of the catalog at `path`, each completely or not at all.
pub(crate) fn write(path: &Path, files: &[Edited]) -> Result<(), FixError> {
    let place = |file: &Edited| path.with_file_name(&file.path);
    for file in files {
        let path = place(file);
        if read(&path)? != file.before {
            return Err(FixError::Changed(path.display().to_string()));
        }
        output::check_replaceable(&path).map_err(FixError::Output)?;
    }
    // Only after all checks, so that a file that cannot be written stops the run before any is.
    for file in files {
        output::replace(&place(file), &file.after).map_err(FixError::Output)?;
    }
    Ok(())
}

/// The fixes of a project's diagnostics, by place. If two overlap, the second waits for the next
/// round.
fn candidates(project: &Project) -> Vec<Edit> {
    let sources = &project.compiled.sources;
    let edit = |item: &annals_catalog::diagnostic::Diagnostic| {
        let fix = item.fix.as_ref().filter(|fix| fix.text != sources.text(fix.span))?;
        let path = sources.get(fix.span.file).path.clone();
        let (start, end) = (fix.span.start as usize, fix.span.end as usize);
        let around = match fix.span.file == item.span.file {
            true => start.min(item.span.start as usize)..end.max(item.span.end as usize),
            false => start..end,
        };
        Some(Edit { code: item.rule.code, path, start, end, text: fix.text.clone(), around })
    };
    let mut edits: Vec<Edit> = project.compiled.diagnostics.iter().filter_map(edit).collect();
    sort::by(&mut edits, |a, b| (&a.path, a.start, a.end).cmp(&(&b.path, b.start, b.end)));
    let mut last: Option<(String, usize)> = None;
    edits.retain(|edit| {
        let free = last.as_ref().is_none_or(|(path, end)| *path != edit.path || *end < edit.start);
        if free {
            last = Some((edit.path.clone(), edit.end));
        }
        free
    });
    edits
}

fn describe(project: &Project, edit: &Edit) -> Applied {
    let sources = &project.compiled.sources;
    let file = sources.iter().find(|(_, source)| source.path == edit.path);
    let (file, source) = file.expect("the edit is one of this project's files");
    let place = sources.position(file, u32::try_from(edit.start).unwrap_or(u32::MAX));
    Applied {
        code: edit.code,
        path: edit.path.clone(),
        line: place.line,
        column: place.column,
        before: source.text[edit.start..edit.end].to_owned(),
        after: edit.text.clone(),
    }
}

/// Tries edits.
#[derive(Default)]
struct Bench {
    /// Edited files as they are on disk.
    original: BTreeMap<String, Vec<u8>>,
    /// Edited files after the rounds so far.
    now: BTreeMap<String, Vec<u8>>,
    tries: usize,
}

impl Bench {
    /// Finds edits that help: all of them, or else those that helped in the first try. If none did,
    /// one bad edit may have spoiled the others, so each half is tried alone. `None` if nothing helps.
    fn best(
        &mut self,
        project: &Project,
        mut edits: Vec<Edit>,
    ) -> Result<Option<(Project, Vec<Edit>)>, FixError> {
        if edits.is_empty() || self.tries == TRIES {
            return Ok(None);
        }
        self.tries += 1;
        let changed = self.with(project, &edits)?;
        let mut next = Project::open_edited(&project.path, changed.clone(), &mut Run::default())
            .map_err(FixError::Read)?;
        judge_project(&mut next, &mut Run::default()).map_err(FixError::History)?;
        let kept = keeps(project, &next, &edits);
        if kept.iter().all(|kept| *kept) {
            self.now = changed;
            return Ok(Some((next, edits)));
        }
        if kept.contains(&true) {
            let mut kept = kept.into_iter();
            edits.retain(|_| kept.next() == Some(true));
            return self.best(project, edits);
        }
        let rest = edits.split_off(edits.len() / 2);
        match edits.is_empty() {
            // A single edit, which cannot be divided.
            true => Ok(None),
            false => match self.best(project, edits)? {
                None => self.best(project, rest),
                found => Ok(found),
            },
        }
    }

    /// The bytes of all edited files after `edits`.
    fn with(
        &mut self,
        project: &Project,
        edits: &[Edit],
    ) -> Result<BTreeMap<String, Vec<u8>>, FixError> {
        let mut changed = self.now.clone();
        for edits in edits.chunk_by(|a, b| a.path == b.path) {
            let path = &edits[0].path;
            if !changed.contains_key(path) {
                let bytes = original(project, path)?;
                self.original.insert(path.clone(), bytes.clone());
                changed.insert(path.clone(), bytes);
            }
            changed.entry(path.clone()).and_modify(|bytes| *bytes = replaced(bytes, edits));
        }
        Ok(changed)
    }

    fn edited(mut self) -> Vec<Edited> {
        let edited = self.now.into_iter().map(|(path, after)| {
            let before = self.original.remove(&path).unwrap_or_default();
            Edited { path, before, after }
        });
        edited.filter(|file| file.before != file.after).collect()
    }
}

/// The bytes of a file as they were when the project was read.
pub(crate) fn original(project: &Project, path: &str) -> Result<Vec<u8>, FixError> {
    let place = project.path.with_file_name(path);
    let bytes = read(&place)?;
    let known = project.sources.iter().find(|(known, _)| known == path);
    match known.is_some_and(|(_, known)| *known == digest(&bytes)) {
        true => Ok(bytes),
        false => Err(FixError::Changed(place.display().to_string())),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, FixError> {
    std::fs::read(path).map_err(|error| FixError::Read(ReadError::new(path, error)))
}

/// Applies edits, which are sorted and do not overlap.
fn replaced(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut changed = Vec::with_capacity(bytes.len() + edits.len() * 8);
    let mut copied = 0;
    for edit in edits {
        changed.extend_from_slice(&bytes[copied..edit.start + mark]);
        changed.extend_from_slice(edit.text.as_bytes());
        copied = edit.end + mark;
    }
    changed.extend_from_slice(&bytes[copied..]);
    changed
}
