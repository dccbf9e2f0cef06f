//! Pieces that several kinds of page are made of.

use annals_catalog::model::{Model, Property};
use annals_catalog::sentence;
use serde::Serialize;

use super::json;
use crate::lower::rst::Rst;

/// A labelled fact at the top of a page.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    label: String,
    value: Rst,
}

impl Fact {
    pub(super) fn new(label: &'static str, value: Rst) -> Self {
        Self { label: label.to_owned(), value }
    }

    /// A line for each custom property.
    pub(super) fn custom(properties: &[Property]) -> impl Iterator<Item = Self> {
        properties.iter().map(|property| Self {
            label: property.name.clone(),
            value: json::inline(&property.value),
        })
    }
}

/// Custom properties in a text; `None` if there are none.
pub(super) fn custom(properties: &[Property]) -> Option<Rst> {
    let one = |property: &Property| {
        let label = Rst::literal(&format!("{}:", property.name));
        Rst::join(&[label, json::inline(&property.value)], " ")
    };
    let all: Vec<Rst> = properties.iter().map(one).collect();
    (!all.is_empty()).then(|| Rst::join(&all, ", "))
}

/// The name of the generated crate in Rust code.
pub(super) fn crate_name(model: &Model) -> String {
    model.name.replace('-', "_")
}

/// The first sentence of a description, for tables.
pub(super) fn summary(description: &str) -> Rst {
    Rst::line(sentence::first(description))
}
