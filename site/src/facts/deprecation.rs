//! A deprecation as `annals show` prints it.

use annals_catalog::model::{self, Model, Replacement};
use serde::Serialize;

/// A deprecation.
#[derive(Debug, Clone, Serialize)]
pub struct Deprecation {
    /// Since when.
    pub since: String,
    /// The date of its planned removal.
    pub removal: Option<String>,
    /// What to use instead.
    pub replacement: Option<String>,
    /// May be empty.
    pub note: String,
}

pub(crate) fn deprecation(model: &Model, deprecation: &model::Deprecation) -> Deprecation {
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
