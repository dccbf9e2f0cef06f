//! An Avro schema in; the event it describes, in the catalog's words, and notes out.
//!
//! The top record is the event. Records keep their names, which are what Avro knows them by; enums
//! and fixed types, which the catalog writes as other Avro types, become enums and scalars.

mod named;
mod types;

use std::collections::BTreeMap;

use annals_catalog::model::Primitive;
pub(super) use types::DEEPEST;

use super::draft::{Event, Field, Hints, Ty, Unit};
use super::node::{Node, shortened};
use super::note::{Fault, Notes};
use annals_codegen::json::{Json, step};

/// Reads one schema.
pub(super) fn read(file: &str, schema: &Json, notes: &mut Notes) -> Result<Unit, Fault> {
    let top = schema.as_object().map(|object| Node::new(object, ""));
    let top = top.filter(|top| top.text("type") == Some("record"));
    let top =
        top.ok_or_else(|| (String::new(), "the schema of an event is a record".to_owned()))?;
    let (namespace, name) = full_name(&top, "")?;
    let unit = Unit { file: file.to_owned(), ..Unit::default() };
    let mut reader = Reader { unit, notes, named: BTreeMap::new(), open: Vec::new() };
    top.skip(&["type", "fields"]);
    let doc = top.text("doc").map(str::to_owned);
    let data = reader.fields(&top, &namespace)?;
    if data.is_empty() {
        return Err((String::new(), "the event carries no data".to_owned()));
    }
    top.finish(reader.notes);
    let hints = Hints {
        namespace: Some(namespace).filter(|namespace| !namespace.is_empty()),
        name: Some(name.clone()),
    };
    reader.unit.event =
        Event { data, top: Some((name, doc)), hints, file: file.to_owned(), ..Event::default() };
    Ok(reader.unit)
}

/// What has to be remembered on the way through one schema.
struct Reader<'n> {
    unit: Unit,
    notes: &'n mut Notes,
    /// What is defined so far, by full name.
    named: BTreeMap<String, Ty>,
    /// The records around the current type, each with whether something that may be empty stands
    /// between it and the type.
    open: Vec<(usize, bool)>,
}

impl Reader<'_> {
    fn fields(&mut self, record: &Node<'_>, namespace: &str) -> Result<Vec<Field>, Fault> {
        let fields = record.get("fields").and_then(Json::as_array);
        let fields = fields.ok_or_else(|| record.fault("a record has no list `fields`"))?;
        let place = record.place("fields");
        let mut read: Vec<Field> = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let pointer = step(&place, index);
            let object = field.as_object();
            let object =
                object.ok_or_else(|| (pointer.clone(), "a field is no object".to_owned()))?;
            let field = self.field(&Node::new(object, &pointer), namespace)?;
            if read.iter().any(|other| other.name == field.name) {
                return Err((pointer, format!("the record has two fields `{}`", field.name)));
            }
            read.push(field);
        }
        Ok(read)
    }

    fn field(&mut self, field: &Node<'_>, namespace: &str) -> Result<Field, Fault> {
        let name = field.demand("name", "a field")?.to_owned();
        let schema = field.get("type").ok_or_else(|| field.fault("a field has no `type`"))?;
        let ty = self.ty(schema, &field.place("type"), namespace)?;
        let default = self.default(field, &ty);
        let description = self.doc(field);
        field.finish(self.notes);
        Ok(Field {
            name,
            ty,
            description,
            default,
            example: None,
            limits: super::draft::Limits::default(),
            pii: false,
            deprecated: None,
            pointer: field.pointer.clone(),
        })
    }

    /// Words of a field or record: the catalog keeps them, its Avro schemas do not.
    fn doc(&mut self, node: &Node<'_>) -> Option<String> {
        let doc = node.words("doc")?;
        let made = "kept as the description; Avro schemas from the catalog have no doc here";
        self.notes.loss("doc", &node.place("doc"), format!("doc: {}", shortened(&doc)), made);
        Some(doc)
    }

    /// The default as the catalog writes it. Null is the only one that comes back in Avro.
    fn default(&mut self, field: &Node<'_>, ty: &Ty) -> Option<Json> {
        let place = field.place("default");
        let Some(default) = field.get("default") else {
            if ty.is_nullable() {
                let made = "null is the default of every nullable field";
                self.notes.loss(
                    "nullable",
                    &field.pointer,
                    "a nullable field without default",
                    made,
                );
            }
            return None;
        };
        if *default == Json::Null && ty.is_nullable() {
            return None;
        }
        let found = format!("default: {}", shortened(&default.compact()));
        if has_bytes(ty) && *default != Json::String(String::new()) {
            self.notes.loss("default", &place, found, "left out");
            return None;
        }
        let made = "kept in the catalog; Avro schemas from it have no default but null";
        self.notes.loss("default", &place, found, made);
        Some(default.clone())
    }
}

/// Avro writes a byte as the character of its number, the catalog writes base64.
fn has_bytes(ty: &Ty) -> bool {
    *ty.leaf() == Ty::Primitive(Primitive::Bytes)
}

/// Namespace and name of a named type that stands in `outer`.
fn full_name(node: &Node<'_>, outer: &str) -> Result<(String, String), Fault> {
    let name = node.demand("name", "a named type")?;
    let namespace = node.text("namespace");
    Ok(match name.rsplit_once('.') {
        Some((namespace, name)) => (namespace.to_owned(), name.to_owned()),
        None => (namespace.unwrap_or(outer).to_owned(), name.to_owned()),
    })
}
