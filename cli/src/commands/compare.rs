//! `annals compare`: says which readers can still read which events, and proves each "no" with a payload.

use std::path::{Path, PathBuf};

use annals_catalog::count::counted;
use annals_catalog::diagnostic::{Diagnostic, Diagnostics};
use annals_catalog::rule::history::REMOVED;
use annals_codegen::contract;
use annals_codegen::project::Project;
use annals_codegen::report::{self, Report, Sources};
use annals_contract::Lock;
use annals_evolution::{Change, Reader, by_change};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::reporting::report_project;
use super::table::Table;
use super::terminal::Terminal;
use super::{Outcome, open, shown_folder};
use crate::base;
use crate::comparison::text::Current;
use crate::comparison::{Comparison, Policy, Required, Rollout, json, markdown, payloads, text};
use crate::report as formats;

#[derive(Debug, Args)]
#[command(
    after_help = "Without --require, a change that breaks a promise of the catalog is a finding. A comparison that \
    could not be made is exit code 3."
)]
pub(super) struct Compare {
    /// What to compare with: a release, a catalog, its folder, a lock, or a revision of git [default: the last release]
    ///
    /// A revision is read from the repository around the catalog; `git:NAME` is always one.
    #[arg(value_name = "BASE")]
    base: Option<String>,
    /// Compare with every release in the history
    #[arg(long, conflicts_with = "base")]
    all: bool,
    /// Only for this reader (can be repeated) [default: all]
    #[arg(long, value_parser = reader_parser(), value_name = "READER")]
    reader: Vec<Reader>,
    /// What the readers must be able to read, in place of what the catalog promises
    ///
    /// Of `avro-raw` and `rust`, nothing is required unless they are named.
    #[arg(long, value_enum, value_name = "DIRECTION")]
    require: Option<Required>,
    /// Only this event, by name or event type (can be repeated)
    #[arg(long, value_name = "EVENT")]
    event: Vec<String>,
    /// Only the events of this domain (can be repeated)
    #[arg(long, short, value_name = "DOMAIN")]
    domain: Vec<String>,
    /// Write the payload of each cause as a JSON file into this folder
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    payloads: Option<PathBuf>,
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
    /// Findings as annotations of a workflow on GitHub
    Github,
    /// Findings as a SARIF log
    Sarif,
    /// Findings as a JUnit report
    Junit,
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
        let base = match base::find(self.base.as_deref(), self.all, &project.path) {
            Ok(base) => base,
            Err(message) => return failed(&message, terminal),
        };
        let readers =
            if self.reader.is_empty() { Reader::ALL.to_vec() } else { self.reader.clone() };
        let changes = match base.changes(&after, &readers) {
            Ok(changes) => changes,
            Err(message) => return failed(&message, terminal),
        };
        let changes = changes.iter().map(|(event, change)| (event.as_str(), change.clone()));
        let policy = match self.require {
            Some(required) => Policy::Required(required),
            None => Policy::promised(model, &base.lock),
        };
        let locks = (&base.lock, &after);
        let mut comparison =
            Comparison::new(base.name.clone(), locks, readers, &self.reader, changes, policy);
        if let Err(message) = self.select(&mut comparison) {
            terminal.error(&message);
            return Outcome::Usage;
        }
        self.print(&comparison, &project, locks, terminal);
        if let Some(folder) = &self.payloads {
            match payloads::write(&comparison, folder) {
                Ok(count) => {
                    let files = counted(count, "payload");
                    terminal.note(&format!("wrote {files} into {}", folder.display()));
                }
                Err(error) => return failed(&error.to_string(), terminal),
            }
        }
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

    fn print(
        &self,
        comparison: &Comparison<'_>,
        project: &Project,
        locks: (&Lock, &Lock),
        terminal: &mut Terminal,
    ) {
        let Some(model) = &project.compiled.model else { return };
        let prefix = shown_folder(project);
        let current = Current { model, sources: &project.compiled.sources, prefix: &prefix };
        let findings = findings(comparison, current, locks);
        let sources = Sources { map: current.sources, prefix: current.prefix };
        let report = Report::new(&findings, sources);
        let format = match self.format {
            Format::Json => return terminal.out(&json::document(comparison)),
            Format::Markdown => return terminal.out(&markdown::document(comparison)),
            Format::Text => {
                terminal.report(&report::diagnostics(&report, terminal.colour()));
                terminal.report(&text::notes(comparison, current));
                let table = table(comparison).print(terminal.width(), terminal.out_colour());
                if comparison.events.iter().any(|event| event.change != Change::Unchanged) {
                    terminal.out(&table);
                }
                return terminal.note(&text::summary(comparison));
            }
            Format::Github => formats::Format::Github,
            Format::Sarif => formats::Format::Sarif,
            Format::Junit => formats::Format::Junit,
        };
        terminal.out(&format.document(&report).unwrap_or_default());
    }
}

/// The changes that are findings, each at its place in the catalog.
fn findings(
    comparison: &Comparison<'_>,
    current: Current<'_>,
    locks: (&Lock, &Lock),
) -> Vec<Diagnostic> {
    let (mut found, base) = (Diagnostics::default(), &comparison.base);
    let broken = comparison.causes.iter().filter(|cause| comparison.breaks(cause));
    for causes in by_change(broken) {
        annals_evolution::report(&mut found, current.model, locks, &causes, base);
    }
    for event in comparison.gone() {
        let mut domains = current.model.domains.iter();
        let domain = domains.find(|domain| domain.name == event.domain);
        let span = domain.map_or(current.model.version_span, |domain| domain.span);
        let message = format!("the event `{}` of {base} is gone", event.name);
        found
            .report(&REMOVED, span, message)
            .note(format!("change: {}", event.event_type))
            .hint("put it back, deprecate it, and remove it in a later release");
    }
    found.into_sorted()
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
