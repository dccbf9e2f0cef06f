//! Reads variants: schemas that are one of several, each for other values.

use std::collections::BTreeSet;

use annals_catalog::model::Primitive;
use heck::ToUpperCamelCase as _;

use super::super::cases;
use super::super::draft::{Case, EnumValue, JSON, Tag, Ty, Values, Variant};
use super::super::names;
use super::super::node::Node;
use super::super::note::Fault;
use super::{Reader, Shape};
use annals_codegen::json::{Json, Object, step};

/// The branches of a union that a key in each of them tells apart.
struct Tagged<'a> {
    key: &'a str,
    /// The key of the value, if it is not the object with the tag.
    content: Option<&'a str>,
    /// The value of the tag in each branch.
    tags: Vec<&'a Json>,
    /// Whether the last branch is for all other tags.
    open: bool,
}

/// The branches of a union without null: their positions in it, and their schemas.
type Branches<'a> = [(usize, &'a Json)];

impl<'a> Reader<'a, '_> {
    /// The variant that has the branches as its cases; `None` if it is not known how to tell them apart. `pointer` is that
    /// of its definition.
    pub(super) fn variant(
        &mut self,
        branches: &Branches<'a>,
        (place, hint): (&str, &str),
        pointer: Option<&str>,
    ) -> Result<Option<Ty>, Fault> {
        if let Some(tagged) = self.tagged(branches) {
            return self.of_tags(branches, &tagged, (place, hint), pointer).map(Some);
        }
        if branches.len() < 2 || !self.are_apart(branches) {
            return Ok(None);
        }
        let id = self.reserve(place, hint, pointer);
        let mut types = Vec::new();
        for (index, branch) in branches {
            let place = step(place, index);
            let ty = self.inner(branch, &place, &format!("{hint}{}", index + 1))?;
            let mut ty = if let Ty::Nullable(inner) = ty { *inner } else { ty };
            if matches!(ty.leaf(), Ty::Variant(_)) {
                self.notes.loss("union", &place, "a union in another", "`json`");
                *ty.leaf_mut() = JSON;
            }
            types.push(ty);
        }
        if !cases::are_cases(&self.unit, &types) {
            self.notes.loss("union", place, "a union of types that are alike in Avro", "a string");
            types = vec![Ty::Primitive(Primitive::String)];
        }
        self.unit.variants[id].cases = cases::named(&mut self.unit, types, place);
        Ok(Some(Ty::Variant(id)))
    }

    /// True if the kind of a value says which branch it is of, or for several objects, a property that only one has.
    fn are_apart(&self, branches: &Branches<'a>) -> bool {
        let (mut kinds, mut objects) = (BTreeSet::new(), Vec::new());
        for (_, branch) in branches {
            let Some(kind) = self.kind(branch, 0) else { return false };
            let is_first = kinds.insert(kind);
            if kind == "object" {
                objects.push(self.part(branch).map(|(object, _)| object));
            } else if !is_first {
                return false;
            }
        }
        let objects: Option<Vec<&Object>> = objects.into_iter().collect();
        objects.is_some_and(|objects| {
            let is_record = |object: &Object| self.is_record(&Node::new(object, ""));
            objects.len() < 2
                || objects.iter().all(|object| is_record(object)) && have_own(&objects)
        })
    }

    /// The variant for several words of `type`.
    pub(super) fn words(
        &mut self,
        words: &[&str],
        node: &Node<'a>,
        hint: &str,
    ) -> Result<Shape, Fault> {
        let is_other = |word: &&&str| **word != "integer" || !words.contains(&"number");
        let words: Vec<&str> = words.iter().filter(is_other).copied().collect();
        if let [only] = words[..] {
            return self.of_kind(node, only, hint);
        }
        let place = node.place("type");
        let id = self.reserve(&place, hint, None);
        let mut types = Vec::new();
        for word in words {
            let hint = format!("{hint}{}", word.to_upper_camel_case());
            let shape = self.of_kind(node, word, &hint)?;
            types.push(self.element(shape, (node, &hint)));
        }
        self.unit.variants[id].cases = cases::named(&mut self.unit, types, &place);
        Ok(Shape::of(Ty::Variant(id)))
    }

    /// Adds a variant without its cases, so that they can contain it.
    fn reserve(&mut self, place: &str, hint: &str, pointer: Option<&str>) -> usize {
        let id = self.unit.variants.len();
        self.unit.variants.push(Variant {
            name: self.taken.records.numbered(names::camel(hint), ""),
            file: self.notes.file.clone(),
            pointer: place.to_owned(),
            ..Variant::default()
        });
        if let Some(pointer) = pointer {
            self.definitions.insert(self.here(pointer), Shape::of(Ty::Variant(id)));
        }
        id
    }

    /// Finds a key that each branch requires with another string, except perhaps the last one.
    fn tagged(&self, branches: &Branches<'a>) -> Option<Tagged<'a>> {
        let objects: Option<Vec<(&'a Object, bool)>> = branches
            .iter()
            .map(|(_, branch)| {
                let (object, target) = self.part(branch)?;
                Some((object, target.is_some()))
            })
            .collect();
        let objects = objects?;
        let (first, _) = objects.first()?;
        let properties = first.get("properties").and_then(Json::as_object)?;
        properties.0.iter().find_map(|(key, _)| {
            let (open, listed) = match objects.split_last() {
                Some(((last, false), listed)) if is_unknown(last, key) => (true, listed),
                _ => (false, objects.as_slice()),
            };
            let tags: Option<Vec<&Json>> =
                listed.iter().map(|(object, _)| constant(object, key)).collect();
            let tags = tags.filter(|tags| {
                let different: BTreeSet<_> = tags.iter().map(|tag| tag.compact()).collect();
                different.len() == tags.len() && (tags.len() > 1 || open)
            })?;
            let content = self.content(listed, key);
            Some(Tagged { key, content, tags, open })
        })
    }

    /// The key of the value, if each object has nothing else beside its tag, and the values are different in Avro.
    fn content(&self, objects: &[(&'a Object, bool)], key: &str) -> Option<&'a str> {
        let (mut found, mut branches) = (None, BTreeSet::new());
        for (object, is_reference) in objects {
            let (content, value) = content(object, key).filter(|_| !is_reference)?;
            let branch = match self.kind(value, 0)? {
                "object" => {
                    let (object, _) = self.part(value)?;
                    let is_record = self.is_record(&Node::new(object, ""));
                    if is_record { value.compact() } else { "object".to_owned() }
                }
                kind => kind.to_owned(),
            };
            if *found.get_or_insert(content) != content || !branches.insert(branch) {
                return None;
            }
        }
        found
    }

    fn of_tags(
        &mut self,
        branches: &Branches<'a>,
        tagged: &Tagged<'a>,
        (place, hint): (&str, &str),
        pointer: Option<&str>,
    ) -> Result<Ty, Fault> {
        let id = self.reserve(place, hint, pointer);
        let owner = self.unit.variants[id].name.clone();
        let (mut read, mut taken) = (Vec::new(), Values::default());
        for ((index, branch), tag) in branches.iter().zip(&tagged.tags) {
            let place = step(place, index);
            let EnumValue { value: name, wire, .. } = EnumValue::of(tag, &mut taken);
            let hint = format!("{owner}{}", name.to_upper_camel_case());
            let (mut ty, description) = match tagged.content {
                Some(content) => self.beside(branch, content, &place, &hint)?,
                None => self.inside(branch, tagged.key, &place, &hint)?,
            };
            let wire = wire.and_then(|wire| wire.as_str().map(str::to_owned));
            cases::without_precision(&mut self.unit, &mut ty, &place);
            read.push(Case { name, wire, ty, description });
        }
        let variant = &mut self.unit.variants[id];
        variant.cases = read;
        variant.open = tagged.open;
        variant.tag = match tagged.content {
            Some(content) => Tag::Beside(tagged.key.to_owned(), content.to_owned()),
            None => Tag::Inside(tagged.key.to_owned()),
        };
        Ok(Ty::Variant(id))
    }

    /// The record of a case, and its description. The tag is not a field of the record, unless its schema says more or
    /// others may use the record too.
    fn inside(
        &mut self,
        branch: &'a Json,
        key: &str,
        place: &str,
        hint: &str,
    ) -> Result<(Ty, Option<String>), Fault> {
        let object = branch.as_object().filter(|object| object.get("$ref").is_none());
        let Some(object) = object else { return Ok((self.shape(branch, place, hint)?.ty, None)) };
        let node = Node::new(object, place);
        let Shape { ty, .. } = self.named_record(&node, hint, None)?;
        node.skip(&["title", "x-pii"]);
        node.finish(self.notes);
        let Ty::Record(id) = ty else { return Ok((ty, None)) };
        let record = &mut self.unit.records[id];
        let tag = object.get("properties").and_then(Json::as_object).and_then(|all| all.get(key));
        if tag.and_then(Json::as_object).is_some_and(|tag| tag.0.len() == 1) {
            record.fields.retain(|field| field.on_wire() != key);
        }
        Ok((ty, record.description.take()))
    }

    /// The type of a value beside its tag.
    fn beside(
        &mut self,
        branch: &'a Json,
        content: &str,
        place: &str,
        hint: &str,
    ) -> Result<(Ty, Option<String>), Fault> {
        let Some(object) = branch.as_object() else { return Ok((JSON, None)) };
        let node = Node::new(object, place);
        let properties = node.get("properties").and_then(Json::as_object);
        let Some(schema) = properties.and_then(|all| all.get(content)) else {
            return Ok((JSON, None));
        };
        node.skip(&["type", "required", "additionalProperties", "title"]);
        let description = node.words("description");
        node.finish(self.notes);
        let place = step(&step(place, "properties"), content);
        let ty = self.inner(schema, &place, hint)?;
        Ok((if let Ty::Nullable(inner) = ty { *inner } else { ty }, description))
    }

    /// What the values of all schemas are in JSON, if that is one kind.
    pub(super) fn one_kind(&self, schemas: impl Iterator<Item = &'a Json>) -> Option<&'static str> {
        one(schemas.map(|schema| self.kind(schema, 0)))
    }

    /// What all values of a schema are in JSON, if that is one kind.
    fn kind(&self, schema: &'a Json, depth: usize) -> Option<&'static str> {
        let (object, _) = self.part(schema).filter(|_| depth < 8)?;
        match object.get("type") {
            Some(Json::String(word)) => {
                return Some(match word.as_str() {
                    "string" => "string",
                    "boolean" => "boolean",
                    "integer" | "number" => "number",
                    "array" => "array",
                    "object" => "object",
                    _ => return None,
                });
            }
            Some(_) => return None,
            None => {}
        }
        if let Some(value) = object.get("const") {
            return kind_of(value);
        }
        if let Some(values) = object.get("enum").and_then(Json::as_array) {
            return one(values.iter().map(kind_of));
        }
        let key = ["anyOf", "oneOf"].into_iter().find_map(|key| object.get(key))?;
        one(key.as_array()?.iter().map(|branch| self.kind(branch, depth + 1)))
    }
}

/// The kind of all of them.
fn one(mut kinds: impl Iterator<Item = Option<&'static str>>) -> Option<&'static str> {
    let first = kinds.next()??;
    kinds.all(|kind| kind == Some(first)).then_some(first)
}

fn kind_of(value: &Json) -> Option<&'static str> {
    match value {
        Json::String(_) => Some("string"),
        Json::Bool(_) => Some("boolean"),
        Json::Number(_) => Some("number"),
        Json::Array(_) => Some("array"),
        Json::Object(_) => Some("object"),
        Json::Null => None,
    }
}

fn requires(object: &Object, key: &str) -> bool {
    let required = object.get("required").and_then(Json::as_array).unwrap_or_default();
    required.iter().any(|name| name.as_str() == Some(key))
}

/// True if no object may have more properties, and each requires one without a default that no other one has.
fn have_own(objects: &[&Object]) -> bool {
    let property = |object: &'_ &Object, key: &str| {
        object.get("properties").and_then(Json::as_object).and_then(|all| all.get(key)).cloned()
    };
    objects.iter().enumerate().all(|(index, object)| {
        let others = || objects.iter().enumerate().filter(move |(other, _)| *other != index);
        let required = object.get("required").and_then(Json::as_array).unwrap_or_default();
        object.get("additionalProperties") == Some(&Json::Bool(false))
            && required.iter().filter_map(Json::as_str).any(|key| {
                let own = property(object, key);
                let own = own
                    .filter(|own| own.as_object().is_some_and(|own| own.get("default").is_none()));
                own.is_some() && others().all(|(_, other)| property(other, key).is_none())
            })
    })
}

/// The only string of a required property.
fn constant<'a>(object: &'a Object, key: &str) -> Option<&'a Json> {
    let property = object.get("properties")?.as_object()?.get(key)?.as_object()?;
    let single = match property.get("enum").and_then(Json::as_array) {
        Some([only]) => Some(only),
        _ => None,
    };
    let value = property.get("const").or(single).filter(|value| value.as_str().is_some())?;
    requires(object, key).then_some(value)
}

/// The required property beside the tag, if there is only one and no other is allowed.
fn content<'a>(object: &'a Object, key: &str) -> Option<(&'a str, &'a Json)> {
    let properties = &object.get("properties")?.as_object()?.0;
    let closed = object.get("additionalProperties") == Some(&Json::Bool(false));
    let mut others = properties.iter().filter(|(name, _)| name != key);
    let (name, value) = others.next().filter(|(name, _)| closed && requires(object, name))?;
    others.next().is_none().then_some((name.as_str(), value))
}

/// True for an object whose tag is none of several.
fn is_unknown(object: &Object, key: &str) -> bool {
    let property = object.get("properties").and_then(Json::as_object);
    let property = property.and_then(|all| all.get(key)).and_then(Json::as_object);
    requires(object, key) && property.is_some_and(|property| property.get("not").is_some())
}
