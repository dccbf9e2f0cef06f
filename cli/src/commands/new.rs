//! `annals new`: writes a new event or record into the catalog, at the end of its domain.

use std::path::Path;

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::format::Yaml;
use annals_catalog::model::{Date, Model};
use annals_catalog::source::SourceMap;
use clap::{Args, Subcommand};

use super::fmt::diff;
use super::reporting::{self, list_project};
use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, open, shown_folder};
use crate::addition::{Added, Addition, Section, data_key, event_type};
use annals_codegen::output;
use annals_codegen::project::Project;
use annals_codegen::report::Sources;

/// Arguments of `annals new`.
#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

/// What is new.
#[derive(Debug, Subcommand)]
enum What {
    /// Add an event to the catalog
    Event(NewEvent),
    /// Add a record to the catalog
    Record(NewRecord),
}

/// Arguments of `annals new event`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("payload").required(true).multiple(true))]
#[command(
    after_help = "Nothing is written if the catalog would have an error with the event in it."
)]
struct NewEvent {
    /// Its name in UPPER_SNAKE_CASE, ending in what happened: ORDER_PLACED
    name: String,
    /// Its domain
    #[arg(long, short, value_name = "NAME")]
    domain: String,
    /// Its type [default: NAMESPACE.DOMAIN.SUBJECT.ACTION.v1, from the name]
    #[arg(long = "type", value_name = "TYPE")]
    event_type: Option<String>,
    /// A record that it carries, under a key made from its name (may be given several times)
    #[arg(long, value_name = "RECORD", group = "payload")]
    record: Vec<String>,
    /// A data key and its type (may be given several times)
    #[arg(long, value_name = "KEY=TYPE", value_parser = pair, group = "payload")]
    data: Vec<(String, String)>,
    /// When it comes [default: SOURCE_DATE_EPOCH, else today; in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    added: Option<Date>,
    /// Its minor version, one more for each addition to the data [default: 0]
    #[arg(long, value_name = "NUMBER")]
    minor_version: Option<u32>,
    /// When it is sent, in a sentence
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// The path to the value that keeps events in order on a bus: order.number
    #[arg(long, value_name = "PATH")]
    key: Option<String>,
    /// Who sends it (may be given several times)
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Vec<String>,
    /// Where it is defined: an http or https address
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    definition: Option<String>,
    /// Where it is sent: an http or https address (may be given several times)
    #[arg(long, value_name = "URL", value_hint = clap::ValueHint::Url)]
    trigger: Vec<String>,
    /// Write nothing; print the diff
    #[arg(long)]
    dry_run: bool,
}

/// Arguments of `annals new record`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("content").required(true).multiple(true))]
#[command(
    after_help = "Nothing is written if the catalog would have an error with the record in it."
)]
struct NewRecord {
    /// Its name in UpperCamelCase
    name: String,
    /// Its domain
    #[arg(long, short, value_name = "NAME")]
    domain: String,
    /// A field and its type (may be given several times)
    #[arg(long, value_name = "NAME=TYPE", value_parser = pair, group = "content")]
    field: Vec<(String, String)>,
    /// The record whose fields it has too
    #[arg(long, value_name = "RECORD", group = "content")]
    extends: Option<String>,
    /// All its fields are personal data
    #[arg(long)]
    pii: bool,
    /// What it holds, in a sentence
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// Write nothing; print the diff
    #[arg(long)]
    dry_run: bool,
}

/// `name=type`
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, ty)) if !name.trim().is_empty() && !ty.trim().is_empty() => {
            Ok((name.trim().to_owned(), ty.trim().to_owned()))
        }
        _ => Err("write `name=type`, such as `user=UserData`".to_owned()),
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
            terminal.error("the catalog has errors; mend them first");
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

/// The model of a catalog whose only errors are sections in which nothing is written yet.
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

/// Reports, and writes where nothing speaks against it.
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
    terminal.out(&diff(&added.path, &added.before, &added.after, "with it"));
    let place = format!("{}:{}", added.path.display(), added.position.line);
    if dry_run {
        terminal.note(&format!("would add `{name}` at {place}"));
        return Ok(Outcome::Clean);
    }
    output::replace(&added.path, added.after.as_bytes()).map_err(|error| error.to_string())?;
    terminal.note(&format!("added `{name}` at {place}"));
    terminal.note("next: `cargo build`, or `annals generate` without compiling");
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
