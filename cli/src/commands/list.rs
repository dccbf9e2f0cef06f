//! `annals list`: lists the events or records that pass a filter.

use std::path::Path;

use annals_catalog::count::counted;
use annals_catalog::model::Date;
use annals_codegen::history;
use annals_codegen::project::Project;
use annals_contract::Lock;
use annals_evolution::Version;
use clap::Args;
use serde::Serialize;

use super::release::version;
use super::table::Table;
use super::terminal::Terminal;
use super::view::{Format, misnamed, open_clean, print};
use super::{Outcome, Refusal};
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
    /// List the events of a release instead of those of the catalog
    #[arg(long = "in", value_parser = version, value_name = "RELEASE")]
    #[arg(conflicts_with_all = ["records", "record", "field_type", "since_release"])]
    release: Option<Version>,
    /// List only events that this release does not have
    #[arg(long, value_parser = version, value_name = "RELEASE", conflicts_with = "records")]
    since_release: Option<Version>,
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
        if let Some(wanted) = self.release.or(self.since_release) {
            return self.by_release(&project, wanted, terminal);
        }
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

    /// The events of a release, or those that it does not have.
    fn by_release(&self, project: &Project, wanted: Version, terminal: &mut Terminal) -> Outcome {
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        let lock = match released(&project.path, wanted) {
            Ok(lock) => lock,
            Err(Refusal { outcome, message }) => {
                terminal.error(&message);
                return outcome;
            }
        };
        if self.release.is_some() {
            let events =
                lock.events.iter().map(|(event_type, event)| inspect::of_lock(event_type, event));
            let events = events.filter(|event| self.passes(event)).collect();
            print(Events { events }, self.format, terminal, event_table);
            return Outcome::Clean;
        }
        match inspect::events(model, &self.filter()) {
            Ok(mut events) => {
                events.retain(|event| !lock.events.contains_key(&event.event_type));
                print(Events { events }, self.format, terminal, event_table)
            }
            Err(unknown) => misnamed(unknown, terminal),
        }
    }

    /// True if an event of a release passes the filters.
    fn passes(&self, event: &EventItem) -> bool {
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        let is = |wanted: Option<bool>, fact: bool| wanted.is_none_or(|wanted| wanted == fact);
        let Filter { pii, deprecated, local_only, .. } = self.filter();
        (self.domain.is_empty() || self.domain.contains(&event.domain))
            && date(self.since).is_none_or(|since| event.added >= since)
            && date(self.until).is_none_or(|until| event.added <= until)
            && is(pii, event.pii)
            && is(deprecated, event.deprecated)
            && is(local_only, event.local_only)
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

/// The contract of a release.
fn released(catalog: &Path, wanted: Version) -> Result<Lock, Refusal> {
    let history = history::read(catalog).map_err(|error| error.to_string())?;
    let found = history.releases().iter().find(|release| release.version == wanted);
    let found = found.ok_or_else(|| Refusal {
        outcome: Outcome::Usage,
        message: format!("there is no release {wanted}"),
    })?;
    found.lock().map_err(|fault| fault.to_string().into())
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
