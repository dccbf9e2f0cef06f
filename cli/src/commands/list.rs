//! `annals list`: lists the events or records that pass a filter.

use std::path::Path;

use annals_catalog::count::counted;
use annals_catalog::model::Date;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use super::table::Table;
use super::terminal::Terminal;
use super::view::{Format, misnamed, open_clean, print};
use crate::inspect::{self, EventItem, Filter, RecordItem};

#[derive(Debug, Args)]
#[command(
    after_help = "An item is listed if it passes all filters. A record without an `added` date passes \
    neither --since nor --until."
)]
pub(super) struct List {
    /// List records instead of events
    #[arg(long, conflicts_with = "local_only")]
    records: bool,
    /// List only items of this domain (can be repeated)
    #[arg(long, short, value_name = "DOMAIN")]
    domain: Vec<String>,
    /// List only items added on this date or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// List only items added on this date or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// List only items with personal data
    #[arg(long, conflicts_with = "no_pii")]
    pii: bool,
    /// List only items without personal data
    #[arg(long)]
    no_pii: bool,
    /// List only deprecated items
    #[arg(long, conflicts_with = "live")]
    deprecated: bool,
    /// List only items that are not deprecated
    #[arg(long)]
    live: bool,
    /// List only events that are never sent to a bus
    #[arg(long)]
    local_only: bool,
    /// List only items that contain this record, at any depth: Name or domain.Name
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
    /// List only items that contain this type, at any depth: datetime, course_key, list<string>
    #[arg(long, value_name = "TYPE")]
    field_type: Option<String>,
    /// Output format
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
    terminal.note(&counted(count, what));
}

/// The words whose condition is true.
pub(super) fn marks<const N: usize>(marks: [(bool, &'static str); N]) -> String {
    let words = marks.into_iter().filter_map(|(holds, word)| holds.then_some(word));
    words.collect::<Vec<_>>().join(" ")
}
