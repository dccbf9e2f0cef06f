//! `annals generate`: writes the generated files that differ, or lists them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use annals_catalog::Compiled;
use annals_catalog::count::counted;
use annals_catalog::model::Model;
use clap::Args;

use super::features;
use super::reporting::{Reporting, shown};
use super::target_parser;
use super::terminal::Terminal;
use super::{CACHE, Goal, Outcome, Refusal, findings, lasting, named_or_found, note_foreign};
use super::{output_folder, planned, shown_folder, targets};
use crate::report::Format;
use crate::reported::Reported;
use crate::timings::Timings;
use annals_codegen::cache::Cache;
use annals_codegen::cache::store::{Store, Unchanged};
use annals_codegen::history::judge_project;
use annals_codegen::output::{ChangeKind, OutputError, Plan};
use annals_codegen::project::{NO_WAY, Project};
use annals_codegen::repair;
use annals_codegen::report::{Report, Sources};
use annals_codegen::templates::Choice;
use annals_codegen::{Run, Target};

#[derive(Debug, Args)]
#[command(
    after_help = "Only files that differ are written. Stale generated files are removed; files that annals \
    did not generate are never changed."
)]
pub(super) struct Generate {
    /// Do not write files; fail with a diff if a file would be written
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// With --check: output format, as in `annals check` [default: text]
    #[arg(long, value_enum, requires = "check", value_name = "FORMAT")]
    format: Option<Format>,
    /// With --check: show at most N errors; 0 shows all
    #[arg(long, requires = "check", value_name = "N")]
    max_errors: Option<usize>,
    /// Do not write files; list those that would be written
    #[arg(long)]
    dry_run: bool,
    /// Add the features that the manifest of the generated crate lacks (A0305)
    #[arg(long, conflicts_with_all = ["check", "dry_run"])]
    fix: bool,
    /// Generate only this target (can be repeated)
    ///
    /// catalog.lock is then not updated, and the crate does not compile if they disagree. Pages link
    /// to schemas, so the site needs `docs`, `avro` and `json-schema`. Avro files cannot contain
    /// `@generated`, so they are overwritten only if catalog.lock lists them.
    #[arg(long, value_parser = target_parser(), value_name = "TARGET")]
    only: Vec<Target>,
    /// Path to the output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Render the templates `*.j2` below this folder, in this run and in later ones
    ///
    /// templates.lock in the output folder records the folder and the files made from it.
    /// docs/templates.md describes templates.
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    templates: Option<PathBuf>,
    /// Stop rendering templates, and remove the files made from them
    #[arg(long, conflicts_with = "templates")]
    no_templates: bool,
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
    /// Ignore the cache
    ///
    /// A run that generates at least 250 files writes `.annals-cache` to the output folder, and the
    /// next run skips what has not changed. It can be deleted at any time, and is ignored if the
    /// environment variable CI is set.
    #[arg(long)]
    no_cache: bool,
}

/// Where a run reads and writes.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The catalog.
    path: &'a Path,
    /// The catalog as it was named on the command line.
    named: Option<&'a Path>,
    output: &'a Path,
}

/// The verbs of the summary; those of a dry run follow.
pub(super) const WET: (&str, &str) = ("wrote", "removed");
const DRY: (&str, &str) = ("would write", "would remove");

