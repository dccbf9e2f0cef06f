//! The schemas of the values of keys.

use annals_catalog::language::LEVELS;
use annals_catalog::model::Primitive;
use annals_catalog::rule;

use super::schema::{Kind, Others, Schema};
use annals_codegen::render::json::Ordered;

/// The kind of value that a key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Edition,
    Text,
    CatalogName,
    Namespace,
    Version,
    AvroName,
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
    Count,
    Number,
    Anything,
    EnumValues,
    Fields,
    Data,
    Waivers,
    Rule,
    Levels,
    Deprecation,
    Header,
    Avro,
    Patterns,
    Domains,
    Scalars,
    Enums,
    Records,
    Events,
}

const SNAKE: &str = "^[a-z][a-z0-9_]*$";
const CAMEL: &str = "^[A-Z][A-Za-z0-9]*$";

/// The definitions other than constructs.
pub(super) fn shared() -> Vec<(&'static str, Schema)> {
    let text = Schema {
        pattern: Some("\\S"),
        pattern_error_message: Some("Expected a text that is not empty."),
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
    let waived = convention_codes().filter(|code| *code < "A0290");
    let rule = Schema { words: waived.collect(), ..Schema::of("string") };
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

/// The schema of a kind of value.
pub(super) fn schema(value: Value) -> Schema {
    let text = || Schema::to("text");
    let one_or_more = |item: Schema| Schema::any(vec![item.clone(), Schema::list(item)]);
    let names = |pattern, message| {
        Some(Schema { max_length: Some(100), ..Schema::matching(pattern, message) })
    };
    let snake = || names(SNAKE, "Expected snake_case.");
    let camel = || names(CAMEL, "Expected UpperCamelCase.");
    let fields = || names("^[A-Za-z_][A-Za-z0-9_]*$", "Expected letters, digits and underscores.");
    match value {
        Value::Edition => Schema { constant: Some(1), ..Schema::of("integer") },
        Value::Text => text(),
        Value::Patterns => Schema::list(text()),
        Value::Boolean => Schema::of("boolean"),
        Value::Count => Schema { minimum: Some(0), ..Schema::of("integer") },
        Value::Number => Schema::of("number"),
        Value::Anything => Schema::default(),
        Value::Date => Schema::to("date"),
        Value::Type => Schema::to("type"),
        Value::Primitive => Schema::to("primitive"),
        Value::Link => Schema::to("link"),
        Value::Links => one_or_more(Schema::to("link")),
        Value::Repositories => one_or_more(Schema::to("repository")),
        Value::Rule => Schema::to("rule"),
        Value::Deprecation => Schema::to("deprecation"),
        Value::Header => Schema::to("catalog"),
        Value::Avro => Schema::to("avro"),
        Value::Waivers => Schema::list(Schema::to("waiver")),
        Value::EnumValues => enum_values(),
        Value::Fields => Schema::map(fields(), field()),
        Value::Data => Schema { min_properties: Some(1), ..Schema::map(fields(), field()) },
        Value::Levels => levels(),
        Value::Domains => Schema::map(snake(), Schema::to("domain")),
        Value::Scalars => Schema::map(snake(), Schema::to("scalar")),
        Value::Enums => Schema::map(camel(), Schema::to("enum")),
        Value::Records => Schema::map(snake(), Schema::map(camel(), Schema::to("record"))),
        Value::Events => {
            let events = names("^[A-Z][A-Z0-9_]*$", "Expected UPPER_SNAKE_CASE.");
            Schema::map(snake(), Schema::map(events, Schema::to("event")))
        }
        word => named(word),
    }
}

/// The schema of a string with a pattern.
fn named(value: Value) -> Schema {
    match value {
        Value::CatalogName => {
            let kebab = Schema::matching("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", "Expected kebab-case.");
            Schema { max_length: Some(64), ..kebab }
        }
        Value::Namespace => {
            let message = "Expected lower-case segments with dots between: org.example.";
            let namespace = Schema::matching("^[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*$", message);
            Schema { max_length: Some(100), ..namespace }
        }
        Value::Version => Schema::matching(
            "^[0-9]+\\.[0-9]+\\.[0-9]+$",
            "Expected three numbers with dots between: 1.0.0.",
        ),
        Value::AvroName => {
            let message = "Expected letters, digits and `_`.";
            // YAML reads names such as `yes` as booleans.
            let kind = Some(Kind::Any(&["string", "boolean"]));
            Schema { kind, ..Schema::matching("^[A-Za-z_][A-Za-z0-9_]*$", message) }
        }
        Value::RecordName => Schema::matching(
            "^([a-z][a-z0-9_]*\\.)?[A-Z][A-Za-z0-9]*$",
            "Expected Name or domain.Name.",
        ),
        Value::KeyPath => Schema::matching(
            "^[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*$",
            "Expected a data key and fields, with dots between.",
        ),
        // An event type.
        _ => {
            let message = "Expected segments with dots between: org.example.domain.thing.done.v1.";
            let segments = Schema::matching("^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$", message);
            Schema { max_length: Some(200), ..segments }
        }
    }
}

fn field() -> Schema {
    Schema::any(vec![Schema::to("type"), Schema::to("field")])
}

fn enum_values() -> Schema {
    let described = Schema::any(vec![Schema::to("text"), Schema::to("value")]);
    let described = Schema { min_properties: Some(1), ..Schema::map(None, described) };
    Schema::any(vec![Schema::list(Schema::to("text")), described])
}

/// Every convention with its summary, so that editors suggest them.
fn levels() -> Schema {
    let level = |code: &'static str| {
        let summary = rule::find(code).map(|rule| format!("Whether {}.", rule.summary));
        let level = Schema { words: LEVELS.to_vec(), ..Schema::of("string") };
        (code, Schema { description: summary, ..level })
    };
    Schema {
        properties: Some(Ordered(convention_codes().map(level).collect())),
        additional_properties: Some(Others::None(false)),
        ..Schema::of("object")
    }
}

fn convention_codes() -> impl Iterator<Item = &'static str> {
    rule::all().map(|rule| rule.code).filter(|code| code.starts_with("A02"))
}
