//! Reads definitions: the records, enums, scalars and other types that references lead to.

use annals_catalog::model::Primitive;
use annals_catalog::names::primitive_of_definition;

use super::super::draft::{Enum, JSON, Limits, Record, Scalar, Ty};
use super::super::names;
use super::super::node::Node;
use super::super::note::Fault;
use super::choices::{Choices, raw};
use super::{Reader, Shape, text};
use annals_codegen::json::Json;
use annals_codegen::lower::json_schema::{format_definition, primitive_definition};

/// At most this many references are followed in a row, so that the stack does not overflow.
const DEEPEST: usize = 64;

impl<'a> Reader<'a, '_> {
    /// The shape that `$ref` leads to.
    pub(super) fn reference(&mut self, reference: &str, place: &str) -> Result<Shape, Fault> {
        let Some(pointer) =
            reference.strip_prefix('#').map(decoded).filter(|pointer| pointer.starts_with('/'))
        else {
            let found = format!("a reference to {reference}");
            self.notes.loss(
                "reference",
                place,
                found,
                "`json`, because it leads out of the definitions",
            );
            return Ok(Shape::of(JSON));
        };
        if let Some(known) = self.definitions.get(&pointer) {
            return Ok(known.clone());
        }
        let target = self.target(&pointer);
        let target =
            target.ok_or_else(|| (place.to_owned(), format!("`{reference}` leads nowhere")))?;
        if self.depth == DEEPEST {
            let message = format!("more than {DEEPEST} definitions refer to each other in a row");
            return Err((place.to_owned(), message));
        }
        self.depth += 1;
        let shape = self.define(target, &pointer, place)?;
        self.depth -= 1;
        self.definitions.insert(pointer, shape.clone());
        Ok(shape)
    }

    fn define(&mut self, target: &'a Json, pointer: &str, place: &str) -> Result<Shape, Fault> {
        let key = pointer.rsplit('/').next().unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        if let Some(primitive) = primitive_of_definition(&key)
            && primitive_definition(primitive).is_some_and(|text| text == target.compact())
        {
            return Ok(Shape::of(Ty::Primitive(primitive)));
        }
        if let Some(format) = text::of_definition(&key)
            && format_definition(format).is_some_and(|known| known == target.compact())
        {
            let limits = Limits { format: Some(format), ..Limits::default() };
            return Ok(Shape { ty: Ty::Primitive(Primitive::String), limits });
        }
        let Some(object) = target.as_object() else { return self.shape(target, pointer, &key) };
        if self.inlined.contains(pointer) {
            self.notes.loss(
                "recursion",
                place,
                format!("`{key}`, which contains itself"),
                "`json`",
            );
            return Ok(Shape::of(JSON));
        }
        let node = Node::new(object, pointer);
        if self.is_record(&node) {
            return self.named_record(&node, &key, Some(pointer));
        }
        if let Some(shape) = self.named_variant(&node, &key, pointer)? {
            return Ok(shape);
        }
        let shape = if let Some(choices) = self.choices(&node) {
            let description = self.description(&node, &key);
            let ty = self.enumeration(&node, &key, choices, description);
            self.unit.enums.last_mut().into_iter().for_each(|item| item.properties = node.custom());
            Shape::of(ty)
        } else {
            self.other(&node, &key)?
        };
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
        self.inlined.insert(node.pointer.clone());
        let shape = self.shape_of(node, key);
        self.inlined.remove(&node.pointer);
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
                self.notes.loss("definition", &node.pointer, found, made);
                Ok(Shape { ty, limits: shape.limits })
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
            self.notes.loss(
                "name",
                &node.pointer,
                format!("the definition {key}"),
                format!("`{name}`"),
            );
        }
        let id = self.unit.records.len();
        self.unit.records.push(Record {
            name: name.clone(),
            domain,
            file: self.unit.file.clone(),
            pointer: node.pointer.clone(),
            ..Record::default()
        });
        if let Some(pointer) = pointer {
            self.definitions.insert(pointer.to_owned(), Shape::of(Ty::Record(id)));
        }
        let fields = self.fields_of(node, &name)?;
        let description = self.description(node, key);
        let deprecated = self.deprecation(node, None);
        let pii = node.get("x-pii") == Some(&Json::Bool(true));
        let properties = if pointer.is_some() { node.custom() } else { Vec::new() };
        if pointer.is_some() {
            node.finish(self.notes);
        }
        let record = &mut self.unit.records[id];
        (record.fields, record.description, record.deprecated) = (fields, description, deprecated);
        (record.pii, record.properties) = (pii, properties);
        Ok(Shape::of(Ty::Record(id)))
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
            name,
            open,
            default: None,
            values,
            properties: Vec::new(),
            description,
            file: self.unit.file.clone(),
            pointer: node.pointer.clone(),
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
            base,
            limits,
            example: None,
            properties: Vec::new(),
            description: None,
            file: self.unit.file.clone(),
            pointer: pointer.to_owned(),
        });
        self.unit.scalars.len() - 1
    }
}

/// Decodes the percent-encoding of a fragment.
fn decoded(fragment: &str) -> String {
    let mut parts = fragment.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&part.as_bytes()[2..]);
            }
            None => {
                bytes.push(b'%');
                bytes.extend(part.as_bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
