//! `annals generate`: writes what differs, or says what it would write.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use annals_catalog::model::Model;
use clap::Args;

use super::terminal::Terminal;
use super::{Outcome, open, shown_folder};
use crate::file_set::Target;
use crate::output::{ChangeKind, OutputError, Plan, plan};
use crate::project::Project;
use crate::{freshness, report};

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
    /// Make only this target (may be given several times); catalog.lock is then left as it is
    #[arg(long, value_enum, value_name = "TARGET")]
    only: Vec<Target>,
    /// The output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

impl Generate {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let start = Instant::now();
        let Some(project) = open(catalog, terminal) else { return Outcome::Failed };
        report_diagnostics(&project, terminal);
        let Some(model) = &project.compiled.model else {
            terminal.note(&report::summary(&project.compiled.diagnostics, &[]));
            return Outcome::Findings;
        };
        let output = self.out.clone().unwrap_or_else(|| project.default_output());
        let done = self
            .plan(&project, model, &output)
            .and_then(|plan| self.finish(&plan, &output, start, terminal));
        match done {
            Ok(outcome) => outcome,
            Err(error) => {
                terminal.error(&error.to_string());
                Outcome::Failed
            }
        }
    }

    fn targets(&self) -> Vec<Target> {
        let chosen = Target::ALL.into_iter().filter(|target| self.only.contains(target));
        if self.only.is_empty() { Target::ALL.to_vec() } else { chosen.collect() }
    }

    fn plan(&self, project: &Project, model: &Model, output: &Path) -> Result<Plan, OutputError> {
        let targets = self.targets();
        let files = crate::generate(model, &project.options(&targets, output));
        plan(output, &files, &targets)
    }

    /// The mode decides only what becomes of the plan.
    fn finish(
        &self,
        plan: &Plan,
        output: &Path,
        start: Instant,
        terminal: &mut Terminal,
    ) -> Result<Outcome, OutputError> {
        if self.check {
            return Ok(check(plan, output, terminal));
        }
        if self.dry_run {
            for change in &plan.changes {
                terminal.out(&format!("{} {}\n", verb(change.kind), change.path));
            }
            terminal.note(&line("would write", "would remove", plan, start.elapsed()));
            return Ok(Outcome::Clean);
        }
        plan.write()?;
        terminal.note(&line("wrote", "removed", plan, start.elapsed()));
        Ok(Outcome::Clean)
    }
}

/// Prints the diagnostics of a project, if there are any.
pub(super) fn report_diagnostics(project: &Project, terminal: &mut Terminal) {
    let compiled = &project.compiled;
    let text = report::diagnostics(
        &compiled.diagnostics,
        &compiled.sources,
        &shown_folder(project),
        terminal.colour(),
    );
    terminal.report(&text);
}

fn check(plan: &Plan, output: &Path, terminal: &mut Terminal) -> Outcome {
    let findings = freshness::findings(plan);
    if findings.is_empty() {
        terminal.note(&format!("{} files agree with the catalog", plan.kept));
        return Outcome::Clean;
    }
    let shown = output.display().to_string();
    terminal.report(&report::findings(&findings, &shown, terminal.colour()));
    terminal.note(&format!("{}; run `annals generate`", report::summary(&[], &findings)));
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
fn line(wrote: &str, removed: &str, plan: &Plan, took: Duration) -> String {
    let written = plan.count(ChangeKind::Create) + plan.count(ChangeKind::Update);
    let removals = plan.count(ChangeKind::Remove);
    format!(
        "{wrote} {written}, kept {}, {removed} {removals} in {} ms",
        plan.kept,
        took.as_millis()
    )
}
