//! The index of records: the model and who uses what in, `docs/records.rst` out.

use annals_catalog::model::{Model, Record};
use serde::Serialize;

use super::usage::{RecordUsage, Usage};
use super::{record_page, summary};
use crate::lower::rst::{Rst, docname};

/// The whole index.
#[derive(Debug, Hash, Serialize)]
pub(crate) struct Records {
    sections: Vec<Section>,
}

/// A domain.
#[derive(Debug, Hash, Serialize)]
struct Section {
    title: Rst,
    rows: Vec<Row>,
}

/// A record.
#[derive(Debug, Hash, Serialize)]
struct Row {
    link: Rst,
    docname: String,
    summary: Rst,
    /// The number of events that reach it.
    events: usize,
}

pub(super) fn lower(model: &Model, usage: &Usage) -> Records {
    let section = |title: &str| Section { title: Rst::title(title, '-'), rows: Vec::new() };
    let mut sections: Vec<Section> =
        model.domains.iter().map(|domain| section(&domain.title)).collect();
    for (record, usage) in model.records.iter().zip(&usage.records) {
        sections[record.domain.0 as usize].rows.push(row(model, record, usage));
    }
    sections.retain(|section| !section.rows.is_empty());
    Records { sections }
}

fn row(model: &Model, record: &Record, usage: &RecordUsage) -> Row {
    let page = record_page(model, record);
    Row {
        link: Rst::doc(&record.name, &page),
        docname: docname(&page),
        summary: summary(&record.description),
        events: usage.events.len(),
    }
}
