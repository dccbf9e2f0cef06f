//! The keys of the language: what each mapping of a catalog may hold.
//!
//! Parsing, formatting and the JSON Schema of the language all read these tables.

pub(crate) mod constructs;
pub(crate) mod promises;
pub(crate) mod whole;

use constructs::{
    CASE, DEPRECATION, DOMAIN, ENUM, ENUM_VALUE, EVENT, FIELD, FILE, PROPERTY, RECORD, SCALAR, TAG,
    VARIANT, WAIVER,
};
use promises::{ACCEPTANCE, EVOLUTION, PROMISE};
use whole::{AVRO, DOCS, HEADER, JSON};

/// A kind of mapping with keys of its own.
#[derive(Debug, PartialEq, Eq)]
pub struct Construct {
    /// With its article, as messages name it: `a record`.
    pub name: &'static str,
    /// Its name among the definitions of the language's JSON Schema; empty for a file.
    pub definition: &'static str,
    /// What it is, one sentence.
    pub description: &'static str,
    /// Every key it may have, in canonical order.
    pub keys: &'static [Key],
    /// Keys of which it has at least one.
    pub either: &'static [&'static str],
    /// Whether it may also have custom properties: keys that begin with `x-`.
    pub custom: bool,
    /// How a new one is written.
    pub(crate) style: Style,
}

/// How a new mapping is written; one that is there already keeps its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// In brackets if it fits into one line.
    Flow,
    /// In lines of its own.
    Lines,
    /// The same, with a blank line before the next one.
    Spaced,
}

/// A key of a mapping.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// The key itself.
    pub name: &'static str,
    /// What it holds.
    pub content: Content,
    /// False if it can be left out.
    pub required: bool,
    /// What it says, one sentence.
    pub description: &'static str,
    /// Values to start from.
    pub examples: &'static [&'static str],
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys that hold them have descriptions")]
pub enum Content {
    Edition,
    Text,
    CatalogName,
    Namespace,
    Source,
    Version,
    AvroName,
    /// One of these words.
    Words(&'static [&'static str]),
    Date,
    Type,
    Primitive,
    RecordName,
    KeyPath,
    EventType,
    Link,
    Links,
    Repositories,
    Boolean,
    /// A boolean or a type.
    Open,
    Count,
    /// A word or a whole number.
    Precision,
    Number,
    Anything,
    /// A string or a whole number.
    Wire,
    Wires,
    EnumValues,
    /// A key, or the keys of a tag and of the value.
    Tag,
    Cases,
    Fields,
    Data,
    Waivers,
    Rule,
    Levels,
    Deprecation,
    Header,
    Avro,
    Json,
    Docs,
    Colour,
    Patterns,
    Properties,
    Evolution,
    Promise,
    Acceptances,
    /// Words for kinds of items.
    Items,
    Domains,
    Scalars,
    Enums,
    Variants,
    Records,
    Events,
}

/// Every kind of mapping, from the top level of a file down.
pub static CONSTRUCTS: [&Construct; 21] = [
    &FILE,
    &HEADER,
    &AVRO,
    &JSON,
    &DOCS,
    &DOMAIN,
    &SCALAR,
    &ENUM,
    &ENUM_VALUE,
    &VARIANT,
    &TAG,
    &CASE,
    &RECORD,
    &FIELD,
    &EVENT,
    &DEPRECATION,
    &PROPERTY,
    &WAIVER,
    &EVOLUTION,
    &PROMISE,
    &ACCEPTANCE,
];

/// Keys of the top level that only the main file has.
pub const ONLY_IN_MAIN_FILE: [&str; 7] =
    ["catalog", "avro", "json", "docs", "include", "lint", "evolution"];

/// The profiles of Avro schemas.
pub(crate) const AVRO_PROFILES: [&str; 2] = ["standard", "open-edx"];

