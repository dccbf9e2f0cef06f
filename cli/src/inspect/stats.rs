//! Counts the items of a catalog, and how many of them are described.

use annals_catalog::model::{DomainId, Event, Field, Model, Record};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct Statistics {
    pub(crate) domains: usize,
    pub(crate) scalars: usize,
    pub(crate) enums: usize,
    pub(crate) variants: usize,
    /// The whole catalog.
    pub(crate) total: Counts,
    /// In the order of the catalog.
    pub(crate) by_domain: Vec<DomainCounts>,
}

#[derive(Debug, Serialize)]
pub(crate) struct DomainCounts {
    pub(crate) domain: String,
    #[serde(flatten)]
    pub(crate) counts: Counts,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) events: usize,
    /// Events that contain personal data at any depth.
    pub(crate) pii_events: usize,
    pub(crate) local_only_events: usize,
    pub(crate) deprecated_events: usize,
    pub(crate) records: usize,
    pub(crate) deprecated_records: usize,
    /// Fields of records, each counted where it is defined, and data keys of events.
    pub(crate) fields: usize,
    pub(crate) pii_fields: usize,
    pub(crate) deprecated_fields: usize,
    /// Waivers on all of these; for a domain also those on the domain itself, in total also those
    /// on scalars, enums and variants.
    pub(crate) waivers: usize,
    pub(crate) coverage: Coverage,
}

/// How many items have a description, an example, a key or a link.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Coverage {
    pub(crate) described_events: Share,
    pub(crate) described_records: Share,
    pub(crate) described_fields: Share,
    pub(crate) fields_with_example: Share,
    pub(crate) events_with_key: Share,
    pub(crate) events_with_repository: Share,
    pub(crate) events_with_definition: Share,
    pub(crate) events_with_trigger: Share,
}

#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(crate) struct Share {
    pub(crate) count: usize,
    pub(crate) of: usize,
    /// Rounded down, so 100 means all; null if there is nothing to count.
    pub(crate) percent: Option<usize>,
}

impl Share {
    fn add(&mut self, counts: bool) {
        self.of += 1;
        self.count += usize::from(counts);
        self.percent = (self.count * 100).checked_div(self.of);
    }
}

pub(super) fn count(model: &Model) -> Statistics {
    let domains = (0..).map(DomainId).zip(&model.domains);
    Statistics {
        domains: model.domains.len(),
        scalars: model.scalars.len(),
        enums: model.enums.len(),
        variants: model.variants.len(),
        total: Counts { waivers: model.waivers().count(), ..counts(model, None) },
        by_domain: domains
            .map(|(id, domain)| DomainCounts {
                domain: domain.name.clone(),
                counts: counts(model, Some(id)),
            })
            .collect(),
    }
}

fn counts(model: &Model, domain: Option<DomainId>) -> Counts {
    let waivers = domain.map_or(0, |id| model[id].waivers.len());
    let mut counts = Counts { waivers, ..Counts::default() };
    let wanted = |id| domain.is_none_or(|domain| domain == id);
    model.events.iter().filter(|event| wanted(event.domain)).for_each(|event| counts.event(event));
    let records = model.records.iter().filter(|record| wanted(record.domain));
    records.for_each(|record| counts.record(record));
    counts
}

impl Counts {
    fn event(&mut self, event: &Event) {
        self.events += 1;
        self.pii_events += usize::from(event.pii);
        self.local_only_events += usize::from(event.local_only.is_some());
        self.deprecated_events += usize::from(event.deprecated.is_some());
        self.waivers += event.waivers.len();
        let coverage = &mut self.coverage;
        coverage.described_events.add(!event.description.trim().is_empty());
        coverage.events_with_key.add(event.key.is_some());
        coverage.events_with_repository.add(!event.repositories.is_empty());
        coverage.events_with_definition.add(event.definition.is_some());
        coverage.events_with_trigger.add(!event.triggers.is_empty());
        event.own().for_each(|field| self.field(field));
    }

    fn record(&mut self, record: &Record) {
        self.records += 1;
        self.deprecated_records += usize::from(record.deprecated.is_some());
        self.waivers += record.waivers.len();
        self.coverage.described_records.add(!record.description.trim().is_empty());
        record.own().for_each(|field| self.field(field));
    }

    fn field(&mut self, field: &Field) {
        self.fields += 1;
        self.pii_fields += usize::from(field.pii);
        self.deprecated_fields += usize::from(field.deprecated.is_some());
        self.waivers += field.waivers.len();
        self.coverage.described_fields.add(!field.description.trim().is_empty());
        self.coverage.fields_with_example.add(field.example.is_some());
    }
}
