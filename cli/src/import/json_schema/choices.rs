//! Reads enums: schemas with a fixed set of texts.

use annals_catalog::names::enum_variant;

use super::super::draft::EnumValue;
use super::super::node::{Node, shortened};
use super::Reader;
use annals_codegen::json::{Json, step};

impl<'a> Reader<'a, '_> {
    /// The texts of `enum`, or of an `anyOf` or `oneOf` whose branches are all `const`, and whether
    /// null is one of them; `None` for anything else.
    ///
    /// Generated schemas end in a branch for any text, since enums are open. Others are closed, which
    /// is noted.
    pub(super) fn choices(&mut self, node: &Node<'a>) -> Option<(Vec<EnumValue>, bool)> {
        if node.has("enum") {
            return self.listed(node);
        }
        let key = ["anyOf", "oneOf"].into_iter().find(|key| node.has(key))?;
        let branches = raw(node, key)?;
        let (open, known) = match branches.split_last() {
            Some((last, known)) if is_any_text(last) => (true, known),
            _ => (false, branches),
        };
        let constants = known.iter().all(|branch| constant(branch).is_some());
        if !constants || !known.iter().filter_map(constant).any(is_listable) {
            return None;
        }
        let _ = node.get(key);
        let place = node.place(key);
        let values: Vec<EnumValue> = known
            .iter()
            .enumerate()
            .filter_map(|(index, branch)| self.constant(branch, &step(&place, index)))
            .collect();
        if !open {
            self.closed(&place);
        }
        Some((self.notes.listable(values, &place), false))
    }

    fn listed(&mut self, node: &Node<'a>) -> Option<(Vec<EnumValue>, bool)> {
        let all = raw(node, "enum")?;
        let texts = all.iter().filter(|value| **value != Json::Null);
        let texts: Option<Vec<&str>> = texts.map(Json::as_str).collect();
        let texts = texts.filter(|texts| texts.iter().any(|text| is_listable(text)))?;
        node.skip(&["enum", "type"]);
        self.closed(&node.place("enum"));
        let nullable = texts.len() < all.len();
        let values = texts.into_iter().map(EnumValue::of).collect();
        Some((self.notes.listable(values, &node.place("enum")), nullable))
    }

    fn constant(&mut self, branch: &'a Json, pointer: &str) -> Option<EnumValue> {
        let node = Node::new(branch.as_object()?, pointer);
        let value = node.text("const")?.to_owned();
        let description = node.words("description").or_else(|| node.words("title"));
        let deprecated = self.deprecation(&node, None);
        node.skip(&["type"]);
        node.finish(self.notes);
        Some(EnumValue { value, description, deprecated })
    }

    fn closed(&mut self, place: &str) {
        let made = "an open set: readers keep a text that is not listed";
        self.notes.loss("enum", place, "a closed set of texts", made);
    }

    /// Reports a `const`, which the catalog can only hold as a value of an enum.
    pub(super) fn single(&mut self, node: &Node<'a>) {
        if let Some(value) = node.get("const") {
            let found = format!("const: {}", shortened(&value.compact()));
            self.notes.loss("const", &node.place("const"), found, "any value of its type");
        }
    }
}

/// A list; its key does not count as read.
pub(super) fn raw<'a>(node: &Node<'a>, key: &str) -> Option<&'a [Json]> {
    node.peek(key).and_then(Json::as_array)
}

/// True if an enum of the catalog can list the text.
fn is_listable(text: &str) -> bool {
    !enum_variant(text).is_empty()
}

fn constant(branch: &Json) -> Option<&str> {
    branch.as_object()?.get("const")?.as_str()
}

fn is_any_text(branch: &Json) -> bool {
    branch.compact() == r#"{"type":"string"}"#
}
