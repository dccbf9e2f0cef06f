//! What lives from one round to the next: a catalog on disk in, its output brought up to date.
//!
//! The pipeline is that of `annals generate`. A session is the place for what a round can spare the
//! next one.

use std::path::PathBuf;
use std::time::Instant;

use annals_contract::Digest;

use crate::cli::generate::{WET, counts, line};
use crate::cli::reporting::{list_project, report_project, shown};
use crate::cli::terminal::Terminal;
use crate::cli::{lasting, planned};
use crate::file_set::Target;
use crate::project::Project;
use crate::report::{self, Report, Sources};
use crate::templates::Choice;

/// Clears the screen and goes to its first line.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// The rounds of one `annals watch`.
pub(super) struct Session {
    catalog: PathBuf,
    output: PathBuf,
    targets: Vec<Target>,
    clear: bool,
    first: bool,
    /// The files that the last round read, if a round with the same ones would say the same.
    done: Option<Vec<(String, Digest)>>,
}

impl Session {
    pub(super) fn new(
        catalog: PathBuf,
        output: PathBuf,
        targets: Vec<Target>,
        clear: bool,
    ) -> Self {
        Self { catalog, output, targets, clear, first: true, done: None }
    }

    /// Generates, unless the catalog is what it was. `saved` is when it was saved. Returns the
    /// folders in which the catalog's `include` looks.
    pub(super) fn round(&mut self, saved: Instant, terminal: &mut Terminal) -> Vec<PathBuf> {
        let project = match Project::open(&self.catalog) {
            Ok(project) => project,
            Err(error) => {
                self.done = None;
                self.begin(terminal);
                terminal.error(&error.to_string());
                self.end(terminal);
                return Vec::new();
            }
        };
        if self.done.as_ref() != Some(&project.sources) {
            self.begin(terminal);
            self.done = None;
            match self.generate(&project, saved, terminal) {
                Ok(()) => self.done = Some(project.sources),
                Err(message) => terminal.error(&message),
            }
            self.end(terminal);
        }
        project.included_folders
    }

    /// An error is no mistake of the catalog: the next round may be without it.
    fn generate(
        &self,
        project: &Project,
        saved: Instant,
        terminal: &mut Terminal,
    ) -> Result<(), String> {
        let diagnostics = &project.compiled.diagnostics;
        let Some(model) = &project.compiled.model else {
            report_project(project, diagnostics, terminal);
            return Ok(());
        };
        list_project(project, diagnostics, terminal);
        let templates = Choice::Recorded;
        let plan = planned(project, model, &self.output, &self.targets, &templates)
            .map_err(|refusal| refusal.message)?;
        let findings = lasting(model, &self.output, &self.targets)?;
        if !findings.is_empty() {
            let (map, shown) = (&project.compiled.sources, shown(&self.output));
            let report = Report::new(&[], Sources { map, prefix: "" });
            let report = report.with_files(&findings, &shown);
            terminal.report(&report::findings(&report, terminal.colour()));
            return Err("add the features by hand, then save the catalog again".to_owned());
        }
        plan.write().map_err(|error| error.to_string())?;
        terminal.note(&line(WET, counts(&plan), saved.elapsed()));
        Ok(())
    }

    fn begin(&self, terminal: &mut Terminal) {
        if self.clear {
            terminal.report(CLEAR);
        }
    }

    /// Says what happens now: once, or whenever the screen was cleared.
    fn end(&mut self, terminal: &mut Terminal) {
        if self.clear || self.first {
            self.first = false;
            terminal.note(&format!("watching `{}`; Ctrl-C ends", self.catalog.display()));
        }
    }
}
