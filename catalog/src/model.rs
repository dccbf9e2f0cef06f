//! A checked catalog: every name is bound, every default is filled in.
//!
//! References are indices into the vectors of [`Model`]; they never dangle.
//! Vectors keep the order of the files; lowering sorts if a target needs another order.

mod contract;
mod declaration;
mod due;
mod enumeration;
mod evolution;
mod home;
mod id;
mod number;
mod presence;
mod property;
mod types;
mod usage;
mod variant;
mod waivers;
mod walk;
mod wire;

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use crate::names;
use crate::source::Span;
pub use annals_contract::{Clock, Decimal, Format, Moment, Primitive, Unit};
pub use declaration::Declaration;
pub use enumeration::{Enum, EnumValue, Unknown, wire_text};
pub use evolution::{Acceptance, Evolution, Promise};
pub use home::TYPES;
pub use id::{AnyId, DomainId, EnumId, EventId, RecordId, ScalarId, VariantId};
pub use number::Number;
pub use presence::Presence;
pub use property::{Properties, Property};
pub use types::{Core, Type};
pub use usage::Usage;
pub use waivers::Waiver;
pub use walk::{Reach, Step, Stop, Walk};

/// A whole catalog.
#[derive(Debug, Clone)]
pub struct Model {
    /// Name of the catalog and of the generated crate, kebab-case.
    pub name: String,
    /// Title of the documentation.
    pub title: String,
    /// Reverse DNS prefix of every event type.
    pub namespace: String,
    /// First part of `source` in the metadata of events; the namespace by default.
    pub source: String,
    /// Version of the catalog, sent as `sourcelib`.
    pub version: [u32; 3],
    /// Where the version is written.
    pub version_span: Span,
    /// What the catalog is about; may be empty.
    pub description: String,
    /// How Avro schemas are written.
    pub avro: AvroProfile,
    /// How JSON Schemas are written.
    pub json: JsonProfile,
    /// What is promised to readers.
    pub evolution: Evolution,
    /// How its site looks, and where it is.
    pub docs: Docs,
    /// Custom properties in file order.
    pub properties: Vec<Declaration>,
    /// Domains in file order.
    pub domains: Vec<Domain>,
    /// Scalars in file order.
    pub scalars: Vec<Scalar>,
    /// Enums in file order.
    pub enums: Vec<Enum>,
    /// Variants in file order.
    pub variants: Vec<Variant>,
    /// Records in file order.
    pub records: Vec<Record>,
    /// Events in file order.
    pub events: Vec<Event>,
    /// The modules that other crates have, each with its crate in Rust; empty if one crate has all.
    /// Which crates there are is not in the catalog, so the front end leaves it empty.
    pub homes: BTreeMap<String, String>,
}

/// How the schemas of events are written in Avro.
#[derive(Debug, Clone, Hash)]
pub struct AvroProfile {
    /// Name of the top record of every schema; `None` if it is that of the event in Rust.
    pub record: Option<String>,
    /// `doc` of the top record; `None` if it is the description of the event.
    pub doc: Option<String>,
    /// The namespace of records.
    pub namespace: AvroNamespace,
    /// Whether descriptions are written as `doc`.
    pub docs: bool,
    /// Whether defaults other than null are written.
    pub defaults: bool,
    /// Whether a type has its logical type.
    pub logical_types: bool,
    /// Whether a closed enum of names is an `enum`, and not a string.
    pub enums: bool,
}

/// How the schemas of events are written in JSON Schema.
#[derive(Debug, Clone, Copy, Hash)]
pub struct JsonProfile {
    /// Whether patterns check formats, which most validators ignore.
    pub asserts_formats: bool,
}

/// What a catalog says of the site that is built from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// Where it is published, ending in `/`.
    pub url: Option<String>,
    /// Path of an image, relative to the folder of the catalog.
    pub logo: Option<String>,
    /// The color of marks, `#` and six hexadecimal digits.
    pub colour: Option<String>,
    /// Path of the folder of its theme, relative to the folder of the catalog.
    pub theme: Option<String>,
}

/// What the namespace of a record is in Avro.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AvroNamespace {
    /// That of the catalog, with the record's domain: `org.example.lending`. A top record with the
    /// same name in every schema has the type of its event instead.
    Domain,
    /// The type of the event.
    Event,
}

impl AvroProfile {
    /// Name of the top record of the schema of the event with this name.
    #[must_use]
    pub fn top_record(&self, event: &str) -> String {
        self.record.clone().unwrap_or_else(|| names::event_struct(event))
    }

