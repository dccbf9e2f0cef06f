//! `domains`: groups of records and events.

use super::mapping::Mapping;
use super::node::Place;
use super::waiver::waivers;
use crate::ast::Domain;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::DOMAIN;
use crate::tree::Entry;

/// One domain; its name is kept whatever its body is.
pub(crate) fn parse_domain(diagnostics: &mut Diagnostics, entry: Entry) -> Domain {
    let Entry { key: name, value, .. } = entry;
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &DOMAIN);
    Domain {
        title: mapping.text(diagnostics, "title"),
        description: mapping.text(diagnostics, "description"),
        allow: waivers(diagnostics, &mut mapping),
        name,
    }
}
