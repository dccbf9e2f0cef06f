//! What the contract of a catalog says of the parts of its model, as far as that does not depend on Rust.
//!
//! Values are printed by `json`, because the front end prints none.

use annals_contract as contract;

use super::{Limits, Model, Number, Presence, Tag, Value};

impl Model {
    /// Its version with dots: `1.2.3`.
    #[must_use]
    pub fn version_text(&self) -> String {
        let [major, minor, patch] = self.version;
        format!("{major}.{minor}.{patch}")
    }

    /// What the contract says of the whole catalog.
    #[must_use]
    pub fn header_contract(&self) -> contract::Catalog {
        contract::Catalog {
            name: self.name.clone(),
            version: self.version_text(),
            source: self.source.clone(),
        }
    }
}

impl Presence {
    /// The same in a contract.
    #[must_use]
    pub fn to_contract(&self, json: impl Fn(&Value) -> String) -> contract::Presence {
        match self {
            Self::Required => contract::Presence::Required,
            Self::Default(value) => contract::Presence::Default(json(value)),
            Self::Initial(value) => contract::Presence::Initial(json(value)),
            Self::Optional => contract::Presence::Optional,
            Self::Constant(value) => contract::Presence::Constant(json(value)),
            Self::Extra => contract::Presence::Extra,
        }
    }
}

impl Tag {
    /// The key of the tag and that of the value, where there are such keys.
    #[must_use]
    pub fn keys(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::None => (None, None),
            Self::Inside(tag) => (Some(tag), None),
            Self::Beside { name, content } => (Some(name), Some(content)),
        }
    }
}

impl Limits {
    /// The same in a contract.
    #[must_use]
    pub fn to_contract(&self, json: impl Fn(&Value) -> String) -> contract::Limits {
        let number = |number: Number| match number {
            Number::Int(value) => value.to_string(),
            Number::Float(value) => json(&Value::Float(value)),
        };
        contract::Limits {
            min: self.min.map(number),
            max: self.max.map(number),
            multiple_of: self.multiple_of.map(number),
            min_length: self.min_length,
            max_length: self.max_length,
            format: self.format,
            pattern: self.pattern.clone(),
        }
    }
}
