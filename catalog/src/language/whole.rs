//! The mappings that are about the whole catalog.

use super::constructs::key;
use super::{AVRO_NAMESPACES, AVRO_PROFILES, Construct, Content, JSON_FORMATS, Style};

pub(crate) static HEADER: Construct = Construct {
    name: "`catalog`",
    definition: "catalog",
    description: "Facts about the catalog.",
    keys: &[
        key("name", Content::CatalogName, "Name of the catalog and of its crate, in kebab-case.")
            .needed()
            .such_as(&["library-events"]),
        key("title", Content::Text, "Title of the documentation.").needed(),
        key(
            "namespace",
            Content::Namespace,
            "The start of every event type: a domain name that you own, reversed.",
        )
        .needed()
        .such_as(&["org.example"]),
        key(
            "source",
            Content::Source,
            "The first part of `source` in the metadata of events; the namespace by default.",
        ),
        key(
            "event_types",
            Content::Text,
            "A regular expression that every event type matches, in place of the rules about its parts.",
        ),
        key("version", Content::Version, "Version of the catalog: three numbers.")
            .needed()
            .such_as(&["1.0.0"]),
        key("description", Content::Text, "What the catalog is about."),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

pub(crate) static AVRO: Construct = Construct {
    name: "`avro`",
    definition: "avro",
    description: "How Avro schemas are written.",
    keys: &[
        key(
            "profile",
            Content::Words(&AVRO_PROFILES),
            "The values of the keys below that are not written: what most readers expect, or what \
             the Python library openedx-events makes.",
        ),
        key(
            "record",
            Content::AvroName,
            "Name of the top record of every schema; by default the name of the event in Rust, or \
             CloudEvent for open-edx.",
        ),
        key(
            "doc",
            Content::Text,
            "The doc of the top record; by default the description of the event, if docs is true.",
        ),
        key(
            "namespace",
            Content::Words(&AVRO_NAMESPACES),
            "The namespace of records: the namespace of the catalog with their domain, or the type of \
             the event.",
        ),
        key("docs", Content::Boolean, "True if descriptions are in the schemas."),
        key("defaults", Content::Boolean, "True if defaults other than null are in the schemas."),
        key(
            "logical_types",
            Content::Boolean,
            "True if types have their logical types; false if times and decimals are strings.",
        ),
        key(
            "enums",
            Content::Boolean,
            "True if a closed enum is an enum; otherwise it is a string, as are all others.",
        ),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

pub(crate) static JSON: Construct = Construct {
    name: "`json`",
    definition: "json",
    description: "How JSON is read, and JSON Schemas are written.",
    keys: &[
        key(
            "open",
            Content::Boolean,
            "True if records and the data of events are open unless they say otherwise; false by default.",
        ),
        key(
            "formats",
            Content::Words(&JSON_FORMATS),
            "Whether schemas check formats with patterns, which is the default, or only name them.",
        ),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};

pub(crate) static DOCS: Construct = Construct {
    name: "`docs`",
    definition: "docs",
    description: "How the site that `annals docs` builds looks, and where it is.",
    keys: &[
        key("url", Content::Link, "Where the site is published; it then has a sitemap and a feed."),
        key("logo", Content::Text, "An image for the top of each page: a path in this folder."),
        key("colour", Content::Colour, "The color of marks, as # and six hexadecimal digits."),
        key("theme", Content::Text, "A folder of templates and styles: a path in this folder."),
    ],
    either: &[],
    custom: false,
    style: Style::Lines,
};
