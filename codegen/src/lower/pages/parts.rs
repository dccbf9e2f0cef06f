//! Pieces that several kinds of page are made of.

use annals_catalog::model::Model;
use serde::Serialize;

use crate::lower::rst::Rst;

/// A labelled fact at the top of a page.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    label: &'static str,
    value: Rst,
}

impl Fact {
    pub(super) fn new(label: &'static str, value: Rst) -> Self {
        Self { label, value }
    }
}

/// The name of the generated crate in Rust code.
pub(super) fn crate_name(model: &Model) -> String {
    model.name.replace('-', "_")
}

/// The first sentence of a description, for tables.
pub(super) fn summary(description: &str) -> Rst {
    let first = description.split("\n\n").next().unwrap_or_default();
    let ends = |after: &'static [u8]| {
        let mut stops = first.match_indices('.').map(|(stop, _)| stop + 1);
        stops.find(|end| first.as_bytes()[*end..].starts_with(after))
    };
    Rst::line(&first[..ends(b" ").or_else(|| ends(b"\n")).unwrap_or(first.len())])
}
