//! The draft of the catalog: what the schemas say, before it is text.

mod values;

use std::collections::BTreeMap;

use annals_catalog::model::{Format, Primitive};
use annals_catalog::names::is_avro_name;
use annals_codegen::json::{Json, Number};
pub(super) use values::Values;

/// The custom properties of an item, with their values.
pub(super) type Properties = Vec<(String, Json)>;

/// A custom property.
#[derive(Debug)]
pub(super) struct Declared {
    /// Its name in the catalog.
    pub(super) name: String,
    /// Its key in schemas.
    pub(super) wire: String,
    /// The narrowest type for its values.
    pub(super) ty: String,
    /// What the source of the catalog says of it.
    pub(super) known: Option<&'static Known>,
    /// The value of each item that does not say another.
    pub(super) default: Option<Json>,
}

/// A custom property that a source of catalogs has.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) ty: &'static str,
    /// The items that can have it.
    pub(super) on: &'static [&'static str],
    pub(super) description: &'static str,
}

/// What the files say of the whole catalog.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) version: Option<String>,
    pub(super) description: Option<String>,
    /// The pattern of all event types.
    pub(super) event_types: Option<&'static str>,
    /// Whether data may have fields that are not listed.
    pub(super) open: bool,
    pub(super) properties: &'static [Known],
    /// The conventions that the source has no use for.
    pub(super) lint: &'static [&'static str],
    /// The order of records by domain and name; those that are not in it come first.
    pub(super) records: BTreeMap<(String, String), usize>,
    /// True if data say that they have no other fields, where the catalog says otherwise.
    pub(super) closed: bool,
    /// True if Avro schemas have the form of Open edX.
    pub(super) open_edx: bool,
    /// The `doc` of all Avro schemas.
    pub(super) doc: Option<String>,
}

/// One schema file: an event and everything it reaches.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub(super) file: String,
    /// Where the schema is in the file.
    pub(super) pointer: String,
    pub(super) event: Event,
    /// It is one of our own that name formats without patterns.
    pub(super) annotated: bool,
    pub(super) scalars: Vec<Scalar>,
    pub(super) enums: Vec<Enum>,
    pub(super) variants: Vec<Variant>,
    pub(super) records: Vec<Record>,
}

/// A type; the indices are those of the unit or catalog that it is in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ty {
    Primitive(Primitive),
    List(Box<Ty>),
    Map(Box<Ty>),
    Nullable(Box<Ty>),
    Scalar(usize),
    Enum(usize),
    Record(usize),
    Variant(usize),
}

/// The type of values that no other type fits.
pub(super) const JSON: Ty = Ty::Primitive(Primitive::Json);

impl Ty {
    pub(super) fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    pub(super) fn map(self) -> Self {
        Self::Map(Box::new(self))
    }

    pub(super) fn nullable(self) -> Self {
        match self {
            Self::Nullable(_) => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    pub(super) fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(_))
    }

    /// The type inside all lists, maps and nullables.
    pub(super) fn leaf(&self) -> &Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.leaf(),
            other => other,
        }
    }

    /// The number of nested lists and maps.
    pub(super) fn depth(&self) -> usize {
        match self {
            Self::List(inner) | Self::Map(inner) => inner.depth() + 1,
            Self::Nullable(inner) => inner.depth(),
            Self::Primitive(_) | Self::Scalar(_) | Self::Enum(_) => 0,
            Self::Record(_) | Self::Variant(_) => 0,
        }
    }

    pub(super) fn leaf_mut(&mut self) -> &mut Self {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.leaf_mut(),
            other => other,
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Limits {
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
    pub(super) multiple_of: Option<Number>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) format: Option<Format>,
    pub(super) pattern: Option<String>,
}

impl Limits {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Deprecation {
    pub(super) since: Option<String>,
    pub(super) removal: Option<String>,
    pub(super) replacement: Option<String>,
    pub(super) note: Option<String>,
}

/// A field of a record or data key of an event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    /// Its name on the wire, if it is another one.
    pub(super) wire: Option<String>,
    pub(super) ty: Ty,
    /// Whether a payload must have it, if its type and default do not say so.
    pub(super) required: Option<bool>,
    /// Its only value.
    pub(super) constant: Option<Json>,
    pub(super) description: Option<String>,
    pub(super) default: Option<Json>,
    pub(super) example: Option<Json>,
    pub(super) limits: Limits,
    pub(super) pii: bool,
    pub(super) deprecated: Option<Deprecation>,
    pub(super) properties: Properties,
    /// It is the map of the fields that an open record does not list, and the last one.
    pub(super) extra: bool,
    /// The place it was read from.
    pub(super) pointer: String,
}

