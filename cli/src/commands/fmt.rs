//! `annals fmt`: formats catalog files, or reports which are not formatted.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use annals_catalog::format::{FormatError, format};
use annals_catalog::source::Source;
use annals_codegen::Run;
use annals_codegen::diff::{Version, unified};
use annals_codegen::output;
use annals_codegen::project::{self, Project};
use annals_codegen::report::Sources;
use clap::Args;

use super::terminal::Terminal;
use super::{Outcome, named_or_found, reporting, shown_prefix};

/// The name of stdin among the files.
const STDIN: &str = "-";

#[derive(Debug, Args)]
#[command(
    after_help = "Comments and the meaning of the files do not change. A file with a YAML syntax error is \
    reported and left unchanged."
)]
pub(super) struct Fmt {
    /// Do not write files; fail with a diff if a file would change
    #[arg(long)]
    check: bool,
    /// Files to format; `-` formats stdin to stdout [default: the catalog and the files it includes]
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    files: Vec<PathBuf>,
}

/// How many files changed.
#[derive(Default)]
struct Tally {
    changed: usize,
    kept: usize,
    broken: usize,
}

impl Fmt {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        self.try_run(catalog, terminal).unwrap_or_else(|message| {
            terminal.error(&message);
            Outcome::Failed
        })
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<Outcome, String> {
        let files = match self.files.is_empty() {
            true => files_of(&named_or_found(catalog)?)?,
            false => self.files.clone(),
        };
        let mut tally = Tally::default();
        for file in &files {
            let stdin = file.as_os_str() == STDIN;
            let before = if stdin { read_stdin()? } else { read(file)? };
            let Some(after) = formatted(file, &before, terminal)? else {
                tally.broken += 1;
                continue;
            };
            let changes = before != after;
            if stdin && !self.check {
                terminal.out(&after);
            } else if changes && self.check {
                terminal.out(&diff(file, &before, &after, "formatted"));
            } else if changes {
                output::replace(file, after.as_bytes()).map_err(|error| error.to_string())?;
                terminal.note(&format!("formatted {}", file.display()));
            }
            *(if changes { &mut tally.changed } else { &mut tally.kept }) += 1;
        }
        if !self.check
            && self.files.iter().all(|file| file.as_os_str() == STDIN)
            && !self.files.is_empty()
        {
            // A filter prints no summary.
            return Ok(if tally.broken > 0 { Outcome::Findings } else { Outcome::Clean });
        }
        Ok(self.finish(&tally, terminal))
    }

    fn finish(&self, tally: &Tally, terminal: &mut Terminal) -> Outcome {
        let Tally { changed, kept, broken } = tally;
        let verb = if self.check { "would change" } else { "changed" };
        let mut line = format!("{verb} {changed}, kept {kept}");
        if *broken > 0 {
            line.push_str(&format!(", could not format {broken}"));
        }
        if self.check && *changed > 0 {
            line.push_str("; run `annals fmt`");
        }
        terminal.note(&line);
        let findings = *broken > 0 || (self.check && *changed > 0);
        if findings { Outcome::Findings } else { Outcome::Clean }
    }
}

/// The main file and every file that it includes.
fn files_of(catalog: &Path) -> Result<Vec<PathBuf>, String> {
    let project = Project::open(catalog, &mut Run::default()).map_err(|error| error.to_string())?;
    let paths = project.compiled.sources.iter().skip(1).map(|(_, source)| source.path.clone());
    let included = paths.map(|path| project.path.with_file_name(path));
    Ok(std::iter::once(project.path.clone()).chain(included).collect())
}

/// Formats a text; `None` if it cannot be formatted, which has then been reported.
fn formatted(file: &Path, text: &str, terminal: &mut Terminal) -> Result<Option<String>, String> {
    let path = match file.as_os_str() == STDIN {
        true => "stdin".to_owned(),
        false => file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
    };
    match format(Source { path, text: text.to_owned() }) {
        Ok(text) => Ok(Some(text)),
        Err(FormatError::Mistakes { sources, diagnostics }) => {
            let prefix = shown_prefix(file);
            let sources = Sources { map: &sources, prefix: &prefix };
            reporting::list(&diagnostics, sources, terminal);
            Ok(None)
        }
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

/// The change of a file as a unified diff; `what` names its new text.
pub(super) fn diff(file: &Path, before: &str, after: &str, what: &str) -> String {
    let path = file.display().to_string();
    let changed = format!("{path} ({what})");
    unified(Version { name: &path, text: before }, Version { name: &changed, text: after }, 2)
}

fn read(file: &Path) -> Result<String, String> {
    let failed = |cause: std::io::Error| format!("cannot read `{}`: {cause}", file.display());
    let bytes = std::fs::read(file).map_err(failed)?;
    text(bytes).map_err(failed)
}

fn read_stdin() -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.and_then(|_| text(bytes)).map_err(|cause| format!("cannot read stdin: {cause}"))
}

fn text(bytes: Vec<u8>) -> std::io::Result<String> {
    String::from_utf8(bytes).map_err(|error| project::not_utf8(&error))
}
