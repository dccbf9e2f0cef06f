//! The schemas of what keys hold.

use annals_catalog::language::{Content, LEVELS, PROPERTY_ITEMS};
use annals_catalog::model::{Primitive, Unit};
use annals_catalog::rule::{self, Rule};

use super::schema::{Kind, Others, Schema};
use annals_codegen::render::json::Ordered;

/// Definitions other than mappings with keys of their own.
pub(super) fn shared() -> Vec<(&'static str, Schema)> {
    let text = Schema {
        pattern: Some("\\S"),
        pattern_error_message: Some("Expected a string that is not empty."),
        ..Schema::of(Kind::Any(&["string", "number", "boolean"]))
    };
    let date = Schema::matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "Expected a date: YYYY-MM-DD.");
    let link = Schema::matching("^https?://", "Expected an http or https address.");
    let repository = Schema::matching("^[^/\\s]+/[^/\\s]+$", "Expected owner/name.");
    // The words first, so that editors offer them.
    let primitives = Primitive::ALL.iter().map(|primitive| primitive.name());
    let primitive = Schema { words: primitives.collect(), ..Schema::of("string") };
    let spelled = Schema::matching(
        "^[A-Za-z_\\s][A-Za-z0-9_.<>?\\s]*$",
        "Expected a type: a name, list<type>, map<type> or type?.",
    );
    let waivable = rule::all().filter(|rule| rule.is_waivable()).map(|rule| rule.code);
    let rule = Schema { words: waivable.collect(), ..Schema::of("string") };
    vec![
        ("text", text),
        ("date", date),
        ("link", link),
        ("repository", repository),
        ("primitive", primitive.clone()),
        ("type", Schema::any(vec![primitive, spelled])),
        ("rule", rule),
    ]
}

/// The value of a custom property.
pub(super) fn custom() -> Schema {
    let description = "A custom property, declared below properties.";
    Schema { description: Some(description.to_owned()), ..Schema::default() }
}

/// The schema of what a key holds.
pub(super) fn schema(content: Content) -> Schema {
    let one_or_more = |item: Schema| Schema::any(vec![item.clone(), Schema::list(item)]);
    match content {
        Content::Edition => Schema { constant: Some(1), ..Schema::of("integer") },
        Content::Text => Schema::to("text"),
        Content::Patterns => Schema::list(Schema::to("text")),
        Content::Boolean => Schema::of("boolean"),
        Content::Open => Schema::any(vec![Schema::of("boolean"), Schema::to("type")]),
        Content::Count => Schema { minimum: Some(0), ..Schema::of("integer") },
        Content::Precision => Schema::any(vec![
            Schema { words: Unit::NAMES.to_vec(), ..Schema::of("string") },
            Schema { minimum: Some(1), ..Schema::of("integer") },
        ]),
        Content::Number => Schema::of("number"),
        Content::Anything => Schema::default(),
        Content::Wire => Schema::of(Kind::Any(&["string", "integer"])),
        Content::Wires => Schema::list(schema(Content::Wire)),
        Content::Date => Schema::to("date"),
        Content::Type => Schema::to("type"),
        Content::Primitive => Schema::to("primitive"),
        Content::Link => Schema::to("link"),
        Content::Links => one_or_more(Schema::to("link")),
        Content::Repositories => one_or_more(Schema::to("repository")),
        Content::Rule => Schema::to("rule"),
        Content::CatalogName => catalog_name(),
        Content::Namespace => namespace(),
        Content::Source => source(),
        Content::Version => version(),
        Content::AvroName => avro_name(),
        Content::Words(words) => Schema { words: words.to_vec(), ..Schema::of("string") },
        Content::RecordName => record_name(),
        Content::KeyPath => key_path(),
        Content::EventType => event_type(),
        Content::Deprecation => Schema::to("deprecation"),
        Content::Header => Schema::to("catalog"),
        Content::Avro => Schema::to("avro"),
        Content::Json => Schema::to("json"),
        Content::Docs => Schema::to("docs"),
        Content::Colour => {
            Schema::matching("^#[0-9A-Fa-f]{6}$", "Expected # and six hexadecimal digits.")
        }
        Content::Waivers => Schema::list(Schema::to("waiver")),
        Content::Evolution => Schema::to("evolution"),
        Content::Promise => Schema::to("promise"),
        Content::Acceptances => Schema::list(Schema::to("acceptance")),
        Content::EnumValues => enum_values(),
        Content::Fields | Content::Data => fields(),
        Content::Tag => Schema::any(vec![Schema::to("text"), Schema::to("tag")]),
        Content::Cases => cases(),
        Content::Levels => levels(),
        Content::Properties => Schema::map(
            Some(Schema::matching(
                "^x-[a-z0-9]+(-[a-z0-9]+)*$",
                "Expected a name such as x-owner.",
            )),
            Schema::to("property"),
        ),
        Content::Items => {
            Schema::list(Schema { words: PROPERTY_ITEMS.to_vec(), ..Schema::of("string") })
        }
        Content::Domains => Schema::map(snake(), Schema::to("domain")),
        Content::Scalars => Schema::map(snake(), Schema::to("scalar")),
        Content::Enums => Schema::map(camel(), Schema::to("enum")),
        Content::Variants => Schema::map(snake(), Schema::map(camel(), Schema::to("variant"))),
        Content::Records => Schema::map(snake(), Schema::map(camel(), Schema::to("record"))),
        Content::Events => {
            let name = names("^[A-Z][A-Z0-9_]*$", "Expected UPPER_SNAKE_CASE.");
            Schema::map(snake(), Schema::map(name, Schema::to("event")))
        }
    }
}