impl Field {
    /// A field of which only this is known.
    pub(super) fn new(name: String, ty: Ty, pointer: &str) -> Self {
        Self {
            name,
            wire: None,
            ty,
            required: None,
            constant: None,
            description: None,
            default: None,
            example: None,
            limits: Limits::default(),
            pii: false,
            deprecated: None,
            properties: Vec::new(),
            extra: false,
            pointer: pointer.to_owned(),
        }
    }

    /// Its name in JSON.
    pub(super) fn on_wire(&self) -> &str {
        self.wire.as_ref().unwrap_or(&self.name)
    }
}

/// A variant.
#[derive(Debug, Clone, Default)]
pub(super) struct Variant {
    pub(super) name: String,
    /// The name of its property, if it has no name of its own.
    pub(super) short: Option<String>,
    /// Its domain, once it is known.
    pub(super) domain: Option<String>,
    pub(super) description: Option<String>,
    pub(super) tag: Tag,
    /// Whether readers keep cases that are not listed.
    pub(super) open: bool,
    pub(super) cases: Vec<Case>,
    pub(super) properties: Properties,
    /// The place it was read from.
    pub(super) file: String,
    pub(super) pointer: String,
}

/// How JSON says which case a value has.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Tag {
    /// By the kind of the value.
    #[default]
    None,
    /// By a key of the record.
    Inside(String),
    /// By a key beside that of the value.
    Beside(String, String),
}

/// A case of a variant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Case {
    pub(super) name: String,
    /// The value of the tag, if it is another one.
    pub(super) wire: Option<String>,
    pub(super) ty: Ty,
    pub(super) description: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    pub(super) name: String,
    /// The name of its property, if it has no name of its own.
    pub(super) short: Option<String>,
    /// Its domain, once it is known.
    pub(super) domain: Option<String>,
    pub(super) description: Option<String>,
    pub(super) pii: bool,
    pub(super) deprecated: Option<Deprecation>,
    pub(super) fields: Vec<Field>,
    pub(super) properties: Properties,
    pub(super) waivers: Vec<&'static str>,
    /// Its name in an Avro schema, if the catalog does not allow it.
    pub(super) written: Option<String>,
    /// Its namespace in Avro.
    pub(super) namespace: Option<String>,
    /// Its full name in Avro, if the catalog must say it.
    pub(super) avro_name: Option<String>,
    /// The place it was read from.
    pub(super) file: String,
    pub(super) pointer: String,
}

#[derive(Debug, Clone)]
pub(super) struct Scalar {
    pub(super) name: String,
    /// The name of its property, if it has no name of its own.
    pub(super) short: Option<String>,
    pub(super) base: Primitive,
    pub(super) limits: Limits,
    pub(super) example: Option<Json>,
    pub(super) properties: Properties,
    pub(super) description: Option<String>,
    /// The place it was read from.
    pub(super) file: String,
    pub(super) pointer: String,
}

#[derive(Debug, Clone)]
pub(super) struct Enum {
    pub(super) name: String,
    /// The name of its property, if it has no name of its own.
    pub(super) short: Option<String>,
    /// Its name in an Avro schema, if the catalog does not allow it.
    pub(super) written: Option<String>,
    /// Its namespace, if it comes from a schema of Avro.
    pub(super) namespace: Option<String>,
    /// Its full name in Avro, if the catalog must say it.
    pub(super) avro_name: Option<String>,
    /// Whether readers keep values that are not listed.
    pub(super) open: bool,
    /// The name of the value that readers take for one that is not listed.
    pub(super) default: Option<String>,
    pub(super) values: Vec<EnumValue>,
    pub(super) properties: Properties,
    pub(super) description: Option<String>,
    /// The place it was read from.
    pub(super) file: String,
    pub(super) pointer: String,
}

impl Enum {
    /// An open enum of which only this is known.
    pub(super) fn new(name: String, values: Vec<EnumValue>, file: &str, pointer: &str) -> Self {
        Self {
            name,
            short: None,
            written: None,
            namespace: None,
            avro_name: None,
            open: true,
            default: None,
            values,
            properties: Vec::new(),
            description: None,
            file: file.to_owned(),
            pointer: pointer.to_owned(),
        }
    }

    /// The type of its values on the wire.
    pub(super) fn primitive(&self) -> Primitive {
        let is_number = |value: &EnumValue| {
            value.wire.as_ref().is_some_and(|wire| matches!(wire, Json::Number(_)))
        };
        if self.values.iter().any(is_number) { Primitive::Long } else { Primitive::String }
    }

