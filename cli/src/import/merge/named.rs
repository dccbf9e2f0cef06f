//! Merges scalars, enums and variants: equal ones become one, different ones get different names.

use std::collections::BTreeMap;

use super::conflict;
use crate::import::draft::{Enum, Scalar, Variant};
use crate::import::names::with_number;
use crate::import::note::Note;

/// Merged items, each with a name of its own.
pub(super) struct Named<T> {
    pub(super) items: Vec<T>,
    /// Indices by name.
    names: BTreeMap<String, usize>,
    wanted: BTreeMap<String, Wanted>,
}

/// A name that items came with.
#[derive(Default)]
struct Wanted {
    /// How many names were made of it that are in use: itself, then with 2, 3, …
    names: usize,
    /// The items with those names, by content.
    items: BTreeMap<String, usize>,
}

/// An item that may have to be renamed.
pub(super) trait Item {
    const KIND: &'static str;
    /// Comes between a name and its number.
    const SEPARATOR: &'static str;

    fn name(&mut self) -> &mut String;
    /// What makes two items equal, as text.
    fn content(&self) -> String;
    fn origin(&self) -> (String, String);
    /// Whether schemas of Avro have its name.
    fn is_named_in_avro(&self) -> bool;
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { items: Vec::new(), names: BTreeMap::new(), wanted: BTreeMap::new() }
    }
}

impl<T: Item> Named<T> {
    /// The index of an equal item, or of this one under the first free name.
    pub(super) fn add(&mut self, mut item: T, notes: &mut Vec<Note>) -> usize {
        let (name, content) = (item.name().clone(), item.content());
        let wanted = self.wanted.entry(name.clone()).or_default();
        loop {
            if let Some(equal) = wanted.items.get(&content) {
                return *equal;
            }
            wanted.names += 1;
            if wanted.names > 1 {
                *item.name() = with_number(&name, T::SEPARATOR, wanted.names);
            }
            let next = self.items.len();
            let found = *self.names.entry(item.name().clone()).or_insert(next);
            let Some(other) = self.items.get(found) else { break };
            wanted.items.entry(other.content()).or_insert(found);
        }
        if wanted.names > 1 {
            let made = format!("`{}`", item.name());
            notes.push(conflict(T::KIND, &name, item.origin(), made, item.is_named_in_avro()));
        }
        wanted.items.insert(content, self.items.len());
        self.items.push(item);
        self.items.len() - 1
    }
}

impl Item for Scalar {
    const KIND: &'static str = "scalars";
    const SEPARATOR: &'static str = "_";

    fn name(&mut self) -> &mut String {
        &mut self.name
    }

    fn content(&self) -> String {
        let Self { base, limits, example, properties, description, .. } = self;
        format!("{base} {limits:?} {example:?} {properties:?} {description:?}")
    }

    fn origin(&self) -> (String, String) {
        (self.file.clone(), self.pointer.clone())
    }

    fn is_named_in_avro(&self) -> bool {
        false
    }
}

impl Item for Enum {
    const KIND: &'static str = "enums";
    const SEPARATOR: &'static str = "";

    fn name(&mut self) -> &mut String {
        &mut self.name
    }

    fn content(&self) -> String {
        let Self { written, namespace, open, default, values, properties, description, .. } = self;
        format!(
            "{written:?} {namespace:?} {open} {default:?} {values:?} {properties:?} {description:?}"
        )
    }

    fn origin(&self) -> (String, String) {
        (self.file.clone(), self.pointer.clone())
    }

    fn is_named_in_avro(&self) -> bool {
        self.namespace.is_some() && self.written.is_none() && self.has_symbols()
    }
}

/// Its cases have the merged types.
impl Item for Variant {
    const KIND: &'static str = "variants";
    const SEPARATOR: &'static str = "";

    fn name(&mut self) -> &mut String {
        &mut self.name
    }

    fn content(&self) -> String {
        let Self { description, tag, open, cases, properties, .. } = self;
        format!("{description:?} {tag:?} {open} {cases:?} {properties:?}")
    }

    fn origin(&self) -> (String, String) {
        (self.file.clone(), self.pointer.clone())
    }

    fn is_named_in_avro(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use annals_codegen::json::Json;

    use super::Named;
    use crate::import::draft::{Enum, EnumValue, Values};

    #[test]
    fn different_items_get_different_names() {
        let (mut enums, mut notes) = (Named::default(), Vec::new());
        let mut add = |name: &str, value: &str| {
            let value = EnumValue::of(&Json::String(value.to_owned()), &mut Values::default());
            enums.add(Enum::new(name.to_owned(), vec![value], "", ""), &mut notes)
        };
        let indices = [("A", "x"), ("A2", "x"), ("A", "y"), ("A", "x"), ("A", "y"), ("A2", "y")];
        let indices = indices.map(|(name, value)| add(name, value));
        assert_eq!(indices, [0, 1, 2, 0, 2, 3]);
        let names: Vec<&str> = enums.items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names, ["A", "A2", "A3", "A22"]);
        assert_eq!(notes.len(), 2);
    }
}
