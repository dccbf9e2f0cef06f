//! The lock as plain data.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::digest::Digest;
use crate::format::Format;
use crate::primitive::Primitive;

/// The edition of the format that this crate prints and parses.
pub const EDITION: u32 = 1;

/// The generated file that declares the modules of the bindings. Its last item is `::annals::verify!();`, which checks
/// the other files against the lock; the first derive checks this one.
pub const ROOT: &str = "src/catalog.rs";

/// A whole `catalog.lock`. Each map's key is the entry's name on the left of its line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lock {
    /// When it was released; only a file of the history says so.
    pub release: Option<Release>,
    /// The catalog.
    pub catalog: Catalog,
    /// How its Avro schemas are written.
    pub avro: Avro,
    /// Files the catalog was read from, the main one first.
    pub sources: Vec<Source>,
    /// Scalars by name.
    pub scalars: BTreeMap<String, Scalar>,
    /// Enums by name.
    pub enums: BTreeMap<String, Enum>,
    /// Variants by qualified name, `learning.Change`.
    pub variants: BTreeMap<String, Variant>,
    /// Records by qualified name, `learning.UserData`.
    pub records: BTreeMap<String, Record>,
    /// Events by event type.
    pub events: BTreeMap<String, Event>,
    /// Generated files that do not belong to a single entry, by path. The lock itself is not listed.
    pub files: BTreeMap<String, File>,
}

/// That a contract was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// When, `YYYY-MM-DD`.
    pub date: String,
    /// The digest of the rest of its entry, and of all that follows it.
    pub digest: Digest,
    /// The version and the digest of the release before.
    pub after: Option<(String, Digest)>,
}

/// The line of an entry, counted from 1; 0 if the lock was not parsed. It is ignored when entries are compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line(pub u32);

impl PartialEq for Line {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Facts about the catalog.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// Name, kebab-case.
    pub name: String,
    /// Version, `11.2.0`.
    pub version: String,
    /// First part of `source` in the metadata of events, `openedx`.
    pub source: String,
}

/// How Avro schemas are written, as far as their readers depend on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Avro {
    /// Name of the top record of every schema; `None` if it is that of the event in Rust.
    pub record: Option<String>,
    /// Whether defaults other than null are written.
    pub defaults: bool,
    /// Whether types have their logical types.
    pub logical_types: bool,
}

/// A file that the catalog was read from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Source {
    /// Path from the lock's folder, with `/`.
    pub path: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its line.
    pub line: Line,
}

/// A scalar: a newtype over a primitive.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar {
    /// Path of the Rust type in the generated crate, `types::CourseKey`.
    pub path: String,
    /// The primitive.
    pub base: Primitive,
    /// Limits of its values.
    pub limits: Limits,
    /// Custom properties: the name, beginning with `x-`, and the value as JSON.
    pub properties: Vec<(String, String)>,
    /// Its line.
    pub line: Line,
}

/// An enum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Enum {
    /// Path of the Rust type in the generated crate, `types::Mode`.
    pub path: String,
    /// Whether the values are whole numbers on the wire, and not texts.
    pub numbers: bool,
    /// Whether it is an `enum` in Avro, so that the bytes have the position of a value and not its text.
    pub symbols: bool,
    /// Its name in Avro without the namespace, if it is another one.
    pub avro: Option<String>,
    /// What readers do with a value that is not listed.
    pub unknown: Unknown,
    /// Known values in the catalog's order.
    pub values: Vec<EnumValue>,
    /// Custom properties: the name, beginning with `x-`, and the value as JSON.
    pub properties: Vec<(String, String)>,
    /// Its line.
    pub line: Line,
}

/// What readers do with a value that an enum does not list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Unknown {
    /// They keep it.
    #[default]
    Kept,
    /// They refuse it.
    Refused,
    /// They take this Rust variant for it.
    Default(String),
}

/// One known value of an enum.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EnumValue {
    /// The text on the wire; the digits of a number.
    pub value: String,
    /// Other texts that readers accept for it.
    pub aliases: Vec<String>,
    /// The Rust variant.
    pub variant: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its line.
    pub line: Line,
}

/// A variant: one of several cases.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Variant {
    /// Path of the Rust type in the generated crate, `learning::Change`.
    pub path: String,
    /// The key in JSON that says which case a value has.
    pub tag: Option<String>,
    /// The key of the value, if it is not the object with the tag.
    pub content: Option<String>,
    /// Whether readers keep cases that are not listed.
    pub open: bool,
    /// Custom properties: the name, beginning with `x-`, and the value as JSON.
    pub properties: Vec<(String, String)>,
    /// The cases in the catalog's order.
    pub cases: Vec<Case>,
    /// Its line.
    pub line: Line,
}

/// One case of a variant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Case {
    /// The tag in JSON.
    pub tag: String,
    /// Type as the catalog writes it, records always with their domain.
    pub ty: String,
    /// Type in Rust, with `crate::` for types of the generated crate.
    pub rust: String,
    /// The Rust variant.
    pub variant: String,
    /// Whether `rust` is boxed, since the variant contains itself through this case.
    pub boxed: bool,
    /// Its line.
    pub line: Line,
}

