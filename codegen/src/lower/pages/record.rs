//! The page of a record: the record and its users in, its fields and where they are seen out.

use annals_catalog::model::{DomainId, Model, Record, Usage};
use annals_catalog::names;
use serde::Serialize;

use super::fields::{self, Fields, record_link};
use super::notices::{self, Notice};
use super::{Fact, crate_name, domain_page, event_link};
use crate::lower::rst::Rst;

/// The page of a record.
#[derive(Debug, Serialize)]
pub(crate) struct RecordPage {
    title: Rst,
    description: Rst,
    notices: Vec<Notice>,
    facts: Vec<Fact>,
    fields: Fields,
    events: Vec<User>,
    records: Vec<User>,
}

/// An event or record that holds this one.
#[derive(Debug, Serialize)]
struct User {
    link: Rst,
    paths: Rst,
}

pub(super) fn lower(model: &Model, record: &Record, usage: &Usage) -> RecordPage {
    let events = usage.events.iter();
    let records = usage.records.iter();
    RecordPage {
        title: Rst::title(&record.name, '='),
        description: Rst::text(&record.description),
        notices: notices::of_record(model, record),
        facts: facts(model, record, usage),
        fields: fields::of_record(model, record.domain, &record.fields),
        events: events.map(|(id, paths)| user(event_link(model, &model[*id]), paths)).collect(),
        records: records
            .map(|(id, paths)| user(record_link(model, record.domain, *id), paths))
            .collect(),
    }
}

fn user(link: Rst, paths: &[String]) -> User {
    let paths: Vec<Rst> = paths.iter().map(|path| Rst::literal(path)).collect();
    User { link, paths: Rst::join(&paths, ", ") }
}

fn facts(model: &Model, record: &Record, usage: &Usage) -> Vec<Fact> {
    let domain = &model[record.domain];
    let rust = format!(
        "{}::{}::{}",
        crate_name(model),
        names::module(&domain.name),
        names::record_struct(&record.name),
    );
    let mut facts = vec![
        Fact::new("Record", Rst::literal(&names::qualified(&domain.name, &record.name))),
        Fact::new("Domain", Rst::doc(&domain.title, &domain_page(&domain.name))),
    ];
    if let Some(added) = record.added {
        facts.push(Fact::new("Since", Rst::line(&added.to_string())));
    }
    if let Some(base) = record.extends {
        facts.push(Fact::new("Extends", record_link(model, record.domain, base)));
    }
    if !usage.extended_by.is_empty() {
        facts.push(Fact::new("Extended by", links(model, record.domain, usage)));
    }
    facts.push(Fact::new("Rust", Rst::literal(&rust)));
    facts
}

fn links(model: &Model, domain: DomainId, usage: &Usage) -> Rst {
    let links: Vec<Rst> =
        usage.extended_by.iter().map(|id| record_link(model, domain, *id)).collect();
    Rst::join(&links, ", ")
}
