//! Finds names for the values of an enum.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::names::enum_variant;
use annals_codegen::json::Json;

/// The names of the values of an enum.
#[derive(Debug, Default)]
pub(in crate::import) struct Values {
    /// What they are called in Rust.
    variants: BTreeSet<String>,
    /// The last numbers of those that have no name of their own.
    numbers: BTreeMap<String, usize>,
}

impl Values {
    /// A free name for a value, which is what is on the wire if the catalog allows it.
    pub(super) fn name(&mut self, wire: &Json) -> String {
        let text = wire.as_str();
        if let Some(text) = text.filter(|text| self.insert(text)) {
            return text.to_owned();
        }
        let stem = match text {
            Some(_) => "value".to_owned(),
            None => format!("value_{}", wire.compact().replace('-', "minus_")),
        };
        loop {
            let number = self.numbers.entry(stem.clone()).or_insert(0);
            *number += 1;
            let name = if *number == 1 { stem.clone() } else { format!("{stem}_{number}") };
            if self.insert(&name) {
                return name;
            }
        }
    }

    /// False if another value has the name in Rust, or if it would have none.
    fn insert(&mut self, name: &str) -> bool {
        let variant = enum_variant(name);
        !variant.is_empty() && self.variants.insert(variant)
    }
}
