//! Parses the entries of `domains`.

use super::custom::custom;
use super::mapping::{Mapping, name};
use super::node::Place;
use super::waiver::waivers;
use crate::ast::Domain;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::DOMAIN;
use crate::tree::Entry;

/// A domain; its name is kept even if the rest is malformed.
pub(crate) fn parse_domain(diagnostics: &mut Diagnostics, entry: Entry) -> Domain {
    let Entry { key, value, .. } = entry;
    let name = name(diagnostics, key);
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &DOMAIN);
    Domain {
        title: mapping.text(diagnostics, "title"),
        description: mapping.text(diagnostics, "description"),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        name,
    }
}