    /// True if this enum is an `enum` in Avro. It cannot be one if it is open, since an `enum` has no other values, or if
    /// Avro does not allow one of its values.
    #[must_use]
    pub fn has_symbols(&self, item: &Enum) -> bool {
        self.are_symbols(item.unknown, item.values.iter().map(|value| &value.wire))
    }

    /// The same for an enum that is not built yet, with what its values are on the wire.
    pub(crate) fn are_symbols<V: Borrow<Value>>(
        &self,
        unknown: Unknown,
        wires: impl IntoIterator<Item = V>,
    ) -> bool {
        let is_symbol = |wire: V| match wire.borrow() {
            Value::String(text) => names::is_avro_name(text),
            Value::Int(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Map(_) => false,
        };
        self.enums && unknown != Unknown::Kept && wires.into_iter().all(is_symbol)
    }
}

/// A domain: a group of records and events.
#[derive(Debug, Clone, Hash)]
pub struct Domain {
    /// Key, snake_case.
    pub name: String,
    /// Title of its section.
    pub title: String,
    /// What it covers; may be empty.
    pub description: String,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its key in the source.
    pub span: Span,
}

/// A primitive with a name and limits of its own.
#[derive(Debug, Clone, Hash)]
pub struct Scalar {
    /// Key, snake_case.
    pub name: String,
    /// The type of its values on the wire; never `json`.
    pub base: Primitive,
    /// Limits, pattern included.
    pub limits: Limits,
    /// Example value, valid for the scalar.
    pub example: Option<Value>,
    /// What it identifies; may be empty.
    pub description: String,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its key in the source.
    pub span: Span,
}

/// A value that is one of several cases.
#[derive(Debug, Clone, Hash)]
pub struct Variant {
    /// Name, unique among the records and variants of its domain.
    pub name: String,
    /// Its domain.
    pub domain: DomainId,
    /// What it selects; may be empty.
    pub description: String,
    /// How JSON says which case a value has.
    pub tag: Tag,
    /// Whether readers keep cases that are not listed.
    pub open: bool,
    /// The cases in file order; in Avro, they are the branches of a union.
    pub cases: Vec<Case>,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its key in the source.
    pub span: Span,
}

/// How JSON says which case a value has.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tag {
    /// By what the value is: a boolean, a number, a string, a list or an object.
    None,
    /// By this key beside the fields of the record that the case is.
    Inside(String),
    /// By a key of an object, which has the value under another key.
    Beside {
        /// The key whose value says which case it is.
        name: String,
        /// The key of the value.
        content: String,
    },
}

/// One case of a variant.
#[derive(Debug, Clone, Hash)]
pub struct Case {
    /// Its name in the catalog.
    pub name: String,
    /// The value of the tag, if it is another one.
    pub wire: Option<String>,
    /// Its type: neither nullable, nor `json`, nor a variant. A record if the tag is inside of it.
    pub ty: Type,
    /// The variant contains itself through this case, so Rust needs a box.
    pub boxed: bool,
    /// What it means; may be empty.
    pub description: String,
}

/// A record: a structure with named fields.
#[derive(Debug, Clone, Hash)]
pub struct Record {
    /// Name, unique in its domain.
    pub name: String,
    /// Its domain.
    pub domain: DomainId,
    /// Full name in Avro, if the profile does not say so.
    pub avro_name: Option<String>,
    /// What it holds; may be empty.
    pub description: String,
    /// The record it extends; its fields are already in `fields`.
    pub extends: Option<RecordId>,
    /// All fields in wire order: inherited ones first, a redefined one where it is redefined.
    pub fields: Vec<Field>,
    /// True if the record as a whole is marked as personal data.
    pub pii: bool,
    /// When it was added, if known.
    pub added: Option<Date>,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its key in the source.
    pub span: Span,
}

/// A field of a record or a key of an event's data.
#[derive(Debug, Clone, Hash)]
pub struct Field {
    /// Name in the catalog, in Rust and in paths.
    pub name: String,
    /// Name on the wire, if it is another one.
    pub wire: Option<String>,
    /// Type.
    pub ty: Type,
    /// What it holds; may be empty.
    pub description: String,
    /// What it means if a payload does not have it.
    pub presence: Presence,
    /// Example value, valid for the type and limits.
    pub example: Option<Value>,
    /// True for personal data: the field is marked, or its record is and the field does not say
    /// `pii: false`, or the record that it holds is, directly or in lists and maps.
    pub pii: bool,
    /// When it was added, if known.
    pub added: Option<Date>,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// Limits of the value (for a list or map, of the number of its elements).
    pub limits: Limits,
    /// The record that defines it, if it is inherited.
    pub inherited_from: Option<RecordId>,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// True if a value can contain the record of the field, so that Rust needs a box.
    pub boxed: bool,
    /// Its key in the source.
    pub span: Span,
}

