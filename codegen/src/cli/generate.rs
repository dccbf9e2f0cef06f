//! `annals generate`: writes what differs, or says what it would write.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use clap::Args;

use super::last_run::LastRun;
use super::terminal::Terminal;
use super::{Outcome, findings, lasting, located, planned_again, shown_folder, targets};
use crate::file_set::Target;
use crate::freshness::Finding;
use crate::output::memory::Known;
use crate::output::{ChangeKind, OutputError, Plan};
use crate::project::{self, NO_WAY, Project};
use crate::repair;
use crate::report::{self, Sources};
use crate::timings::Timings;

/// Arguments of `annals generate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Only files that differ are written. Files of ours that nothing makes any more are \
    removed; files that annals did not make are never touched."
)]
pub(super) struct Generate {
    /// Write nothing; fail with a diff if anything would be written
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing; list what would be written
    #[arg(long)]
    dry_run: bool,
    /// Make only this target (may be given several times)
    ///
    /// catalog.lock is then left as it is, so the crate will not compile where it disagrees. Pages
    /// link to the schemas: the site needs `docs`, `avro` and `json-schema`. Avro files cannot say
    /// who made them: without a catalog.lock that lists them they are not overwritten.
    #[arg(long, value_enum, value_name = "TARGET")]
    only: Vec<Target>,
    /// The output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Print where the time went, stage by stage
    #[arg(long)]
    timings: bool,
    /// Do the whole work, whatever the last run left to know
    ///
    /// A run that makes a thousand files or more leaves `.annals-cache` in the output folder, by
    /// which the next one sees what has not changed. It can be removed at any time.
    #[arg(long)]
    no_cache: bool,
}

/// What a run does, and what one does that only says so.
const WET: (&str, &str) = ("wrote", "removed");
const DRY: (&str, &str) = ("would write", "would remove");

impl Generate {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        self.try_run(catalog, terminal).unwrap_or_else(|message| {
            terminal.error(&message);
            Outcome::Failed
        })
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<Outcome, String> {
        let mut timings = Timings::start();
        let outcome = self.timed(catalog, terminal, &mut timings)?;
        if self.timings {
            terminal.report(&timings.table());
        }
        Ok(outcome)
    }

    fn timed(
        &self,
        catalog: Option<&Path>,
        terminal: &mut Terminal,
        timings: &mut Timings,
    ) -> Result<Outcome, String> {
        let path = located(catalog)?;
        let mut last_run = self.last_run(&path);
        if let Some(kept) = last_run.as_mut().and_then(|last_run| last_run.unchanged(&path, None)) {
            last_run.iter().for_each(LastRun::refresh);
            terminal.note(&self.nothing_to_do(kept, timings));
            return Ok(Outcome::Clean);
        }
        let project = Project::open_observed(&path, &mut |stage| timings.begin(stage))
            .map_err(|error| error.to_string())?;
        let diagnostics = &project.compiled.diagnostics;
        report_diagnostics(&project, diagnostics, terminal);
        let Some(model) = &project.compiled.model else {
            terminal.note(&report::summary(diagnostics, &[]));
            return Ok(Outcome::Findings);
        };
        let output = self.output(&path);
        let targets = targets(&self.only);
        let last_run_known = last_run.as_ref();
        let plan = planned_again(&project, model, &output, &targets, last_run_known, timings)?;
        let findings = match self.check {
            true => findings(&plan, model, &output, &targets)?,
            // The files are about to be mended; what only people can mend stays.
            false => lasting(model, &output, &targets)?,
        };
        if self.check || !findings.is_empty() {
            let command = repair::command(catalog, self.out.as_deref(), &self.only);
            return Ok(refuse(&plan, &findings, &output, &command, terminal));
        }
        if targets == Target::ALL && project.way_home(&output).is_none() {
            terminal.note(&format!("note: {NO_WAY}"));
        }
        let known = self.finish(&plan, timings, terminal).map_err(|error| error.to_string())?;
        if let (Some(known), Some(last_run), []) = (known, last_run, diagnostics.as_slice()) {
            timings.begin("remember");
            last_run.remember(&project, model, known);
        }
        timings.begin("end");
        // The process ends here; taking it all apart first would only take time.
        std::mem::forget((project, plan));
        Ok(Outcome::Clean)
    }

    fn output(&self, catalog: &Path) -> PathBuf {
        self.out.clone().unwrap_or_else(|| project::default_output(catalog))
    }

    /// What the last run left, where this one would leave the same.
    fn last_run(&self, catalog: &Path) -> Option<LastRun> {
        let whole = self.only.is_empty() && !self.no_cache;
        whole.then(|| LastRun::find(&self.output(catalog))).flatten()
    }

    /// The last line of a run that found everything as the last one left it.
    fn nothing_to_do(&self, kept: usize, timings: &Timings) -> String {
        if self.check {
            return agreement(kept);
        }
        let (wrote, removed) = if self.dry_run { DRY } else { WET };
        line(wrote, removed, [0, kept, 0], timings.total())
    }

    /// The mode decides only what becomes of the plan. Returns what is known of the files then.
    fn finish(
        &self,
        plan: &Plan,
        timings: &mut Timings,
        terminal: &mut Terminal,
    ) -> Result<Option<HashMap<String, Known>>, OutputError> {
        let written = plan.count(ChangeKind::Create) + plan.count(ChangeKind::Update);
        let counts = [written, plan.kept, plan.count(ChangeKind::Remove)];
        if self.dry_run {
            for change in &plan.changes {
                terminal.out(&format!("{} {}\n", verb(change.kind), change.path));
            }
            terminal.note(&line(DRY.0, DRY.1, counts, timings.total()));
            return Ok(None);
        }
        timings.begin("write");
        let known = plan.write_known()?;
        terminal.note(&line(WET.0, WET.1, counts, timings.total()));
        Ok(Some(known))
    }
}

/// Prints diagnostics, if there are any; only errors where quiet was asked for.
pub(super) fn report_diagnostics(
    project: &Project,
    diagnostics: &[Diagnostic],
    terminal: &mut Terminal,
) {
    let wanted = |item: &&Diagnostic| item.severity == Severity::Error || !terminal.quiet();
    let wanted: Vec<_> = diagnostics.iter().filter(wanted).cloned().collect();
    let sources = Sources { map: &project.compiled.sources, prefix: &shown_folder(project) };
    let text = report::diagnostics(&wanted, sources, terminal.colour());
    terminal.report(&text);
}

/// Prints findings, and what mends them; nothing is written.
fn refuse(
    plan: &Plan,
    findings: &[Finding],
    output: &Path,
    command: &str,
    terminal: &mut Terminal,
) -> Outcome {
    if findings.is_empty() {
        terminal.note(&agreement(plan.kept));
        return Outcome::Clean;
    }
    let shown = output.display().to_string();
    terminal.report(&report::findings(findings, &shown, terminal.colour()));
    let advice = repair::advice(findings, command);
    terminal.note(&format!("{}{advice}", report::summary(&[], findings)));
    Outcome::Findings
}

fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "create",
        ChangeKind::Update => "update",
        ChangeKind::Remove => "remove",
    }
}

/// `wrote 3, kept 402, removed 1 in 38 ms`
fn line(
    wrote: &str,
    removed: &str,
    [written, kept, removals]: [usize; 3],
    took: Duration,
) -> String {
    format!("{wrote} {written}, kept {kept}, {removed} {removals} in {} ms", took.as_millis())
}

fn agreement(kept: usize) -> String {
    format!("{kept} files agree with the catalog")
}
