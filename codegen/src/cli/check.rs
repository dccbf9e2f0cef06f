//! `annals check`: mistakes in the catalog, and generated files that disagree with it.

use std::path::{Path, PathBuf};

use annals_catalog::diagnostic::{Diagnostic, Severity};
use clap::{Args, ValueEnum};

use super::generate::report_diagnostics;
use super::terminal::Terminal;
use super::{Outcome, open};
use crate::file_set::Target;
use crate::freshness::{self, Finding};
use crate::output::{OutputError, plan};
use crate::project::Project;
use crate::report;

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
    /// The output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
}

/// How to print findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on stderr.
    Text,
    /// One JSON document on stdout.
    Json,
}

impl Check {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let Some(project) = open(catalog, terminal) else { return Outcome::Failed };
        let output = self.out.clone().unwrap_or_else(|| project.default_output());
        let findings = match findings(&project, &output) {
            Ok(findings) => findings,
            Err(error) => {
                terminal.error(&error.to_string());
                return Outcome::Failed;
            }
        };
        let shown = output.display().to_string();
        let compiled = &project.compiled;
        match self.format {
            Format::Json => {
                let sources = &compiled.sources;
                terminal.out(&report::json(&compiled.diagnostics, sources, &findings, &shown));
            }
            Format::Text => {
                report_diagnostics(&project, terminal);
                terminal.report(&report::findings(&findings, &shown, terminal.colour()));
                let summary = report::summary(&compiled.diagnostics, &findings);
                let advice = if findings.is_empty() { "" } else { "; run `annals generate`" };
                terminal.note(&format!("{summary}{advice}"));
            }
        }
        outcome(&compiled.diagnostics, &findings)
    }
}

/// The generated files that disagree; none while the catalog itself has errors.
fn findings(project: &Project, output: &Path) -> Result<Vec<Finding>, OutputError> {
    let Some(model) = &project.compiled.model else { return Ok(Vec::new()) };
    let files = crate::generate(model, &project.options(&Target::ALL, output));
    Ok(freshness::findings(&plan(output, &files, &Target::ALL)?))
}

fn outcome(diagnostics: &[Diagnostic], findings: &[Finding]) -> Outcome {
    let errors = diagnostics.iter().any(|item| item.severity == Severity::Error);
    if errors || !findings.is_empty() { Outcome::Findings } else { Outcome::Clean }
}
