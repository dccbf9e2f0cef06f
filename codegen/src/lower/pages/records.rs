//! The index of all records, `docs/records.rst`: a section for each domain, a row for each record.

use annals_catalog::model::{Domain, Model, Record, Usage};
use annals_catalog::names;
use serde::Serialize;

use super::by_domain::by_domain;
use super::parts::summary;
use crate::lower::rst::{Rst, docname};

/// The whole page.
#[derive(Debug, Serialize)]
pub(crate) struct Records {
    sections: Vec<Section>,
}

/// A domain.
#[derive(Debug, Serialize)]
struct Section {
    title: Rst,
    rows: Vec<Row>,
}

/// A record.
#[derive(Debug, Serialize)]
struct Row {
    link: Rst,
    docname: String,
    summary: Rst,
    /// The number of events that have its fields.
    events: usize,
}

pub(super) fn lower(model: &Model, usage: &[Usage]) -> Records {
    let records = model.records.iter().zip(usage).map(|item| (item.0.domain, item));
    let mut domains = by_domain(model, records);
    domains.retain(|(_, records)| !records.is_empty());
    let section = |(domain, records): (&Domain, Vec<(&Record, &Usage)>)| Section {
        title: Rst::title(&domain.title, '-'),
        rows: records.into_iter().map(|(record, usage)| row(domain, record, usage)).collect(),
    };
    Records { sections: domains.into_iter().map(section).collect() }
}

fn row(domain: &Domain, record: &Record, usage: &Usage) -> Row {
    let page = names::record_page(&domain.name, &record.name);
    Row {
        link: Rst::doc(&record.name, &page),
        docname: docname(&page),
        summary: summary(&record.description),
        events: usage.events.len() + usage.inherited_by.len(),
    }
}
