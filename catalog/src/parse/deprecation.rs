//! Parses `deprecated`.

use super::mapping::Mapping;
use super::node::{Place, boolean_word};
use crate::ast::Deprecation;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::DEPRECATION;
use crate::tree::{Entry, Kind, Style};

/// A deprecation: `true`, or a mapping; `None` if it is `false`, or neither.
pub(crate) fn parse_deprecation(
    diagnostics: &mut Diagnostics,
    entry: Entry,
) -> Option<Box<Deprecation>> {
    let Entry { key, value, .. } = entry;
    let span = value.span;
    if let Kind::Scalar { text, style: Style::Plain } = &value.kind
        && let Some(is_deprecated) = boolean_word(text)
    {
        let (since, removal, replacement, note) = (None, None, None, None);
        let deprecation = || Box::new(Deprecation { since, removal, replacement, note, span });
        return is_deprecated.then(deprecation);
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &DEPRECATION);
    let void = mapping.is_void();
    let is_empty = !["since", "removal", "replacement", "note"].iter().any(|key| mapping.has(key));
    if is_empty {
        mapping.require(diagnostics, "since");
    }
    let deprecation = || Deprecation {
        since: mapping.text(diagnostics, "since"),
        removal: mapping.text(diagnostics, "removal"),
        replacement: mapping.text(diagnostics, "replacement"),
        note: mapping.text(diagnostics, "note"),
        span,
    };
    (!void).then(deprecation).map(Box::new)
}