/// Limits, all of which apply to the type.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Limits {
    /// Smallest number, inclusive.
    pub min: Option<Number>,
    /// Largest number, inclusive.
    pub max: Option<Number>,
    /// Positive number of which it is a multiple.
    pub multiple_of: Option<Number>,
    /// Smallest number of characters, bytes or elements.
    pub min_length: Option<u64>,
    /// Largest number of characters, bytes or elements.
    pub max_length: Option<u64>,
    /// Form of the whole string.
    pub format: Option<Format>,
    /// Regular expression that must match somewhere in the string.
    pub pattern: Option<String>,
}

/// An event.
#[derive(Debug, Clone, Hash)]
pub struct Event {
    /// Name, UPPER_SNAKE_CASE, unique in the catalog.
    pub name: String,
    /// Event type, unique in the catalog.
    pub event_type: String,
    /// Full name of its top record in Avro, if the profile does not say so.
    pub avro_name: Option<String>,
    /// Its domain.
    pub domain: DomainId,
    /// When it was added.
    pub added: Date,
    /// When it is sent; may be empty.
    pub description: String,
    /// Path to the value that keeps events in order on a bus.
    pub key: Option<Key>,
    /// The record that it extends; its fields are already in `data`.
    pub extends: Option<RecordId>,
    /// Data fields in wire order: inherited ones first.
    pub data: Vec<Field>,
    /// Link to the definition.
    pub definition: Option<String>,
    /// Links to the code that sends it; the index uses the first.
    pub triggers: Vec<String>,
    /// `owner/name` of the repositories that send it.
    pub repositories: Vec<String>,
    /// Minor version, sent in the metadata.
    pub minor_version: u32,
    /// Where the minor version is written, if it is.
    pub minor_span: Option<Span>,
    /// Why it is never sent on a bus; such an event has no Avro schema.
    pub local_only: Option<String>,
    /// A warning for readers of the docs.
    pub warning: Option<String>,
    /// Set if it should no longer be used.
    pub deprecated: Option<Deprecation>,
    /// True if its data contains personal data, at any depth.
    pub pii: bool,
    /// Custom properties.
    pub properties: Properties,
    /// Its waivers.
    pub waivers: Vec<Waiver>,
    /// Its key in the source.
    pub span: Span,
}

impl Record {
    /// The fields that it defines itself.
    pub fn own(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.inherited_from.is_none())
    }
}

impl Event {
    /// The data that it defines itself.
    pub fn own(&self) -> impl Iterator<Item = &Field> {
        self.data.iter().filter(|field| field.inherited_from.is_none())
    }
}

/// A checked key path.
#[derive(Debug, Clone, Hash)]
pub struct Key {
    /// As written, dotted.
    pub path: String,
    /// The field index at each step: the first into the event's data, the others into records.
    pub steps: Vec<usize>,
    /// The type at its end: a primitive, scalar or enum.
    pub ty: Type,
}

/// A deprecation.
#[derive(Debug, Clone, Hash)]
pub struct Deprecation {
    /// Since when.
    pub since: Date,
    /// When it is removed.
    pub removal: Option<Date>,
    /// What to use instead: something of the same kind.
    pub replacement: Option<Replacement>,
    /// An explanation; may be empty.
    pub note: String,
}

/// What replaces a deprecated item.
#[derive(Debug, Clone, Hash)]
pub enum Replacement {
    /// An event.
    Event(EventId),
    /// A record.
    Record(RecordId),
    /// A field of the same record, or a value of the same enum, by name.
    Sibling(String),
}

/// A valid date of the proleptic Gregorian calendar. Prints as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// 1 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl std::fmt::Display for Date {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A value of a default or example, checked against its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// For nullable types.
    Null,
    /// For `boolean`.
    Bool(bool),
    /// For `int`, `long`, and enums of numbers.
    Int(i64),
    /// For `float` and `double`; finite.
    Float(f64),
    /// For `string`, `date`, `datetime` and `uuid` (in canonical form), `bytes` (base64),
    /// scalars over them, and enums of strings.
    String(String),
    /// For lists.
    List(Vec<Value>),
    /// For maps (in key order), records (in field order, with all fields except absent optional ones) and JSON objects.
    Map(Vec<(String, Value)>),
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            Self::Float(value) => value.to_bits().hash(state),
            Self::String(value) => value.hash(state),
            Self::List(items) => items.hash(state),
            Self::Map(entries) => entries.hash(state),
        }
    }
}
