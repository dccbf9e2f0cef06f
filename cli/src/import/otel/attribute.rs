//! Reads attributes and their types.

use annals_catalog::model::Primitive;
use annals_codegen::json::{Json, step};

use super::super::draft::{Enum, EnumValue, Field, JSON, Ty, Values};
use super::super::names;
use super::super::node::{Node, shortened};
use super::event::Reader;
use super::layers::Layers;
use super::words;

/// Keys that say which attribute it is.
const SILENT: [&str; 5] = ["id", "key", "ref", "members", "fields"];

impl Reader<'_, '_> {
    /// An attribute as a field of the event's data.
    pub(super) fn attribute(&mut self, layers: &Layers<'_>) -> Field {
        let file = self.notes.file.clone();
        let place = layers.place().filter(|place| place.document == self.document);
        let pointer =
            place.map_or_else(|| self.unit.pointer.clone(), |place| place.pointer.clone());
        let Some(merged) = layers.merged() else {
            let found = format!("the attribute `{}`, which is not in these files", layers.key);
            self.notes.loss("reference", &pointer, found, "`json`");
            let mut field = self.named(&layers.key, JSON, &pointer);
            field.required = Some(false);
            return field;
        };
        if let Some(place) = layers.place() {
            self.notes.file.clone_from(&self.documents.all[place.document].file);
        }
        let place = layers.place().map_or(pointer.clone(), |place| place.pointer.clone());
        let node = Node::new(&merged, &place);
        let ty = self.ty(&node, &names::camel(&layers.key));
        let mut field = self.value(&layers.key, ty, &node);
        field.pointer = pointer;
        node.finish(self.notes);
        self.notes.file = file;
        field
    }

    /// A field with what a convention says of it.
    pub(super) fn value(&mut self, key: &str, ty: Ty, node: &Node<'_>) -> Field {
        let mut field = self.named(key, ty, &node.pointer);
        node.skip(&SILENT);
        let requirement = words::requirement(node);
        field.required = (!requirement.is_required).then_some(false);
        field.description = words::description(node);
        field.deprecated = words::deprecation(node);
        let (example, more) = self.examples(node, &field.ty);
        field.example = example;
        field.properties = requirement.properties;
        field.properties.extend(words::properties(node));
        if !more.is_empty() {
            field.properties.push(("x-examples".to_owned(), Json::Array(more)));
        }
        field
    }

    /// A field of which only the name and type are known.
    fn named(&mut self, key: &str, ty: Ty, pointer: &str) -> Field {
        let (name, wire) = names::field_of(key, &mut self.fields);
        if wire.is_none() && name != key {
            self.notes.loss("name", pointer, format!("the attribute {key}"), format!("`{name}`"));
        }
        Field { wire, ..Field::new(name, ty, pointer) }
    }

    /// The type of an attribute, or of a value in the body of an event; `hint` names a type that has no name.
    pub(super) fn ty(&mut self, node: &Node<'_>, hint: &str) -> Ty {
        let place = node.place("type");
        match node.get("type") {
            Some(Json::String(word)) if word == "map" => self.map(node, hint),
            Some(Json::String(word)) if word == "enum" => self.enumeration(node, hint),
            Some(Json::String(word)) => self.simple(word, &place),
            Some(Json::Object(object)) => {
                let node = Node::new(object, &place);
                let ty = self.enumeration(&node, hint);
                node.skip(&["allow_custom_values"]);
                node.finish(self.notes);
                ty
            }
            other => {
                let found =
                    other.map_or_else(|| "no type".to_owned(), |it| shortened(&it.compact()));
                self.notes.loss("type", &place, found, "`json`");
                JSON
            }
        }
    }

    fn simple(&mut self, word: &str, place: &str) -> Ty {
        if let Some(inner) = word.strip_prefix("template[").and_then(|rest| rest.strip_suffix(']'))
        {
            let found = format!("{word}: any attributes whose names begin with this one");
            self.notes.loss("template", place, found, "a map below its name");
            return self.simple(inner, place).map();
        }
        if word == "byte[]" {
            return Ty::Primitive(Primitive::Bytes);
        }
        if let Some(inner) = word.strip_suffix("[]") {
            return self.simple(inner, place).list();
        }
        match word {
            "string" => Ty::Primitive(Primitive::String),
            "int" => Ty::Primitive(Primitive::Long),
            "double" => Ty::Primitive(Primitive::Double),
            "boolean" => Ty::Primitive(Primitive::Boolean),
            "any" | "undefined" => JSON,
            other => {
                self.notes.loss("type", place, format!("the type {}", shortened(other)), "`json`");
                JSON
            }
        }
    }

