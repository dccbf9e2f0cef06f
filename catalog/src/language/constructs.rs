//! Every kind of mapping with its keys, in the order in which the formatter writes them.

use super::{Construct, Content, Key, Style};
use crate::model::Format;

/// A key that can be left out.
pub(super) const fn key(name: &'static str, content: Content, description: &'static str) -> Key {
    Key { name, required: false, content, description, examples: &[] }
}

impl Key {
    /// The same key, required.
    pub(super) const fn needed(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same key, with a value to start from.
    pub(super) const fn such_as(self, examples: &'static [&'static str]) -> Self {
        Self { examples, ..self }
    }
}

/// The keys of a construct with a type of its own: those before the limits of that type, the limits, and those after.
macro_rules! with_limits {
    ([$($before:expr),* $(,)?], [$($after:expr),* $(,)?]) => {
        &[
            $($before,)*
            key("precision", Content::Precision, PRECISION),
            key("scale", Content::Count, SCALE),
            key("format", Content::Words(Format::NAMES), FORMAT),
            key("pattern", Content::Text, PATTERN),
            key("min", Content::Number, MIN),
            key("max", Content::Number, MAX),
            key("multiple_of", Content::Number, MULTIPLE_OF),
            key("min_length", Content::Count, MIN_LENGTH),
            key("max_length", Content::Count, MAX_LENGTH),
            $($after,)*
        ]
    };
}

