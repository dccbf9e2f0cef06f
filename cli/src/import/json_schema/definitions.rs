//! Reads definitions: the records, enums, scalars and other types that references lead to.

use annals_catalog::model::Primitive;
use annals_catalog::names::primitive_of_definition;

use super::super::draft::{Enum, JSON, Limits, Record, Scalar, Ty};
use super::super::event::stem;
use super::super::names;
use super::super::node::Node;
use super::super::note::Fault;
use super::choices::{Choices, raw};
use super::event::SILENT;
use super::kinds::skip_foreign;
use super::{Reader, Shape, Words, text};
use annals_codegen::json::Json;
use annals_codegen::lower::json_schema::{
    annotated_format, annotated_primitive, format_definition, primitive_definition,
};

/// At most this many references are followed in a row, so that the stack does not overflow.
const DEEPEST: usize = 64;

impl<'a> Reader<'a, '_> {
    /// The shape that `$ref` leads to.
    pub(super) fn reference(&mut self, reference: &str, place: &str) -> Result<Shape, Fault> {
        let Some(target) = self.documents.find(self.document, reference) else {
            let made = "`json`, because it leads out of the imported files";
            self.notes.loss("reference", place, format!("a reference to {reference}"), made);
            return Ok(Shape::of(JSON));
        };
        if let Some(known) = self.definitions.get(&target) {
            return Ok(known.clone());
        }
        let schema = self.target(&target);
        let schema =
            schema.ok_or_else(|| (place.to_owned(), format!("`{reference}` leads nowhere")))?;
        if self.depth == DEEPEST {
            let message = format!("more than {DEEPEST} definitions refer to each other in a row");
            return Err((place.to_owned(), message));
        }
        self.depth += 1;
        let outer = self.document;
        self.enter(target.0);
        let shape = self.define(schema, &target.1, place)?;
        self.enter(outer);
        self.depth -= 1;
        self.definitions.insert(target, shape.clone());
        Ok(shape)
    }

    /// The primitive or format that a definition in one of our own schemas is.
    fn of_ours(&mut self, key: &str, target: &Json) -> Option<Shape> {
        let (asserted, annotated, shape) = match primitive_of_definition(key) {
            Some(primitive) => {
                let shape = Shape::of(Ty::Primitive(primitive));
                (primitive_definition(primitive), annotated_primitive(primitive), shape)
            }
            None => {
                let format = text::of_definition(key)?;
                let limits = Limits { format: Some(format), ..Limits::default() };
                let shape = Shape::limited(Ty::Primitive(Primitive::String), limits);
                (format_definition(format), annotated_format(format), shape)
            }
        };
        let text = Some(target.compact());
        let is_plain = annotated == text;
        let is_checked = asserted == text;
        self.unit.annotated |= is_plain && !is_checked;
        (is_plain || is_checked).then_some(shape)
    }

    /// The name of a definition: the last step of its pointer, or that of its file.
    fn name_at(&self, pointer: &str) -> String {
        match pointer.rsplit('/').next().filter(|key| !key.is_empty()) {
            Some(key) => key.replace("~1", "/").replace("~0", "~"),
            None => {
                let document = &self.documents.all[self.document];
                let title =
                    document.schema.as_object().and_then(|schema| schema.get("title")?.as_str());
                title.map_or_else(|| stem(&document.file), str::to_owned)
            }
        }
    }

    fn define(&mut self, target: &'a Json, pointer: &str, place: &str) -> Result<Shape, Fault> {
        let key = self.name_at(pointer);
        if let Some(shape) = self.of_ours(&key, target) {
            return Ok(shape);
        }
        let Some(object) = target.as_object() else { return self.shape(target, pointer, &key) };
        if self.inlined.contains(&self.here(pointer)) {
            self.notes.loss(
                "recursion",
                place,
                format!("`{key}`, which contains itself"),
                "`json`",
            );
            return Ok(Shape::of(JSON));
        }
        let node = Node::new(object, pointer);
        node.skip(&SILENT);
        if self.is_record(&node) {
            return self.named_record(&node, &key, Some(pointer));
        }
        if let Some(shape) = self.named_variant(&node, &key, pointer)? {
            return Ok(shape);
        }
        let default = node.get("default").cloned();
        let mut shape = if let Some(choices) = self.choices(&node) {
            let description = self.description(&node, &key);
            Shape::of(self.enumeration(&node, &key, choices, description))
        } else {
            self.other(&node, &key)?
        };
        shape.words.default = default;
        skip_foreign(&node, &shape.ty);
        node.finish(self.notes);
        Ok(shape)
    }

    /// A variant, named after its definition.
    fn named_variant(
        &mut self,
        node: &Node<'a>,
        key: &str,
        pointer: &str,
    ) -> Result<Option<Shape>, Fault> {
        let key_of = ["anyOf", "oneOf"].into_iter().find(|key| node.has(key));
        let Some((word, branches)) = key_of.and_then(|key| Some((key, raw(node, key)?))) else {
            return Ok(None);
        };
        let branches: Vec<(usize, &Json)> = branches.iter().enumerate().collect();
        let place = node.place(word);
        let Some(ty) = self.variant(&branches, (&place, key), Some(pointer))? else {
            return Ok(None);
        };
        node.skip(&[word, "type"]);
        let description = self.description(node, key);
        if let Ty::Variant(id) = ty {
            let variant = &mut self.unit.variants[id];
            (variant.description, variant.properties) = (description, node.custom());
        }
        node.finish(self.notes);
        Ok(Some(Shape::of(ty)))
    }

    /// A definition that is neither an object nor an enum; a scalar if its type is a primitive.
    fn other(&mut self, node: &Node<'a>, key: &str) -> Result<Shape, Fault> {
        let here = self.here(&node.pointer);
        self.inlined.insert(here.clone());
        let shape = self.shape_of(node, key);
        self.inlined.remove(&here);
        let shape = shape?;
        let description = self.description(node, key);
        let example = self.example(node);
        match shape.ty {
            Ty::Primitive(base) if base.is_atomic() => {
                let id = self.scalar(base, shape.limits, key, &node.pointer);
                let scalar = &mut self.unit.scalars[id];
                (scalar.description, scalar.example) = (description, example);
                scalar.properties = node.custom();
                Ok(Shape::of(Ty::Scalar(id)))
            }
            ty => {
                let found = format!("the definition {key}");
                let made = "its type wherever it is used; the catalog has no name for it";
                self.notes.note("definition", &node.pointer, found, made);
                let properties = node.custom();
                let words = Words { description, properties, ..shape.words };
                Ok(Shape { ty, words, limits: shape.limits })
            }
        }
    }

    /// A record, named after its definition or its place.
    pub(super) fn named_record(
        &mut self,
        node: &Node<'a>,
        key: &str,
        pointer: Option<&str>,
    ) -> Result<Shape, Fault> {
        let (domain, written) = match key.split_once('.') {
            Some((domain, name)) if pointer.is_some() && names::domain(domain) == domain => {
                (Some(domain.to_owned()), name)
            }
            _ => (None, key),
        };
        let prefix = domain.as_ref().map_or_else(String::new, |domain| format!("{domain}."));
        let name = self.taken.records.numbered_in(&prefix, names::camel(written), "");
        if pointer.is_some() && name != written {
            let found = format!("the definition {key}");
            self.notes.note("name", &node.pointer, found, format!("`{name}`"));
        }
        let id = self.unit.records.len();
        self.unit.records.push(Record {
            name: name.clone(),
            domain,
            file: self.notes.file.clone(),
            pointer: node.pointer.clone(),
            ..Record::default()
        });
        if let Some(pointer) = pointer {
            self.definitions.insert(self.here(pointer), Shape::of(Ty::Record(id)));
        }
        let fields = self.fields_of(node, &name)?;
        // Otherwise they are words about the property.
        let has_words = pointer.is_some() || !node.is_read("description");
        let description = if has_words { self.description(node, key) } else { None };
        let deprecated = self.deprecation(node, None);
        let pii = node.get("x-pii") == Some(&Json::Bool(true));
        let properties = node.custom();
        if pointer.is_some() {
            node.finish(self.notes);
        }
        let record = &mut self.unit.records[id];
        (record.fields, record.description, record.deprecated) = (fields, description, deprecated);
        (record.pii, record.properties) = (pii, properties);
        Ok(Shape::of(Ty::Record(id)))
    }

    /// The record of an event that contains another of its kind.
    pub(super) fn recursive(&mut self, node: &Node<'a>, owner: &str) -> Result<usize, Fault> {
        let id = self.unit.records.len();
        let here = self.here(&node.pointer);
        self.unit.records.push(Record {
            name: self.taken.records.numbered(format!("{owner}Data"), ""),
            file: self.notes.file.clone(),
            pointer: node.pointer.clone(),
            ..Record::default()
        });
        self.definitions.insert(here, Shape::of(Ty::Record(id)));
        self.unit.records[id].fields = self.fields_of(node, owner)?;
        Ok(id)
    }

    pub(super) fn enumeration(
        &mut self,
        node: &Node<'_>,
        key: &str,
        choices: Choices,
        description: Option<String>,
    ) -> Ty {
        let Choices { values, open, nullable } = choices;
        let name = self.taken.enums.numbered(names::camel(key), "");
        self.unit.enums.push(Enum {
            open,
            properties: node.custom(),
            description,
            ..Enum::new(name, values, &self.notes.file, &node.pointer)
        });
        let ty = Ty::Enum(self.unit.enums.len() - 1);
        if nullable { ty.nullable() } else { ty }
    }

    pub(super) fn scalar(
        &mut self,
        base: Primitive,
        limits: Limits,
        key: &str,
        pointer: &str,
    ) -> usize {
        let name = self.taken.scalars.numbered(names::scalar(key), "_");
        self.unit.scalars.push(Scalar {
            name,
            short: None,
            base,
            limits,
            example: None,
            properties: Vec::new(),
            description: None,
            file: self.notes.file.clone(),
            pointer: pointer.to_owned(),
        });
        self.unit.scalars.len() - 1
    }
}
