//! The days on which an unchanged catalog has new findings.

use super::{Date, Deprecation, Model};

impl Model {
    /// The first day on which a waiver or an accepted change has ended, or a deprecated item should have been removed.
    #[must_use]
    pub fn first_due(&self) -> Option<Date> {
        let accepted = self.evolution.accepted.iter().filter_map(|item| item.until);
        let waivers = self.waivers().filter_map(|waiver| waiver.until);
        waivers.chain(accepted).chain(self.removals()).min()
    }

    fn removals(&self) -> impl Iterator<Item = Date> {
        let of = |item: &Option<Deprecation>| item.as_ref().and_then(|item| item.removal);
        let values = self.enums.iter().flat_map(|item| &item.values);
        let records = self.records.iter().flat_map(move |record| {
            let fields = record.fields.iter().map(move |field| of(&field.deprecated));
            fields.chain([of(&record.deprecated)])
        });
        let events = self.events.iter().flat_map(move |event| {
            let fields = event.data.iter().map(move |field| of(&field.deprecated));
            fields.chain([of(&event.deprecated)])
        });
        values.map(move |value| of(&value.deprecated)).chain(records).chain(events).flatten()
    }
}