    /// Whether it is an `enum` in Avro.
    pub(super) fn has_symbols(&self) -> bool {
        let is_symbol = |value: &EnumValue| {
            let wire = value.wire.as_ref().map_or(Some(value.value.as_str()), Json::as_str);
            wire.is_some_and(is_avro_name)
        };
        !self.open && self.values.iter().all(is_symbol)
    }
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EnumValue {
    pub(super) value: String,
    /// What is on the wire, if that is not its name.
    pub(super) wire: Option<Json>,
    pub(super) aliases: Vec<Json>,
    pub(super) description: Option<String>,
    pub(super) properties: Properties,
    pub(super) deprecated: Option<Deprecation>,
}

impl EnumValue {
    /// A value of which only this is known: a text or a whole number on the wire. `taken` has the names of the values
    /// before it.
    pub(super) fn of(wire: &Json, taken: &mut Values) -> Self {
        let value = taken.name(wire);
        let wire = (wire.as_str() != Some(value.as_str())).then(|| wire.clone());
        Self {
            value,
            wire,
            aliases: Vec::new(),
            description: None,
            properties: Vec::new(),
            deprecated: None,
        }
    }

    /// Whether a value is written so.
    pub(super) fn is(&self, json: &Json) -> bool {
        match &self.wire {
            Some(wire) => wire == json,
            None => json.as_str() == Some(self.value.as_str()),
        }
    }
}

/// An event. Names that the schema does not give are empty until `event::settle` finds them.
#[derive(Debug, Default)]
pub(super) struct Event {
    pub(super) event_type: String,
    /// Full name of its top record in Avro, if the catalog must say it.
    pub(super) avro_name: Option<String>,
    pub(super) name: String,
    pub(super) domain: String,
    pub(super) added: String,
    pub(super) description: Option<String>,
    pub(super) key: Option<String>,
    pub(super) repositories: Vec<String>,
    pub(super) minor_version: u32,
    pub(super) warning: Option<String>,
    /// Why it is never sent on a bus.
    pub(super) local_only: Option<String>,
    pub(super) deprecated: Option<Deprecation>,
    /// The record with the fields that its data begin with.
    pub(super) extends: Option<usize>,
    pub(super) data: Vec<Field>,
    pub(super) properties: Properties,
    pub(super) waivers: Vec<&'static str>,
    pub(super) file: String,
    /// Name of the top record in Avro.
    pub(super) top: Option<String>,
    /// Its `doc`.
    pub(super) doc: Option<String>,
    pub(super) hints: Hints,
}

/// What the schema calls itself, from which an event type can be made.
#[derive(Debug, Default)]
pub(super) struct Hints {
    pub(super) namespace: Option<String>,
    pub(super) name: Option<String>,
    pub(super) version: Option<String>,
    /// The last part of its identity.
    pub(super) id: Option<String>,
}

/// The whole catalog.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) namespace: String,
    /// Name of all top records in Avro; `None` if each has that of its event.
    pub(super) top: Option<String>,
    /// `doc` of all top records in Avro; `None` if each has the description of its event.
    pub(super) doc: Option<String>,
    /// True if the records of a schema have the event type as their namespace.
    pub(super) own_namespaces: bool,
    /// The custom properties that items have.
    pub(super) properties: Vec<Declared>,
    /// True if JSON Schemas name formats without patterns.
    pub(super) annotated: bool,
    /// What the files say of it.
    pub(super) about: About,
    /// The conventions that are turned off.
    pub(super) lint: Vec<&'static str>,
    pub(super) domains: Vec<String>,
    pub(super) scalars: Vec<Scalar>,
    pub(super) enums: Vec<Enum>,
    pub(super) variants: Vec<Variant>,
    pub(super) records: Vec<Record>,
    pub(super) events: Vec<Event>,
}

impl Catalog {
    /// The spelling of a type in the records and events of `domain`.
    pub(super) fn type_text(&self, ty: &Ty, domain: &str) -> String {
        match ty {
            Ty::Primitive(primitive) => primitive.name().to_owned(),
            Ty::List(item) => format!("list<{}>", self.type_text(item, domain)),
            Ty::Map(value) => format!("map<{}>", self.type_text(value, domain)),
            Ty::Nullable(inner) => format!("{}?", self.type_text(inner, domain)),
            Ty::Scalar(id) => self.scalars[*id].name.clone(),
            Ty::Enum(id) => self.enums[*id].name.clone(),
            Ty::Record(id) => {
                let record = &self.records[*id];
                in_domain(record.domain.as_deref(), &record.name, domain)
            }
            Ty::Variant(id) => {
                let variant = &self.variants[*id];
                in_domain(variant.domain.as_deref(), &variant.name, domain)
            }
        }
    }
}

/// A name as it is written in `domain`.
fn in_domain(home: Option<&str>, name: &str, domain: &str) -> String {
    match home {
        Some(home) if home != domain => format!("{home}.{name}"),
        _ => name.to_owned(),
    }
}
