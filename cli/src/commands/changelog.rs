//! `annals changelog`: says what changed between releases, for people.

use std::path::{Path, PathBuf};

use annals_codegen::output;
use annals_codegen::{contract, history};
use annals_evolution::{History, Version};
use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::view::open_clean;
use super::{Outcome, Refusal};
use crate::changelog::{Notes, json, text};

#[derive(Debug, Args)]
#[command(after_help = "With --write, only the lines between two marks of the file change: \
    `<!-- annals changelog -->` and `<!-- annals changelog: end -->`, or with reStructuredText \
    `.. annals changelog` and `.. annals changelog: end`.")]
pub(super) struct Changelog {
    /// Only what changed after this release [default: after none]
    #[arg(long, value_name = "VERSION", value_parser = super::release::version)]
    since: Option<Version>,
    /// Output format [default: markdown, or that of the file of --write]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write what is not released between the marks of this file, and print nothing
    #[arg(long, value_name = "FILE", conflicts_with = "since", value_hint = clap::ValueHint::FilePath)]
    write: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown
    Markdown,
    /// reStructuredText
    Rst,
    /// One JSON document
    Json,
}

impl Changelog {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        match self.try_run(catalog, terminal) {
            Ok(outcome) => outcome,
            Err(Refusal { outcome, message }) => {
                terminal.error(&message);
                outcome
            }
        }
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<Outcome, Refusal> {
        let project = match open_clean(catalog, terminal) {
            Ok(project) => project,
            Err(outcome) => return Ok(outcome),
        };
        let Some(model) = &project.compiled.model else { return Ok(Outcome::Findings) };
        let history = history::read(&project.path).map_err(|error| error.to_string())?;
        self.check_since(&history)?;
        let notes =
            Notes::of(&history, &contract(model), self.since).map_err(|fault| fault.to_string())?;
        let Some(file) = &self.write else {
            terminal.out(&match self.format.unwrap_or(Format::Markdown) {
                Format::Markdown => text::document(&notes, text::MARKDOWN),
                Format::Rst => text::document(&notes, text::RST),
                Format::Json => json::document(&notes),
            });
            return Ok(Outcome::Clean);
        };
        let is_rst = file.extension().is_some_and(|end| end == "rst");
        let markup = match self.format {
            Some(Format::Json) => {
                let message = "a file with marks is Markdown or reStructuredText".to_owned();
                return Err(Refusal { outcome: Outcome::Usage, message });
            }
            Some(Format::Rst) => text::RST,
            None if is_rst => text::RST,
            Some(Format::Markdown) | None => text::MARKDOWN,
        };
        let unreleased = notes.first().filter(|notes| notes.version.is_none());
        fill(
            file,
            &unreleased.map(|notes| text::sections(notes, markup)).unwrap_or_default(),
            markup,
        )?;
        Ok(Outcome::Clean)
    }

    fn check_since(&self, history: &History) -> Result<(), Refusal> {
        let Some(since) = self.since else { return Ok(()) };
        if history.releases().iter().any(|release| release.version == since) {
            return Ok(());
        }
        Err(Refusal { outcome: Outcome::Usage, message: format!("there is no release {since}") })
    }
}

/// Puts a text between the marks of a file.
fn fill(file: &Path, sections: &str, markup: text::Markup) -> Result<(), String> {
    let old = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
    let [start, end] = markup.marks;
    let place = |mark: &str, from: usize| {
        let mut at = from;
        for line in old[from..].split_inclusive('\n') {
            if line.trim_end() == mark {
                return Some((at, at + line.len()));
            }
            at += line.len();
        }
        None
    };
    let found = place(start, 0).and_then(|(_, from)| Some((from, place(end, from)?.0)));
    let (from, to) = found.ok_or_else(|| {
        format!("`{}` has no line `{start}` with a line `{end}` after it", file.display())
    })?;
    let between = if sections.is_empty() { "\n".to_owned() } else { format!("\n{sections}\n") };
    let new = format!("{}{between}{}", &old[..from], &old[to..]);
    if new == old {
        return Ok(());
    }
    output::replace(file, new.as_bytes()).map_err(|error| error.to_string())
}
