//! Lists what was added, and where it is.

use std::collections::BTreeSet;

use annals_catalog::model::Model;
use annals_catalog::source::Span;
use annals_codegen::project::Project;

use super::reuse::Plan;
use super::{Added, spot};
use crate::import::draft::Catalog;

/// The new items in the model of the catalog, events first.
pub(super) fn added(
    after: &Project,
    model: &Model,
    (draft, plan): (&Catalog, &Plan),
) -> Vec<Added> {
    let spot = |span: Span| spot(&after.compiled.sources, span);
    let mut added = Vec::new();
    let types: BTreeSet<&str> =
        plan.events.iter().map(|id| draft.events[*id].event_type.as_str()).collect();
    for event in model.events.iter().filter(|event| types.contains(event.event_type.as_str())) {
        added.push(Added {
            kind: "event",
            name: event.name.clone(),
            domain: Some(model[event.domain].name.clone()),
            event_type: Some(event.event_type.clone()),
            place: spot(event.span),
        });
    }
    let mut other = |kind, domain: Option<&str>, name: &str, span| {
        let domain = domain.map(str::to_owned);
        let (name, event_type) = (name.to_owned(), None);
        added.push(Added { kind, name, domain, event_type, place: spot(span) });
    };
    let below =
        |domain: &Option<String>, name: &String| (domain.clone().unwrap_or_default(), name.clone());
    let new: BTreeSet<(String, String)> = (plan.records.iter())
        .map(|id| below(&draft.records[*id].domain, &draft.records[*id].name))
        .collect();
    for record in &model.records {
        let domain = &model[record.domain].name;
        if new.contains(&(domain.clone(), record.name.clone())) {
            other("record", Some(domain), &record.name, record.span);
        }
    }
    let new: BTreeSet<(String, String)> = (plan.variants.iter())
        .map(|id| below(&draft.variants[*id].domain, &draft.variants[*id].name))
        .collect();
    for variant in &model.variants {
        let domain = &model[variant.domain].name;
        if new.contains(&(domain.clone(), variant.name.clone())) {
            other("variant", Some(domain), &variant.name, variant.span);
        }
    }
    let new: BTreeSet<&String> = plan.enums.iter().map(|id| &draft.enums[*id].name).collect();
    for item in model.enums.iter().filter(|item| new.contains(&item.name)) {
        other("enum", None, &item.name, item.span);
    }
    let new: BTreeSet<&String> = plan.scalars.iter().map(|id| &draft.scalars[*id].name).collect();
    for item in model.scalars.iter().filter(|item| new.contains(&item.name)) {
        other("scalar", None, &item.name, item.span);
    }
    added
}
