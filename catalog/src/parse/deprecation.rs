//! Parses `deprecated`.

use super::mapping::Mapping;
use super::node::Place;
use crate::ast::Deprecation;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::DEPRECATION;
use crate::tree::Entry;

/// A deprecation; `None` if it is not a mapping.
pub(crate) fn parse_deprecation(
    diagnostics: &mut Diagnostics,
    entry: Entry,
) -> Option<Box<Deprecation>> {
    let Entry { key, value, .. } = entry;
    let span = value.span;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &DEPRECATION);
    let void = mapping.is_void();
    let deprecation = || Deprecation {
        since: mapping.text(diagnostics, "since"),
        removal: mapping.text(diagnostics, "removal"),
        replacement: mapping.text(diagnostics, "replacement"),
        note: mapping.text(diagnostics, "note"),
        span,
    };
    (!void).then(deprecation).map(Box::new)
}
