//! Reads objects with properties as fields.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::names::EXTRA_FIELDS;
use heck::ToUpperCamelCase as _;

use super::super::draft::{Field, JSON, Limits, Ty};
use super::super::names::{self, Taken};
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::choices::raw;
use super::{Reader, Shape};
use annals_codegen::json::{Json, Object, step};

/// The keys of the schemas `true` and `false`.
static EMPTY: Object = Object(Vec::new());

impl<'a> Reader<'a, '_> {
    /// True for an object with properties, its own or in parts of an `allOf`; its own may be none if others are allowed.
    pub(super) fn is_record(&self, node: &Node<'a>) -> bool {
        let named = |object: &Object| {
            object.get("properties").and_then(Json::as_object).is_some_and(|all| !all.0.is_empty())
        };
        let others = node.peek("additionalProperties");
        let is_open = others.is_some_and(|others| *others != Json::Bool(false));
        if let Some(own) = node.peek("properties").and_then(Json::as_object)
            && (is_open || !own.0.is_empty())
        {
            return true;
        }
        let parts = raw(node, "allOf").unwrap_or_default();
        parts.len() > 1
            && parts.iter().all(|part| self.part(part).is_some())
            && parts.iter().any(|part| self.part(part).is_some_and(|(part, _)| named(part)))
    }

    /// A part of an `allOf`, or what it refers to.
    pub(super) fn part(&self, part: &'a Json) -> Option<(&'a Object, Option<String>)> {
        let object = part.as_object()?;
        match object.get("$ref").and_then(Json::as_str) {
            Some(reference) => {
                let pointer = reference.strip_prefix('#')?;
                Some((self.target(pointer)?.as_object()?, Some(pointer.to_owned())))
            }
            None => Some((object, None)),
        }
    }

    /// The fields of an object; `owner` begins the names of types that have none.
    pub(super) fn fields_of(&mut self, node: &Node<'a>, owner: &str) -> Result<Vec<Field>, Fault> {
        let mut fields = Vec::new();
        if let Some(parts) = raw(node, "allOf") {
            let _ = node.get("allOf");
            let place = node.place("allOf");
            self.notes.loss(
                "all-of",
                &place,
                "several schemas in `allOf`",
                "one record with all their properties",
            );
            for (index, json) in parts.iter().enumerate() {
                let Some((part, target)) = self.part(json) else { continue };
                let place = target.unwrap_or_else(|| step(&place, index));
                let part = Node::new(part, &place);
                part.skip(&["title", "description", "$comment"]);
                if !part.has("allOf") {
                    fields.extend(self.own_fields(&part, owner)?);
                    part.finish(self.notes);
                } else {
                    self.notes.loss("all-of", &place, "an `allOf` inside another", "left out");
                }
            }
        }
        fields.extend(self.own_fields(node, owner)?);
        let mut merged: Vec<Field> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for field in fields {
            let place = *places.entry(field.name.clone()).or_insert(merged.len());
            match merged.get_mut(place) {
                Some(other) if other.ty == field.ty => {}
                Some(other) => {
                    let found = format!("`{}` twice with different types", field.name);
                    self.notes.loss("all-of", &field.pointer, found, "the second");
                    *other = field;
                }
                None => merged.push(field),
            }
        }
        if let Some(place) = merged.iter().position(|field| field.extra) {
            let extra = merged.remove(place);
            merged.push(extra);
        }
        Ok(merged)
    }

    fn own_fields(&mut self, node: &Node<'a>, owner: &str) -> Result<Vec<Field>, Fault> {
        node.skip(&["type"]);
        let required = node.get("required").and_then(Json::as_array).unwrap_or_default();
        let properties = node.get("properties").and_then(Json::as_object);
        let place = node.place("properties");
        let required: Vec<&str> = required.iter().filter_map(Json::as_str).collect();
        let all_required: BTreeSet<&str> = required.iter().copied().collect();
        let (mut fields, mut taken) = (Vec::new(), Taken::default());
        let others = node.get("additionalProperties").or_else(|| node.get("unevaluatedProperties"));
        let is_open = !matches!(others, None | Some(Json::Bool(false)));
        if is_open {
            taken.insert(EXTRA_FIELDS);
        }
        // Those that keep their names come before those that need another one.
        let all = properties.iter().flat_map(|properties| &properties.0);
        for (name, _) in all.filter(|(name, _)| names::field(name) == *name) {
            taken.insert(name);
        }
        for (name, schema) in properties.iter().flat_map(|properties| &properties.0) {
            if is_open && name == EXTRA_FIELDS {
                let found = format!("the property `{name}` of an open object");
                self.notes.loss("name", &step(&place, name), found, "a field that is not listed");
                continue;
            }
            let is_required = all_required.contains(name.as_str());
            let mut field = self.field(name, schema, &step(&place, name), (is_required, owner))?;
            self.tell_apart(&mut taken, &mut field, name);
            fields.push(field);
        }
        for name in required {
            if properties.is_none_or(|properties| properties.get(name).is_none()) {
                let found = format!("`{name}` is required and has no schema");
                self.notes.loss("required", &node.place("required"), found, "left out");
            }
        }
        match others {
            Some(Json::Bool(false)) => {}
            Some(schema) => {
                let place = node.place("additionalProperties");
                let name = format!("{owner}Value");
                let value = match self.inner(schema, &place, &name)? {
                    // `open` has no precision beside it.
                    Ty::Primitive(base) if base.has_precision() => {
                        Ty::Scalar(self.scalar(base, Limits::default(), &name, &place))
                    }
                    value => value,
                };
                fields.push(extra(value, place));
            }
            None if fields.is_empty() => {}
            None => {
                let made = "none, because readers refuse unknown keys";
                self.notes.loss("open", &node.pointer, "an object with more properties", made);
            }
        }
        Ok(fields)
    }

    /// Renames a field if another property has the same name in the catalog.
    fn tell_apart(&mut self, taken: &mut Taken, field: &mut Field, written: &str) {
        if field.name == written {
            return;
        }
        let name = taken.numbered(field.name.clone(), "_");
        if is_wire(written) {
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
        // Otherwise it is reported while the type is read.
        let constant = node.peek("const").filter(|_| required && !node.has("default"));
        if constant.is_some() {
            node.skip(&["const"]);
        }
        let shape = match schema {
            Json::Object(_) => self.shape_of(&node, &hint)?,
            other => self.shape(other, pointer, &hint)?,
        };
        let Shape { ty, limits } = shape;
        let mut field = Field {
            name,
            wire: None,
            ty,
            required: None,
            constant: None,
            limits,
            description: self.description(&node, written),
            default: node.get("default").cloned(),
            example: self.example(&node),
            pii: node.get("x-pii") == Some(&Json::Bool(true)),
            deprecated: self.deprecation(&node, None),
            properties: node.custom(),
            extra: false,
            pointer: pointer.to_owned(),
        };
        node.finish(self.notes);
        self.presence(&mut field, required);
        if let Some(value) = constant {
            self.only(&mut field, value);
        }
        field.pii |= matches!(field.ty.leaf(), Ty::Record(id) if self.unit.records[*id].pii);
        Ok(field)
    }

    /// Makes a field constant, if the catalog can say that of its type.
    fn only(&mut self, field: &mut Field, value: &Json) {
        field.constant = self.constant(&field.ty, value);
        if field.constant.is_some() {
            field.example = None;
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
                field.default = None;
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
            (true, true, _) => {
                let made = "readers use the default if it is missing";
                self.notes.loss("required", &place, "required, with a default", made);
            }
            (true, false, true) => field.required = Some(true),
            (false, false, _) => field.required = Some(false),
            (true, false, false) | (false, true, _) => {}
        }
    }
}

/// True if the catalog allows the name on the wire.
fn is_wire(name: &str) -> bool {
    let is_escaped = |letter: char| letter.is_control() || matches!(letter, '"' | '\\');
    !name.trim().is_empty() && !name.contains(is_escaped)
}

/// The field of an open record.
fn extra(value: Ty, pointer: String) -> Field {
    Field {
        name: EXTRA_FIELDS.to_owned(),
        wire: None,
        ty: value.map(),
        required: None,
        constant: None,
        description: None,
        default: None,
        example: None,
        limits: Limits::default(),
        pii: false,
        deprecated: None,
        properties: Vec::new(),
        extra: true,
        pointer,
    }
}
