//! Maps JSON Schemas to types of the catalog.

use annals_catalog::count::counted;
use annals_catalog::model::Primitive;

use super::super::avro::DEEPEST;
use super::super::draft::{JSON, Limits, Ty};
use super::super::node::{Node, shortened};
use super::super::note::Fault;
use super::choices::raw;
use super::kinds::skip_foreign;
use super::limits::is_whole;
use super::{Reader, Shape, bytes};
use annals_codegen::json::{Json, Object, step};

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
        if node.peek("type").is_some_and(is_only_null) {
            node.skip(&OF_OTHERS);
            return Ok(self.only_null(&node.pointer));
        }
        if let Some(reference) = node.text("$ref") {
            skip_same(node, reference);
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
                node.skip(&[key]);
                let branches = self.possible(node, branches);
                if let [(_, Json::Object(only))] = branches[..] {
                    skip_said(node, only);
                }
                return self.union(&branches, &node.place(key), hint);
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

    /// A type that is only null, whose null the caller adds.
    fn only_null(&mut self, place: &str) -> Shape {
        self.notes.loss("null", place, "a type that is only null", "`json?`");
        Shape::of(JSON.nullable())
    }

    /// The branches that the `type` beside them does not exclude.
    fn possible(&self, node: &Node<'a>, branches: &'a [Json]) -> Vec<(usize, &'a Json)> {
        let words = |json: &Json| match json {
            Json::Array(words) => {
                words.iter().filter_map(Json::as_str).map(str::to_owned).collect()
            }
            word => word.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>(),
        };
        let kinds = node.get("type").map(words);
        let is_possible = |branch: &'a Json| {
            let own = self.part(branch).and_then(|(object, _)| object.get("type")).map(words);
            let (Some(kinds), Some(own)) = (&kinds, own) else { return true };
            own.iter().any(|word| {
                kinds.contains(word)
                    || word == "integer" && kinds.iter().any(|kind| kind == "number")
            })
        };
        branches.iter().enumerate().filter(|(_, branch)| is_possible(branch)).collect()
    }

    /// One of several schemas: one schema or null, or the cases of a variant.
    fn union(
        &mut self,
        branches: &[(usize, &'a Json)],
        place: &str,
        hint: &str,
    ) -> Result<Shape, Fault> {
        let others = branches.iter().copied().filter(|(_, branch)| !is_null(branch));
        let others: Vec<(usize, &Json)> = others.collect();
        let nullable = others.len() < branches.len();
        let shape = match others[..] {
            [] => self.only_null(place),
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
            [] => self.only_null(&node.pointer),
            [word] => self.of_kind(node, word, hint)?,
            _ => self.words(&words, node, hint)?,
        };
        let nullable = words.len() < all.len();
        Ok(if nullable { shape.nullable() } else { shape })
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
}

/// Keywords that say something of values that are not null.
const OF_OTHERS: [&str; 14] = [
    "type",
    "const",
    "enum",
    "format",
    "pattern",
    "oneOf",
    "anyOf",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minimum",
    "maximum",
    "$ref",
];

/// Counts choices as read that allow nothing but null besides the reference that is beside them.
fn skip_same(node: &Node<'_>, reference: &str) {
    let is_same = |branch: &Json| {
        let own = branch.as_object().and_then(|branch| branch.get("$ref"));
        own.and_then(Json::as_str) == Some(reference)
    };
    for key in ["anyOf", "oneOf"] {
        let branches = raw(node, key).unwrap_or_default();
        let is_only = branches.iter().all(|branch| is_same(branch) || is_null(branch));
        if is_only && branches.iter().any(is_same) {
            node.skip(&[key]);
        }
    }
}

/// Counts keywords as read that the only branch has too.
fn skip_said(node: &Node<'_>, branch: &Object) {
    for (key, value) in &branch.0 {
        if node.peek(key) == Some(value) {
            node.skip(&[key]);
        }
    }
}

fn is_only_null(word: &Json) -> bool {
    match word {
        Json::Array(words) => matches!(words.as_slice(), [word] if is_only_null(word)),
        word => word.as_str() == Some("null"),
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
