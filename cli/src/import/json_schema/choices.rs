//! Reads enums: schemas with a fixed set of texts or whole numbers.

use std::collections::BTreeSet;

use super::super::draft::{EnumValue, Values};
use super::super::node::{Node, shortened};
use super::Reader;
use annals_codegen::json::{Json, step};

/// The values of an enum.
pub(super) struct Choices {
    pub(super) values: Vec<EnumValue>,
    /// Whether other values are valid too.
    pub(super) open: bool,
    /// Whether null is one of them.
    pub(super) nullable: bool,
}

impl<'a> Reader<'a, '_> {
    /// The values of `enum`, or of an `anyOf` or `oneOf` whose branches are all `const` or `enum`; `None` for anything
    /// else. A last branch for any text or any number makes the enum open.
    pub(super) fn choices(&mut self, node: &Node<'a>) -> Option<Choices> {
        if node.has("enum") {
            return listed(node);
        }
        if let Some(value) = node.peek("const") {
            return constant(node, value);
        }
        let key = ["anyOf", "oneOf"].into_iter().find(|key| node.has(key))?;
        let branches = raw(node, key)?;
        let (open, known) = match branches.split_last() {
            Some((last, known)) if is_any(last) => (true, known),
            _ => (false, branches),
        };
        let wires: Option<Vec<Vec<&Json>>> = known.iter().map(branch).collect();
        let wires = wires.filter(|wires| are_alike(wires.iter().flatten().copied()))?;
        let _ = node.get(key);
        let place = node.place(key);
        let (mut values, mut taken) = (Vec::new(), Values::default());
        for (index, (branch, wires)) in known.iter().zip(wires).enumerate() {
            values.extend(self.value(branch, &wires, &step(&place, index), &mut taken));
        }
        Some(Choices { values, open, nullable: false })
    }

    /// The value of a branch; its other texts or numbers are aliases.
    fn value(
        &mut self,
        branch: &'a Json,
        wires: &[&Json],
        pointer: &str,
        taken: &mut Values,
    ) -> Option<EnumValue> {
        let node = Node::new(branch.as_object()?, pointer);
        let (first, aliases) = wires.split_first()?;
        let value = EnumValue {
            aliases: aliases.iter().map(|alias| (*alias).clone()).collect(),
            description: node.words("description").or_else(|| node.words("title")),
            deprecated: self.deprecation(&node, None),
            properties: node.custom(),
            ..EnumValue::of(first, taken)
        };
        node.skip(&["const", "enum", "type"]);
        node.finish(self.notes);
        Some(value)
    }

    /// Reports a `const` that is neither a value of an enum nor that of a required field.
    pub(super) fn single(&mut self, node: &Node<'a>) {
        if let Some(value) = node.unread("const") {
            let found = format!("const: {}", shortened(&value.compact()));
            self.notes.loss("const", &node.place("const"), found, "any value of its type");
        }
    }
}

/// The only value of the keyword `const`, if it can be a value of an enum.
fn constant(node: &Node<'_>, value: &Json) -> Option<Choices> {
    if !are_alike(std::iter::once(value)) {
        return None;
    }
    node.skip(&["const", "type"]);
    let values = vec![EnumValue::of(value, &mut Values::default())];
    Some(Choices { values, open: false, nullable: false })
}

/// The values of the keyword `enum`.
fn listed(node: &Node<'_>) -> Option<Choices> {
    let all = raw(node, "enum")?;
    let known = all.iter().filter(|value| **value != Json::Null);
    if !are_alike(known.clone()) {
        return None;
    }
    node.skip(&["enum", "type"]);
    let mut taken = Values::default();
    let values: Vec<EnumValue> = known.map(|wire| EnumValue::of(wire, &mut taken)).collect();
    let nullable = values.len() < all.len();
    Some(Choices { values, open: false, nullable })
}

/// A list; its key does not count as read.
pub(super) fn raw<'a>(node: &Node<'a>, key: &str) -> Option<&'a [Json]> {
    node.peek(key).and_then(Json::as_array)
}

/// The texts or numbers of a branch with `const` or `enum`.
fn branch(branch: &Json) -> Option<Vec<&Json>> {
    let object = branch.as_object()?;
    match (object.get("const"), object.get("enum").and_then(Json::as_array)) {
        (Some(one), _) => Some(vec![one]),
        (None, Some(several)) => Some(several.iter().collect()),
        (None, None) => None,
    }
}

/// True for at least one value, if all are different texts or all are different whole numbers.
fn are_alike<'j>(values: impl Iterator<Item = &'j Json> + Clone) -> bool {
    let texts = values.clone().all(|value| value.as_str().is_some());
    let numbers = values
        .clone()
        .all(|value| value.compact().parse::<i64>().is_ok() && value.as_str().is_none());
    let different: BTreeSet<String> = values.clone().map(Json::compact).collect();
    (texts || numbers) && different.len() == values.clone().count() && !different.is_empty()
}

/// True for a schema of any text or any whole number.
fn is_any(branch: &Json) -> bool {
    branch.compact() == r#"{"type":"string"}"#
        || branch.compact()
            == format!(r#"{{"type":"integer","minimum":{},"maximum":{}}}"#, i64::MIN, i64::MAX)
}
