//! Maps JSON Schemas to types and limits of the catalog.

use annals_catalog::count::counted;
use annals_catalog::model::{self, Format, Primitive};

use super::super::avro::DEEPEST;
use super::super::draft::{JSON, Limits, Properties, Ty};
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::choices::raw;
use super::{Reader, Shape, Words, bytes, text};
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
            shape = shape.nullable();
        }
        node.skip(&["$schema", "$id"]);
        skip_foreign(node, &shape.ty);
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
        if node.is_read("const") || node.is_read("enum") {
            return self.typed(node, hint);
        }
        if let Some(choices) = self.choices(node) {
            let description = node.unread("description").and(node.words("description"));
            return Ok(Shape::of(self.enumeration(node, hint, choices, description)));
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(branches) = raw(node, key).filter(|_| !self.is_record(node)) {
                node.skip(&[key, "type"]);
                return self.union(branches, &node.place(key), hint);
            }
        }
        if node.get("allOf").is_some() {
            let place = node.place("allOf");
            self.notes.loss("all-of", &place, "schemas that do not merge", "left out");
        }
        self.typed(node, hint)
    }

    fn referred(&mut self, node: &Node<'a>, reference: &str) -> Result<Shape, Fault> {
        let Shape { ty, limits, words } = self.reference(reference, &node.place("$ref"))?;
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
        Ok(Shape { ty, limits, words })
    }

    /// One of several schemas: one schema or null, or the cases of a variant.
    fn union(&mut self, branches: &'a [Json], place: &str, hint: &str) -> Result<Shape, Fault> {
        let others: Vec<(usize, &Json)> =
            branches.iter().enumerate().filter(|(_, branch)| !is_null(branch)).collect();
        let nullable = others.len() < branches.len();
        let shape = match others[..] {
            [(at, only)] => self.only_branch(only, &step(place, at), hint)?,
            _ => match self.variant(&others, (place, hint), None)? {
                Some(ty) => Shape::of(ty),
                None => self.unclear(&others, place),
            },
        };
        Ok(if nullable { shape.nullable() } else { shape })
    }

    /// The only branch besides null, with the words about it.
    fn only_branch(&mut self, schema: &'a Json, place: &str, hint: &str) -> Result<Shape, Fault> {
        let Json::Object(object) = schema else { return self.shape(schema, place, hint) };
        let node = Node::new(object, place);
        let description = node.words("description");
        let mut shape = self.shape_of(&node, hint)?;
        shape.words.description = description.or(shape.words.description);
        shape.words.properties.extend(node.custom());
        node.finish(self.notes);
        Ok(shape)
    }

    /// The type of schemas that nothing tells apart.
    fn unclear(&mut self, branches: &[(usize, &'a Json)], place: &str) -> Shape {
        let ty = match self.one_kind(branches.iter().map(|(_, branch)| *branch)) {
            Some("object") => JSON.map(),
            Some("array") => JSON.list(),
            Some("string") => Ty::Primitive(Primitive::String),
            Some("number") => Ty::Primitive(Primitive::Double),
            Some("boolean") => Ty::Primitive(Primitive::Boolean),
            Some(_) | None => JSON,
        };
        let made = match &ty {
            Ty::List(_) => "`list<json>`",
            Ty::Map(_) => "`map<json>`",
            Ty::Primitive(primitive) => &format!("`{}`", primitive.name()),
            Ty::Nullable(_) | Ty::Scalar(_) | Ty::Enum(_) | Ty::Record(_) | Ty::Variant(_) => {
                "`json`"
            }
        };
        let found =
            format!("one of {} that nothing tells apart", counted(branches.len(), "schema"));
        self.notes.loss("union", place, found, made);
        Shape::of(ty)
    }

    /// A schema by its `type`.
    fn typed(&mut self, node: &Node<'a>, hint: &str) -> Result<Shape, Fault> {
        self.single(node);
        let all = match node.get("type") {
            Some(Json::String(word)) => vec![word.as_str()],
            Some(Json::Array(words)) => words.iter().filter_map(Json::as_str).collect(),
            _ => self.guessed(node).into_iter().collect(),
        };
        let words: Vec<&str> = all.iter().copied().filter(|word| *word != "null").collect();
        if node.unread("enum").is_some() {
            let found =
                format!("enum: {}", node.get("enum").map_or_else(String::new, Json::compact));
            let place = node.place("enum");
            self.notes.loss("enum", &place, shortened(&found), "any value of its type");
        }
        let shape = match words[..] {
            [] if all.is_empty() => return Ok(Shape::of(JSON)),
            [] => {
                self.notes.loss("null", &node.pointer, "a type that is only null", "`json?`");
                Shape::of(JSON)
            }
            [word] => self.of_kind(node, word, hint)?,
            _ => self.words(&words, node, hint)?,
        };
        let nullable = words.len() < all.len();
        Ok(if nullable { shape.nullable() } else { shape })
    }

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

    /// The type that the other keys of a schema without `type` belong to.
    fn guessed(&self, node: &Node<'_>) -> Option<&'static str> {
        let any = |keys: &[&str]| keys.iter().any(|key| node.has(key));
        let only = || match raw(node, "enum") {
            Some([only]) => Some(only),
            _ => node.peek("const"),
        };
        match () {
            () if any(&["properties", "additionalProperties", "patternProperties"]) => {
                Some("object")
            }
            () if any(&["items", "prefixItems"]) => Some("array"),
            () if any(&["pattern", "minLength", "maxLength", "contentEncoding"]) => Some("string"),
            () => match only()? {
                Json::String(_) => Some("string"),
                Json::Bool(_) => Some("boolean"),
                other => is_whole(other).then_some("integer"),
            },
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

    /// The limits of a text or number, without those that its type has anyway.
    fn limits(&mut self, node: &Node<'_>, ty: Option<Primitive>) -> Limits {
        let is_whole = matches!(ty, Some(Primitive::Int | Primitive::Long));
        let own = |key, beyond, more| {
            let written =
                number(node, key).map(|bound| if is_whole { whole(bound) } else { bound });
            // Of whole numbers, the one beyond a bound is the next one.
            let next =
                || whole(number(node, beyond)?).as_i64()?.checked_add(more).map(Number::from);
            let bound = written.or_else(|| if is_whole { next() } else { None });
            bound.filter(|bound| ty.is_none_or(|ty| !is_bound(ty, key, bound)))
        };
        let lengths = counts(node, "minLength", "maxLength");
        let items = counts(node, "minItems", "maxItems");
        let properties = counts(node, "minProperties", "maxProperties");
        Limits {
            min: own("minimum", "exclusiveMinimum", 1),
            max: own("maximum", "exclusiveMaximum", -1),
            multiple_of: number(node, "multipleOf"),
            min_length: lengths.min_length.or(items.min_length).or(properties.min_length),
            max_length: lengths.max_length.or(items.max_length).or(properties.max_length),
            ..text::limits(node, ty)
        }
    }
}

/// A whole number that was written with a fraction, without it.
fn whole(number: Number) -> Number {
    let value = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 2f64.powi(53));
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    let value = value.map(|value| value as i64);
    value.map_or(number, Number::from)
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

/// True for a schema of null.
pub(super) fn is_null(schema: &Json) -> bool {
    let Json::Object(object) = schema else { return false };
    let is = |key: &str, value: &str| object.get(key).is_some_and(|json| json.compact() == value);
    is("type", r#""null""#)
        || is("type", r#"["null"]"#)
        || is("const", "null")
        || is("enum", "[null]")
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

pub(super) fn is_whole(value: &Json) -> bool {
    matches!(value, Json::Number(_)) && value.compact().parse::<i64>().is_ok()
}
