//! The catalog as written: every leaf has a span, nothing is resolved, the order is kept.
//!
//! A malformed part has been reported already and must not be reported again:
//! a required string is `None` only if a diagnostic says so, and an item with `broken` set had such
//! a part, so its lists may be incomplete. Its name is still known.
//! Resolving reports nothing that depends on such a part: no "unknown field" in a broken record, no
//! "unused" because of a broken event.

mod evolution;

pub use evolution::{Acceptance, Evolution, Promise};

use crate::source::{Span, Spanned};

/// A string with its span.
pub type Text = Spanned<String>;

/// All files of a catalog merged, in the order read.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The `catalog:` header; `None` only if a diagnostic says so.
    pub header: Option<Header>,
    /// The `avro:` profile.
    pub avro: Option<Avro>,
    /// The `json:` profile.
    pub json: Option<Json>,
    /// The `docs:` settings.
    pub docs: Option<Docs>,
    /// `properties:`.
    pub properties: Vec<Declaration>,
    /// `domains:`.
    pub domains: Vec<Domain>,
    /// `scalars:`.
    pub scalars: Vec<Scalar>,
    /// `enums:`.
    pub enums: Vec<Enum>,
    /// `variants:`, by domain, in file order.
    pub variants: Vec<Variant>,
    /// `records:`, by domain, in file order.
    pub records: Vec<Record>,
    /// `events:`, by domain, in file order.
    pub events: Vec<Event>,
    /// `lint:`, the levels of rules.
    pub lint: Vec<Lint>,
    /// `evolution:`, what is promised to readers.
    pub evolution: Option<Evolution>,
    /// A whole file or section could not be read. Names may be missing, so nothing is resolved.
    pub incomplete: bool,
}

impl Catalog {
    /// The number of records and events, to decide what is worth doing in parallel.
    pub(crate) fn size(&self) -> usize {
        self.records.len() + self.events.len()
    }
}

/// `catalog:`
#[derive(Debug)]
pub struct Header {
    /// Name of the catalog and of the generated crate, kebab-case; required.
    pub name: Option<Text>,
    /// Title of the documentation; required.
    pub title: Option<Text>,
    /// Reverse DNS prefix of every event type; required.
    pub namespace: Option<Text>,
    /// First part of `source` in the metadata of events.
    pub source: Option<Text>,
    /// The pattern of event types.
    pub event_types: Option<Text>,
    /// Three integers, sent as `sourcelib`; required.
    pub version: Option<Text>,
    /// What the catalog is about.
    pub description: Option<Text>,
    /// The whole mapping.
    pub span: Span,
}

/// `avro:`
#[derive(Debug)]
pub struct Avro {
    /// What the keys below are if they are not written.
    pub profile: Option<Text>,
    /// Name of the top record.
    pub record: Option<Text>,
    /// Its `doc`.
    pub doc: Option<Text>,
    /// What the namespace of a record is.
    pub namespace: Option<Text>,
    /// Whether descriptions are written.
    pub docs: Option<Spanned<bool>>,
    /// Whether defaults other than null are written.
    pub defaults: Option<Spanned<bool>>,
    /// Whether logical types are written.
    pub logical_types: Option<Spanned<bool>>,
    /// Whether closed enums are written as such.
    pub enums: Option<Spanned<bool>>,
}

/// `json:`
#[derive(Debug)]
pub struct Json {
    /// Whether records and data are open unless they say otherwise.
    pub open: Option<Spanned<bool>>,
    /// Whether schemas check formats.
    pub formats: Option<Text>,
}

/// `docs:`
#[derive(Debug)]
pub struct Docs {
    /// Where the site is published.
    pub url: Option<Text>,
    /// Path of an image.
    pub logo: Option<Text>,
    /// Of marks.
    pub colour: Option<Text>,
    /// Path of a folder.
    pub theme: Option<Text>,
}

impl Catalog {
    /// True if records and the data of events are open unless they say otherwise.
    pub(crate) fn is_open(&self) -> bool {
        self.json.as_ref().and_then(|json| json.open.as_ref()).is_some_and(|open| open.value)
    }
}

