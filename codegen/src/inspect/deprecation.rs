//! A deprecation as documents show it.

use annals_catalog::model::{self, Model, Replacement};
use serde::Serialize;

/// A deprecation.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Deprecation {
    /// Since when.
    pub(crate) since: String,
    /// When it goes.
    pub(crate) removal: Option<String>,
    /// What to use instead.
    pub(crate) replacement: Option<String>,
    /// More words; may be empty.
    pub(crate) note: String,
}

pub(super) fn deprecation(model: &Model, deprecation: &model::Deprecation) -> Deprecation {
    let replacement = deprecation.replacement.as_ref().map(|replacement| match replacement {
        Replacement::Event(id) => model[*id].name.clone(),
        Replacement::Record(id) => model.qualified(*id),
        Replacement::Sibling(name) => name.clone(),
    });
    Deprecation {
        since: deprecation.since.to_string(),
        removal: deprecation.removal.map(|date| date.to_string()),
        replacement,
        note: deprecation.note.clone(),
    }
}
