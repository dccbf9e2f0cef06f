//! What came when: the events of the model in, `docs/dates.rst` with the newest first out.

use annals_catalog::model::{Date, Domain, Event, Model};
use annals_catalog::names;
use serde::Serialize;

use crate::lower::rst::Rst;

/// The whole page.
#[derive(Debug, Serialize)]
pub(crate) struct Dates {
    years: Vec<Year>,
}

/// The events of one year.
#[derive(Debug, Serialize)]
struct Year {
    #[serde(skip)]
    number: u16,
    title: Rst,
    rows: Vec<Row>,
}

/// An event.
#[derive(Debug, Serialize)]
struct Row {
    date: Rst,
    event: Rst,
    domain: Rst,
}

/// All that the page is made from: the newest event first.
#[derive(Debug, Hash)]
pub(crate) struct Extract<'a> {
    events: Vec<EventExtract<'a>>,
}

#[derive(Debug, Hash)]
struct EventExtract<'a> {
    added: Date,
    name: &'a str,
    domain: &'a str,
    domain_title: &'a str,
}

pub(super) fn extract<'a>(model: &'a Model) -> Extract<'a> {
    let event = |event: &'a Event| {
        let Domain { name, title, .. } = &model[event.domain];
        EventExtract { added: event.added, name: &event.name, domain: name, domain_title: title }
    };
    let mut events: Vec<EventExtract<'_>> = model.events.iter().map(event).collect();
    // The sort is stable: events of one day stay in file order.
    events.sort_by_key(|event| std::cmp::Reverse(event.added));
    Extract { events }
}

impl Extract<'_> {
    pub(super) fn lower(&self) -> Dates {
        let mut years: Vec<Year> = Vec::new();
        for event in &self.events {
            let number = event.added.year;
            if years.last().is_none_or(|year| year.number != number) {
                let title = Rst::title(&number.to_string(), '-');
                years.push(Year { number, title, rows: Vec::new() });
            }
            if let Some(year) = years.last_mut() {
                year.rows.push(row(event));
            }
        }
        Dates { years }
    }
}

fn row(event: &EventExtract<'_>) -> Row {
    Row {
        date: Rst::line(&event.added.to_string()),
        event: Rst::doc(event.name, &names::event_page(event.domain, event.name)),
        domain: Rst::doc(event.domain_title, &names::domain_page(event.domain)),
    }
}
