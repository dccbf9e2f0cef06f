//! What `list`, `show`, `stats` and `validate` have in common: they need a catalog without errors.

use std::path::Path;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_codegen::project::Project;
use annals_site::facts::Document;
use clap::ValueEnum;
use serde::Serialize;

use super::reporting::report_project;
use super::terminal::Terminal;
use super::{Outcome, open};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, as wide as the terminal
    Table,
    /// One JSON document
    Json,
    /// The same document as YAML
    Yaml,
}

/// Opens a catalog that must have no errors. Warnings are left to `annals check`.
pub(super) fn open_clean(
    catalog: Option<&Path>,
    terminal: &mut Terminal,
) -> Result<Project, Outcome> {
    let project = open(catalog).map_err(|message| {
        terminal.error(&message);
        Outcome::Failed
    })?;
    if project.compiled.model.is_some() {
        return Ok(project);
    }
    let is_error = |item: &&Diagnostic| item.severity == Severity::Error;
    let errors: Vec<_> = project.compiled.diagnostics.iter().filter(is_error).cloned().collect();
    report_project(&project, &errors, terminal);
    Err(Outcome::Findings)
}

/// Reports a name on the command line that is not in the catalog.
pub(super) fn misnamed(message: impl std::fmt::Display, terminal: &mut Terminal) -> Outcome {
    terminal.error(&message.to_string());
    Outcome::Usage
}

/// Prints an answer; `table` prints it for people.
pub(super) fn print<T: Serialize>(
    answer: T,
    format: Format,
    terminal: &mut Terminal,
    table: impl FnOnce(T, &mut Terminal),
) -> Outcome {
    match format {
        Format::Table => table(answer, terminal),
        Format::Json => {
            let text = serde_json::to_string_pretty(&Document::of(answer));
            terminal.out(&(text.expect("all keys are strings") + "\n"));
        }
        Format::Yaml => {
            let text = serde_yaml::to_string(&Document::of(answer));
            terminal.out(&text.expect("all keys are strings"));
        }
    }
    Outcome::Clean
}
