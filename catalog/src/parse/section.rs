//! Reads the items of a section: `scalars` by name, `records` by domain and name.

use super::mapping::{entries, name};
use super::node::{Expected, Place};
use crate::ast::Text;
use crate::diagnostic::Diagnostics;
use crate::tree::Entry;

const NAMES: Expected = Expected { words: "a mapping from names", example: "{ name: { … } }" };
const DOMAINS: Expected =
    Expected { words: "a mapping from domains", example: "{ domain: { name: { … } } }" };

/// The items of a section with items by name; none if there is no section.
pub(crate) fn flat(diagnostics: &mut Diagnostics, section: Option<Entry>) -> Vec<Entry> {
    let Some(Entry { key, value, .. }) = section else {
        return Vec::new();
    };
    entries(diagnostics, Place::key(&key), value, &NAMES).unwrap_or_default()
}

/// The items of a section with items by domain, each with its domain.
pub(crate) fn by_domain(
    diagnostics: &mut Diagnostics,
    section: Option<Entry>,
) -> Vec<(Text, Entry)> {
    let Some(Entry { key, value, .. }) = section else {
        return Vec::new();
    };
    let domains = entries(diagnostics, Place::key(&key), value, &DOMAINS).unwrap_or_default();
    let mut items = Vec::new();
    for Entry { key, value, repeated } in domains {
        let domain = name(diagnostics, key);
        if repeated {
            diagnostics.meet_reported();
        }
        let place = Place::key(&domain);
        let found = entries(diagnostics, place, value, &NAMES);
        items.extend(found.into_iter().flatten().map(|item| (domain.clone(), item)));
    }
    items
}
