//! The index of records: the model and who uses what in, `docs/records.rst` out.

use annals_catalog::model::{Model, Usage};
use annals_catalog::names;
use serde::Serialize;

use super::extract::{InDomain, by_domain};
use super::first_sentence;
use crate::lower::rst::{Rst, docname};

/// The whole index.
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
    /// The number of events that reach it.
    events: usize,
}

/// All that the index is made from.
#[derive(Debug, Hash)]
pub(crate) struct Extract<'a> {
    domains: Vec<InDomain<'a, RecordExtract<'a>>>,
}

#[derive(Debug, Hash)]
struct RecordExtract<'a> {
    name: &'a str,
    summary: &'a str,
    /// The number of events that reach it.
    events: usize,
}

pub(super) fn extract<'a>(model: &'a Model, usage: &[Usage]) -> Extract<'a> {
    let records = model.records.iter().zip(usage).map(|(record, usage)| {
        let extract = RecordExtract {
            name: &record.name,
            summary: first_sentence(&record.description),
            events: usage.events.len(),
        };
        (record.domain, extract)
    });
    let mut domains = by_domain(model, records);
    domains.retain(|domain| !domain.things.is_empty());
    Extract { domains }
}

impl Extract<'_> {
    pub(super) fn lower(&self) -> Records {
        let section = |domain: &InDomain<'_, RecordExtract<'_>>| Section {
            title: Rst::title(domain.title, '-'),
            rows: domain.things.iter().map(|record| row(domain.name, record)).collect(),
        };
        Records { sections: self.domains.iter().map(section).collect() }
    }
}

fn row(domain: &str, record: &RecordExtract<'_>) -> Row {
    let page = names::record_page(domain, record.name);
    Row {
        link: Rst::doc(record.name, &page),
        docname: docname(&page),
        summary: Rst::line(record.summary),
        events: record.events,
    }
}
