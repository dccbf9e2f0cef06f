//! The settings of Sphinx and the front page.

use annals_catalog::count::counted;
use annals_catalog::model::{Domain, Model};
use annals_catalog::names;
use serde::Serialize;

use super::parts::summary;
use crate::lower::rst::Rst;

/// Settings and front page.
#[derive(Debug, Serialize)]
pub(crate) struct Site {
    /// Python string literals for `conf.py`.
    project: String,
    release: String,
    tagline: String,
    title: Rst,
    description: Rst,
    /// `org.openedx`
    namespace: Rst,
    /// `75 events in 5 domains, made of 54 records.`
    counts: Rst,
    /// A link to each domain, with the first sentence about it.
    domains: Vec<Rst>,
}

pub(super) fn lower(model: &Model) -> Site {
    let release = model.version_text();
    let counts = format!(
        "{} in {}, made of {}.",
        counted(model.events.len(), "event"),
        counted(model.domains.len(), "domain"),
        counted(model.records.len(), "record"),
    );
    Site {
        project: python(&model.title),
        tagline: python(&format!("{} {release}", model.name)),
        release: python(&release),
        title: Rst::title(&model.title, '='),
        description: Rst::text(&model.description),
        namespace: Rst::literal(&model.namespace),
        counts: Rst::line(&counts),
        domains: model.domains.iter().map(domain).collect(),
    }
}

fn domain(domain: &Domain) -> Rst {
    let link = Rst::doc(&domain.title, &names::domain_page(&domain.name));
    Rst::join(&[link, summary(&domain.description)], ": ")
}

/// A Python string literal; Python reads the escapes of JSON in the same way.
fn python(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
