//! `annals generate`: writes what differs, or says what it would write.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;

use super::reporting::{Reporting, shown};
use super::terminal::Terminal;
use super::{Outcome, Refusal, findings, lasting, open, planned, shown_folder, targets};
use crate::file_set::Target;
use crate::output::{ChangeKind, OutputError, Plan};
use crate::project::NO_WAY;
use crate::repair;
use crate::report::{Format, Report, Sources};
use crate::templates::Choice;

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
    /// With --check: how to print findings, as in `annals check` [default: text]
    #[arg(long, value_enum, requires = "check", value_name = "FORMAT")]
    format: Option<Format>,
    /// With --check: show so many errors; 0 shows all
    #[arg(long, requires = "check", value_name = "N")]
    max_errors: Option<usize>,
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
    /// Render the templates `*.j2` below this folder too, now and whenever something is generated
    ///
    /// templates.lock in the output folder remembers the folder and what was made. What there is to
    /// write in a template is in docs/templates.md.
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    templates: Option<PathBuf>,
    /// Render no templates any more, and remove what they made
    #[arg(long, conflicts_with = "templates")]
    no_templates: bool,
}

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
        let start = Instant::now();
        let project = open(catalog)?;
        let prefix = shown_folder(&project);
        let sources = Sources { map: &project.compiled.sources, prefix: &prefix };
        let mut report = Report::new(&project.compiled.diagnostics, sources);
        let Some(model) = &project.compiled.model else {
            return Ok(self.reporting().print(report, "", terminal));
        };
        let output = self.out.clone().unwrap_or_else(|| project.default_output());
        let targets = targets(&self.only);
        if !self.check {
            self.reporting().list(report.clone(), terminal);
            report.diagnostics.clear();
            report.counts.warnings = 0;
        }
        let plan = planned(&project, model, &output, &targets, &self.templates())?;
        let findings = match self.check {
            true => findings(&plan, model, &output, &targets)?,
            // The files are about to be mended; what only people can mend stays.
            false => lasting(model, &output, &targets)?,
        };
        if self.check || !findings.is_empty() {
            let command = repair::command(catalog, self.out.as_deref(), &self.only);
            let mut advice = repair::advice(&findings, &command);
            if findings.is_empty() {
                advice = format!("; {} files agree with the catalog", plan.kept);
            }
            let shown = shown(&output);
            let report = report.with_files(&findings, &shown);
            return Ok(self.reporting().print(report, &advice, terminal));
        }
        if targets == Target::ALL && project.way_home(&output).is_none() {
            terminal.note(&format!("note: {NO_WAY}"));
        }
        self.finish(&plan, start, terminal).map_err(|error| error.to_string().into())
    }

    fn templates(&self) -> Choice {
        match &self.templates {
            Some(folder) => Choice::Folder(folder.clone()),
            None if self.no_templates => Choice::Nothing,
            None => Choice::Recorded,
        }
    }

    /// The mode decides only what becomes of the plan.
    fn finish(
        &self,
        plan: &Plan,
        start: Instant,
        terminal: &mut Terminal,
    ) -> Result<Outcome, OutputError> {
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

fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "create",
        ChangeKind::Update => "update",
        ChangeKind::Remove => "remove",
    }
}

/// `wrote 3, kept 402, removed 1 in 38 ms`
pub(super) fn line(wrote: &str, removed: &str, plan: &Plan, took: Duration) -> String {
    let written = plan.count(ChangeKind::Create) + plan.count(ChangeKind::Update);
    let removals = plan.count(ChangeKind::Remove);
    format!(
        "{wrote} {written}, kept {}, {removed} {removals} in {} ms",
        plan.kept,
        took.as_millis()
    )
}