impl Generate {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        self.try_run(catalog, terminal)
            .unwrap_or_else(|refusal| self.reporting().failed(&refusal, terminal))
    }

    fn reporting(&self) -> Reporting {
        let format = self.format.unwrap_or_default();
        Reporting { format, max_errors: self.max_errors }
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<Outcome, Refusal> {
        let timings = Timings::start();
        let path = named_or_found(catalog)?;
        let output = output_folder(self.out.as_deref(), &path)?;
        let store = self.store(&output);
        let refresh = !self.check && !self.dry_run;
        let unchanged = store.as_ref().and_then(|store| store.unchanged(&path, None, refresh));
        let outcome = match unchanged {
            Some(all) => self.nothing_to_do(&path, &output, all, &timings, terminal),
            None => {
                let place = Place { path: &path, named: catalog, output: &output };
                self.generate(place, store, &timings, terminal)?
            }
        };
        if self.timings {
            terminal.report(&timings.table());
        }
        Ok(outcome)
    }

    fn generate(
        &self,
        place: Place<'_>,
        mut store: Option<Store>,
        timings: &Timings,
        terminal: &mut Terminal,
    ) -> Result<Outcome, Refusal> {
        let Place { path, named, output } = place;
        let mut begin = |stage| timings.begin(stage);
        let mut run = Run { observer: self.timings.then_some(&mut begin), ..Run::default() };
        let mut project = Project::open(path, &mut run).map_err(|error| error.to_string())?;
        judge_project(&mut project, &mut run).map_err(|error| error.to_string())?;
        project.split(output).map_err(|error| error.to_string())?;
        let prefix = shown_folder(&project);
        let sources = Sources { map: &project.compiled.sources, prefix: &prefix };
        let mut report = Report::new(&project.compiled.diagnostics, sources);
        let Some(model) = &project.compiled.model else {
            return Ok(self.reporting().print(report, "", terminal));
        };
        if !self.check {
            self.list_new(report.clone(), output, terminal);
            report.diagnostics.clear();
            report.counts.warnings = 0;
        }
        let (targets, templates) = (targets(&self.only), self.templates());
        run.begin("cache");
        run.cache = store.as_mut().map(Store::cache).unwrap_or_default();
        let goal = Goal { output, targets: &targets, templates: &templates };
        let plan = planned(&project, model, &goal, &mut run)?;
        if self.fix
            && targets.contains(&Target::RUST)
            && let Some(added) = features::add(&project, model, output, false)?
        {
            terminal.note(&added.summary(&prefix));
        }
        let findings = match self.check {
            true => findings(&plan, model, output, &targets)?,
            // The files are about to be written, so only findings that this cannot fix remain.
            false => lasting(model, output, &targets)?,
        };
        if self.check || !findings.is_empty() {
            let mut advice = repair::advice(&findings, &self.command(named));
            if findings.is_empty() {
                advice = agreement(plan.kept);
            }
            let shown = shown(output);
            let report = report.with_files(&findings, &shown);
            return Ok(self.reporting().print(report, &advice, terminal));
        }
        if targets == Target::ALL && project.way_home(output).is_none() {
            terminal.note(&format!("note: {NO_WAY}"));
        }
        note_foreign(&plan, output, terminal);
        let cache = self
            .finish(plan, model, &mut run, timings, terminal)
            .map_err(|error| error.to_string())?;
        if let Some(cache) = cache {
            self.save(store, cache, &project, model, output);
        }
        run.begin("end");
        // The process ends here, so freeing the memory would only take time.
        std::mem::forget(project);
        Ok(Outcome::Clean)
    }

    /// The command that fixes the findings of `--check`.
    fn command(&self, catalog: Option<&Path>) -> String {
        let command = repair::command(catalog, self.out.as_deref(), &self.only);
        match &self.templates {
            Some(folder) => {
                let folder = repair::quoted(&folder.display().to_string());
                format!("{command} --templates {folder}")
            }
            None => command,
        }
    }

    fn templates(&self) -> Choice {
        match &self.templates {
            Some(folder) => Choice::Folder(folder.clone()),
            None if self.no_templates => Choice::Nothing,
            None => Choice::Recorded,
        }
    }

    /// Lists the warnings that the last run did not report, and counts the others.
    fn list_new(&self, mut report: Report<'_>, output: &Path, terminal: &mut Terminal) {
        let mut before =
            if self.remembers() { Reported::read(output) } else { Reported::default() };
        let all = report.counts.warnings;
        report.diagnostics.retain(|item| !before.take(item, report.sources.map));
        report.counts.warnings = report.diagnostics.len();
        let old = all - report.counts.warnings;
        self.reporting().list(report, terminal);
        if old > 0 {
            let earlier = if old < all { "earlier " } else { "" };
            let counted = counted(old, &format!("{earlier}warning"));
            let shows = if old == 1 { "it" } else { "them" };
            terminal.note(&format!("{counted}; `annals check` shows {shows}"));
        }
    }

    /// True if this run may use what an earlier one reported.
    fn remembers(&self) -> bool {
        !self.no_cache && std::env::var_os("CI").is_none()
    }

    /// Saves what the next run can use.
    fn save(
        &self,
        store: Option<Store>,
        cache: Cache,
        project: &Project,
        model: &Model,
        output: &Path,
    ) {
        let Compiled { diagnostics, sources, .. } = &project.compiled;
        if self.remembers() {
            let reported = Reported::of(diagnostics, sources);
            if reported != Reported::read(output) {
                reported.write(output);
            }
        }
        if let Some(store) = store.filter(|_| diagnostics.is_empty()) {
            store.save(project, model, cache);
        }
    }

    /// The cache, if this run can use one.
    fn store(&self, output: &Path) -> Option<Store> {
        // The files that templates make have no keys.
        let templates = self.templates.is_some() || self.no_templates;
        let whole = self.only.is_empty() && !self.no_cache && !templates;
        whole.then(|| Store::open(output, CACHE)).flatten()
    }

    /// Prints the summary if nothing has changed since the last run.
    fn nothing_to_do(
        &self,
        catalog: &Path,
        output: &Path,
        all: Unchanged,
        timings: &Timings,
        terminal: &mut Terminal,
    ) -> Outcome {
        let Unchanged { events, files: kept } = all;
        if !self.check {
            terminal.note(&summary(self.verbs(), [0, kept, 0], events, timings.total()));
            return Outcome::Clean;
        }
        let (project, shown) = (Project::unread(catalog), shown(output));
        let sources = Sources { map: &project.compiled.sources, prefix: "" };
        let report = Report::new(&[], sources).with_files(&[], &shown);
        self.reporting().print(report, &agreement(kept), terminal)
    }

    fn verbs(&self) -> (&'static str, &'static str) {
        if self.dry_run { DRY } else { WET }
    }

    /// Carries the plan out, unless this is a dry run, and says so. Returns the new cache.
    fn finish(
        &self,
        plan: Plan,
        model: &Model,
        run: &mut Run<'_>,
        timings: &Timings,
        terminal: &mut Terminal,
    ) -> Result<Option<Cache>, OutputError> {
        let counts = counts(&plan);
        if self.dry_run {
            for change in &plan.changes {
                terminal.out(&format!("{} {}\n", verb(change.kind), change.path));
            }
            terminal.note(&summary(DRY, counts, model.events_here(), timings.total()));
            return Ok(None);
        }
        run.begin("write");
        let cache = plan.write()?;
        terminal.note(&summary(WET, counts, model.events_here(), timings.total()));
        Ok(Some(cache))
    }
}

fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "create",
        ChangeKind::Update => "update",
        ChangeKind::Remove => "remove",
    }
}

/// `wrote 3, kept 402, removed 1 in 38 ms`, or `75 events, 306 files, all up to date in 9 ms`
pub(super) fn summary(
    (wrote, removed): (&str, &str),
    [written, kept, removals]: [usize; 3],
    events: usize,
    took: Duration,
) -> String {
    let done = match (written, removals) {
        (0, 0) => {
            format!("{}, {}, all up to date", counted(events, "event"), counted(kept, "file"))
        }
        (_, _) => format!("{wrote} {written}, kept {kept}, {removed} {removals}"),
    };
    format!("{done} in {} ms", took.as_millis())
}

/// The numbers of files that a plan writes, keeps and removes.
pub(super) fn counts(plan: &Plan) -> [usize; 3] {
    let written = plan.count(ChangeKind::Create) + plan.count(ChangeKind::Update);
    [written, plan.kept, plan.count(ChangeKind::Remove)]
}

/// Follows the summary of `--check`.
fn agreement(kept: usize) -> String {
    let agree = if kept == 1 { "agrees" } else { "agree" };
    format!("; {} {agree} with the catalog", counted(kept, "file"))
}
