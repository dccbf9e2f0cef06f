//! What came when: the events of the model in, `docs/dates.rst` with the newest first out.

use annals_catalog::model::{Event, Model};
use serde::Serialize;

use super::{domain_page, event_link};
use crate::lower::rst::Rst;

/// The whole page.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Dates {
    years: Vec<Year>,
}

/// The events of one year.
#[derive(Debug, Hash, Serialize)]
struct Year {
    #[serde(skip)]
    number: u16,
    title: Rst,
    rows: Vec<Row>,
}

/// An event.
#[derive(Debug, Hash, Serialize)]
struct Row {
    date: Rst,
    event: Rst,
    domain: Rst,
}

pub(super) fn lower(model: &Model) -> Dates {
    let mut events: Vec<&Event> = model.events.iter().collect();
    // The sort is stable: events of one day stay in file order.
    events.sort_by_key(|event| std::cmp::Reverse(event.added));
    let mut years: Vec<Year> = Vec::new();
    for event in events {
        let number = event.added.year;
        if years.last().is_none_or(|year| year.number != number) {
            let title = Rst::title(&number.to_string(), '-');
            years.push(Year { number, title, rows: Vec::new() });
        }
        if let Some(year) = years.last_mut() {
            year.rows.push(row(model, event));
        }
    }
    Dates { years }
}

fn row(model: &Model, event: &Event) -> Row {
    let domain = &model[event.domain];
    Row {
        date: Rst::line(&event.added.to_string()),
        event: event_link(model, event),
        domain: Rst::doc(&domain.title, &domain_page(&domain.name)),
    }
}
