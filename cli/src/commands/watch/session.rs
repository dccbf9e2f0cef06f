//! The rounds of `annals watch`: each does what `annals generate` does, with the cache of the round
//! before.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use annals_contract::Digest;

use crate::commands::generate::{WET, counts, summary};
use crate::commands::reporting::{list_project, report_project, shown};
use crate::commands::terminal::Terminal;
use crate::commands::{CACHE, Goal, lasting, note_foreign, planned};
use crate::timings::Timings;
use annals_codegen::cache::store::Store;
use annals_codegen::history::{self, Stamps, judge_project};
use annals_codegen::project::Project;
use annals_codegen::report::{self, Report, Sources};
use annals_codegen::templates::{self, Choice};
use annals_codegen::{Run, Target};

/// Clears the screen and moves the cursor to its top.
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
    done: Option<Inputs>,
}

/// What a round was made from.
#[derive(PartialEq, Eq)]
struct Inputs {
    sources: Vec<(String, Digest)>,
    history: Stamps,
    /// The templates, by path.
    templates: Option<BTreeMap<String, String>>,
    /// The modules in other crates, which the manifests say.
    homes: Option<BTreeMap<String, String>>,
}

impl Session {
    pub(super) fn new(
        catalog: PathBuf,
        output: PathBuf,
        targets: Vec<Target>,
        clear: bool,
        timings: bool,
    ) -> Self {
        Self { catalog, output, targets, clear, timings, first: true, done: None }
    }

    /// Generates, unless the catalog and the templates are what they were. `saved` is when they were
    /// saved. Returns the folders in which the catalog's `include` looks, that of the templates, and the
    /// manifests.
    pub(super) fn round(&mut self, saved: Instant, terminal: &mut Terminal) -> Vec<PathBuf> {
        let timings = Timings::since(saved);
        let mut begin = |stage| timings.begin(stage);
        let mut run = Run { observer: self.timings.then_some(&mut begin), ..Run::default() };
        let mut project = match Project::open(&self.catalog, &mut run) {
            Ok(project) => project,
            Err(error) => {
                self.fail(&error.to_string(), terminal);
                return Vec::new();
            }
        };
        let history = Stamps::of(&self.catalog);
        if let Err(error) = judge_project(&mut project, &mut run) {
            self.fail(&error.to_string(), terminal);
            return project.included_folders.into_iter().chain(self.history()).collect();
        }
        if let Err(error) = project.split(&self.output) {
            self.fail(&error.to_string(), terminal);
            let folders = project.included_folders.into_iter().chain(self.history());
            return folders.chain(project.manifests).collect();
        }
        // Before they are rendered: what is saved meanwhile makes another round.
        let folder = self.templates();
        let templates = folder.as_deref().and_then(templates::texts);
        let homes = project.compiled.model.as_ref().map(|model| model.homes.clone());
        let inputs = Inputs { sources: project.sources.clone(), history, templates, homes };
        if self.done.as_ref() != Some(&inputs) {
            self.begin(terminal);
            self.done = None;
            match self.generate(&project, &mut run, &timings, terminal) {
                Ok(()) => self.done = Some(inputs),
                Err(message) => terminal.error(&message),
            }
            self.end(terminal);
        }
        let folders = project.included_folders.into_iter().chain(folder).chain(self.history());
        folders.chain(project.manifests).collect()
    }

    /// The folder of the history, if there is one.
    fn history(&self) -> Option<PathBuf> {
        Some(history::folder(&self.catalog)).filter(|folder| folder.is_dir())
    }

    /// Reports why nothing can be generated.
    fn fail(&mut self, error: &str, terminal: &mut Terminal) {
        self.done = None;
        self.begin(terminal);
        terminal.error(error);
        self.end(terminal);
    }

    /// The folder of the templates that are rendered too; a lock that cannot be read is reported when
    /// they are.
    fn templates(&self) -> Option<PathBuf> {
        let whole = self.targets == Target::ALL;
        whole.then(|| templates::recorded_folder(&self.output).ok()).flatten().flatten()
    }

    /// Generates. An error is not about the catalog: the next round may be without it.
    fn generate(
        &self,
        project: &Project,
        run: &mut Run<'_>,
        timings: &Timings,
        terminal: &mut Terminal,
    ) -> Result<(), String> {
        let diagnostics = &project.compiled.diagnostics;
        let Some(model) = &project.compiled.model else {
            report_project(project, diagnostics, terminal);
            return Ok(());
        };
        list_project(project, diagnostics, terminal);
        let (output, targets) = (&self.output, &self.targets);
        run.begin("cache");
        let whole = *targets == Target::ALL;
        let mut store = whole.then(|| Store::open(output, CACHE)).flatten();
        run.cache = store.as_mut().map(Store::cache).unwrap_or_default();
        let goal = Goal { output, targets, templates: &Choice::Recorded };
        let plan = planned(project, model, &goal, run).map_err(|refusal| refusal.message)?;
        let findings = lasting(model, output, targets)?;
        if !findings.is_empty() {
            let (map, shown) = (&project.compiled.sources, shown(output));
            let report = Report::new(&[], Sources { map, prefix: "" });
            let report = report.with_files(&findings, &shown);
            terminal.report(&report::findings(&report, terminal.colour()));
            let way = "run `annals generate --fix`, which adds the features";
            return Err(format!("{way}, then save the catalog again"));
        }
        note_foreign(&plan, output, terminal);
        run.begin("write");
        let counts = counts(&plan);
        let cache = plan.write().map_err(|error| error.to_string())?;
        terminal.note(&summary(WET, counts, model.events_here(), timings.total()));
        if let Some(store) = store.filter(|_| diagnostics.is_empty()) {
            store.save(project, model, cache);
        }
        if self.timings {
            terminal.report(&timings.table());
        }
        Ok(())
    }

    fn begin(&self, terminal: &mut Terminal) {
        if self.clear {
            terminal.report(CLEAR);
        }
    }

    /// Says what is watched: once, or whenever the screen was cleared.
    fn end(&mut self, terminal: &mut Terminal) {
        if self.clear || self.first {
            self.first = false;
            terminal.note(&format!("watching `{}`; Ctrl-C ends", self.catalog.display()));
        }
    }
}
