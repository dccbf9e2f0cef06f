//! Parses the custom properties of an item.

use super::mapping::Mapping;
use super::value::parse_value;
use crate::ast::{Properties, Property};
use crate::diagnostic::Diagnostics;
use crate::tree::Entry;

/// The custom properties of an item; one of which a part was reported is left out.
pub(crate) fn custom(diagnostics: &mut Diagnostics, mapping: &mut Mapping) -> Properties {
    let property = |entry: Entry| {
        let name = entry.key.clone();
        parse_value(diagnostics, entry).map(|value| Property { name, value })
    };
    mapping.custom().into_iter().filter_map(property).collect()
}
