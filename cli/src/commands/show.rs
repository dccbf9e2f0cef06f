//! `annals show`: prints everything about an event or a record.

use std::path::Path;

use annals_catalog::count::counted;
use annals_catalog::model::Value;
use annals_codegen::project::Project;
use annals_codegen::render::json::{self, AsJson, Custom};
use annals_codegen::{contract, history};
use annals_evolution::News;
use annals_site::facts::{Deprecation, EventDetail, FieldRow, RecordDetail, Shown, Uses, Waiver};
use clap::Args;

use super::Outcome;
use super::list::marks;
use super::table::{Table, one_line};
use super::terminal::Terminal;
use super::view::{Format, misnamed, open_clean, print};
use crate::changelog::{self, Notes, text};
use crate::inspect;

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Name or event type of an event, or Name or domain.Name of a record
    #[arg(value_name = "NAME")]
    name: String,
    /// Show what each release changed about it, and about the records that an event has
    #[arg(long)]
    history: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    format: Format,
}

impl Show {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let project = match open_clean(catalog, terminal) {
            Ok(project) => project,
            Err(outcome) => return outcome,
        };
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        match inspect::show(model, &self.name) {
            Ok(shown) if self.history => self.history(&project, &shown, terminal),
            Ok(shown) => print(shown, self.format, terminal, page),
            Err(unknown) => misnamed(unknown, terminal),
        }
    }
}

impl Show {
    fn history(&self, project: &Project, shown: &Shown, terminal: &mut Terminal) -> Outcome {
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        let history = history::read(&project.path).map_err(|error| error.to_string());
        let notes = history.and_then(|history| {
            Notes::of(&history, &contract(model), None).map_err(|fault| fault.to_string())
        });
        match notes {
            Ok(mut notes) => {
                notes.iter_mut().for_each(|notes| notes.news.retain(|news| is_about(news, shown)));
                notes.retain(|notes| !notes.news.is_empty());
                let text = match self.format {
                    Format::Table => text::document(&notes, text::MARKDOWN),
                    Format::Json | Format::Yaml => changelog::json::document(&notes),
                };
                terminal.out(&text);
                terminal.note(&counted(notes.len(), "release"));
                Outcome::Clean
            }
            Err(message) => {
                terminal.error(&message);
                Outcome::Failed
            }
        }
    }
}

/// True for news of an event, of a record that it has, or of a record itself.
fn is_about(news: &News, shown: &Shown) -> bool {
    match shown {
        Shown::Event(event) => news.item == event.name || news.events.contains(&event.name),
        Shown::Record(record) => news.item == format!("{}.{}", record.domain, record.name),
    }
}

fn page(shown: Shown, terminal: &mut Terminal) {
    let (width, colour) = (terminal.width(), terminal.out_colour());
    let (name, description, facts, fields) = match &shown {
        Shown::Event(event) => (&event.name, &event.description, event_facts(event), &event.fields),
        Shown::Record(record) => {
            (&record.name, &record.description, record_facts(record), &record.fields)
        }
    };
    let mut text = if colour { format!("\u{1b}[1m{name}\u{1b}[0m\n") } else { format!("{name}\n") };
    for line in wrapped(description, width.unwrap_or(100).min(100)) {
        text += &format!("{line}\n");
    }
    text.push('\n');
    let mut table = Table::new(&["", ""]);
    for (label, value) in facts {
        table.row([label.to_owned(), value]);
    }
    // Not cut at the width of the terminal, so that links stay complete.
    text += &table.print(None, false);
    text.push('\n');
    text += &field_table(fields).print(width, colour);
    terminal.out(&text);
}

type Facts<'a> = Vec<(&'a str, String)>;

fn event_facts(event: &EventDetail) -> Facts<'_> {
    let mut facts = vec![
        ("type", event.event_type.clone()),
        ("domain", event.domain.clone()),
        ("added", event.added.clone()),
        ("minor version", event.minor_version.to_string()),
        ("personal data", if event.pii { "yes" } else { "no" }.to_owned()),
    ];
    let texts = [
        ("extends", &event.extends),
        ("key", &event.key),
        ("local only", &event.local_only),
        ("warning", &event.warning),
        ("definition", &event.definition),
    ];
    facts.extend(texts.into_iter().filter_map(|(label, text)| Some((label, text.clone()?))));
    facts.extend(event.deprecated.iter().map(|item| ("deprecated", deprecated(item))));
    facts.extend(event.triggers.iter().map(|link| ("trigger", link.clone())));
    facts.extend(event.repositories.iter().map(|name| ("repository", name.clone())));
    facts.extend(event.avro_schema.iter().map(|path| ("Avro schema", path.clone())));
    facts.push(("JSON Schema", event.json_schema.clone()));
    facts.push(("page", event.page.clone()));
    facts.extend(custom(&event.properties));
    facts.extend(event.waivers.iter().map(waiver));
    facts
}