/// A record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Path of the Rust type in the generated crate, `learning::UserData`.
    pub path: String,
    /// Its name in Avro without the namespace, if it is another one.
    pub avro: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// When it came and goes; only in a file of the history.
    pub dates: Dates,
    /// An example as JSON, if the catalog gives enough to make one. The fingerprint does not cover it.
    pub example: Option<String>,
    /// Files generated from it alone.
    pub artifacts: Vec<Artifact>,
    /// Fields in wire order.
    pub fields: Vec<Field>,
    /// Custom properties: the name, beginning with `x-`, and the value as JSON.
    pub properties: Vec<(String, String)>,
    /// Its line.
    pub line: Line,
}

/// An event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Event {
    /// Path of the Rust type in the generated crate, `learning::StudentRegistrationCompleted`.
    pub path: String,
    /// Name, UPPER_SNAKE_CASE.
    pub name: String,
    /// Domain.
    pub domain: String,
    /// The name of its top record in Avro without the namespace, if the catalog gives it one.
    pub avro: Option<String>,
    /// When it was added, `YYYY-MM-DD`.
    pub added: String,
    /// Minor version.
    pub minor_version: u32,
    /// Dotted path to the value that determines the order on a bus.
    pub key: Option<String>,
    /// Whether its data contains personal data, at any depth.
    pub pii: bool,
    /// Whether it is never sent to a bus.
    pub local_only: bool,
    /// Set if it is deprecated.
    pub deprecated: Option<Deprecation>,
    /// An example as JSON, if the catalog gives enough to make one. The fingerprint does not cover it.
    pub example: Option<String>,
    /// Files generated from it alone.
    pub artifacts: Vec<Artifact>,
    /// Its data in wire order.
    pub fields: Vec<Field>,
    /// Custom properties: the name, beginning with `x-`, and the value as JSON.
    pub properties: Vec<(String, String)>,
    /// Its line.
    pub line: Line,
}

/// The deprecation of an event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deprecation {
    /// When it was deprecated, `YYYY-MM-DD`.
    pub since: String,
    /// When it will be removed, `YYYY-MM-DD`.
    pub removal: Option<String>,
    /// Name of the event to use instead.
    pub replacement: Option<String>,
    /// A note; may be empty.
    pub note: String,
}

/// A field of a record or of an event's data.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Field {
    /// Name in the catalog.
    pub name: String,
    /// Name on the wire, if it is another one.
    pub wire: Option<String>,
    /// Type as the catalog writes it, records always with their domain.
    pub ty: String,
    /// Type in Rust, with `crate::` for types of the generated crate.
    pub rust: String,
    /// Whether it is personal data.
    pub pii: bool,
    /// Whether `rust` is boxed, since the record contains itself through this field.
    pub boxed: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// When it came and goes; only in a file of the history.
    pub dates: Dates,
    /// What it means if a payload does not have it.
    pub presence: Presence,
    /// Whether it has no default in Avro, although readers of the catalog do not require it.
    pub no_avro_default: bool,
    /// Limits of its value.
    pub limits: Limits,
    /// Custom properties: the name, beginning with `x-`, and the value as JSON.
    pub properties: Vec<(String, String)>,
    /// Its line.
    pub line: Line,
}

/// When a record or a field came and goes, `YYYY-MM-DD`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dates {
    /// When it was added, if the catalog says so.
    pub added: Option<String>,
    /// Since when it is deprecated.
    pub since: Option<String>,
    /// When it is removed.
    pub removal: Option<String>,
}

/// What it means if a payload does not have a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Presence {
    /// It is an error.
    #[default]
    Required,
    /// Readers use this value, as JSON.
    Default(String),
    /// It stays absent.
    Optional,
    /// It is the map of the fields that its record does not list.
    Extra,
    /// It is an error, and so is any other value than this, as JSON.
    Constant(String),
}

/// Limits of a value, or of the number of elements in a list or map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Limits {
    /// Smallest number, as JSON writes it.
    pub min: Option<String>,
    /// Largest number, as JSON writes it.
    pub max: Option<String>,
    /// Number of which it is a multiple, as JSON writes it.
    pub multiple_of: Option<String>,
    /// Smallest number of characters, bytes or elements.
    pub min_length: Option<u64>,
    /// Largest number of characters, bytes or elements.
    pub max_length: Option<u64>,
    /// Form of the whole text.
    pub format: Option<Format>,
    /// Regular expression that must match somewhere in the text.
    pub pattern: Option<String>,
}

/// A file generated from one record or event.
#[derive(Debug, Clone, PartialEq)]
pub struct Artifact {
    /// Its kind.
    pub kind: ArtifactKind,
    /// Path from the lock's folder, with `/`.
    pub path: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its line.
    pub line: Line,
}

/// The kind of an artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtifactKind {
    /// Avro schema.
    Avro,
    /// JSON Schema.
    Json,
    /// Documentation page.
    Page,
}

impl ArtifactKind {
    /// All kinds, in the order in which the lock lists them.
    pub const ALL: [Self; 3] = [Self::Avro, Self::Json, Self::Page];

    /// Their words, for an error.
    pub(crate) const EXPECTED: &str = "`avro`, `json` or `page`";

    /// The word for it in the lock.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Avro => "avro",
            Self::Json => "json",
            Self::Page => "page",
        }
    }
}

impl FromStr for ArtifactKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// Any other generated file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// Digest of its bytes.
    pub digest: Digest,
    /// Its line.
    pub line: Line,
}
