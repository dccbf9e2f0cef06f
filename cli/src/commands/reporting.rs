//! Prints the findings of a command in the format of `--format`.

use std::path::Path;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_codegen::project::Project;
use annals_codegen::report::{self, ENOUGH, Report, Sources};
use clap::Args;

use super::terminal::Terminal;
use super::{Outcome, Refusal, explain, shown_folder};
use crate::report::Format;

/// Arguments of commands that report findings.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Reporting {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
    /// Show at most N errors and N warnings; 0 shows all [default: 100 as text, else all]
    ///
    /// The exit code and the summary count all findings.
    #[arg(long, value_name = "N")]
    pub(super) max_errors: Option<usize>,
}

impl Reporting {
    /// Prints why the command failed.
    pub(super) fn failed(&self, refusal: &Refusal, terminal: &mut Terminal) -> Outcome {
        match self.format.failure(&refusal.message) {
            Some(document) => terminal.out(&document),
            None => terminal.error(&refusal.message),
        }
        refusal.outcome
    }

    /// Prints a report. `advice` is appended to the summary line.
    pub(super) fn print(
        &self,
        report: Report<'_>,
        advice: &str,
        terminal: &mut Terminal,
    ) -> Outcome {
        let counts = report.counts;
        match self.format {
            Format::Text => {
                let pointer = explain::pointer(&report);
                self.list(report, terminal);
                terminal.note(&format!("{}{advice}", report::summary(counts)));
                if let Some(pointer) = pointer {
                    terminal.note(&pointer);
                }
            }
            format => {
                let document = format.document(&self.limited(report)).unwrap_or_default();
                terminal.out(&document);
            }
        }
        if counts.fail() { Outcome::Findings } else { Outcome::Clean }
    }

    /// Prints the findings as text, without a summary; only errors with `--quiet`.
    pub(super) fn list(&self, report: Report<'_>, terminal: &mut Terminal) {
        let mut report = report;
        if terminal.quiet() {
            report.diagnostics.retain(|item| item.severity == Severity::Error);
            report.counts.warnings = 0;
        }
        let report = self.limited(report);
        terminal.report(&report::diagnostics(&report, terminal.colour()));
        terminal.report(&report::findings(&report, terminal.colour()));
        if let Some(line) = report::omitted(&report) {
            terminal.report(&format!("{line}\n\n"));
        }
    }

    fn limited<'r>(&self, report: Report<'r>) -> Report<'r> {
        match (self.max_errors, self.format) {
            (Some(0), _) => report,
            (Some(most), _) => report.limited(most),
            (None, Format::Text) => report.limited(ENOUGH),
            (None, _) => report,
        }
    }
}

/// For commands without `--format`.
const TEXT: Reporting = Reporting { format: Format::Text, max_errors: None };

/// Prints diagnostics as text, without a summary; only errors with `--quiet`.
pub(super) fn list(diagnostics: &[Diagnostic], sources: Sources<'_>, terminal: &mut Terminal) {
    TEXT.list(Report::new(diagnostics, sources), terminal);
}

/// The same for the diagnostics of a project.
pub(super) fn list_project(project: &Project, diagnostics: &[Diagnostic], terminal: &mut Terminal) {
    let prefix = shown_folder(project);
    list(diagnostics, Sources { map: &project.compiled.sources, prefix: &prefix }, terminal);
}

/// The same, with a summary.
pub(super) fn report_project(
    project: &Project,
    diagnostics: &[Diagnostic],
    terminal: &mut Terminal,
) {
    let prefix = shown_folder(project);
    let sources = Sources { map: &project.compiled.sources, prefix: &prefix };
    TEXT.print(Report::new(diagnostics, sources), "", terminal);
}

/// A path as it is printed: with `/` on every system.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}
