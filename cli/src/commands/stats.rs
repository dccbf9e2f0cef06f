//! `annals stats`: counts the items of the catalog, and how many of them are described.

use std::path::Path;

use clap::Args;

use super::Outcome;
use super::table::Table;
use super::terminal::Terminal;
use super::view::{Format, open_clean, print};
use crate::inspect::{self, Counts, Share, Statistics};

#[derive(Debug, Args)]
#[command(
    after_help = "A field counts once, where it is defined; data keys of events count as fields. \
    Percentages are rounded down, so 100 % means all."
)]
pub(super) struct Stats {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table, value_name = "FORMAT")]
    format: Format,
}

impl Stats {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let project = match open_clean(catalog, terminal) {
            Ok(project) => project,
            Err(outcome) => return outcome,
        };
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        print(inspect::statistics(model), self.format, terminal, tables)
    }
}

fn tables(statistics: Statistics, terminal: &mut Terminal) {
    let (width, colour) = (terminal.width(), terminal.out_colour());
    let head = ["", "events", "records", "fields", "pii", "deprecated", "local", "waivers"];
    let mut counts = Table::new(&head).with_numbers(1..8);
    let head = [
        "described",
        "events",
        "records",
        "fields",
        "example",
        "key",
        "repository",
        "definition",
        "trigger",
    ];
    let mut coverage = Table::new(&head).with_numbers(1..9);
    let domains = statistics.by_domain.iter();
    let rows = domains.map(|domain| (domain.domain.as_str(), &domain.counts));
    for (name, row) in rows.chain([("total", &statistics.total)]) {
        counts.row(count_cells(name, row));
        coverage.row(coverage_cells(name, row));
    }
    let mut text = counts.print(width, colour);
    text.push('\n');
    text += &coverage.print(width, colour);
    let Statistics { domains, scalars, enums, variants, .. } = &statistics;
    text += &format!(
        "\ndomains: {domains}, scalars: {scalars}, enums: {enums}, variants: {variants}\n"
    );
    terminal.out(&text);
}

fn count_cells(name: &str, counts: &Counts) -> [String; 8] {
    let deprecated =
        counts.deprecated_events + counts.deprecated_records + counts.deprecated_fields;
    let numbers = [
        counts.events,
        counts.records,
        counts.fields,
        counts.pii_fields,
        deprecated,
        counts.local_only_events,
        counts.waivers,
    ];
    let mut cells = [const { String::new() }; 8];
    name.clone_into(&mut cells[0]);
    for (cell, number) in cells[1..].iter_mut().zip(numbers) {
        *cell = number.to_string();
    }
    cells
}

fn coverage_cells(name: &str, counts: &Counts) -> [String; 9] {
    let coverage = &counts.coverage;
    let shares = [
        coverage.described_events,
        coverage.described_records,
        coverage.described_fields,
        coverage.fields_with_example,
        coverage.events_with_key,
        coverage.events_with_repository,
        coverage.events_with_definition,
        coverage.events_with_trigger,
    ];
    let percent = |share: Share| share.percent.map_or("-".to_owned(), |share| format!("{share} %"));
    let mut cells = [const { String::new() }; 9];
    name.clone_into(&mut cells[0]);
    for (cell, share) in cells[1..].iter_mut().zip(shares) {
        *cell = percent(share);
    }
    cells
}
