//! Reads the body of an event: a value, or a map of values.

use annals_codegen::json::{Json, step};
use heck::ToUpperCamelCase as _;

use super::super::draft::{Field, JSON, Record, Ty};
use super::super::node::Node;
use super::event::Reader;
use super::words;

impl Reader<'_, '_> {
    /// The body as a field of the event's data.
    pub(super) fn body(&mut self, node: &Node<'_>, hint: &str) -> Field {
        let ty = self.ty(node, hint);
        let field = self.value("body", ty, node);
        node.finish(self.notes);
        field
    }

    /// The record with the fields of a map, or any map if there are none.
    pub(super) fn map(&mut self, node: &Node<'_>, hint: &str) -> Ty {
        let place = node.place("fields");
        let entries = node.get("fields").and_then(Json::as_array).unwrap_or_default();
        if entries.is_empty() {
            return JSON.map();
        }
        let around = std::mem::take(&mut self.fields);
        let mut fields = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let pointer = step(&place, index);
            let Some(object) = entry.as_object() else { continue };
            let node = Node::new(object, &pointer);
            let Some(id) = node.text("id") else {
                self.notes.loss("name", &pointer, "a field without a name", "left out");
                continue;
            };
            let ty = self.ty(&node, &format!("{hint}{}", id.to_upper_camel_case()));
            fields.push(self.value(id, ty, &node));
            node.finish(self.notes);
        }
        self.fields = around;
        words::replace_fields(&mut fields);
        let name = self.records.numbered(hint.to_owned(), "");
        self.unit.records.push(Record {
            name,
            fields,
            file: self.notes.file.clone(),
            pointer: node.pointer.clone(),
            ..Record::default()
        });
        Ty::Record(self.unit.records.len() - 1)
    }
}