fn names(pattern: &'static str, message: &'static str) -> Option<Schema> {
    Some(Schema { max_length: Some(100), ..Schema::matching(pattern, message) })
}

fn snake() -> Option<Schema> {
    names("^[a-z][a-z0-9_]*$", "Expected snake_case.")
}

fn camel() -> Option<Schema> {
    names("^[A-Z][A-Za-z0-9]*$", "Expected UpperCamelCase.")
}

fn catalog_name() -> Schema {
    let kebab = Schema::matching("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "Expected kebab-case.");
    Schema { max_length: Some(64), ..kebab }
}

fn namespace() -> Schema {
    let message = "Expected lower-case segments separated by dots: org.example.";
    let namespace = Schema::matching("^[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*$", message);
    Schema { max_length: Some(100), ..namespace }
}

/// A word that YAML reads as a number or a boolean is a source too.
fn source() -> Schema {
    let message = "Expected letters, digits, `.`, `_` and `-`.";
    Schema {
        kind: Some(Kind::Any(&["string", "number", "boolean"])),
        max_length: Some(100),
        ..Schema::matching("^[A-Za-z0-9._-]+$", message)
    }
}

fn version() -> Schema {
    let message = "Expected three numbers separated by dots: 1.0.0.";
    Schema::matching("^[0-9]+\\.[0-9]+\\.[0-9]+$", message)
}

/// A word that YAML reads as a boolean is a name too.
fn avro_name() -> Schema {
    let name = Schema::matching("^[A-Za-z_][A-Za-z0-9_]*$", "Expected letters, digits and `_`.");
    Schema { kind: Some(Kind::Any(&["string", "boolean"])), ..name }
}

fn record_name() -> Schema {
    let message = "Expected Name or domain.Name.";
    Schema::matching("^([a-z][a-z0-9_]*\\.)?[A-Z][A-Za-z0-9]*$", message)
}

fn key_path() -> Schema {
    let message = "Expected a data key and fields, separated by dots.";
    Schema::matching("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$", message)
}

fn event_type() -> Schema {
    let message = "Expected segments separated by dots: org.example.domain.thing.done.v1.";
    let segments = Schema::matching("^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$", message);
    Schema { max_length: Some(200), ..segments }
}

fn fields() -> Schema {
    let field = Schema::any(vec![Schema::to("type"), Schema::to("field")]);
    let message = "Expected letters, digits and underscores, and dots between them.";
    let name = names("^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)*$", message);
    Schema::map(name, field)
}

fn enum_values() -> Schema {
    let described = Schema::any(vec![Schema::to("text"), Schema::to("value")]);
    let described = Schema { min_properties: Some(1), ..Schema::map(None, described) };
    Schema::any(vec![Schema::list(Schema::to("text")), described])
}

fn cases() -> Schema {
    let case = Schema::any(vec![Schema::to("type"), Schema::to("case")]);
    Schema { min_properties: Some(1), ..Schema::map(None, case) }
}

/// Every convention with its summary, so that editors suggest them.
fn levels() -> Schema {
    let level = |rule: &Rule| {
        let summary = Some(format!("Whether {}.", rule.summary));
        let level = Schema { words: LEVELS.to_vec(), ..Schema::of("string") };
        (rule.code, Schema { description: summary, ..level })
    };
    let conventions = rule::all().filter(|rule| rule.is_convention());
    Schema {
        properties: Some(Ordered(conventions.map(level).collect())),
        additional_properties: Some(Others::None(false)),
        ..Schema::of("object")
    }
}
