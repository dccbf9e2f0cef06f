//! Waivers, and all those of a model.

use super::{Date, Model};
use crate::source::Span;

/// An accepted violation of one rule.
#[derive(Debug, Clone, Hash)]
pub struct Waiver {
    /// Code of the rule.
    pub rule: String,
    /// Why it is accepted.
    pub reason: String,
    /// Until when.
    pub until: Option<Date>,
    /// Where it is written.
    pub span: Span,
}

impl Model {
    /// Every waiver, once. A waiver on a field belongs to the record that defines the field, not to
    /// the records that inherit it.
    pub fn waivers(&self) -> impl Iterator<Item = &Waiver> {
        let domains = self.domains.iter().flat_map(|domain| &domain.waivers);
        let scalars = self.scalars.iter().flat_map(|scalar| &scalar.waivers);
        let enums = self.enums.iter().flat_map(|of| {
            of.waivers.iter().chain(of.values.iter().flat_map(|value| &value.waivers))
        });
        let records = self.records.iter().flat_map(|record| {
            record.waivers.iter().chain(record.own().flat_map(|field| &field.waivers))
        });
        let events = self.events.iter().flat_map(|event| {
            event.waivers.iter().chain(event.own().flat_map(|field| &field.waivers))
        });
        domains.chain(scalars).chain(enums).chain(records).chain(events)
    }
}
