//! Parses the entries of `records`.

use super::custom::custom;
use super::deprecation::parse_deprecation;
use super::fields::parse_fields;
use super::mapping::{Mapping, name};
use super::node::Place;
use super::open::parse_open;
use super::waiver::waivers;
use crate::ast::{Record, Text};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::RECORD;
use crate::tree::Entry;

/// A record; its name is kept even if the rest is malformed. It is open if it says so, or `open` and
/// it does not say.
pub(crate) fn parse_record(
    diagnostics: &mut Diagnostics,
    domain: Text,
    entry: Entry,
    open: bool,
) -> Record {
    let before = diagnostics.error_count();
    let Entry { key, value, repeated } = entry;
    let name = name(diagnostics, key);
    if repeated {
        diagnostics.meet_reported();
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &RECORD);
    let extends = mapping.means("extends");
    // A record that extends another may have no fields of its own.
    let fields = match extends {
        true => mapping.take(diagnostics, "fields"),
        false => mapping.require(diagnostics, "fields"),
    };
    let extends = mapping.text(diagnostics, "extends");
    let mut fields = fields.map(|entry| parse_fields(diagnostics, entry)).unwrap_or_default();
    fields.extend(parse_open(diagnostics, &mut mapping, &name, open));
    let deprecated = mapping.take(diagnostics, "deprecated");
    Record {
        domain,
        description: mapping.text(diagnostics, "description"),
        extends,
        avro_name: mapping.text(diagnostics, "avro_name"),
        pii: mapping.boolean(diagnostics, "pii"),
        fields,
        added: mapping.text(diagnostics, "added"),
        deprecated: deprecated.and_then(|entry| parse_deprecation(diagnostics, entry)),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        broken: diagnostics.error_count() > before,
        name,
    }
}