pub(crate) static FILE: Construct = Construct {
    name: "a catalog",
    definition: "",
    description: "A catalog of events.",
    keys: &[
        key("annals", Content::Edition, "The edition of the language.").needed(),
        key("catalog", Content::Header, "Facts about the catalog.").needed(),
        key("avro", Content::Avro, "How Avro schemas are written."),
        key("json", Content::Json, "How JSON is read, and JSON Schemas are written."),
        key(
            "docs",
            Content::Docs,
            "How the site that `annals docs` builds looks, and where it is.",
        ),
        key(
            "include",
            Content::Patterns,
            "Patterns of more files, relative to the folder of this file.",
        ),
        key("properties", Content::Properties, "Custom properties that items may have, by name."),
        key("domains", Content::Domains, "Groups of records and events, by name."),
        key("scalars", Content::Scalars, "Primitives with a meaning and limits, by name."),
        key("enums", Content::Enums, "Sets of strings or numbers, by name."),
        key(
            "variants",
            Content::Variants,
            "Values that are one of several cases, by domain and name.",
        ),
        key("records", Content::Records, "Structures with named fields, by domain and name."),
        key("events", Content::Events, "What is sent, by domain and name."),
        key("lint", Content::Levels, "Levels of conventions, by code."),
        key(
            "evolution",
            Content::Evolution,
            "What is promised to readers of earlier and later versions.",
        ),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

pub(crate) static PROPERTY: Construct = Construct {
    name: "a custom property",
    definition: "property",
    description: "A custom property that items may have: a key that begins with x-.",
    keys: with_limits!(
        [
            key("type", Content::Type, "The type of its values, without records.").needed(),
            key("on", Content::Items, "The kinds of items that may have it; all by default."),
            key("wire", Content::Text, "Its key in schemas; its name by default."),
        ],
        [
            key("default", Content::Anything, "The value of each item that does not say another."),
            key("description", Content::Text, "What it says of an item."),
        ]
    ),
    either: &[],
    custom: false,
    style: Style::Flow,
};

pub(crate) static DOMAIN: Construct = Construct {
    name: "a domain",
    definition: "domain",
    description: "A group of records and events.",
    keys: &[
        key(
            "title",
            Content::Text,
            "Title of its section in the docs; the words of its name by default.",
        ),
        key("description", Content::Text, "What the domain covers."),
        key("allow", Content::Waivers, ALLOW),
    ],
    either: &[],
    custom: true,
    style: Style::Lines,
};

pub(crate) static SCALAR: Construct = Construct {
    name: "a scalar",
    definition: "scalar",
    description: "A primitive with a meaning and limits of its own.",
    keys: with_limits!(
        [key("base", Content::Primitive, "The primitive type of its values, not json.").needed(),],
        [
            key(
                "example",
                Content::Anything,
                "A value of the scalar, shown in docs and JSON Schema."
            ),
            key("description", Content::Text, "What it identifies or measures."),
            key("allow", Content::Waivers, ALLOW),
        ]
    ),
    either: &[],
    custom: true,
    style: Style::Flow,
};

pub(crate) static ENUM: Construct = Construct {
    name: "an enum",
    definition: "enum",
    description: "A set of strings or whole numbers: readers keep values that are not listed, unless it is closed.",
    keys: &[
        key("description", Content::Text, "What it chooses."),
        key("avro_name", Content::Text, "Its full name in Avro: a namespace and a name."),
        key("open", Content::Boolean, "False if a value that is not listed is an error."),
        key(
            "default",
            Content::Text,
            "The value that readers take for one that a closed enum does not list.",
        ),
        key("allow", Content::Waivers, ALLOW),
        key(
            "values",
            Content::EnumValues,
            "The known values: a list, or a mapping from values to descriptions.",
        )
        .needed(),
    ],
    either: &[],
    custom: true,
    style: Style::Lines,
};

pub(crate) static ENUM_VALUE: Construct = Construct {
    name: "a value of an enum",
    definition: "value",
    description: "A known value of an enum.",
    keys: &[
        key(
            "wire",
            Content::Wire,
            "The string or whole number on the wire; the value's name by default.",
        ),
        key("aliases", Content::Wires, "Other strings or numbers that readers accept for it."),
        key("description", Content::Text, "What the value means."),
        key("deprecated", Content::Deprecation, DEPRECATED),
        key("allow", Content::Waivers, ALLOW),
    ],
    either: &[],
    custom: true,
    style: Style::Flow,
};

pub(crate) static VARIANT: Construct = Construct {
    name: "a variant",
    definition: "variant",
    description: "A value that is one of several cases.",
    keys: &[
        key("description", Content::Text, "What it selects."),
        key(
            "tag",
            Content::Tag,
            "The key in JSON that says which case it is; without it, the cases are different kinds of values.",
        ),
        key("open", Content::Boolean, "True if cases that are not listed are kept."),
        key("allow", Content::Waivers, ALLOW),
        key("cases", Content::Cases, "The cases, by name: each a type or a mapping.").needed(),
    ],
    either: &[],
    style: Style::Lines,
    custom: true,
};

pub(crate) static TAG: Construct = Construct {
    name: "a tag",
    definition: "tag",
    description: "The keys of an object that has the value of a case beside its tag.",
    keys: &[
        key("name", Content::Text, "The key whose value says which case it is.").needed(),
        key("content", Content::Text, "The key of the value.").needed(),
    ],
    either: &[],
    style: Style::Flow,
    custom: false,
};

pub(crate) static CASE: Construct = Construct {
    name: "a case of a variant",
    definition: "case",
    description: "One of the cases of a variant.",
    keys: &[
        key(
            "type",
            Content::Type,
            "The type of its values; a record if the tag is one of its keys.",
        )
        .needed(),
        key("wire", Content::Text, "The value of the tag; the case's name by default."),
        key("description", Content::Text, "What it means."),
    ],
    either: &[],
    style: Style::Flow,
    custom: false,
};

pub(crate) static RECORD: Construct = Construct {
    name: "a record",
    definition: "record",
    description: "A structure with named fields.",
    keys: &[
        key("description", Content::Text, "What it holds."),
        key(
            "extends",
            Content::RecordName,
            "The record whose fields it inherits: Name in the same domain, or domain.Name.",
        ),
        key("open", Content::Open, OPEN),
        key("avro_name", Content::Text, "Its full name in Avro: a namespace and a name."),
        key("pii", Content::Boolean, "True if all its fields are personal data."),
        key("added", Content::Date, "When it was added: YYYY-MM-DD."),
        key("deprecated", Content::Deprecation, DEPRECATED),
        key("allow", Content::Waivers, ALLOW),
        key("fields", Content::Fields, "Its own fields, by name: each a type or a mapping."),
    ],
    either: &["fields", "extends"],
    custom: true,
    style: Style::Spaced,
};

pub(crate) static FIELD: Construct = Construct {
    name: "a field",
    definition: "field",
    description: "A field of a record, or a data key of an event.",
    keys: with_limits!(
        [
        key("type", Content::Type, "The type of its values: a primitive, scalar, enum, variant or record, list<type>, map<type> or type?.").needed(),
        key("wire", Content::Text, "Its name on the wire, if that is not its name in the catalog."),
        key("required", Content::Boolean, "True if a payload must have it; false if it may be absent, and then stays absent."),
        key("const", Content::Anything, "The one value that it has in every payload."),
        key("pii", Content::Boolean, "True if it is personal data."),
        ],
        [
        key("default", Content::Anything, "The value if a payload has none; null for a nullable type."),
        key("example", Content::Anything, "A value of the type, shown in docs and JSON Schema."),
        key("description", Content::Text, "What it holds."),
        key("added", Content::Date, "When it was added: YYYY-MM-DD."),
        key("deprecated", Content::Deprecation, DEPRECATED),
        key("allow", Content::Waivers, ALLOW),
        ]
    ),
    either: &[],
    custom: true,
    style: Style::Flow,
};

pub(crate) static EVENT: Construct = Construct {
    name: "an event",
    definition: "event",
    description: "An event: when it is sent, and what data it carries.",
    keys: &[
        key(
            "type",
            Content::EventType,
            "The event type: namespace, domain, subject, action and major version.",
        )
        .needed()
        .such_as(&["org.example.lending.book.lent.v1"]),
        key("added", Content::Date, "When the event was added: YYYY-MM-DD.").needed(),
        key(
            "minor_version",
            Content::Count,
            "The minor version: one more for each addition to the data.",
        ),
        key("description", Content::Text, "When it is sent."),
        key("warning", Content::Text, "A warning for users, shown as a box in the docs."),
        key(
            "local_only",
            Content::Text,
            "Why it is never sent on a bus; then it has no Avro schema.",
        ),
        key("deprecated", Content::Deprecation, DEPRECATED),
        key("key", Content::KeyPath, "Path to the value that keeps events in order on a bus.")
            .such_as(&["user.id"]),
        key(
            "extends",
            Content::RecordName,
            "The record whose fields its data begins with: Name in the same domain, or domain.Name.",
        ),
        key("open", Content::Open, OPEN),
        key("avro_name", Content::Text, "The full name of its top record in Avro."),
        key("data", Content::Data, "Its own data: records of its domain, by name."),
        key(
            "repository",
            Content::Repositories,
            "The repository that sends it: owner/name, or a list of them.",
        ),
        key("definition", Content::Link, "The address of its definition."),
        key("trigger", Content::Links, "The code that sends it: an address, or a list of them."),
        key("allow", Content::Waivers, ALLOW),
    ],
    either: &["data", "extends"],
    custom: true,
    style: Style::Spaced,
};

pub(crate) static DEPRECATION: Construct = Construct {
    name: "a deprecation",
    definition: "deprecation",
    description: "Why something should no longer be used.",
    keys: &[
        key("since", Content::Date, "Since when: YYYY-MM-DD.").needed(),
        key("removal", Content::Date, "When it will be removed, after since."),
        key(
            "replacement",
            Content::Text,
            "What to use instead: an event, a record, or another field or value.",
        ),
        key("note", Content::Text, "An explanation."),
    ],
    either: &[],
    custom: false,
    style: Style::Flow,
};

pub(crate) static WAIVER: Construct = Construct {
    name: "a waiver",
    definition: "waiver",
    description: "An accepted violation of a convention.",
    keys: &[
        key("rule", Content::Rule, "Code of the convention.").needed(),
        key("reason", Content::Text, "Why the violation is accepted.").needed(),
        key("until", Content::Date, "The last day of the waiver."),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

const FORMAT: &str = "The form of the whole string.";
const PATTERN: &str =
    "A regular expression that matches somewhere in the string; use ^ and $ for the whole.";
const MIN: &str = "Smallest number, inclusive.";
const MAX: &str = "Largest number, inclusive.";
const PRECISION: &str = "How many digits a decimal has, or what a time counts: millis or micros.";
const SCALE: &str = "How many of the digits of a decimal are after the point; 0 by default.";
const MULTIPLE_OF: &str = "Number of which each value is a multiple; above 0.";
const MIN_LENGTH: &str = "Smallest number of characters, bytes or elements.";
const MAX_LENGTH: &str = "Largest number of characters, bytes or elements.";
const OPEN: &str =
    "True if fields that are not listed are kept, or their type; false if they are an error.";
const DEPRECATED: &str = "Set if it should no longer be used: since when, and what to use instead.";
const ALLOW: &str = "Violations of conventions that are accepted here.";