fn record_facts(record: &RecordDetail) -> Facts<'_> {
    let mut facts = vec![
        ("domain", record.domain.clone()),
        ("personal data", if record.pii { "all of it" } else { "as marked" }.to_owned()),
    ];
    facts.extend(record.added.iter().map(|date| ("added", date.clone())));
    facts.extend(record.extends.iter().map(|base| ("extends", base.clone())));
    facts.extend(record.deprecated.iter().map(|item| ("deprecated", deprecated(item))));
    facts.push(("page", record.page.clone()));
    facts.extend(custom(&record.properties));
    facts.extend(record.waivers.iter().map(waiver));
    facts.extend(record.extended_by.iter().map(|name| ("extended by", name.clone())));
    let used = |uses: &Uses| format!("{} ({})", uses.name, uses.paths.join(", "));
    facts.extend(record.records.iter().map(|uses| ("in record", used(uses))));
    facts.extend(record.events.iter().map(|uses| ("in event", used(uses))));
    facts
}

fn custom(properties: &Custom) -> impl Iterator<Item = (&str, String)> {
    properties.0.iter().map(|(name, AsJson(value))| (name.as_str(), json::compact(value)))
}

fn deprecated(item: &Deprecation) -> String {
    let removal = item.removal.iter().map(|date| format!(", to be removed on {date}"));
    let replacement = item.replacement.iter().map(|name| format!(", use {name}"));
    let note = Some(&item.note).filter(|note| !note.is_empty()).map(|note| format!(": {note}"));
    let more: String = removal.chain(replacement).chain(note).collect();
    format!("since {}{more}", item.since)
}

fn waiver(waiver: &Waiver) -> (&str, String) {
    let until = waiver.until.iter().map(|date| format!(" (until {date})")).collect::<String>();
    ("waiver", format!("{}: {}{until}", waiver.rule, waiver.reason))
}

fn field_table(fields: &[FieldRow]) -> Table {
    let mut table = Table::new(&["field", "type", "default", "marks", "description"]);
    for field in fields {
        let marks = marks([
            (field.pii, "pii"),
            (field.deprecated.is_some(), "deprecated"),
            (field.closed.is_some(), "…"),
        ]);
        let default = match (&field.default, &field.constant) {
            (Some(AsJson(value)), _) => json::compact(value),
            (None, Some(AsJson(value))) => format!("always {}", json::compact(value)),
            (None, None) if field.optional || field.extra => "optional".to_owned(),
            (None, None) => "required".to_owned(),
        };
        let remarks = [
            (field.wire != field.name).then(|| format!("On the wire: {}.", field.wire)),
            field.deprecated.as_ref().map(|item| format!("Deprecated {}.", deprecated(item))),
            limits(field),
            custom(&field.properties)
                .map(|(name, value)| format!("{name}: {value}."))
                .reduce(|all, next| all + " " + &next),
            field.closed.map(|reason| format!("Its fields are not listed: {reason}.")),
        ];
        let words =
            Some(field.description.clone()).into_iter().chain(remarks.into_iter().flatten());
        let description = words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ");
        let name = "  ".repeat(field.depth) + &field.name;
        table.row([name, field.ty.clone(), default, marks, description]);
    }
    table
}

fn limits(field: &FieldRow) -> Option<String> {
    let limits = &field.limits;
    let number = |AsJson(value): &AsJson<Value>| json::compact(value);
    let words = [
        limits.min.as_ref().map(|min| format!("from {}", number(min))),
        limits.max.as_ref().map(|max| format!("up to {}", number(max))),
        limits.multiple_of.as_ref().map(|unit| format!("multiple of {}", number(unit))),
        limits.min_length.map(|length| format!("length from {length}")),
        limits.max_length.map(|length| format!("length up to {length}")),
        limits.format.map(|format| format!("format {format}")),
        limits.pattern.as_ref().map(|pattern| format!("pattern {pattern}")),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    (!words.is_empty()).then(|| format!("Limits: {}.", words.join(", ")))
}

/// Wraps a text at `width` characters; longer words get a line of their own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in one_line(text).split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
