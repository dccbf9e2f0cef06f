//! Parses the entries of `scalars`.

use super::custom::custom;
use super::fields::limits;
use super::mapping::{Mapping, name};
use super::node::Place;
use super::value::parse_value;
use super::waiver::waivers;
use crate::ast::Scalar;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::SCALAR;
use crate::tree::Entry;

/// A scalar; its name is kept even if the rest is malformed.
pub(crate) fn parse_scalar(diagnostics: &mut Diagnostics, entry: Entry) -> Scalar {
    let before = diagnostics.error_count();
    let Entry { key, value, repeated } = entry;
    let name = name(diagnostics, key);
    if repeated {
        diagnostics.meet_reported();
    }
    let mut mapping = Mapping::open(diagnostics, Place::key(&name), value, &SCALAR);
    let example = mapping.take(diagnostics, "example");
    Scalar {
        base: mapping.text(diagnostics, "base"),
        // Taken first, so that the other limits do not have it.
        pattern: mapping.text(diagnostics, "pattern"),
        limits: limits(diagnostics, &mut mapping),
        example: example.and_then(|entry| parse_value(diagnostics, entry)),
        description: mapping.text(diagnostics, "description"),
        properties: custom(diagnostics, &mut mapping),
        allow: waivers(diagnostics, &mut mapping),
        broken: diagnostics.error_count() > before,
        name,
    }
}
