//! `annals check`: reports mistakes in the catalog, and generated files that disagree with it.

use std::path::{Path, PathBuf};

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::model::Date;
use annals_catalog::sort;
use clap::Args;

use super::features;
use super::fix::{self, Fixed};
use super::reporting::{Reporting, shown};
use super::target_parser;
use super::terminal::Terminal;
use super::today::today;
use super::{
    CACHE, Goal, Outcome, Refusal, findings, named_or_found, open, output_folder, planned,
    shown_folder, targets,
};
use annals_codegen::cache::store::Store;
use annals_codegen::freshness::{Finding, State};
use annals_codegen::history::judge_project;
use annals_codegen::project::Project;
use annals_codegen::repair;
use annals_codegen::report::{Report, Sources};
use annals_codegen::templates::Choice;
use annals_codegen::{Run, Target};

#[derive(Debug, Args)]
#[command(
    after_help = "Warnings do not change the exit code. Generated files are checked only if the catalog has \
    no errors."
)]
pub(super) struct Check {
    #[command(flatten)]
    reporting: Reporting,
    /// Apply the fixes that are certain, and report the remaining findings
    ///
    /// This fixes misspelled names, dates in another format and missing quotes, and removes waivers
    /// that have no effect. It also adds the features that the manifest of the generated crate lacks.
    /// Comments and layout are kept. A fix that does not help is not applied.
    #[arg(long)]
    fix: bool,
    /// With --fix: do not write files; print a diff
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// Check only the files of this target, and not catalog.lock (can be repeated)
    #[arg(long, value_parser = target_parser(), value_name = "TARGET")]
    only: Vec<Target>,
    /// Path to the output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Date by which to judge waivers and removals [default: SOURCE_DATE_EPOCH, else today; in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// Check the catalog only, not the generated files
    #[arg(long, conflicts_with = "only")]
    no_files: bool,
    /// Ignore the cache
    #[arg(long)]
    no_cache: bool,
}

/// What a check found.
struct Found {
    project: Project,
    fixed: Option<Fixed>,
    diagnostics: Vec<Diagnostic>,
    /// `None` if they were not checked, with `--no-files` or because the catalog has errors.
    files: Option<Vec<Finding>>,
    output: PathBuf,
}

impl Check {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        match self.find(catalog) {
            Ok(found) => {
                let outcome = self.print(&found, catalog, terminal);
                // The process ends here, so freeing the memory would only take time.
                std::mem::forget(found);
                outcome
            }
            Err(refusal) => self.reporting.failed(&refusal, terminal),
        }
    }

    fn find(&self, catalog: Option<&Path>) -> Result<Found, Refusal> {
        let path = named_or_found(catalog)?;
        let output = output_folder(self.out.as_deref(), &path)?;
        let today = today(self.today)?;
        let mut fixed = None;
        let mut store = self.store(&output);
        let unchanged = store.as_ref().and_then(|it| it.unchanged(&path, Some(today), false));
        if unchanged.is_some() {
            let (project, diagnostics, files) = (Project::unread(&path), Vec::new(), Vec::new());
            return Ok(Found { project, fixed, diagnostics, files: Some(files), output });
        }
        let mut project = open(Some(&path))?;
        judge_project(&mut project, &mut Run::default()).map_err(|error| error.to_string())?;
        if self.fix {
            let done = fix::fix(project, self.dry_run)?;
            project = done.0;
            fixed = Some(done.1);
        }
        if !self.no_files {
            project.split(&output).map_err(|error| error.to_string())?;
        }
        let mut diagnostics = project.compiled.diagnostics.clone();
        diagnostics.extend(project.compiled.expired(today));
        sort::by_key(&mut diagnostics, |item| item.span);
        let files = match &project.compiled.model {
            Some(_) if self.no_files => None,
            Some(model) => {
                let targets = targets(&self.only);
                let goal =
                    Goal { output: &output, targets: &targets, templates: &Choice::Recorded };
                let cache = store.as_mut().map(Store::cache).unwrap_or_default();
                let mut run = Run { cache, ..Run::default() };
                let plan = planned(&project, model, &goal, &mut run)?;
                let mut found = findings(&plan, model, &output, &targets)?;
                if let Some(fixed) = &mut fixed
                    && found.iter().any(|finding| finding.state == State::Featureless)
                    && let Some(added) = features::add(&project, model, &output, self.dry_run)?
                {
                    fixed.add(added);
                    found.retain(|finding| finding.state != State::Featureless);
                }
                Some(found)
            }
            None => None,
        };
        Ok(Found { project, fixed, diagnostics, files, output })
    }

    fn print(&self, found: &Found, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let prefix = shown_folder(&found.project);
        let sources = Sources { map: &found.project.compiled.sources, prefix: &prefix };
        let output = shown(&found.output);
        let mut report = Report::new(&found.diagnostics, sources);
        let mut advice = String::new();
        if let Some(files) = &found.files {
            report = report.with_files(files, &output);
            let command = repair::command(catalog, self.out.as_deref(), &self.only);
            advice = repair::advice(files, &command);
        }
        let Some(fixed) = &found.fixed else {
            return self.reporting.print(report, &advice, terminal);
        };
        fixed.print(self.reporting, &prefix, terminal);
        report.fixed = Some(&fixed.applied);
        let outcome = self.reporting.print(report, &advice, terminal);
        // A dry run leaves the mistakes in the catalog.
        if self.dry_run && !fixed.applied.is_empty() { Outcome::Findings } else { outcome }
    }

    /// The cache, if this run can use one.
    fn store(&self, output: &Path) -> Option<Store> {
        let whole = self.only.is_empty() && !self.no_cache && !self.no_files;
        let whole = whole && !self.fix;
        whole.then(|| Store::open(output, CACHE)).flatten()
    }
}
