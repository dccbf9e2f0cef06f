//! Parses the entries of `properties`, which declare custom properties.

use super::fields::limits;
use super::mapping::Mapping;
use super::node::{Place, words};
use super::value::parse_value;
use crate::ast::Declaration;
use crate::diagnostic::Diagnostics;
use crate::language::PROPERTY_ITEMS;
use crate::language::constructs::PROPERTY;
use crate::tree::Entry;

/// A declaration; its name is kept even if the rest is malformed.
pub(crate) fn parse_declaration(diagnostics: &mut Diagnostics, entry: Entry) -> Declaration {
    let before = diagnostics.error_count();
    let Entry { key: name, value, repeated } = entry;
    if repeated {
        diagnostics.meet_reported();
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &PROPERTY);
    let [on, default] = ["on", "default"].map(|key| mapping.take(diagnostics, key));
    Declaration {
        ty: mapping.text(diagnostics, "type"),
        wire: mapping.text(diagnostics, "wire"),
        on: on.map(|entry| words(diagnostics, entry, &PROPERTY_ITEMS)).unwrap_or_default(),
        default: default.and_then(|entry| parse_value(diagnostics, entry)),
        limits: limits(diagnostics, &mut mapping),
        description: mapping.text(diagnostics, "description"),
        broken: diagnostics.error_count() > before,
        name,
    }
}
