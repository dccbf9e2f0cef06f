//! Reads Avro schemas.
//!
//! The top record is the event. Records keep their names, by which Avro knows them. Enums and fixed
//! types become enums and scalars, although the catalog writes those as other Avro types.

mod named;
mod types;

use std::collections::BTreeMap;

use annals_catalog::model::Primitive;
pub(super) use types::DEEPEST;

use super::avro_names::full_name;
use super::cases::tag_of;
use super::documents::Documents;
use super::draft::{Event, Field, Hints, Tag, Ty, Unit};
use super::names::{self, Taken};
use super::node::{Node, shortened};
use super::note::{Fault, Notes};
use super::roots::Root;
use annals_codegen::json::{Json, step};
use heck::ToUpperCamelCase as _;

/// Reads one schema.
pub(super) fn read(documents: &Documents, root: &Root, notes: &mut Notes) -> Result<Unit, Fault> {
    let place = root.pointer.as_str();
    let schema = documents.all[root.document].schema.at(place);
    let top = schema.and_then(Json::as_object).map(|object| Node::new(object, place));
    let top = top.filter(|top| matches!(top.text("type"), Some("record" | "error")));
    let top = top
        .ok_or_else(|| (place.to_owned(), "the schema of an event must be a record".to_owned()))?;
    let (namespace, name) = full_name(&top, "")?;
    let file = notes.file.clone();
    let unit = Unit { file: file.clone(), pointer: place.to_owned(), ..Unit::default() };
    let (taken, named) = (Taken::default(), BTreeMap::new());
    let mut reader = Reader {
        documents,
        unit,
        event: names::camel(&name),
        notes,
        named,
        taken,
        hint: String::new(),
        open: Vec::new(),
    };
    reader.is_error(&top);
    top.skip(&["type", "fields"]);
    let doc = top.text("doc").map(str::to_owned);
    let data = reader.fields(&top, &namespace)?;
    reader.tag_variants();
    let properties = top.custom();
    let deprecated = named::deprecation(&top);
    top.finish(reader.notes);
    let hints = Hints {
        namespace: Some(namespace).filter(|namespace| !namespace.is_empty()),
        name: Some(name.clone()),
        ..Hints::default()
    };
    reader.unit.event = Event {
        data,
        properties,
        deprecated,
        top: Some(name),
        doc,
        hints,
        file,
        ..Event::default()
    };
    Ok(reader.unit)
}

/// The state of reading one schema.
struct Reader<'a, 'n> {
    documents: &'a Documents,
    unit: Unit,
    /// The name of the event's data, with which names of its own begin.
    event: String,
    notes: &'n mut Notes,
    /// The types defined so far, by full name.
    named: BTreeMap<String, Ty>,
    /// The names of records and variants.
    taken: Taken,
    /// The name of a union at the current place, which has none in the schema.
    hint: String,
    /// The records around the current type; true if a value of the record can lack the type,
    /// because a list, map or union is in between.
    open: Vec<(usize, bool)>,
}

impl Reader<'_, '_> {
    fn fields(&mut self, record: &Node<'_>, namespace: &str) -> Result<Vec<Field>, Fault> {
        let fields = record.get("fields").and_then(Json::as_array);
        let fields = fields.ok_or_else(|| record.fault("a record has no list `fields`"))?;
        let place = record.place("fields");
        let (mut read, mut taken) = (Vec::new(), Taken::default());
        for (index, field) in fields.iter().enumerate() {
            let pointer = step(&place, index);
            let object = field.as_object();
            let object =
                object.ok_or_else(|| (pointer.clone(), "a field must be an object".to_owned()))?;
            let field = self.field(&Node::new(object, &pointer), namespace)?;
            if !taken.insert(&field.name) {
                return Err((pointer, format!("the record has two fields `{}`", field.name)));
            }
            read.push(field);
        }
        Ok(read)
    }

    fn field(&mut self, field: &Node<'_>, namespace: &str) -> Result<Field, Fault> {
        let name = field.demand("name", "a field")?.to_owned();
        let schema = field.get("type").ok_or_else(|| field.fault("a field has no `type`"))?;
        let owner = self.open.last().map_or(&self.event, |(id, _)| &self.unit.records[*id].name);
        self.hint = format!("{owner}{}", name.to_upper_camel_case());
        let ty = self.ty(schema, &field.place("type"), namespace)?;
        let required = ty.is_nullable() && field.get("default").is_none();
        let default = self.default(field, &ty);
        let description = field.words("doc");
        let properties = field.custom();
        let deprecated = named::deprecation(field);
        field.finish(self.notes);
        Ok(Field {
            name,
            wire: None,
            ty,
            required: required.then_some(true),
            constant: None,
            description,
            default,
            example: None,
            limits: super::draft::Limits::default(),
            pii: false,
            deprecated,
            properties,
            extra: false,
            pointer: field.pointer.clone(),
        })
    }

    /// The default for the catalog.
    fn default(&mut self, field: &Node<'_>, ty: &Ty) -> Option<Json> {
        let place = field.place("default");
        let default = field.get("default")?;
        if *default == Json::Null && ty.is_nullable() {
            return None;
        }
        let found = format!("default: {}", shortened(&default.compact()));
        if has_bytes(ty) && *default != Json::String(String::new()) {
            self.notes.loss("default", &place, found, "left out");
            return None;
        }
        if has_bytes(ty) || ty.is_nullable() {
            let made = "kept in the catalog; its Avro schemas cannot have this default";
            self.notes.loss("default", &place, found, made);
        }
        Some(default.clone())
    }
}

impl Reader<'_, '_> {
    /// Reports an `error`, which the catalog has as a record.
    fn is_error(&mut self, node: &Node<'_>) {
        if node.text("type") == Some("error") {
            let place = node.place("type");
            self.notes.loss("error", &place, "an error of a protocol", "a record");
        }
    }

    /// Says how JSON tells the cases of each variant apart, once the fields of all records are known.
    fn tag_variants(&mut self) {
        let tags = self.unit.variants.iter().map(|variant| tag_of(&self.unit, &variant.cases));
        let tags: Vec<Tag> = tags.collect();
        for (variant, tag) in self.unit.variants.iter_mut().zip(tags) {
            variant.tag = tag;
        }
    }
}

/// True for bytes. Avro writes each as the character with its number, the catalog writes base64.
fn has_bytes(ty: &Ty) -> bool {
    *ty.leaf() == Ty::Primitive(Primitive::Bytes)
}
