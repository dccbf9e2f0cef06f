//! All events by date, the newest first: `docs/dates.rst`.

use std::cmp::Reverse;

use annals_catalog::model::{Event, Model};
use annals_catalog::names;
use annals_catalog::sort;
use serde::Serialize;

use super::links;
use crate::lower::rst::Rst;

/// The whole page.
#[derive(Debug, Serialize)]
pub(crate) struct Dates {
    years: Vec<Year>,
}

/// The events of one year.
#[derive(Debug, Serialize)]
struct Year {
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

pub(super) fn lower(model: &Model) -> Dates {
    let mut events: Vec<&Event> = model.events.iter().collect();
    // The sort is stable: events of one day stay in file order.
    sort::by_key(&mut events, |event| Reverse(event.added));
    let years = events.chunk_by(|a, b| a.added.year == b.added.year).map(|events| Year {
        title: Rst::title(&events[0].added.year.to_string(), '-'),
        rows: events.iter().map(|event| row(model, event)).collect(),
    });
    Dates { years: years.collect() }
}

fn row(model: &Model, event: &Event) -> Row {
    let domain = &model[event.domain];
    Row {
        date: Rst::line(&event.added.to_string()),
        event: Rst::doc(&event.name, &names::event_page(&domain.name, &event.name)),
        domain: links::domain(model, event.domain),
    }
}
