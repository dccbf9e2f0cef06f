//! A model in; counts, and how much is described, of each domain and in all, out.

use annals_catalog::model::{DomainId, Event, Field, Model, Record};
use serde::Serialize;

/// Counts of a catalog.
#[derive(Debug, Serialize)]
pub(crate) struct Statistics {
    /// Count of domains.
    pub(crate) domains: usize,
    /// Count of scalars.
    pub(crate) scalars: usize,
    /// Count of enums.
    pub(crate) enums: usize,
    /// The whole catalog.
    pub(crate) total: Counts,
    /// Each domain, in the order of the catalog.
    pub(crate) by_domain: Vec<DomainCounts>,
}

/// Counts of one domain.
#[derive(Debug, Serialize)]
pub(crate) struct DomainCounts {
    /// Its name.
    pub(crate) domain: String,
    /// Its counts.
    #[serde(flatten)]
    pub(crate) counts: Counts,
}

/// Counts of events, records and fields.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Counts {
    /// Events.
    pub(crate) events: usize,
    /// Events that reach personal data.
    pub(crate) pii_events: usize,
    /// Events that never go on a bus.
    pub(crate) local_only_events: usize,
    /// Events that should no longer be used.
    pub(crate) deprecated_events: usize,
    /// Records.
    pub(crate) records: usize,
    /// Records that should no longer be used.
    pub(crate) deprecated_records: usize,
    /// Fields of records, each where it is defined, and keys of data.
    pub(crate) fields: usize,
    /// Of these, personal data.
    pub(crate) pii_fields: usize,
    /// Of these, those that should no longer be used.
    pub(crate) deprecated_fields: usize,
    /// Waivers: of a domain, also those on itself; in all, also those on scalars and enums.
    pub(crate) waivers: usize,
    /// How much is said of them.
    pub(crate) coverage: Coverage,
}

/// How much is said.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Coverage {
    /// Events with a description.
    pub(crate) described_events: Share,
    /// Records with one.
    pub(crate) described_records: Share,
    /// Fields with one.
    pub(crate) described_fields: Share,
    /// Fields with an example.
    pub(crate) fields_with_example: Share,
    /// Events with a key.
    pub(crate) events_with_key: Share,
    /// Events that name who sends them.
    pub(crate) events_with_repository: Share,
    /// Events with a link to their definition.
    pub(crate) events_with_definition: Share,
    /// Events with a link to where they are sent.
    pub(crate) events_with_trigger: Share,
}

/// A part of a whole.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(crate) struct Share {
    /// How many.
    pub(crate) count: usize,
    /// Of how many.
    pub(crate) of: usize,
    /// In percent, rounded down, so that 100 means all; null where there is nothing.
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
        event.data.iter().for_each(|field| self.field(field));
    }

    fn record(&mut self, record: &Record) {
        self.records += 1;
        self.deprecated_records += usize::from(record.deprecated.is_some());
        self.waivers += record.waivers.len();
        self.coverage.described_records.add(!record.description.trim().is_empty());
        let own = record.fields.iter().filter(|field| field.inherited_from.is_none());
        own.for_each(|field| self.field(field));
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
