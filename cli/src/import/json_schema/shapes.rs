//! Maps JSON Schemas to types and limits of the catalog.

use annals_catalog::count::counted;
use annals_catalog::model::{self, Format, Primitive};

use super::super::avro::DEEPEST;
use super::super::draft::{JSON, Limits, Ty};
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::choices::raw;
use super::{Reader, Shape, bytes, text};
use annals_codegen::json::{Json, Number, step};
use annals_codegen::lower::json_schema::bounds;

impl<'a> Reader<'a, '_> {
    /// The shape of any schema, including `true` and `false`; `hint` names a type that has no name.
    pub(super) fn shape(
        &mut self,
        schema: &'a Json,
        pointer: &str,
        hint: &str,
    ) -> Result<Shape, Fault> {
        match schema {
            Json::Object(object) => {
                let node = Node::new(object, pointer);
                let shape = self.shape_of(&node, hint)?;
                node.finish(self.notes);
                Ok(shape)
            }
            Json::Bool(true) => Ok(Shape::of(JSON)),
            Json::Bool(false) => {
                self.notes.loss("never", pointer, "a schema that no value fits", "`json`");
                Ok(Shape::of(JSON))
            }
            other => {
                let message = format!("`{}` is not a schema", shortened(&other.compact()));
                Err((pointer.to_owned(), message))
            }
        }
    }

    /// The shape of an object. Its other keys are left to the caller.
    pub(super) fn shape_of(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        let nullable = node.get("nullable") == Some(&Json::Bool(true));
        let mut shape = self.bare(node, hint)?;
        if nullable {
            shape.ty = shape.ty.nullable();
        }
        if shape.ty.depth() > DEEPEST {
            let found = format!("{} nested lists and maps", shape.ty.depth());
            self.notes.loss("depth", &node.pointer, found, "`json`");
            return Ok(Shape::of(JSON));
        }
        Ok(shape)
    }

    fn bare(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        if let Some(reference) = node.text("$ref") {
            return self.referred(node, reference);
        }
        if self.is_record(node) {
            let shape = self.named_record(node, hint, None)?;
            // The record has them; the field has no words of its own.
            node.skip(&["description", "deprecated", "x-pii", "title", "$comment"]);
            return Ok(shape);
        }
        if let Some(choices) = self.choices(node) {
            return Ok(Shape::of(self.enumeration(node, hint, choices, None)));
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(branches) = raw(node, key) {
                let _ = node.get(key);
                return self.union(branches, &node.place(key), hint);
            }
        }
        if let Some(parts) = raw(node, "allOf") {
            let _ = node.get("allOf");
            let place = node.place("allOf");
            if let [only] = parts {
                return self.shape(only, &step(&place, 0), hint);
            }
            self.notes.loss("all-of", &place, "several schemas in `allOf`", "`json`");
            return Ok(Shape::of(JSON));
        }
        self.typed(node, hint)
    }

    fn referred(&mut self, node: &Node<'a>, reference: &str) -> Result<Shape, Fault> {
        let Shape { ty, limits } = self.reference(reference, &node.place("$ref"))?;
        let is_bytes = match &ty {
            Ty::Primitive(primitive) => *primitive == Primitive::Bytes,
            Ty::Scalar(id) => self.unit.scalars[*id].base == Primitive::Bytes,
            Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) | Ty::Enum(_) => false,
            Ty::Record(_) | Ty::Variant(_) => false,
        };
        let own = if is_bytes { bytes::limits(node) } else { self.limits(node, None) };
        // The definition of a format has no other limits.
        let format = own.format.or(limits.format);
        let limits = if own.is_empty() { limits } else { Limits { format, ..own } };
        Ok(Shape { ty, limits })
    }

    /// One of several schemas: one schema or null, or the cases of a variant.
    fn union(&mut self, branches: &'a [Json], place: &str, hint: &str) -> Result<Shape, Fault> {
        let null = |branch: &Json| branch.compact() == r#"{"type":"null"}"#;
        let others: Vec<usize> = (0..branches.len()).filter(|at| !null(&branches[*at])).collect();
        let nullable = others.len() < branches.len();
        let [only] = others[..] else {
            let cases: Vec<(usize, &Json)> =
                others.iter().map(|index| (*index, &branches[*index])).collect();
            if let Some(ty) = self.variant(&cases, (place, hint), None)? {
                return Ok(Shape::of(if nullable { ty.nullable() } else { ty }));
            }
            let made = if nullable { "`json?`" } else { "`json`" };
            let found = format!("one of {}", counted(branches.len(), "schema"));
            self.notes.loss("union", place, found, made);
            return Ok(Shape::of(if nullable { JSON.nullable() } else { JSON }));
        };
        let mut shape = self.shape(&branches[only], &step(place, only), hint)?;
        if nullable {
            shape.ty = shape.ty.nullable();
        }
        Ok(shape)
    }

    /// A schema by its `type`.
    fn typed(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        self.single(node);
        let (word, nullable) = match node.get("type") {
            Some(Json::String(word)) => (Some(word.as_str()), false),
            Some(Json::Array(words)) => match self.kinds(words, node, hint) {
                Some(shape) => return Ok(shape),
                None => self.one_word(words, node),
            },
            _ => (self.guessed(node), false),
        };
        if node.has("enum") {
            let found =
                format!("enum: {}", node.get("enum").map_or_else(String::new, Json::compact));
            self.notes.loss(
                "enum",
                &node.place("enum"),
                shortened(&found),
                "any value of its type",
            );
        }
        let shape = match word {
            Some("string") => self.string(node),
            Some("boolean") => Shape::of(Ty::Primitive(Primitive::Boolean)),
            Some(word @ ("integer" | "number")) => self.number(node, word),
            Some("array") => self.array(node, hint)?,
            Some("object") => self.map(node, hint)?,
            Some("null") => {
                self.notes.loss("null", &node.pointer, "a type that is only null", "`json?`");
                Shape::of(JSON.nullable())
            }
            Some(other) => {
                return Err(
                    node.fault(format!("`{}` is not a type of JSON Schema", shortened(other)))
                );
            }
            None => Shape::of(JSON),
        };
        Ok(if nullable { Shape { ty: shape.ty.nullable(), ..shape } } else { shape })
    }

    /// The only value of a field with this type, if the catalog can have it as a constant.
    pub(super) fn constant(&self, ty: &Ty, value: &Json) -> Option<Json> {
        let base = match ty {
            Ty::Primitive(primitive) => *primitive,
            Ty::Scalar(id) => self.unit.scalars[*id].base,
            Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) | Ty::Enum(_) => return None,
            Ty::Record(_) | Ty::Variant(_) => return None,
        };
        let fits = match base {
            Primitive::String => matches!(value, Json::String(_)),
            Primitive::Boolean => matches!(value, Json::Bool(_)),
            Primitive::Int | Primitive::Long => is_whole(value),
            Primitive::Float | Primitive::Double | Primitive::Bytes | Primitive::Date => false,
            Primitive::Datetime | Primitive::Uuid | Primitive::Json => false,
            Primitive::Moment(_) | Primitive::Decimal(_) => false,
        };
        fits.then(|| value.clone())
    }

    /// The variant of several words besides null.
    fn kinds(&mut self, words: &'a [Json], node: &Node<'_>, hint: &str) -> Option<Shape> {
        let others: Vec<&str> =
            words.iter().filter_map(Json::as_str).filter(|word| *word != "null").collect();
        let ty = self.words(&others, &node.place("type"), hint)?;
        Some(Shape::of(if others.len() < words.len() { ty.nullable() } else { ty }))
    }

    fn one_word(&mut self, words: &'a [Json], node: &Node<'_>) -> (Option<&'a str>, bool) {
        let others: Vec<&str> =
            words.iter().filter_map(Json::as_str).filter(|word| *word != "null").collect();
        let nullable = others.len() < words.len();
        if let [only] = others[..] {
            return (Some(only), nullable);
        }
        let found = format!("one of the types {}", others.join(", "));
        self.notes.loss("union", &node.place("type"), found, "`json`");
        (None, nullable)
    }

    /// The type that the other keys of a schema without `type` belong to.
    fn guessed(&self, node: &Node<'_>) -> Option<&'static str> {
        let any = |keys: &[&str]| keys.iter().any(|key| node.has(key));
        match () {
            () if any(&["additionalProperties", "patternProperties"]) => Some("object"),
            () if any(&["items", "prefixItems"]) => Some("array"),
            () if any(&["pattern", "minLength", "maxLength", "contentEncoding"]) => Some("string"),
            () => match node.peek("const")? {
                Json::String(_) => Some("string"),
                Json::Bool(_) => Some("boolean"),
                other => is_whole(other).then_some("integer"),
            },
        }
    }

    fn string(&mut self, node: &Node<'_>) -> Shape {
        let format = node.text("format");
        if let Some("base64") =
            node.text("contentEncoding").or(format.filter(|word| *word == "byte").map(|_| "base64"))
        {
            return Shape { ty: Ty::Primitive(Primitive::Bytes), limits: bytes::limits(node) };
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
        Shape { ty: Ty::Primitive(ty), limits }
    }

    fn number(&mut self, node: &Node<'_>, word: &str) -> Shape {
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
        Shape { ty: Ty::Primitive(ty), limits: self.limits(node, Some(ty)) }
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
        Ok(Shape { ty: item.list(), limits: counts(node, "minItems", "maxItems") })
    }

    fn map(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        node.skip(&["properties", "required"]);
        let place = node.place("additionalProperties");
        let value = match node.get("additionalProperties") {
            Some(Json::Bool(false)) => {
                self.notes.loss(
                    "empty",
                    &node.pointer,
                    "an object without properties",
                    "`map<json>`",
                );
                JSON
            }
            Some(schema) => self.inner(schema, &place, &format!("{hint}Value"))?,
            None => JSON,
        };
        Ok(Shape { ty: value.map(), limits: counts(node, "minProperties", "maxProperties") })
    }

    /// The type of elements. One with limits becomes a scalar, which can have them.
    pub(super) fn inner(&mut self, schema: &'a Json, place: &str, hint: &str) -> Result<Ty, Fault> {
        let Shape { ty, limits } = self.shape(schema, place, hint)?;
        if limits.is_empty() {
            return Ok(ty);
        }
        Ok(match ty {
            Ty::Primitive(base) => Ty::Scalar(self.scalar(base, limits, hint, place)),
            Ty::Nullable(inner) => match *inner {
                Ty::Primitive(base) => {
                    Ty::Scalar(self.scalar(base, limits, hint, place)).nullable()
                }
                other => self.without(other.nullable(), place),
            },
            other => self.without(other, place),
        })
    }

    fn without(&mut self, ty: Ty, place: &str) -> Ty {
        self.notes.loss("limits", place, "limits of elements", "left out");
        ty
    }

    /// The limits of a text or number, without those that its type has anyway.
    fn limits(&mut self, node: &Node<'_>, ty: Option<Primitive>) -> Limits {
        let own =
            |key| number(node, key).filter(|bound| ty.is_none_or(|ty| !is_bound(ty, key, bound)));
        let lengths = counts(node, "minLength", "maxLength");
        let items = counts(node, "minItems", "maxItems");
        let properties = counts(node, "minProperties", "maxProperties");
        Limits {
            min: own("minimum"),
            max: own("maximum"),
            multiple_of: number(node, "multipleOf"),
            min_length: lengths.min_length.or(items.min_length).or(properties.min_length),
            max_length: lengths.max_length.or(items.max_length).or(properties.max_length),
            ..text::limits(node, ty)
        }
    }
}

fn counts(node: &Node<'_>, least: &str, most: &str) -> Limits {
    let count = |key: &str| number(node, key).and_then(|number| number.as_u64());
    Limits { min_length: count(least), max_length: count(most), ..Limits::default() }
}

fn number(node: &Node<'_>, key: &str) -> Option<Number> {
    match node.get(key) {
        Some(Json::Number(number)) => Some(number.clone()),
        _ => None,
    }
}

/// True for the bound that our own schemas give every number of a type.
fn is_bound(ty: Primitive, key: &str, number: &Number) -> bool {
    let known = bounds(ty).map(|(least, most)| if key == "minimum" { least } else { most });
    match known {
        Some(model::Number::Int(known)) => number.as_i64() == Some(known),
        Some(model::Number::Float(known)) => number.as_f64() == Some(known),
        None => false,
    }
}

fn is_whole(value: &Json) -> bool {
    matches!(value, Json::Number(_)) && value.compact().parse::<i64>().is_ok()
}