/// `properties:` entry: a custom property that items may have.
#[derive(Debug)]
pub struct Declaration {
    /// Key, beginning with `x-`.
    pub name: Text,
    /// Its key in schemas.
    pub wire: Option<Text>,
    /// The type expression; required.
    pub ty: Option<Text>,
    /// The kinds of items that may have it.
    pub on: Vec<Text>,
    /// The value of an item that does not say another.
    pub default: Option<Value>,
    /// Limits, if it has any.
    pub limits: Option<Box<Limits>>,
    /// What it says of an item.
    pub description: Option<Text>,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// The custom properties of an item.
pub type Properties = Box<[Property]>;

/// A key that begins with `x-`.
#[derive(Debug)]
pub struct Property {
    /// The key.
    pub name: Text,
    /// Its value.
    pub value: Value,
}

/// `domains:` entry.
#[derive(Debug)]
pub struct Domain {
    /// Key.
    pub name: Text,
    /// Title of its section in the docs.
    pub title: Option<Text>,
    /// What the domain covers.
    pub description: Option<Text>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
}

/// `scalars:` entry.
#[derive(Debug)]
pub struct Scalar {
    /// Key, snake_case.
    pub name: Text,
    /// A primitive type name; required.
    pub base: Option<Text>,
    /// Regular expression (for `base: string`).
    pub pattern: Option<Text>,
    /// The other limits, if any; their `pattern` is `None`.
    pub limits: Option<Box<Limits>>,
    /// Example value.
    pub example: Option<Value>,
    /// What it identifies.
    pub description: Option<Text>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// `enums:` entry.
#[derive(Debug)]
pub struct Enum {
    /// Key, UpperCamelCase.
    pub name: Text,
    /// Full name in Avro.
    pub avro_name: Option<Text>,
    /// Whether values that are not listed are kept.
    pub open: Option<Spanned<bool>>,
    /// The value that readers take for one that they do not know.
    pub default: Option<Text>,
    /// The known values, each with an optional description.
    pub values: Vec<EnumValue>,
    /// What it chooses.
    pub description: Option<Text>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// One value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// Key, and the string on the wire if there is no `wire`.
    pub value: Text,
    /// A string or a whole number.
    pub wire: Option<Value>,
    /// Strings or whole numbers that readers accept too.
    pub aliases: Vec<Value>,
    /// What it means.
    pub description: Option<Text>,
    /// Deprecation.
    pub deprecated: Option<Box<Deprecation>>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
}

/// `variants.<domain>` entry.
#[derive(Debug)]
pub struct Variant {
    /// The domain key above it.
    pub domain: Text,
    /// Key, UpperCamelCase.
    pub name: Text,
    /// What it selects.
    pub description: Option<Text>,
    /// How JSON says which case a value has.
    pub tag: Option<Tag>,
    /// Whether cases that are not listed are kept.
    pub open: Option<Spanned<bool>>,
    /// The cases in order.
    pub cases: Vec<Case>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// `tag:` of a variant.
#[derive(Debug)]
pub struct Tag {
    /// The key whose value says which case it is.
    pub name: Text,
    /// The key of the value; `None` if the tag is a key of the value.
    pub content: Option<Text>,
}

/// A case of a variant.
#[derive(Debug)]
pub struct Case {
    /// Key, and the value of the tag if there is no `wire`.
    pub name: Text,
    /// The type expression; required.
    pub ty: Option<Text>,
    /// The value of the tag.
    pub wire: Option<Text>,
    /// What it means.
    pub description: Option<Text>,
}

/// `records.<domain>` entry.
#[derive(Debug)]
pub struct Record {
    /// The domain key above it.
    pub domain: Text,
    /// Key.
    pub name: Text,
    /// What it holds.
    pub description: Option<Text>,
    /// Base record: `Name` or `domain.Name`.
    pub extends: Option<Text>,
    /// Full name in Avro.
    pub avro_name: Option<Text>,
    /// All its fields are personal data.
    pub pii: Option<Spanned<bool>>,
    /// Own fields in order; that of `open` is the last one.
    pub fields: Vec<Field>,
    /// When it was added.
    pub added: Option<Text>,
    /// Deprecation.
    pub deprecated: Option<Box<Deprecation>>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// A field of a record, or a key of an event's data. There are many of them, so what most of them
/// do not have is boxed.
#[derive(Debug)]
pub struct Field {
    /// Key.
    pub name: Text,
    /// The type expression; required.
    pub ty: Option<Text>,
    /// Its name on the wire.
    pub wire: Option<Text>,
    /// Whether a payload must have it.
    pub required: Option<Spanned<bool>>,
    /// Its only value.
    pub constant: Option<Box<Value>>,
    /// What it holds.
    pub description: Option<Text>,
    /// Default value.
    pub default: Option<Box<Value>>,
    /// Example value.
    pub example: Option<Box<Value>>,
    /// Personal data.
    pub pii: Option<Spanned<bool>>,
    /// Deprecation.
    pub deprecated: Option<Box<Deprecation>>,
    /// When it was added.
    pub added: Option<Text>,
    /// `precision`, `scale`, `min`, `max`, `multiple_of`, `min_length`, `max_length`, `format` and `pattern`, if it has any.
    pub limits: Option<Box<Limits>>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
    /// It is the field of `open`: its type is that of each field that is not listed.
    pub extra: bool,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// Limits of a value. At least one is written, but possibly in a form that was reported.
#[derive(Debug, Default)]
pub struct Limits {
    /// Precision of a decimal or a time.
    pub precision: Option<Value>,
    /// Number of digits after the point.
    pub scale: Option<Value>,
    /// Smallest number.
    pub min: Option<Value>,
    /// Largest number.
    pub max: Option<Value>,
    /// Number of which it is a multiple.
    pub multiple_of: Option<Value>,
    /// Smallest number of characters or elements.
    pub min_length: Option<Value>,
    /// Largest number of characters or elements.
    pub max_length: Option<Value>,
    /// A known format.
    pub format: Option<Text>,
    /// Regular expression.
    pub pattern: Option<Text>,
}

/// `events.<domain>` entry.
#[derive(Debug)]
pub struct Event {
    /// The domain key above it.
    pub domain: Text,
    /// Key, UPPER_SNAKE_CASE.
    pub name: Text,
    /// `type:`, the event type; required.
    pub event_type: Option<Text>,
    /// Full name of its top record in Avro.
    pub avro_name: Option<Text>,
    /// `added:`; required.
    pub added: Option<Text>,
    /// When it is sent.
    pub description: Option<Text>,
    /// `key:`, dotted path.
    pub key: Option<Text>,
    /// `extends:`, a record.
    pub extends: Option<Text>,
    /// `data:`; the field of `open` is the last one.
    pub data: Vec<Field>,
    /// `definition:`
    pub definition: Option<Text>,
    /// `trigger:`, one link or several.
    pub trigger: Vec<Text>,
    /// `repository:`, one `owner/name` or several.
    pub repository: Vec<Text>,
    /// `minor_version:`, never negative.
    pub minor_version: Option<Spanned<i64>>,
    /// `local_only:`, why it is never sent on a bus.
    pub local_only: Option<Text>,
    /// `warning:`
    pub warning: Option<Text>,
    /// Deprecation.
    pub deprecated: Option<Box<Deprecation>>,
    /// Custom properties.
    pub properties: Properties,
    /// Waivers.
    pub allow: Vec<Waiver>,
    /// A part of it was reported and left out.
    pub broken: bool,
}

/// `deprecated:`
#[derive(Debug)]
pub struct Deprecation {
    /// Since when; required.
    pub since: Option<Text>,
    /// When it is removed.
    pub removal: Option<Text>,
    /// What to use instead.
    pub replacement: Option<Text>,
    /// An explanation.
    pub note: Option<Text>,
    /// The whole mapping.
    pub span: Span,
}

/// One entry of `allow:`.
#[derive(Debug)]
pub struct Waiver {
    /// Code of the rule; required.
    pub rule: Option<Text>,
    /// Why; required.
    pub reason: Option<Text>,
    /// Until when.
    pub until: Option<Text>,
    /// The whole entry.
    pub span: Span,
}

/// One entry of `lint:`.
#[derive(Debug)]
pub struct Lint {
    /// Code of the rule.
    pub rule: Text,
    /// Exactly one of `error`, `warn` and `allow`.
    pub level: Text,
}

/// A YAML value as written: a default, an example or a limit.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it is written.
    pub span: Span,
}

/// The kind of a [`Value`]. Plain scalars have the types of the YAML 1.2 core schema; quoted ones
/// are strings.
#[derive(Debug, Clone)]
pub enum ValueKind {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number within 64 bits.
    Int(i64),
    /// Any other number: fractions, `.inf`, `.nan`, whole numbers beyond 64 bits.
    Float(f64),
    /// A quoted string, or a plain scalar that is none of the above (a date, for example).
    String(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping, in order.
    Map(Vec<(Text, Value)>),
}
