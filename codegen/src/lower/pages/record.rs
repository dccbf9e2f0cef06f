//! The page of a record: its fields and its users.

use annals_catalog::model::{DomainId, Model, RecordId, Usage};
use annals_catalog::names;
use serde::Serialize;

use super::fields::{self, Fields};
use super::links;
use super::notices::{self, Notice};
use super::parts::{Fact, crate_name};
use crate::lower::rst::Rst;

/// The page of a record.
#[derive(Debug, Serialize)]
pub(crate) struct RecordPage {
    title: Rst,
    description: Rst,
    notices: Vec<Notice>,
    facts: Vec<Fact>,
    fields: Fields,
    /// Links to the events that have its fields through what extends it; `None` if there are none.
    inherited: Option<Rst>,
    events: Vec<User>,
    records: Vec<User>,
}

/// An event or record that holds this one.
#[derive(Debug, Serialize)]
struct User {
    link: Rst,
    paths: Rst,
}

pub(super) fn lower(model: &Model, id: RecordId, usage: &Usage) -> RecordPage {
    let record = &model[id];
    let events = usage.events.iter();
    let records = usage.records.iter();
    RecordPage {
        title: Rst::title(&record.name, '='),
        description: Rst::text(&record.description),
        notices: notices::of_record(model, record),
        facts: facts(model, id, usage),
        fields: fields::of_record(model, record.domain, &record.fields),
        inherited: inherited(model, usage),
        events: events.map(|(id, paths)| user(links::event(model, *id), paths)).collect(),
        records: records
            .map(|(id, paths)| user(links::record_from(model, record.domain, *id), paths))
            .collect(),
    }
}

fn inherited(model: &Model, usage: &Usage) -> Option<Rst> {
    let events: Vec<Rst> = usage.inherited_by.iter().map(|id| links::event(model, *id)).collect();
    (!events.is_empty()).then(|| Rst::join(&events, ", "))
}

fn user(link: Rst, paths: &[String]) -> User {
    let paths: Vec<Rst> = paths.iter().map(|path| Rst::literal(path)).collect();
    User { link, paths: Rst::join(&paths, ", ") }
}

fn facts(model: &Model, id: RecordId, usage: &Usage) -> Vec<Fact> {
    let record = &model[id];
    let domain = &model[record.domain];
    let rust = format!(
        "{}::{}::{}",
        crate_name(model),
        names::module(&domain.name),
        names::record_struct(&record.name),
    );
    let mut facts = vec![
        Fact::new("Record", Rst::literal(&model.qualified(id))),
        Fact::new("Domain", links::domain(model, record.domain)),
    ];
    if let Some(added) = record.added {
        facts.push(Fact::new("Since", Rst::line(&added.to_string())));
    }
    if let Some(base) = record.extends {
        facts.push(Fact::new("Extends", links::record_from(model, record.domain, base)));
    }
    if !usage.extended_by.is_empty() || !usage.extended_by_events.is_empty() {
        facts.push(Fact::new("Extended by", links(model, record.domain, usage)));
    }
    facts.push(Fact::new("Rust", Rst::literal(&rust)));
    facts.extend(Fact::custom(&record.properties));
    facts
}

fn links(model: &Model, domain: DomainId, usage: &Usage) -> Rst {
    let records = usage.extended_by.iter().map(|id| links::record_from(model, domain, *id));
    let events = usage.extended_by_events.iter().map(|id| links::event(model, *id));
    Rst::join(&records.chain(events).collect::<Vec<_>>(), ", ")
}
