//! Reads schemas by the kind of their values: strings, numbers, lists and maps.

use annals_catalog::model::{Format, Primitive};

use super::super::draft::{JSON, Limits, Properties, Ty};
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::choices::raw;
use super::limits::{counts, is_bound, number};
use super::{Reader, Shape, Words, bytes};
use annals_codegen::json::{Json, step};

impl<'a> Reader<'a, '_> {
    /// A schema with one word of `type`.
    pub(super) fn of_kind(
        &mut self,
        node: &Node<'a>,
        word: &str,
        hint: &str,
    ) -> Result<Shape, Fault> {
        match word {
            "string" => Ok(self.string(node)),
            "boolean" => Ok(Shape::of(Ty::Primitive(Primitive::Boolean))),
            "integer" | "number" => Ok(self.number(node, word)),
            "array" => self.array(node, hint),
            "object" if self.is_record(node) => self.named_record(node, hint, None),
            "object" => self.map(node, hint),
            other => {
                Err(node.fault(format!("`{}` is not a type of JSON Schema", shortened(other))))
            }
        }
    }

    fn string(&mut self, node: &Node<'a>) -> Shape {
        let format = node.text("format");
        if let Some("base64") =
            node.text("contentEncoding").or(format.filter(|word| *word == "byte").map(|_| "base64"))
        {
            return Shape::limited(Ty::Primitive(Primitive::Bytes), bytes::limits(node));
        }
        let ty = match format {
            Some("date") => Primitive::Date,
            Some("date-time") => Primitive::Datetime,
            Some("uuid") => Primitive::Uuid,
            Some(other) if Format::from_name(other).is_some() => Primitive::String,
            Some(other) => {
                let found = format!("format {other}");
                self.notes.loss("format", &node.place("format"), found, "`string`");
                Primitive::String
            }
            None => Primitive::String,
        };
        // The catalog has no limits for a date. Since they are not read, they are reported.
        let limits =
            if ty == Primitive::String { self.limits(node, None) } else { Limits::default() };
        Shape::limited(Ty::Primitive(ty), limits)
    }

    fn number(&mut self, node: &Node<'a>, word: &str) -> Shape {
        let is_bounded = |ty| {
            let keys = ["minimum", "maximum"].into_iter();
            keys.filter_map(|key| Some((key, number(node, key)?)))
                .any(|(key, bound)| is_bound(ty, key, &bound))
        };
        let ty = match word {
            "integer" if is_bounded(Primitive::Int) => Primitive::Int,
            "integer" => Primitive::Long,
            _ if is_bounded(Primitive::Float) => Primitive::Float,
            _ => Primitive::Double,
        };
        Shape::limited(Ty::Primitive(ty), self.limits(node, Some(ty)))
    }

    fn array(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        let place = node.place("items");
        let item = match node.get("items") {
            Some(Json::Array(_)) => {
                self.notes.loss(
                    "tuple",
                    &place,
                    "a schema for each item of a list",
                    "`json` for all of them",
                );
                JSON
            }
            Some(schema) => self.inner(schema, &place, &format!("{hint}Item"))?,
            None => JSON,
        };
        Ok(Shape::limited(item.list(), counts(node, "minItems", "maxItems")))
    }

    fn map(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        node.skip(&["properties"]);
        if raw(node, "required").is_some_and(<[Json]>::is_empty) {
            node.skip(&["required"]);
        }
        let hint = format!("{hint}Value");
        let patterns = node.peek("patternProperties").and_then(Json::as_object);
        let others = node.peek("additionalProperties");
        let closed = others.is_none_or(|others| *others == Json::Bool(false));
        let value = match (patterns.map(|patterns| patterns.0.as_slice()), others) {
            (Some([(pattern, schema)]), _) if closed => {
                let place = node.place("patternProperties");
                node.skip(&["patternProperties", "additionalProperties"]);
                if !matches!(pattern.as_str(), "" | ".*" | "^.*$" | ".+" | "^.+$") {
                    let found = format!("names of properties like {}", shortened(pattern));
                    self.notes.loss("pattern", &place, found, "any names");
                }
                self.inner(schema, &step(&place, pattern), &hint)?
            }
            (_, Some(Json::Bool(false))) => {
                node.skip(&["additionalProperties"]);
                let found = "an object without properties";
                self.notes.loss("empty", &node.pointer, found, "`map<json>`");
                JSON
            }
            (_, Some(schema)) => {
                node.skip(&["additionalProperties"]);
                self.inner(schema, &node.place("additionalProperties"), &hint)?
            }
            (_, None) => JSON,
        };
        Ok(Shape::limited(value.map(), counts(node, "minProperties", "maxProperties")))
    }

    /// The type of elements. One with limits or a description becomes a scalar, which can have them.
    pub(super) fn inner(&mut self, schema: &'a Json, place: &str, hint: &str) -> Result<Ty, Fault> {
        let Json::Object(object) = schema else { return Ok(self.shape(schema, place, hint)?.ty) };
        let node = Node::new(object, place);
        let shape = self.shape_of(&node, hint)?;
        let ty = self.element(shape, (&node, hint));
        node.finish(self.notes);
        Ok(ty)
    }

    /// The type of an element with limits and words.
    pub(super) fn element(&mut self, shape: Shape, (node, hint): (&Node<'a>, &str)) -> Ty {
        let Shape { ty, limits, words } = shape;
        if let Ty::Nullable(inner) = ty {
            let inner = Shape { ty: *inner, limits, words };
            return self.element(inner, (node, hint)).nullable();
        }
        let Words { description, properties, default: _ } = words;
        let properties: Properties = properties.into_iter().chain(node.custom()).collect();
        let description = match node.unread("description") {
            Some(_) => node.words("description"),
            None => description,
        };
        let says_more = !limits.is_empty() || !properties.is_empty() || description.is_some();
        match ty {
            Ty::Primitive(base) if base.is_atomic() && says_more => {
                let id = self.scalar(base, limits, hint, &node.pointer);
                let scalar = &mut self.unit.scalars[id];
                (scalar.description, scalar.properties) = (description, properties);
                Ty::Scalar(id)
            }
            ty => {
                if !limits.is_empty() {
                    self.notes.loss("limits", &node.pointer, "limits of elements", "left out");
                }
                for (key, value) in &properties {
                    let found = format!("`{key}`: {}", shortened(&value.compact()));
                    self.notes.loss("keyword", &node.place(key), found, "left out");
                }
                if let Some(words) = description {
                    let found = format!("description: {}", shortened(&words));
                    self.notes.loss("keyword", &node.place("description"), found, "left out");
                }
                ty
            }
        }
    }
}

/// Counts keywords as read that say nothing of values of a type.
pub(super) fn skip_foreign(node: &Node<'_>, ty: &Ty) {
    const OF_OBJECTS: [&str; 4] =
        ["additionalProperties", "unevaluatedProperties", "required", "properties"];
    const OF_LISTS: [&str; 3] = ["additionalItems", "items", "uniqueItems"];
    let ty = match ty {
        Ty::Nullable(inner) => inner,
        other => other,
    };
    match ty {
        Ty::Primitive(Primitive::Json) | Ty::Variant(_) => {}
        Ty::Primitive(_) | Ty::Scalar(_) | Ty::Enum(_) => {
            node.skip(&OF_OBJECTS);
            node.skip(&OF_LISTS);
        }
        // It is about the items of a tuple.
        Ty::List(_) if node.peek("items").is_some_and(|items| items.as_array().is_none()) => {
            node.skip(&OF_OBJECTS);
            node.skip(&["additionalItems"]);
        }
        Ty::List(_) => node.skip(&OF_OBJECTS),
        Ty::Map(_) | Ty::Record(_) => node.skip(&OF_LISTS),
        Ty::Nullable(_) => {}
    }
}
