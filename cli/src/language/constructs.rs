//! Every kind of mapping of the language with its keys; a test compares them with the parser's own.

use super::values::Value;

/// A kind of mapping.
pub(super) struct Construct {
    /// As the parser names it.
    pub(super) name: &'static str,
    /// As it is called among the definitions.
    pub(super) definition: &'static str,
    pub(super) description: &'static str,
    pub(super) keys: &'static [Key],
    /// Keys of which it has at least one.
    pub(super) either: &'static [&'static str],
}

/// A key of a mapping.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) value: Value,
    pub(super) description: &'static str,
    pub(super) examples: &'static [&'static str],
}

/// A key that can be left out.
const fn key(name: &'static str, value: Value, description: &'static str) -> Key {
    Key { name, required: false, value, description, examples: &[] }
}

impl Key {
    /// The same, needed.
    const fn needed(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, with a value to begin from.
    const fn such_as(self, examples: &'static [&'static str]) -> Self {
        Self { examples, ..self }
    }
}

/// A file.
pub(super) const FILE: Construct = Construct {
    name: "a catalog",
    definition: "",
    description: "A catalog of events.",
    keys: &[
        key("annals", Value::Edition, "The edition of the language.").needed(),
        key("catalog", Value::Header, "What the catalog is.").needed(),
        key("avro", Value::Avro, "How Avro schemas are headed."),
        key("include", Value::Patterns, "Patterns of further files, from the folder of this one."),
        key("domains", Value::Domains, "Groups of records and events, by name."),
        key("scalars", Value::Scalars, "Primitives with a meaning and limits, by name."),
        key("enums", Value::Enums, "Open sets of texts, by name."),
        key("records", Value::Records, "Structures with named fields, by domain and name."),
        key("events", Value::Events, "What is sent, by domain and name."),
        key("lint", Value::Levels, "Levels of conventions, by code."),
    ],
    either: &[],
};

/// Every other kind of mapping.
pub(super) const DEFINITIONS: [&Construct; 11] = [
    &HEADER,
    &AVRO,
    &DOMAIN,
    &SCALAR,
    &ENUM,
    &ENUM_VALUE,
    &RECORD,
    &FIELD,
    &EVENT,
    &DEPRECATION,
    &WAIVER,
];

const HEADER: Construct = Construct {
    name: "`catalog`",
    definition: "catalog",
    description: "What the catalog is.",
    keys: &[
        key("name", Value::CatalogName, "Name of the catalog and of its crate, in kebab-case.")
            .needed()
            .such_as(&["library-events"]),
        key("title", Value::Text, "Title of the documentation.").needed(),
        key(
            "namespace",
            Value::Namespace,
            "What every event type begins with: a domain you own, the other way round.",
        )
        .needed()
        .such_as(&["org.example"]),
        key("version", Value::Version, "Version of the catalog: three numbers.")
            .needed()
            .such_as(&["1.0.0"]),
        key("description", Value::Text, "What the catalog is about."),
    ],
    either: &[],
};

const AVRO: Construct = Construct {
    name: "`avro`",
    definition: "avro",
    description: "How Avro schemas are headed.",
    keys: &[
        key(
            "record",
            Value::AvroName,
            "Name of the top record of every Avro schema; without it, CloudEvent.",
        ),
        key("doc", Value::Text, "The doc of the top record."),
    ],
    either: &[],
};

