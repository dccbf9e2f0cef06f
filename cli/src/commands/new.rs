//! `annals new`: adds an event or a record at the end of its domain.

use std::path::Path;

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::format::Yaml;
use annals_catalog::model::{Date, Model};
use annals_catalog::source::SourceMap;
use annals_codegen::output;
use annals_codegen::project::Project;
use annals_codegen::report::Sources;
use clap::{Args, Subcommand};

use super::fmt::diff;
use super::reporting::{self, list_project};
use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, open, shown_folder};
use crate::addition::{Added, Addition, Section, data_key, event_type};

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Add an event to the catalog
    Event(NewEvent),
    /// Add a record to the catalog
    Record(NewRecord),
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("payload").required(true).multiple(true))]
#[command(after_help = "Nothing is written if the catalog would have an error with the new event.")]
struct NewEvent {
    /// Name in UPPER_SNAKE_CASE that ends with what happened: ORDER_PLACED
    name: String,
    /// Domain of the event
    #[arg(long, short, value_name = "NAME")]
    domain: String,
    /// Event type [default: NAMESPACE.DOMAIN.SUBJECT.ACTION.v1, from the name]
    #[arg(long = "type", value_name = "TYPE")]
    event_type: Option<String>,
    /// Add a record to the data, under a key that follows from its name (can be repeated)
    #[arg(long, value_name = "RECORD", group = "payload")]
    record: Vec<String>,
    /// Add a key of this type to the data (can be repeated)
    #[arg(long, value_name = "KEY=TYPE", value_parser = pair, group = "payload")]
    data: Vec<(String, String)>,
    /// Date of the addition [default: SOURCE_DATE_EPOCH, else today; in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    added: Option<Date>,
    /// Minor version, to be increased with each addition to the data [default: 0]
    #[arg(long, value_name = "NUMBER")]
    minor_version: Option<u32>,
    /// When the event is sent, in a sentence
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Path to the value that keeps events in order on a bus: order.number
    #[arg(long, value_name = "PATH")]
    key: Option<String>,
    /// Repository that sends the event (can be repeated)
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Vec<String>,
    /// Link to the definition of the event: an http or https URL
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    definition: Option<String>,
    /// Link to code that sends the event: an http or https URL (can be repeated)
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    trigger: Vec<String>,
    /// Do not write the catalog; print a diff
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("content").required(true).multiple(true))]
#[command(
    after_help = "Nothing is written if the catalog would have an error with the new record."
)]
struct NewRecord {
    /// Name in UpperCamelCase
    name: String,
    /// Domain of the record
    #[arg(long, short, value_name = "NAME")]
    domain: String,
    /// Add a field of this type (can be repeated)
    #[arg(long, value_name = "NAME=TYPE", value_parser = pair, group = "content")]
    field: Vec<(String, String)>,
    /// Record whose fields to inherit
    #[arg(long, value_name = "RECORD", group = "content")]
    extends: Option<String>,
    /// Mark all fields as personal data
    #[arg(long)]
    pii: bool,
    /// What the record contains, in a sentence
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Do not write the catalog; print a diff
    #[arg(long)]
    dry_run: bool,
}

/// Parses `name=type`.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, ty)) if !name.trim().is_empty() && !ty.trim().is_empty() => {
            Ok((name.trim().to_owned(), ty.trim().to_owned()))
        }
        _ => Err("expected `name=type`, such as `user=UserData`".to_owned()),
    }
}

impl New {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        self.try_run(catalog, terminal).unwrap_or_else(|message| {
            terminal.error(&message);
            Outcome::Failed
        })
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<Outcome, String> {
        let project = open(catalog)?;
        let filled = filled(&project)?;
        let Some(model) = project.compiled.model.as_ref().or(filled.as_ref()) else {
            list_project(&project, &project.compiled.diagnostics, terminal);
            terminal.error("the catalog has errors; fix them first");
            return Ok(Outcome::Findings);
        };
        let (addition, dry_run) = match &self.what {
            What::Event(event) => (event.addition(model)?, event.dry_run),
            What::Record(record) => (record.addition(), record.dry_run),
        };
        match addition.add(&project, model) {
            Ok(added) => finish(&project, &addition, &added, dry_run, terminal),
            Err(message) => {
                terminal.error(&message);
                Ok(Outcome::Findings)
            }
        }
    }
}

