//! `annals check`: mistakes in the catalog, and generated files that disagree with it.

use std::path::{Path, PathBuf};

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::model::Date;
use clap::{Args, ValueEnum};

use super::generate::report_diagnostics;
use super::last_run::LastRun;
use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, findings, located, open, planned, shown_folder, targets};
use crate::file_set::Target;
use crate::freshness::Finding;
use crate::project::{self, Project};
use crate::repair;
use crate::report::{self, Sources};

/// Arguments of `annals check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Warnings alone do not fail. Generated files are looked at once the catalog has no \
    error."
)]
pub(super) struct Check {
    /// How to print findings
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Look at the files of this target only (may be given several times), and not at catalog.lock
    #[arg(long, value_enum, value_name = "TARGET")]
    only: Vec<Target>,
    /// The output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// The day on which waivers are judged [default: SOURCE_DATE_EPOCH, else the clock; in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// Look at the catalog only, not at the generated files
    #[arg(long, conflicts_with = "only")]
    no_files: bool,
    /// Do the whole work, whatever the last run of `generate` left to know
    #[arg(long)]
    no_cache: bool,
}

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on stderr.
    Text,
    /// One JSON document on stdout.
    Json,
}

/// What a check found.
struct Found {
    project: Project,
    diagnostics: Vec<Diagnostic>,
    files: Vec<Finding>,
    output: PathBuf,
}

impl Check {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let found = match self.find(catalog) {
            Ok(found) => found,
            Err(message) => {
                match self.format {
                    Format::Json => terminal.out(&report::json_error(&message)),
                    Format::Text => terminal.error(&message),
                }
                return Outcome::Failed;
            }
        };
        match self.format {
            Format::Json => print_json(&found, terminal),
            Format::Text => {
                let command = repair::command(catalog, self.out.as_deref(), &self.only);
                print_text(&found, &command, terminal);
            }
        }
        let errors = found.diagnostics.iter().any(|item| item.severity == Severity::Error);
        if errors || !found.files.is_empty() { Outcome::Findings } else { Outcome::Clean }
    }

    fn find(&self, catalog: Option<&Path>) -> Result<Found, String> {
        let path = located(catalog)?;
        let output = self.out.clone().unwrap_or_else(|| project::default_output(&path));
        let today = today(self.today)?;
        if self.is_unchanged(&path, &output, today) {
            let (diagnostics, files) = (Vec::new(), Vec::new());
            return Ok(Found { project: Project::unread(&path), diagnostics, files, output });
        }
        let project = open(Some(&path))?;
        let mut diagnostics = project.compiled.diagnostics.clone();
        diagnostics.extend(project.compiled.expired(today));
        diagnostics.sort_by_key(|item| item.span);
        let files = match &project.compiled.model {
            Some(_) if self.no_files => Vec::new(),
            Some(model) => {
                let targets = targets(&self.only);
                let plan = planned(&project, model, &output, &targets)?;
                findings(&plan, model, &output, &targets)?
            }
            // Nothing can be said of its files while the catalog itself has errors.
            None => Vec::new(),
        };
        Ok(Found { project, diagnostics, files, output })
    }

    /// True if everything is as `generate` left it, when there was nothing to report.
    fn is_unchanged(&self, catalog: &Path, output: &Path, today: Date) -> bool {
        let whole = self.only.is_empty() && !self.no_cache && !self.no_files;
        let last_run = whole.then(|| LastRun::find(output)).flatten();
        last_run.is_some_and(|mut last_run| last_run.unchanged(catalog, Some(today)).is_some())
    }
}

fn print_json(found: &Found, terminal: &mut Terminal) {
    let prefix = shown_folder(&found.project);
    let sources = Sources { map: &found.project.compiled.sources, prefix: &prefix };
    let shown = found.output.display().to_string();
    terminal.out(&report::json(&found.diagnostics, sources, &found.files, &shown));
}

fn print_text(found: &Found, command: &str, terminal: &mut Terminal) {
    report_diagnostics(&found.project, &found.diagnostics, terminal);
    let shown = found.output.display().to_string();
    terminal.report(&report::findings(&found.files, &shown, terminal.colour()));
    let summary = report::summary(&found.diagnostics, &found.files);
    terminal.note(&format!("{summary}{}", repair::advice(&found.files, command)));
}
