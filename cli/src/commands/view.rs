//! What commands that only look have in common: a catalog without errors in, a document out.

use std::path::Path;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use clap::ValueEnum;
use serde::Serialize;

use super::reporting::report_project;
use super::terminal::Terminal;
use super::{Outcome, open};
use crate::inspect::Document;
use annals_codegen::project::Project;

/// How to print what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, as wide as the terminal.
    Table,
    /// One JSON document.
    Json,
    /// The same in YAML.
    Yaml,
}

/// Opens a catalog to look at it; its warnings are the business of `annals check`.
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

/// The command line names something that is not there.
pub(super) fn misnamed(message: impl std::fmt::Display, terminal: &mut Terminal) -> Outcome {
    terminal.error(&message.to_string());
    Outcome::Usage
}

/// Prints an answer as a document; `table` prints it for people.
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
            terminal.out(&(text.expect("answers have text keys and finite numbers") + "\n"));
        }
        Format::Yaml => {
            let text = serde_yaml::to_string(&Document::of(answer));
            terminal.out(&text.expect("answers have text keys"));
        }
    }
    Outcome::Clean
}