/// The model of a catalog whose only errors are empty sections.
fn filled(project: &Project) -> Result<Option<Model>, String> {
    let Some((_, main)) = project.compiled.sources.iter().next() else { return Ok(None) };
    if project.compiled.model.is_some() {
        return Ok(None);
    }
    let text = annals_catalog::format::filled(&main.text);
    let compiled = project.compile_with(&main.path, &text).map_err(|error| error.to_string())?;
    Ok(compiled.model)
}

impl NewEvent {
    fn addition(&self, model: &Model) -> Result<Addition, String> {
        let derived = || event_type(&model.namespace, &self.domain, &self.name);
        let event_type = self.event_type.clone().unwrap_or_else(derived);
        let records = self.record.iter().map(|record| (data_key(record), record.clone()));
        let mut keys = vec![
            ("type", Yaml::Text(event_type)),
            ("added", Yaml::Text(today(self.added)?.to_string())),
        ];
        keys.extend(
            self.minor_version.map(|number| ("minor_version", Yaml::Word(number.to_string()))),
        );
        keys.extend(described(self.description.as_deref()));
        keys.extend(self.key.clone().map(|path| ("key", Yaml::Text(path))));
        keys.push(("data", typed(records.chain(self.data.iter().cloned()))));
        keys.extend(one_or_more("repository", &self.repository));
        keys.extend(self.definition.clone().map(|link| ("definition", Yaml::Text(link))));
        keys.extend(one_or_more("trigger", &self.trigger));
        Ok(addition(Section::Events, &self.domain, &self.name, keys))
    }
}

impl NewRecord {
    fn addition(&self) -> Addition {
        let mut keys = Vec::new();
        keys.extend(described(self.description.as_deref()));
        keys.extend(self.extends.clone().map(|base| ("extends", Yaml::Text(base))));
        if self.pii {
            keys.push(("pii", Yaml::Word("true".to_owned())));
        }
        if !self.field.is_empty() {
            keys.push(("fields", typed(self.field.iter().cloned())));
        }
        addition(Section::Records, &self.domain, &self.name, keys)
    }
}

fn described(text: Option<&str>) -> Option<(&'static str, Yaml)> {
    text.map(|text| ("description", Yaml::Text(text.trim().to_owned())))
}

/// A key that takes a text or a list of them; none where there are none.
fn one_or_more(key: &'static str, texts: &[String]) -> Option<(&'static str, Yaml)> {
    match texts {
        [] => None,
        [one] => Some((key, Yaml::Text(one.clone()))),
        several => Some((key, Yaml::List(several.iter().cloned().map(Yaml::Text).collect()))),
    }
}

fn typed(pairs: impl Iterator<Item = (String, String)>) -> Yaml {
    Yaml::Map(pairs.map(|(name, ty)| (name, Yaml::Text(ty))).collect())
}

fn addition(section: Section, domain: &str, name: &str, keys: Vec<(&str, Yaml)>) -> Addition {
    let keys = keys.into_iter().map(|(key, item)| (key.to_owned(), item)).collect();
    Addition { section, domain: domain.to_owned(), name: name.to_owned(), keys }
}

/// Reports new findings, and writes the file if none of them is an error.
fn finish(
    project: &Project,
    addition: &Addition,
    added: &Added,
    dry_run: bool,
    terminal: &mut Terminal,
) -> Result<Outcome, String> {
    report_fresh(project, &added.compiled.sources, &added.fresh, terminal);
    let Addition { name, .. } = addition;
    if added.is_wrong() {
        terminal.error(&format!("`{name}` was not added"));
        return Ok(Outcome::Findings);
    }
    terminal.out(&diff(&added.path, &added.before, &added.after, &format!("with `{name}`")));
    let place = format!("{}:{}", added.path.display(), added.position.line);
    if dry_run {
        terminal.note(&format!("would add `{name}` at {place}"));
        return Ok(Outcome::Clean);
    }
    output::replace(&added.path, added.after.as_bytes()).map_err(|error| error.to_string())?;
    terminal.note(&format!("added `{name}` at {place}"));
    terminal.note("next: run `cargo build`, or `annals generate` to generate without compiling");
    Ok(Outcome::Clean)
}

fn report_fresh(
    project: &Project,
    sources: &SourceMap,
    fresh: &[Diagnostic],
    terminal: &mut Terminal,
) {
    let prefix = shown_folder(project);
    let sources = Sources { map: sources, prefix: &prefix };
    reporting::list(fresh, sources, terminal);
}
