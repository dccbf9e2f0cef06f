//! All events by date, the newest first, and what is deprecated: `docs/dates.rst`.

use std::cmp::Reverse;

use annals_catalog::model::{Date, Deprecation, EnumId, Event, EventId, Field, Model, RecordId};
use annals_catalog::names;
use annals_catalog::sort;
use serde::Serialize;

use super::links;
use super::notices::deprecated;
use crate::lower::rst::Rst;

/// The whole page.
#[derive(Debug, Serialize)]
pub(crate) struct Dates {
    years: Vec<Year>,
    /// The newest first.
    deprecations: Vec<Deprecated>,
}

/// Something that should no longer be used.
#[derive(Debug, Serialize)]
struct Deprecated {
    date: Rst,
    item: Rst,
    advice: Rst,
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
    Dates { years: years.collect(), deprecations: deprecations(model) }
}

/// Everything that is deprecated, the newest first.
fn deprecations<'m>(model: &'m Model) -> Vec<Deprecated> {
    let mut items: Vec<(Date, Rst, &'m Deprecation)> = Vec::new();
    let mut note = |item: Rst, deprecation: Option<&'m Deprecation>| {
        items.extend(deprecation.map(|deprecation| (deprecation.since, item, deprecation)));
    };
    for (id, event) in (0..).map(EventId).zip(&model.events) {
        note(links::event(model, id), event.deprecated.as_ref());
        for field in event.own() {
            note(of_field(field, links::event(model, id)), field.deprecated.as_ref());
        }
    }
    for (id, record) in (0..).map(RecordId).zip(&model.records) {
        note(links::record(model, id), record.deprecated.as_ref());
        for field in record.own() {
            note(of_field(field, links::record(model, id)), field.deprecated.as_ref());
        }
    }
    for (id, item) in (0..).map(EnumId).zip(&model.enums) {
        for value in &item.values {
            let words =
                [Rst::literal(&value.value), Rst::fixed("of"), links::enumeration(model, id)];
            note(Rst::join(&words, " "), value.deprecated.as_ref());
        }
    }
    items.sort_by_key(|(date, ..)| Reverse(*date));
    let row = |(date, item, deprecation): (Date, Rst, &Deprecation)| Deprecated {
        date: Rst::line(&date.to_string()),
        item,
        advice: deprecated(model, deprecation),
    };
    items.into_iter().map(row).collect()
}

/// `field` of its owner.
fn of_field(field: &Field, owner: Rst) -> Rst {
    Rst::join(&[Rst::literal(&field.name), Rst::fixed("of"), owner], " ")
}

fn row(model: &Model, event: &Event) -> Row {
    let domain = &model[event.domain];
    Row {
        date: Rst::line(&event.added.to_string()),
        event: Rst::doc(&event.name, &names::event_page(&domain.name, &event.name)),
        domain: links::domain(model, event.domain),
    }
}
