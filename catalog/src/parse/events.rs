//! Parses the entries of `events`.

use super::custom::custom;
use super::deprecation::parse_deprecation;
use super::fields::parse_fields;
use super::mapping::{Mapping, name};
use super::node::{Place, count, texts};
use super::open::parse_open;
use super::waiver::waivers;
use crate::ast::{Event, Text};
use crate::diagnostic::Diagnostics;
use crate::language::constructs::EVENT;
use crate::tree::Entry;

/// An event; its name is kept even if the rest is malformed.
pub(crate) fn parse_event(
    diagnostics: &mut Diagnostics,
    domain: Text,
    entry: Entry,
    open: bool,
) -> Event {
    let before = diagnostics.error_count();
    let Entry { key, value, repeated } = entry;
    let name = name(diagnostics, key);
    if repeated {
        diagnostics.meet_reported();
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &EVENT);
    let extends = mapping.means("extends");
    // An event that extends a record may have no data of its own.
    let data = match extends {
        true => mapping.take(diagnostics, "data"),
        false => mapping.require(diagnostics, "data"),
    };
    let extends = mapping.text(diagnostics, "extends");
    let mut data = data.map(|entry| parse_fields(diagnostics, entry)).unwrap_or_default();
    data.extend(parse_open(diagnostics, &mut mapping, &name, open));
    let [trigger, repository] = ["trigger", "repository"].map(|key| mapping.take(diagnostics, key));
    let [minor_version, deprecated] =
        ["minor_version", "deprecated"].map(|key| mapping.take(diagnostics, key));
    Event {
        domain,
        event_type: mapping.text(diagnostics, "type"),
        avro_name: mapping.text(diagnostics, "avro_name"),
        added: mapping.text(diagnostics, "added"),
        description: mapping.text(diagnostics, "description"),
        key: mapping.text(diagnostics, "key"),
        extends,
        data,
        definition: mapping.text(diagnostics, "definition"),
        trigger: trigger.map(|entry| texts(diagnostics, entry)).unwrap_or_default(),
        repository: repository.map(|entry| texts(diagnostics, entry)).unwrap_or_default(),
        minor_version: minor_version.and_then(|entry| count(diagnostics, entry)),
        local_only: mapping.text(diagnostics, "local_only"),
        warning: mapping.text(diagnostics, "warning"),
        deprecated: deprecated.and_then(|entry| parse_deprecation(diagnostics, entry)),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        broken: diagnostics.error_count() > before,
        name,
    }
}
