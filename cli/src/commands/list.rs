//! `annals list`: the events or records that a filter lets through.

use std::path::Path;

use annals_catalog::model::Date;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::table::Table;
use super::terminal::Terminal;
use super::view::{Format, misnamed, open_clean, print};
use crate::inspect::{self, EventItem, Filter, RecordItem};

/// Arguments of `annals list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Filters add up: what is listed passes each of them. A record that says nothing of \
    when it was added passes neither --since nor --until."
)]
pub(super) struct List {
    /// List records instead of events
    #[arg(long, conflicts_with = "local_only")]
    records: bool,
    /// Only those of this domain (may be given several times)
    #[arg(long, short, value_name = "DOMAIN")]
    domain: Vec<String>,
    /// Only those added on this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// Only those added on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Only those with personal data
    #[arg(long, conflicts_with = "no_pii")]
    pii: bool,
    /// Only those without personal data
    #[arg(long)]
    no_pii: bool,
    /// Only those that are deprecated
    #[arg(long, conflicts_with = "live")]
    deprecated: bool,
    /// Only those that are not deprecated
    #[arg(long)]
    live: bool,
    /// Only events that never go on a bus
    #[arg(long)]
    local_only: bool,
    /// Only those that hold this record at any depth: Name or domain.Name
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
    /// Only those that hold a value of this type at any depth: datetime, course_key, list<string>
    #[arg(long, value_name = "TYPE")]
    field_type: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    format: Format,
}

#[derive(Serialize)]
struct Events {
    events: Vec<EventItem>,
}

#[derive(Serialize)]
struct Records {
    records: Vec<RecordItem>,
}

impl List {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let project = match open_clean(catalog, terminal) {
            Ok(project) => project,
            Err(outcome) => return outcome,
        };
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        let filter = self.filter();
        if self.records {
            return match inspect::records(model, &filter) {
                Ok(records) => print(Records { records }, self.format, terminal, record_table),
                Err(unknown) => misnamed(unknown, terminal),
            };
        }
        match inspect::events(model, &filter) {
            Ok(events) => print(Events { events }, self.format, terminal, event_table),
            Err(unknown) => misnamed(unknown, terminal),
        }
    }

    fn filter(&self) -> Filter {
        let either = |yes: bool, no: bool| (yes || no).then_some(yes);
        Filter {
            domains: self.domain.clone(),
            since: self.since,
            until: self.until,
            pii: either(self.pii, self.no_pii),
            deprecated: either(self.deprecated, self.live),
            local_only: self.local_only.then_some(true),
            record: self.record.clone(),
            field_type: self.field_type.clone(),
        }
    }
}

fn event_table(list: Events, terminal: &mut Terminal) {
    let mut table = Table::new(&["name", "added", "marks", "type"]);
    for event in &list.events {
        let marks = marks([
            (event.pii, "pii"),
            (event.deprecated, "deprecated"),
            (event.local_only, "local"),
        ]);
        table.row([event.name.clone(), event.added.clone(), marks, event.event_type.clone()]);
    }
    finish(&table, list.events.len(), "event", terminal);
}

fn record_table(list: Records, terminal: &mut Terminal) {
    let mut table = Table::new(&["name", "fields", "marks", "description"]).with_numbers([1]);
    for record in &list.records {
        let marks = marks([(record.pii, "pii"), (record.deprecated, "deprecated")]);
        let name = format!("{}.{}", record.domain, record.name);
        table.row([name, record.fields.to_string(), marks, record.description.clone()]);
    }
    finish(&table, list.records.len(), "record", terminal);
}

fn finish(table: &Table, count: usize, what: &str, terminal: &mut Terminal) {
    if count > 0 {
        let text = table.print(terminal.width(), terminal.out_colour());
        terminal.out(&text);
    }
    terminal.note(&format!("{count} {what}{}", if count == 1 { "" } else { "s" }));
}

/// The words that hold.
pub(super) fn marks<const N: usize>(marks: [(bool, &'static str); N]) -> String {
    let words = marks.into_iter().filter_map(|(holds, word)| holds.then_some(word));
    words.collect::<Vec<_>>().join(" ")
}
