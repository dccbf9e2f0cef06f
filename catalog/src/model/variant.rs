//! The tags of variants, and the records in them.

use super::{Case, Model, RecordId, Tag, Type, Variant};

impl Case {
    /// The value of the tag.
    #[must_use]
    pub fn on_wire(&self) -> &str {
        self.wire.as_ref().unwrap_or(&self.name)
    }
}

impl Variant {
    /// The key that says which case a record is, unless a field of the record does.
    #[must_use]
    pub fn tag_beside(&self, model: &Model, case: &Case) -> Option<&str> {
        let (Tag::Inside(key), Some(record)) = (&self.tag, case.ty.record()) else { return None };
        let mut listed = model[record].fields.iter().filter(|field| !field.presence.is_extra());
        (!listed.any(|field| field.on_wire() == key)).then_some(key)
    }
}

impl Model {
    /// The records that a value holds, directly, in lists and maps, or as the case of a variant.
    pub fn records_in<'m>(&'m self, ty: &Type) -> impl Iterator<Item = RecordId> + use<'m> {
        let cases = ty.variant().map_or(&[][..], |id| &self[id].cases);
        ty.record().into_iter().chain(cases.iter().filter_map(|case| case.ty.record()))
    }
}
