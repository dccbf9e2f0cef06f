//! `annals compare`: says which readers can still read which events, and proves each "no" with a payload.

use std::path::Path;

use annals_codegen::contract;
use annals_evolution::{Change, Contract, Reader};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::reporting::report_project;
use super::table::Table;
use super::terminal::Terminal;
use super::{Outcome, open, shown_folder};
use crate::base;
use crate::comparison::text::Current;
use crate::comparison::{Comparison, Required, Rollout, json, markdown, text};

#[derive(Debug, Args)]
#[command(
    after_help = "Without --require, nothing is required, and the exit code is 0. A comparison that could not \
    be made is exit code 3."
)]
pub(super) struct Compare {
    /// What to compare with: a catalog, its folder, a catalog.lock, or a revision of git
    ///
    /// A revision is read from the repository around the catalog; `git:NAME` is always one.
    #[arg(value_name = "BASE")]
    base: String,
    /// Only for this reader (can be repeated) [default: all]
    #[arg(long, value_parser = reader_parser(), value_name = "READER")]
    reader: Vec<Reader>,
    /// What the readers must be able to read; anything else is a finding
    ///
    /// Of `avro-raw` and `rust`, nothing is required unless they are named.
    #[arg(long, value_enum, default_value_t = Required::None, value_name = "DIRECTION")]
    require: Required,
    /// Only this event, by name or event type (can be repeated)
    #[arg(long, value_name = "EVENT")]
    event: Vec<String>,
    /// Only the events of this domain (can be repeated)
    #[arg(long, short, value_name = "DOMAIN")]
    domain: Vec<String>,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// For a comment on a change
    Markdown,
}

/// Parses the name of a reader.
fn reader_parser() -> impl TypedValueParser<Value = Reader> {
    let values = Reader::EACH.map(|reader| PossibleValue::new(reader.name()).help(reader.about()));
    PossibleValuesParser::new(values)
        .try_map(|word| word.parse().map_err(|()| format!("there is no reader `{word}`")))
}

impl Compare {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let project = match open(catalog) {
            Ok(project) => project,
            Err(message) => return failed(&message, terminal),
        };
        let Some(model) = &project.compiled.model else {
            report_project(&project, &project.compiled.diagnostics, terminal);
            return failed("the catalog has errors, so it is not compared", terminal);
        };
        let after = contract(model);
        let before = match base::open(&self.base, &project.path) {
            Ok(before) => before,
            Err(message) => return failed(&message, terminal),
        };
        let contracts = (Contract::new(&before), Contract::new(&after));
        let (old, new) = match contracts {
            (Ok(old), Ok(new)) => (old, new),
            (Err(error), _) | (_, Err(error)) => return failed(&error.to_string(), terminal),
        };
        let readers =
            if self.reader.is_empty() { Reader::ALL.to_vec() } else { self.reader.clone() };
        let changes = annals_evolution::compare(&old, &new, &readers);
        let base = self.base.clone();
        let mut comparison =
            Comparison::new(base, (&before, &after), readers, &self.reader, changes, self.require);
        if let Err(message) = self.select(&mut comparison) {
            terminal.error(&message);
            return Outcome::Usage;
        }
        let prefix = shown_folder(&project);
        let current = Current { model, sources: &project.compiled.sources, prefix: &prefix };
        self.print(&comparison, current, terminal);
        if comparison.fails() { Outcome::Findings } else { Outcome::Clean }
    }

    /// Leaves the events that were asked for.
    fn select(&self, comparison: &mut Comparison<'_>) -> Result<(), String> {
        for wanted in &self.event {
            let mut events = comparison.events.iter();
            if !events.any(|event| event.name == wanted || event.event_type == wanted) {
                return Err(format!("neither catalog has an event `{wanted}`"));
            }
        }
        for wanted in &self.domain {
            if !comparison.events.iter().any(|event| event.domain == wanted) {
                return Err(format!("neither catalog has an event in the domain `{wanted}`"));
            }
        }
        let is = |wanted: &[String], names: [&str; 2]| {
            wanted.is_empty() || wanted.iter().any(|wanted| names.contains(&wanted.as_str()))
        };
        comparison.retain(|event| {
            is(&self.event, [event.name, event.event_type])
                && is(&self.domain, [event.domain, event.domain])
        });
        Ok(())
    }

    fn print(&self, comparison: &Comparison<'_>, current: Current<'_>, terminal: &mut Terminal) {
        match self.format {
            Format::Json => terminal.out(&json::document(comparison)),
            Format::Markdown => terminal.out(&markdown::document(comparison)),
            Format::Text => {
                terminal.report(&text::causes(comparison, current));
                let table = table(comparison).print(terminal.width(), terminal.out_colour());
                if comparison.events.iter().any(|event| event.change != Change::Unchanged) {
                    terminal.out(&table);
                }
                terminal.note(&text::summary(comparison));
            }
        }
    }
}

fn failed(message: &str, terminal: &mut Terminal) -> Outcome {
    terminal.error(message);
    Outcome::Failed
}

/// The verdicts, one event a line.
fn table(comparison: &Comparison<'_>) -> Table {
    let readers = comparison.readers.iter().map(|reader| reader.name());
    let head: Vec<&'static str> = ["event"].into_iter().chain(readers).chain(["rollout"]).collect();
    let mut table = Table::new(&head);
    for event in comparison.events.iter().filter(|event| event.change != Change::Unchanged) {
        let verdicts = comparison
            .readers
            .iter()
            .map(|reader| event.verdict(*reader).unwrap_or_default().to_owned());
        let rollout = comparison.rollout(event).map_or(event.word(), Rollout::name);
        table.row([event.name.to_owned()].into_iter().chain(verdicts).chain([rollout.to_owned()]));
    }
    table
}
