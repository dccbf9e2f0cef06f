//! What lives from one round to the next: a catalog on disk in, its output brought up to date.
//!
//! The pipeline is that of `annals generate`; what a round knows of the output folder spares the next
//! one most of the work.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use annals_catalog::Kept;
use annals_contract::Digest;

use crate::commands::generate::{WET, counts, line};
use crate::commands::last_run::LastRun;
use crate::commands::reporting::{list_project, report_project, shown};
use crate::commands::terminal::Terminal;
use crate::commands::{lasting, planned_again};
use crate::timings::Timings;
use annals_codegen::Target;
use annals_codegen::project::Project;
use annals_codegen::report::{self, Report, Sources};
use annals_codegen::templates::{self, Choice};

/// Clears the screen and goes to its first line.
const CLEAR: &str = "\u{1b}[2J\u{1b}[H";

/// The rounds of one `annals watch`.
pub(super) struct Session {
    catalog: PathBuf,
    output: PathBuf,
    targets: Vec<Target>,
    clear: bool,
    timings: bool,
    first: bool,
    /// What the last round rested on, if a round with the same would say the same.
    done: Option<Basis>,
    /// What is known of the output folder, so that a round renders only what an edit touches.
    last_run: Option<LastRun>,
    /// What the last round read, so that a round reads only what was edited.
    kept: Kept,
}

/// What a round rests on.
#[derive(PartialEq, Eq)]
struct Basis {
    sources: Vec<(String, Digest)>,
    /// The templates, by path.
    templates: Option<BTreeMap<String, String>>,
}

impl Session {
    pub(super) fn new(
        catalog: PathBuf,
        output: PathBuf,
        targets: Vec<Target>,
        clear: bool,
        timings: bool,
    ) -> Self {
        let last_run = (targets == Target::ALL).then(|| LastRun::find(&output)).flatten();
        let (first, done, kept) = (true, None, Kept::default());
        Self { catalog, output, targets, clear, timings, first, done, last_run, kept }
    }

    /// Something was saved, and a round follows. What it needs of the output can be looked at now.
    pub(super) fn prepare(&mut self) {
        // What templates make is not remembered, and they may have come while this process watched.
        if self.output.join(templates::FILE).exists() {
            self.last_run = None;
        }
        self.last_run.iter_mut().for_each(LastRun::again);
    }

    /// Generates, unless the catalog and the templates are what they were. `saved` is when they were
    /// saved. Returns the folders in which the catalog's `include` looks, and that of the templates.
    pub(super) fn round(&mut self, saved: Instant, terminal: &mut Terminal) -> Vec<PathBuf> {
        let mut timings = Timings::since(saved, self.timings);
        let begin = &mut |stage| timings.begin(stage);
        let project = match Project::open_again(&self.catalog, &mut self.kept, begin) {
            Ok(project) => project,
            Err(error) => {
                self.done = None;
                self.begin(terminal);
                terminal.error(&error.to_string());
                self.end(terminal);
                return Vec::new();
            }
        };
        // Before they are rendered: what is saved meanwhile makes another round.
        let folder = self.templates();
        let templates = folder.as_deref().and_then(templates::texts);
        let basis = Basis { sources: project.sources.clone(), templates };
        if self.done.as_ref() != Some(&basis) {
            self.begin(terminal);
            self.done = None;
            match self.generate(&project, timings, terminal) {
                Ok(()) => self.done = Some(basis),
                Err(message) => terminal.error(&message),
            }
            self.end(terminal);
        }
        project.included_folders.into_iter().chain(folder).collect()
    }

    /// The folder of the templates that are rendered too; a lock that cannot be read is reported when
    /// they are.
    fn templates(&self) -> Option<PathBuf> {
        let whole = self.targets == Target::ALL;
        whole.then(|| templates::recorded_folder(&self.output).ok()).flatten().flatten()
    }

    /// An error is no mistake of the catalog: the next round may be without it.
    fn generate(
        &mut self,
        project: &Project,
        mut timings: Timings,
        terminal: &mut Terminal,
    ) -> Result<(), String> {
        let diagnostics = &project.compiled.diagnostics;
        let Some(model) = &project.compiled.model else {
            report_project(project, diagnostics, terminal);
            return Ok(());
        };
        list_project(project, diagnostics, terminal);
        let (last_run, templates) = (self.last_run.as_mut(), Choice::Recorded);
        let (output, targets) = (&self.output, &self.targets);
        let mut plan =
            planned_again(project, model, output, targets, &templates, last_run, &mut timings)
                .map_err(|refusal| refusal.message)?;
        let findings = lasting(model, &self.output, &self.targets)?;
        if !findings.is_empty() {
            let (map, shown) = (&project.compiled.sources, shown(&self.output));
            let report = Report::new(&[], Sources { map, prefix: "" });
            let report = report.with_files(&findings, &shown);
            terminal.report(&report::findings(&report, terminal.colour()));
            return Err("add the features by hand, then save the catalog again".to_owned());
        }
        timings.begin("write");
        let mut known = None;
        plan.write_known(|all| known = Some(all)).map_err(|error| error.to_string())?;
        terminal.note(&line(WET, counts(&plan), timings.total()));
        if self.timings {
            terminal.report(&timings.table());
        }
        if let (Some(last_run), Some(known)) = (&mut self.last_run, known) {
            last_run.keep(project, model, known);
        }
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