/// What the namespace of a record is in Avro.
pub(crate) const AVRO_NAMESPACES: [&str; 2] = ["domain", "event"];

/// What JSON Schemas do with formats.
pub(crate) const JSON_FORMATS: [&str; 2] = ["asserted", "annotated"];

/// The kinds of items that a custom property may be on.
pub const PROPERTY_ITEMS: [&str; 8] =
    ["domain", "scalar", "enum", "value", "variant", "record", "field", "event"];

/// What can be promised to a reader.
pub(crate) const PROMISES: [&str; 7] = [
    "none",
    "backward",
    "forward",
    "full",
    "backward_transitive",
    "forward_transitive",
    "full_transitive",
];

/// The levels that `lint` gives a rule.
pub const LEVELS: [&str; 3] = ["error", "warn", "allow"];

/// True for a key of which the value may be a list.
pub(crate) fn holds_list(name: &str) -> bool {
    let keys = CONSTRUCTS.iter().filter_map(|construct| construct.key(name));
    let mut contents = keys.map(|key| key.content);
    contents.any(|content| {
        matches!(
            content,
            Content::Waivers
                | Content::Acceptances
                | Content::Patterns
                | Content::Repositories
                | Content::Links
                | Content::Wires
                | Content::EnumValues
        )
    })
}

impl Construct {
    /// The key with this name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// True for its keys, and for custom properties if it may have them.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.key(name).is_some() || self.custom && name.starts_with("x-")
    }

    /// The position of a key in canonical order.
    pub(crate) fn rank(&self, name: &str) -> Option<usize> {
        let position = |name| self.keys.iter().position(|key| key.name == name);
        match position(name) {
            Some(position) => Some(2 * position + 1),
            // Custom properties are before the waivers, in the order in which they are written.
            None if self.takes(name) => Some(2 * position("allow")?),
            None => None,
        }
    }
}

impl Content {
    /// The kind of mapping in it, and how many levels below it that is: names, domains or items of
    /// a list are in between.
    pub(crate) fn construct(self) -> Option<(usize, &'static Construct)> {
        match self {
            Self::Header => Some((0, &HEADER)),
            Self::Avro => Some((0, &AVRO)),
            Self::Json => Some((0, &JSON)),
            Self::Docs => Some((0, &DOCS)),
            Self::Deprecation => Some((0, &DEPRECATION)),
            Self::Waivers => Some((1, &WAIVER)),
            Self::Evolution => Some((0, &EVOLUTION)),
            Self::Promise => Some((0, &PROMISE)),
            Self::Acceptances => Some((1, &ACCEPTANCE)),
            Self::Properties => Some((1, &PROPERTY)),
            Self::Domains => Some((1, &DOMAIN)),
            Self::Scalars => Some((1, &SCALAR)),
            Self::Enums => Some((1, &ENUM)),
            Self::EnumValues => Some((1, &ENUM_VALUE)),
            Self::Variants => Some((2, &VARIANT)),
            Self::Tag => Some((0, &TAG)),
            Self::Cases => Some((1, &CASE)),
            Self::Fields | Self::Data => Some((1, &FIELD)),
            Self::Records => Some((2, &RECORD)),
            Self::Events => Some((2, &EVENT)),
            Self::Edition
            | Self::Text
            | Self::CatalogName
            | Self::Namespace
            | Self::Source
            | Self::Version
            | Self::AvroName
            | Self::Words(_)
            | Self::Date
            | Self::Type
            | Self::Primitive
            | Self::RecordName
            | Self::KeyPath
            | Self::EventType
            | Self::Link
            | Self::Links
            | Self::Repositories
            | Self::Wire
            | Self::Wires
            | Self::Boolean
            | Self::Open
            | Self::Count
            | Self::Precision
            | Self::Number
            | Self::Anything
            | Self::Rule
            | Self::Levels
            | Self::Patterns
            | Self::Items
            | Self::Colour => None,
        }
    }
}
