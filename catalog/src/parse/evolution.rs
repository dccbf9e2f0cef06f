//! Parses `evolution`: promises to readers, and changes that are accepted.

use super::mapping::Mapping;
use super::node::{Place, list};
use crate::ast::{Acceptance, Evolution, Promise};
use crate::diagnostic::Diagnostics;
use crate::language::PROMISES;
use crate::language::promises::{ACCEPTANCE, EVOLUTION, PROMISE};
use crate::tree::{Entry, Node};

/// An example of a list of accepted changes.
const EXAMPLE: &str = "[{ change: …, in: 2.0.0, reason: \"…\" }]";

/// `evolution`; `None` if it is not a mapping.
pub(crate) fn parse_evolution(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Evolution> {
    let Entry { key, value, .. } = entry;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &EVOLUTION);
    if mapping.is_void() {
        return None;
    }
    let promise = mapping.take(diagnostics, "promise");
    let accepted = mapping.take(diagnostics, "accepted");
    Some(Evolution {
        promises: promise.map(|entry| promises(diagnostics, entry)).unwrap_or_default(),
        accepted: accepted
            .map(|entry| list(diagnostics, entry, EXAMPLE, acceptance))
            .unwrap_or_default(),
    })
}

fn promises(diagnostics: &mut Diagnostics, entry: Entry) -> Vec<Promise> {
    let Entry { key, value, .. } = entry;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &PROMISE);
    let promise = |reader: &'static str| {
        let level = mapping.word(diagnostics, reader, &PROMISES)?;
        Some(Promise { reader, level })
    };
    PROMISE.keys.iter().map(|key| key.name).filter_map(promise).collect()
}

/// An accepted change; `None` if it is not a mapping.
fn acceptance(diagnostics: &mut Diagnostics, place: Place<'_>, node: Node) -> Option<Acceptance> {
    let span = node.span;
    let mut mapping = Mapping::open(diagnostics, place, node, &ACCEPTANCE);
    (!mapping.is_void()).then(|| Acceptance {
        change: mapping.text(diagnostics, "change"),
        release: mapping.text(diagnostics, "in"),
        reason: mapping.text(diagnostics, "reason"),
        until: mapping.text(diagnostics, "until"),
        span,
    })
}