    /// The enum with the members of a node. Values that are not listed are allowed.
    fn enumeration(&mut self, node: &Node<'_>, hint: &str) -> Ty {
        let place = node.place("members");
        let members = node.get("members").and_then(Json::as_array).unwrap_or_default();
        let wires: Vec<&Json> = members.iter().filter_map(value_of).collect();
        let all = |is: fn(&Json) -> bool| wires.iter().all(|wire| is(wire));
        let is_whole = |wire: &Json| wire.compact().parse::<i64>().is_ok();
        let is_enum = all(|wire| wire.as_str().is_some()) || all(is_whole);
        if members.is_empty() || wires.len() < members.len() || !is_enum {
            let is_boolean = !wires.is_empty() && all(|wire| matches!(wire, Json::Bool(_)));
            let (made, ty) = match is_boolean {
                true => ("`boolean`", Ty::Primitive(Primitive::Boolean)),
                false => ("`json`", JSON),
            };
            let found = "members whose values are neither all strings nor all whole numbers";
            self.notes.loss("enum", &place, found, made);
            return ty;
        }
        let mut taken = Values::default();
        let mut values = Vec::new();
        for (index, (member, wire)) in members.iter().zip(wires).enumerate() {
            let Some(object) = member.as_object() else { continue };
            let node = Node::new(object, &step(&place, index));
            values.push(self.member(&node, wire, &mut taken));
            node.finish(self.notes);
        }
        let mut item = Enum::new(hint.to_owned(), values, &self.notes.file, &place);
        replace_members(&mut item.values);
        self.unit.enums.push(item);
        Ty::Enum(self.unit.enums.len() - 1)
    }

    fn member(&mut self, node: &Node<'_>, wire: &Json, taken: &mut Values) -> EnumValue {
        node.skip(&["value"]);
        let id = node.text("id").map_or_else(|| wire.clone(), |id| Json::String(id.to_owned()));
        let mut value = EnumValue::of(&id, taken);
        value.wire = (wire.as_str() != Some(value.value.as_str())).then(|| wire.clone());
        value.description = words::description(node).filter(|text| *text != value.value);
        value.deprecated = words::deprecation(node);
        value.properties = words::properties(node);
        value
    }

    /// An example that fits the type, and all others.
    fn examples(&self, node: &Node<'_>, ty: &Ty) -> (Option<Json>, Vec<Json>) {
        let mut all = match (node.get("examples"), ty) {
            (None | Some(Json::Null), _) => return (None, Vec::new()),
            (Some(Json::Array(items)), Ty::List(_))
                if !items.iter().all(|item| matches!(item, Json::Array(_))) =>
            {
                vec![Json::Array(items.clone())]
            }
            (Some(Json::Array(items)), _) => items.clone(),
            (Some(one), _) => vec![one.clone()],
        };
        let first = all.iter().position(|example| self.fits(example, ty));
        (first.map(|first| all.remove(first)), all)
    }

    fn fits(&self, example: &Json, ty: &Ty) -> bool {
        match (ty, example) {
            (Ty::Primitive(Primitive::String), Json::String(_)) => true,
            (Ty::Primitive(Primitive::Boolean), Json::Bool(_)) => true,
            (Ty::Primitive(Primitive::Long), Json::Number(number)) => number.is_i64(),
            (Ty::Primitive(Primitive::Double), Json::Number(_)) => true,
            (Ty::Primitive(Primitive::Json), _) => true,
            (Ty::List(inner), Json::Array(items)) => {
                items.iter().all(|item| self.fits(item, inner))
            }
            (Ty::Enum(id), example) => {
                self.unit.enums[*id].values.iter().any(|value| value.is(example))
            }
            (
                Ty::Primitive(_)
                | Ty::List(_)
                | Ty::Map(_)
                | Ty::Nullable(_)
                | Ty::Scalar(_)
                | Ty::Record(_)
                | Ty::Variant(_),
                _,
            ) => false,
        }
    }
}

/// The value of a member.
fn value_of(member: &Json) -> Option<&Json> {
    let object = member.as_object()?;
    object.get("value").or_else(|| object.get("id"))
}

/// Gives the replacements of values their names in the catalog.
fn replace_members(values: &mut [EnumValue]) {
    let live = values.iter().filter(|value| value.deprecated.is_none());
    let live: Vec<(String, Json)> = live
        .map(|value| {
            let wire = value.wire.clone().unwrap_or_else(|| Json::String(value.value.clone()));
            (value.value.clone(), wire)
        })
        .collect();
    for deprecation in values.iter_mut().filter_map(|value| value.deprecated.as_mut()) {
        words::replace(deprecation, |written| {
            let is_it =
                |(name, wire): &&(String, Json)| name == written || wire.as_str() == Some(written);
            live.iter().find(is_it).map(|(name, _)| name.clone())
        });
    }
}