const DOMAIN: Construct = Construct {
    name: "a domain",
    definition: "domain",
    description: "A group of records and events.",
    keys: &[
        key(
            "title",
            Value::Text,
            "Title of its section in the docs; without it, the words of its name.",
        ),
        key("description", Value::Text, "What the domain covers."),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &[],
};

const SCALAR: Construct = Construct {
    name: "a scalar",
    definition: "scalar",
    description: "A primitive with a meaning and limits of its own.",
    keys: &[
        key("base", Value::Primitive, "The primitive that it is on the wire, not json.").needed(),
        key("pattern", Value::Text, PATTERN),
        key("min", Value::Number, MIN),
        key("max", Value::Number, MAX),
        key("min_length", Value::Count, MIN_LENGTH),
        key("max_length", Value::Count, MAX_LENGTH),
        key("example", Value::Anything, "A value of the scalar, shown in docs and JSON Schema."),
        key("description", Value::Text, "What it identifies or measures."),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &[],
};

const PATTERN: &str =
    "A regular expression that matches somewhere in the text; write ^ and $ for the whole.";
const MIN: &str = "Smallest number, allowed itself.";
const MAX: &str = "Largest number, allowed itself.";
const MIN_LENGTH: &str = "Fewest characters, bytes or elements.";
const MAX_LENGTH: &str = "Most characters, bytes or elements.";
const DEPRECATED: &str = "It should no longer be used: since when, and what instead.";
const ALLOW: &str = "Breaches of conventions that are accepted here.";

const ENUM: Construct = Construct {
    name: "an enum",
    definition: "enum",
    description: "An open set of texts: a reader keeps a value that is not listed.",
    keys: &[
        key("description", Value::Text, "What it chooses."),
        key(
            "values",
            Value::EnumValues,
            "The known values: a list, or a mapping to their descriptions.",
        )
        .needed(),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &[],
};

const ENUM_VALUE: Construct = Construct {
    name: "a value of an enum",
    definition: "value",
    description: "A known value of an enum.",
    keys: &[
        key("description", Value::Text, "What the value means."),
        key("deprecated", Value::Deprecation, DEPRECATED),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &[],
};

const RECORD: Construct = Construct {
    name: "a record",
    definition: "record",
    description: "A structure with named fields.",
    keys: &[
        key("description", Value::Text, "What it holds."),
        key(
            "extends",
            Value::RecordName,
            "The record whose fields it has too: Name of the same domain, or domain.Name.",
        ),
        key("pii", Value::Boolean, "All its fields are personal data."),
        key("fields", Value::Fields, "Its own fields, by name: each a type or a mapping."),
        key("added", Value::Date, "When it came."),
        key("deprecated", Value::Deprecation, DEPRECATED),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &["fields", "extends"],
};

const FIELD: Construct = Construct {
    name: "a field",
    definition: "field",
    description: "A field of a record, or a data key of an event.",
    keys: &[
        key("type", Value::Type, "What values it has: a primitive, scalar, enum or record, list<type>, map<type> or type?.").needed(),
        key("description", Value::Text, "What it says."),
        key("default", Value::Anything, "Taken where a reader finds no value; null for a nullable type."),
        key("example", Value::Anything, "A value of the type, shown in docs and JSON Schema."),
        key("pii", Value::Boolean, "It is personal data."),
        key("deprecated", Value::Deprecation, DEPRECATED),
        key("added", Value::Date, "When it came."),
        key("min", Value::Number, MIN),
        key("max", Value::Number, MAX),
        key("min_length", Value::Count, MIN_LENGTH),
        key("max_length", Value::Count, MAX_LENGTH),
        key("pattern", Value::Text, PATTERN),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &[],
};

const EVENT: Construct = Construct {
    name: "an event",
    definition: "event",
    description: "An event: when it is sent, and what data it carries.",
    keys: &[
        key(
            "type",
            Value::EventType,
            "The event type: namespace, domain, subject, action and major version.",
        )
        .needed()
        .such_as(&["org.example.lending.book.lent.v1"]),
        key("added", Value::Date, "When the event came: YYYY-MM-DD.").needed(),
        key("description", Value::Text, "When it is sent."),
        key("key", Value::KeyPath, "Path to the value that keeps events in order on a bus.")
            .such_as(&["user.id"]),
        key("data", Value::Data, "What it carries: records of its domain, by name.").needed(),
        key("definition", Value::Link, "Where it is defined."),
        key("trigger", Value::Links, "Where it is sent: an address, or a list of them."),
        key("repository", Value::Repositories, "Who sends it: owner/name, or a list of them."),
        key("minor_version", Value::Count, "One more for each addition to the data."),
        key("local_only", Value::Text, "Why it never goes on a bus; it then has no Avro schema."),
        key("warning", Value::Text, "What users have to know; a box in the docs."),
        key("deprecated", Value::Deprecation, DEPRECATED),
        key("allow", Value::Waivers, ALLOW),
    ],
    either: &[],
};

const DEPRECATION: Construct = Construct {
    name: "a deprecation",
    definition: "deprecation",
    description: "Why something should no longer be used.",
    keys: &[
        key("since", Value::Date, "Since when: YYYY-MM-DD.").needed(),
        key("removal", Value::Date, "When it goes, after since."),
        key(
            "replacement",
            Value::Text,
            "What to use instead: an event, a record, or a field or value beside it.",
        ),
        key("note", Value::Text, "More words."),
    ],
    either: &[],
};

const WAIVER: Construct = Construct {
    name: "a waiver",
    definition: "waiver",
    description: "The accepted breach of one convention.",
    keys: &[
        key("rule", Value::Rule, "Code of the convention.").needed(),
        key("reason", Value::Text, "Why the breach is accepted.").needed(),
        key("until", Value::Date, "The last day of the waiver."),
    ],
    either: &[],
};
