//! Reads objects with properties as fields.

use std::collections::BTreeSet;

use annals_catalog::names::EXTRA_FIELDS;
use heck::ToUpperCamelCase as _;

use super::super::draft::{Field, JSON, Limits, Ty};
use super::super::names::{self, Taken};
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::{Reader, Shape};
use annals_codegen::json::{Json, Object, step};

/// The keys of the schemas `true` and `false`, and the properties of an object without any.
static EMPTY: Object = Object(Vec::new());

/// What says whether an object has other properties, and of which type.
const OTHERS: [&str; 2] = ["additionalProperties", "unevaluatedProperties"];

impl<'a> Reader<'a, '_> {
    /// True for an object with properties, which may be none if it says that others are allowed.
    pub(super) fn is_record(&self, node: &Node<'a>) -> bool {
        let own = node.peek("properties").and_then(Json::as_object);
        let others = node.peek("additionalProperties");
        let is_open = others.is_some_and(|others| *others != Json::Bool(false));
        own.is_some_and(|own| is_open || !own.0.is_empty())
    }

    /// A schema, or what it refers to.
    pub(super) fn part(&self, part: &'a Json) -> Option<(&'a Object, Option<String>)> {
        let object = part.as_object()?;
        match object.get("$ref").and_then(Json::as_str) {
            Some(reference) => {
                let place = self.documents.find(self.document, reference)?;
                Some((self.target(&place)?.as_object()?, Some(place.1)))
            }
            None => Some((object, None)),
        }
    }

    /// The fields of an object; `owner` begins the names of types that have none.
    pub(super) fn fields_of(&mut self, node: &Node<'a>, owner: &str) -> Result<Vec<Field>, Fault> {
        node.skip(&["type"]);
        if node.get("allOf").is_some() {
            let place = node.place("allOf");
            self.notes.loss("all-of", &place, "schemas that do not merge", "left out");
        }
        let required = node.get("required").and_then(Json::as_array).unwrap_or_default();
        let required: Vec<&str> = required.iter().filter_map(Json::as_str).collect();
        let all = node.get("properties").and_then(Json::as_object).unwrap_or(&EMPTY);
        // `false` of one does not count if the other allows some.
        let others = OTHERS.iter().filter_map(|key| Some((*key, node.get(key)?)));
        let others = others.min_by_key(|(_, others)| **others == Json::Bool(false));
        let is_open = others.is_none_or(|(_, others)| *others != Json::Bool(false));
        let mut fields = self.listed(node, all, &required, (owner, is_open))?;
        let known: BTreeSet<&str> = all.0.iter().map(|(name, _)| name.as_str()).collect();
        for name in required.iter().filter(|name| !known.contains(*name)) {
            let found = format!("`{name}` is required and has no schema");
            self.notes.loss("required", &node.place("required"), found, "left out");
        }
        if is_open {
            fields.push(match others {
                Some((key, schema)) => self.others(schema, &node.place(key), owner)?,
                None => extra(JSON, node.pointer.clone()),
            });
        }
        Ok(fields)
    }

    /// The fields of the properties.
    fn listed(
        &mut self,
        node: &Node<'a>,
        all: &'a Object,
        required: &[&str],
        (owner, is_open): (&str, bool),
    ) -> Result<Vec<Field>, Fault> {
        let place = node.place("properties");
        let required: BTreeSet<&str> = required.iter().copied().collect();
        let (mut fields, mut taken) = (Vec::new(), Taken::default());
        if is_open {
            taken.insert(EXTRA_FIELDS);
        }
        // Those that keep their names come before those that need another one.
        for (name, _) in all.0.iter().filter(|(name, _)| names::field(name) == *name) {
            taken.insert(name);
        }
        for (name, schema) in &all.0 {
            if is_open && name == EXTRA_FIELDS {
                let found = format!("the property `{name}` of an open object");
                self.notes.loss("name", &step(&place, name), found, "a field that is not listed");
                continue;
            }
            let is_required = required.contains(name.as_str());
            let mut field = self.field(name, schema, &step(&place, name), (is_required, owner))?;
            self.tell_apart(&mut taken, &mut field, name);
            fields.push(field);
        }
        Ok(fields)
    }

    /// The field for the properties that are not listed.
    fn others(&mut self, schema: &'a Json, place: &str, owner: &str) -> Result<Field, Fault> {
        let name = format!("{owner}Value");
        let value = match self.inner(schema, place, &name)? {
            // `open` has no precision beside it.
            Ty::Primitive(base) if base.has_precision() => {
                Ty::Scalar(self.scalar(base, Limits::default(), &name, place))
            }
            value => value,
        };
        Ok(extra(value, place.to_owned()))
    }

    /// Renames a field if another property has the same name in the catalog.
    fn tell_apart(&mut self, taken: &mut Taken, field: &mut Field, written: &str) {
        if field.name == written {
            return;
        }
        let name = taken.numbered(field.name.clone(), "_");
        if names::is_wire(written) {
            field.wire = Some(written.to_owned());
        } else {
            let found = format!("the property {written}");
            self.notes.loss("name", &field.pointer, found, format!("`{name}`"));
        }
        field.name = name;
    }

    fn field(
        &mut self,
        written: &str,
        schema: &'a Json,
        pointer: &str,
        (required, owner): (bool, &str),
    ) -> Result<Field, Fault> {
        let name = names::field(written);
        let hint = format!("{owner}{}", written.to_upper_camel_case());
        let node = Node::new(schema.as_object().unwrap_or(&EMPTY), pointer);
        let description = self.description(&node, written);
        let example = self.example(&node);
        let properties = node.custom();
        let constant = self.only_value(&node, required);
        let shape = match schema {
            Json::Object(_) => self.shape_of(&node, &hint)?,
            other => self.shape(other, pointer, &hint)?,
        };
        let Shape { ty, limits, words } = shape;
        let mut field = Field {
            name,
            wire: None,
            ty,
            required: None,
            constant: None,
            limits,
            description: description.or(words.description),
            default: node.get("default").cloned().or(words.default),
            example,
            pii: node.get("x-pii") == Some(&Json::Bool(true)),
            deprecated: self.deprecation(&node, None),
            properties: properties.into_iter().chain(words.properties).collect(),
            extra: false,
            pointer: pointer.to_owned(),
        };
        node.finish(self.notes);
        if let Some(value) = constant {
            self.only(&mut field, value);
            if field.constant.is_none() {
                self.presence(&mut field, required);
            }
        } else {
            self.presence(&mut field, required);
        }
        field.pii |= matches!(field.ty.leaf(), Ty::Record(id) if self.unit.records[*id].pii);
        Ok(field)
    }

    /// The only value of a required property, which then counts as read.
    fn only_value(&self, node: &Node<'a>, required: bool) -> Option<&'a Json> {
        let listed = node.peek("enum").and_then(Json::as_array).filter(|_| !node.has("$ref"));
        let (key, value) = match (node.peek("const"), listed) {
            (Some(value), _) => ("const", value),
            (None, Some([value])) => ("enum", value),
            (None, _) => return None,
        };
        let fits =
            matches!(value, Json::String(_) | Json::Bool(_)) || super::limits::is_whole(value);
        if !required || !fits {
            return None;
        }
        node.skip(&[key]);
        Some(value)
    }

    /// Makes a field constant, if the catalog can say that of its type.
    fn only(&mut self, field: &mut Field, value: &Json) {
        field.constant = self.constant(&field.ty, value);
        if field.constant.is_some() {
            field.example = None;
            if let Some(default) = field.default.take_if(|default| default != value) {
                let found = format!("default: {}, which the schema refuses", default.compact());
                self.notes.note("default", &step(&field.pointer, "default"), found, "left out");
            }
            field.default = None;
            return;
        }
        let found = format!("const: {}", shortened(&value.compact()));
        self.notes.loss("const", &step(&field.pointer, "const"), found, "any value of its type");
    }

    /// Finds out what it means if the field is absent.
    fn presence(&mut self, field: &mut Field, required: bool) {
        let place = field.pointer.clone();
        if field.default == Some(Json::Null) {
            if field.ty == JSON {
                field.ty = JSON.nullable();
            }
            if field.ty.is_nullable() {
                if required {
                    field.required = Some(true);
                } else {
                    field.default = None;
                }
                return;
            }
            self.notes.loss(
                "default",
                &place,
                "default: null of a type that is not nullable",
                "left out",
            );
            field.default = None;
        }
        match (required, field.default.is_some(), field.ty.is_nullable()) {
            (true, true, _) | (true, false, true) => field.required = Some(true),
            (false, false, _) => field.required = Some(false),
            (true, false, false) | (false, true, _) => {}
        }
    }
}

/// The field of an open record.
fn extra(value: Ty, pointer: String) -> Field {
    Field { extra: true, ..Field::new(EXTRA_FIELDS.to_owned(), value.map(), &pointer) }
}
