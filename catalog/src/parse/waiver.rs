//! Parses `allow`, the waivers of an item.

use super::mapping::Mapping;
use super::node::{Place, list};
use crate::ast::Waiver;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::WAIVER;
use crate::tree::Node;

/// An example of a list of waivers.
const EXAMPLE: &str = "[{ rule: A0207, reason: \"…\" }]";

/// The waivers of an item.
pub(crate) fn waivers(diagnostics: &mut Diagnostics, mapping: &mut Mapping) -> Vec<Waiver> {
    let allow = mapping.take(diagnostics, "allow");
    allow.map(|entry| list(diagnostics, entry, EXAMPLE, parse_waiver)).unwrap_or_default()
}

/// A waiver; `None` if it is not a mapping.
fn parse_waiver(diagnostics: &mut Diagnostics, place: Place<'_>, node: Node) -> Option<Waiver> {
    let span = node.span;
    let mut mapping = Mapping::open(diagnostics, place, node, &WAIVER);
    (!mapping.is_void()).then(|| Waiver {
        rule: mapping.text(diagnostics, "rule"),
        reason: mapping.text(diagnostics, "reason"),
        until: mapping.text(diagnostics, "until"),
        span,
    })
}
