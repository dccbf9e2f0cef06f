//! Reads the fields of messages, and enums.

use annals_catalog::model::Primitive;
use annals_codegen::json::Json;

use super::super::draft::{self, Deprecation, EnumValue, JSON, Ty, Values};
use super::super::names::{self, Taken};
use super::super::sources::property;
use super::descriptor::{Enum, Field, Message};
use super::message::Reader;
use super::types::{Kind, kind, well_known};

const REQUIRED: u64 = 2;
const REPEATED: u64 = 3;

impl Reader<'_, '_, '_> {
    /// The fields of a message.
    pub(super) fn fields(&mut self, message: &Message) -> Vec<draft::Field> {
        let place = format!("/{}", message.name);
        if message.has_options {
            self.notes.loss("keyword", &place, "options of another tool", "left out");
        }
        if message.has_ranges {
            self.notes.loss("keyword", &place, "numbers for fields that others add", "left out");
        }
        if message.has_reserved {
            self.notes.note("no-event", &place, "reserved names or numbers", "left out");
        }
        let mut taken = Taken::default();
        let mut fields = Vec::new();
        for field in &message.fields {
            fields.push(self.field(message, field, &mut taken));
        }
        for (index, oneof) in message.oneofs.iter().enumerate() {
            let is_in = |field: &&Field| field.oneof == Some(index) && !field.is_optional;
            let all: Vec<&str> =
                message.fields.iter().filter(is_in).map(|field| field.name.as_str()).collect();
            if !all.is_empty() {
                let found = format!("`{oneof}`, at most one of {}", all.join(", "));
                self.notes.loss("oneof", &place, found, "fields that may all be present");
            }
        }
        fields
    }

    fn field(&mut self, message: &Message, field: &Field, taken: &mut Taken) -> draft::Field {
        let place = format!("/{}/{}", message.name, field.name);
        if field.has_options {
            self.notes.loss("keyword", &place, "options of another tool", "left out");
        }
        let (name, _) = names::field_of(&field.name, taken);
        let on_wire = if field.json_name.is_empty() { &field.name } else { &field.json_name };
        let is_list = field.label == REPEATED;
        let entry = self.set.messages.get(field.of.as_str()).filter(|it| it.is_map_entry);
        let entry = entry.and_then(|entry| entry.fields.get(1));
        let mut ty = self.ty(entry.unwrap_or(field), &place);
        if entry.is_some() {
            ty = ty.map();
        } else if is_list {
            ty = ty.list();
        }
        let mut made = draft::Field::new(name, ty, &place);
        made.wire = Some(on_wire.clone()).filter(|wire| *wire != made.name);
        made.description.clone_from(&field.description);
        made.properties = Self::number(field.number.cast_signed());
        let oneof = field.oneof.filter(|_| !field.is_optional);
        let oneof = oneof.and_then(|index| message.oneofs.get(index));
        made.properties.extend(oneof.map(|oneof| property("x-oneof", oneof.as_str())));
        if field.is_deprecated {
            made.deprecated = Some(Deprecation::default());
        }
        self.presence(message, field, &mut made);
        made
    }

    /// Says what it means if a field is absent, as in the JSON of Protobuf.
    fn presence(&self, message: &Message, field: &Field, made: &mut draft::Field) {
        if field.label == REQUIRED {
            return;
        }
        let is_message = matches!(kind(field.kind), Kind::Message);
        let has_presence = !message.is_proto3 || field.is_optional || field.oneof.is_some();
        made.default = match (&made.ty, &field.default) {
            (Ty::List(_), _) => Some(Json::Array(Vec::new())),
            (Ty::Map(_), _) if field.label == REPEATED => Some(Json::Object(Default::default())),
            (ty, Some(text)) => self.written(ty, text),
            (_, None) if has_presence || is_message => None,
            (ty, None) => self.zero(ty),
        };
        if made.default.is_none() {
            made.required = Some(false);
        }
    }

    /// The value that a field of proto3 has if it is absent.
    fn zero(&self, ty: &Ty) -> Option<Json> {
        Some(match ty {
            Ty::Primitive(Primitive::Boolean) => Json::Bool(false),
            Ty::Primitive(Primitive::String) => Json::String(String::new()),
            Ty::Primitive(Primitive::Int | Primitive::Long) => Json::Number(0.into()),
            Ty::Primitive(Primitive::Float | Primitive::Double) => Json::Number(0.into()),
            Ty::Enum(id) => {
                let first = self.unit.enums[*id].values.first()?;
                first.wire.clone().unwrap_or_else(|| Json::String(first.value.clone()))
            }
            Ty::Primitive(_) | Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) => return None,
            Ty::Scalar(_) | Ty::Record(_) | Ty::Variant(_) => return None,
        })
    }

    /// A default as descriptors write it.
    fn written(&self, ty: &Ty, text: &str) -> Option<Json> {
        match ty {
            Ty::Primitive(Primitive::String) | Ty::Enum(_) => Some(Json::String(text.to_owned())),
            Ty::Primitive(Primitive::Boolean) => text.parse().ok().map(Json::Bool),
            Ty::Primitive(Primitive::Int | Primitive::Long) => {
                text.parse::<i64>().ok().map(|number| Json::Number(number.into()))
            }
            Ty::Primitive(Primitive::Float | Primitive::Double) => serde_json::from_str(text).ok(),
            Ty::Primitive(_) | Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) => None,
            Ty::Scalar(_) | Ty::Record(_) | Ty::Variant(_) => None,
        }
    }

    /// The type of one value of a field.
    fn ty(&mut self, field: &Field, place: &str) -> Ty {
        match kind(field.kind) {
            Kind::Simple(primitive) => return Ty::Primitive(primitive),
            Kind::Wide => {
                let found = "a number of 64 bits, which is a string in the JSON of Protobuf";
                self.notes.loss("int64", place, found, "`long`, which is a number there");
                return Ty::Primitive(Primitive::Long);
            }
            Kind::Message => {
                if let Some(known) = well_known(&field.of) {
                    return known;
                }
                if let Some(message) = self.set.messages.get(field.of.as_str()) {
                    return self.record(message);
                }
            }
            Kind::Enum => {
                if let Some(item) = self.set.enums.get(field.of.as_str()) {
                    return self.enumeration(item);
                }
            }
            Kind::Other => {
                self.notes.loss("type", place, format!("a field of type {}", field.kind), "`json`");
                return JSON;
            }
        }
        let found = format!("`{}`, which is not in this file", field.of);
        self.notes.loss("reference", place, found, "`json`");
        JSON
    }

    /// An enum, whose values are their names in JSON.
    fn enumeration(&mut self, item: &Enum) -> Ty {
        if let Some(known) = self.types.get(&item.name) {
            return known.clone();
        }
        if item.has_options {
            let place = format!("/{}", item.name);
            self.notes.loss("keyword", &place, "options of another tool", "left out");
        }
        let mut taken = Values::default();
        let mut values = Vec::new();
        for value in &item.values {
            let mut made = EnumValue::of(&Json::String(value.name.clone()), &mut taken);
            made.description.clone_from(&value.description);
            made.properties = Self::number(value.number);
            if value.is_deprecated {
                made.deprecated = Some(Deprecation::default());
            }
            values.push(made);
        }
        let name = self.enums.numbered(names::camel(&self.short(&item.name)), "");
        let pointer = format!("/{}", item.name);
        self.unit.enums.push(draft::Enum {
            description: item.description.clone(),
            ..draft::Enum::new(name, values, &self.notes.file, &pointer)
        });
        let ty = Ty::Enum(self.unit.enums.len() - 1);
        self.types.insert(item.name.clone(), ty.clone());
        ty
    }
}
