//! `allow`: breaches of a rule that are accepted, with the reason.

use super::mapping::Mapping;
use super::node::{Place, list};
use crate::ast::Waiver;
use crate::diagnostic::Diagnostics;
use crate::language::constructs::WAIVER;
use crate::tree::Node;

/// How a list of waivers is written.
const EXAMPLE: &str = "[{ rule: A0207, reason: \"…\" }]";

/// What an item says under `allow`.
pub(crate) fn waivers(diagnostics: &mut Diagnostics, mapping: &mut Mapping) -> Vec<Waiver> {
    let allow = mapping.take(diagnostics, "allow");
    allow.map(|entry| list(diagnostics, entry, EXAMPLE, parse_waiver)).unwrap_or_default()
}

/// One item of `allow`; `None` if it is no mapping.
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
