//! The page of an event: everything that is needed to send or receive it.

use annals_catalog::model::{Event, Model, Value};
use annals_catalog::names;
use serde::Serialize;

use super::example::{self, Example};
use super::fields::{self, Fields};
use super::links;
use super::notices::{self, Notice};
use super::parts::{Fact, crate_name};
use crate::lower::rst::Rst;

/// The page of an event.
#[derive(Debug, Serialize)]
pub(crate) struct EventPage {
    title: Rst,
    description: Rst,
    notices: Vec<Notice>,
    facts: Vec<Fact>,
    fields: Fields,
    /// `None` if no valid example can be made.
    example: Option<Example>,
    schemas: Vec<Schema>,
}

/// A schema file.
#[derive(Debug, Serialize)]
struct Schema {
    link: Rst,
    /// What it describes.
    purpose: Rst,
}

pub(super) fn lower(model: &Model, event: &Event, sample: Option<&Value>) -> EventPage {
    EventPage {
        title: Rst::title(&event.name, '='),
        description: Rst::text(&event.description),
        notices: notices::of_event(model, event),
        facts: facts(model, event),
        fields: fields::of_event(model, event.domain, &event.data),
        example: sample.and_then(|sample| example::lower(model, event, sample)),
        schemas: schemas(event),
    }
}

fn facts(model: &Model, event: &Event) -> Vec<Fact> {
    let domain = &model[event.domain];
    let rust = format!(
        "{}::{}::{}",
        crate_name(model),
        names::module(&domain.name),
        names::event_struct(&event.name),
    );
    let mut facts = vec![
        Fact::new("Type", Rst::literal(&event.event_type)),
        Fact::new("Name", Rst::literal(&event.name)),
        Fact::new("Domain", links::domain(model, event.domain)),
        Fact::new("Since", Rst::line(&event.added.to_string())),
        Fact::new("Minor version", Rst::line(&event.minor_version.to_string())),
    ];
    if let Some(deprecation) = &event.deprecated {
        facts.push(Fact::new("Deprecated", Rst::line(&notices::dates(deprecation))));
    }
    if let Some(base) = event.extends {
        facts.push(Fact::new("Extends", links::record_from(model, event.domain, base)));
    }
    if let Some(key) = &event.key {
        facts.push(Fact::new("Key", Rst::literal(&key.path)));
    }
    facts.push(Fact::new("Rust", Rst::literal(&rust)));
    if !event.repositories.is_empty() {
        let repositories: Vec<Rst> =
            event.repositories.iter().map(|name| Rst::literal(name)).collect();
        facts.push(Fact::new("Sent by", Rst::join(&repositories, ", ")));
    }
    if !event.triggers.is_empty() {
        let triggers: Vec<Rst> =
            event.triggers.iter().map(|url| Rst::link(place(url), url)).collect();
        facts.push(Fact::new("Sent at", Rst::join(&triggers, ", ")));
    }
    if let Some(url) = &event.definition {
        facts.push(Fact::new("Defined at", Rst::link(place(url), url)));
    }
    facts.extend(Fact::custom(&event.properties));
    facts
}

/// The file and line that a URL links to; the whole URL if it has none.
fn place(url: &str) -> &str {
    let last = url.rsplit('/').next().unwrap_or_default();
    if last.trim().is_empty() { url } else { last }
}

fn schemas(event: &Event) -> Vec<Schema> {
    let json = names::json_schema_file(&event.event_type);
    let mut schemas = vec![Schema {
        link: Rst::download("JSON Schema", &json),
        purpose: Rst::fixed("the data as JSON, draft 2020-12"),
    }];
    if event.local_only.is_none() {
        schemas.push(Schema {
            link: Rst::download("Avro schema", &names::avro_file(&event.event_type)),
            purpose: Rst::fixed("the bytes on the bus"),
        });
    }
    schemas
}
