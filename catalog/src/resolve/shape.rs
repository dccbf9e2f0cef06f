//! Checks the form of every name of a catalog.
//!
//! Names become files, modules and identifiers, so a name that could lead out of the output folder,
//! or that is not an identifier in some target, is refused here.

use std::collections::BTreeMap;

use heck::{ToKebabCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::ast::{self, Text};
use crate::diagnostic::Diagnostics;
use crate::names;
use crate::resolve::text::{segments, within};
use crate::rule::meaning::{
    DUPLICATE_NAME, EVENT_TYPE_SHAPE, NAME_SHAPE, NO_VARIANT, RESERVED_NAME,
};
use crate::source::Span;

/// The longest name, so that file systems accept the paths.
const NAME_LIMIT: usize = 100;
/// The longest event type, for the same reason.
const EVENT_TYPE_LIMIT: usize = 200;

/// The form of the names of one kind of item.
struct Form {
    kind: &'static str,
    words: &'static str,
    accepts: fn(&str) -> bool,
    /// Converts a name to this form, as far as possible.
    convert: fn(&str) -> String,
    example: &'static str,
}

const SNAKE: fn(&str) -> bool = |name| {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
};
const CAMEL: fn(&str) -> bool = |name| {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
};
const UPPER_SNAKE: fn(&str) -> bool = |name| {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
};
const IDENTIFIER: fn(&str) -> bool = |name| {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
};

const DOMAIN: Form = Form {
    kind: "a domain",
    words: "snake_case",
    accepts: SNAKE,
    convert: |name| name.to_snake_case(),
    example: "learning",
};
const SCALAR: Form = Form { kind: "a scalar", example: "course_key", ..DOMAIN };
const RECORD: Form = Form {
    kind: "a record",
    words: "UpperCamelCase",
    accepts: CAMEL,
    convert: |name| name.to_upper_camel_case(),
    example: "UserData",
};
const ENUM: Form = Form { kind: "an enum", example: "CourseMode", ..RECORD };
const VARIANT: Form = Form { kind: "a variant", example: "CourseChange", ..RECORD };
const EVENT: Form = Form {
    kind: "an event",
    words: "UPPER_SNAKE_CASE",
    accepts: UPPER_SNAKE,
    convert: |name| name.to_shouty_snake_case(),
    example: "COURSE_CREATED",
};
const FIELD: Form = Form {
    kind: "a field",
    words: "letters, digits and underscores, not starting with a digit",
    accepts: IDENTIFIER,
    convert: |name| name.to_snake_case(),
    example: "display_name",
};
const PROPERTY: Form = Form {
    kind: "a custom property",
    words: "`x-` and kebab-case",
    accepts: names::is_property,
    convert: |name| format!("x-{}", name.strip_prefix("x-").unwrap_or(name).to_kebab_case()),
    example: "x-owner",
};
const DATA_KEY: Form = Form { kind: "a data key", example: "user", ..FIELD };

/// True if the name of a field is valid.
pub(crate) fn is_field_name(name: &str) -> bool {
    IDENTIFIER(name)
}

/// True if the name of a domain or scalar is valid.
pub(crate) fn is_scalar_name(name: &str) -> bool {
    SNAKE(name) && name.len() <= NAME_LIMIT
}

/// True if the name of a record or enum is valid; other checks are silent about invalid ones.
pub(crate) fn is_record_name(name: &str) -> bool {
    CAMEL(name) && name.len() <= NAME_LIMIT
}

/// True if the name of an event is valid.
pub(crate) fn is_event_name(name: &str) -> bool {
    UPPER_SNAKE(name) && name.len() <= NAME_LIMIT
}

/// Checks every name.
pub(crate) fn shapes(diagnostics: &mut Diagnostics, ast: &ast::Catalog) {
    property_wires(diagnostics, &ast.properties);
    for property in &ast.properties {
        if shape(diagnostics, &PROPERTY, &property.name)
            && names::is_reserved_property(&property.name.value)
        {
            let message = format!(
                "`{}` cannot be a custom property: schemas use the name",
                property.name.value
            );
            diagnostics
                .report(&RESERVED_NAME, property.name.span, message)
                .hint("use another name");
        }
    }
    for domain in &ast.domains {
        if shape(diagnostics, &DOMAIN, &domain.name) {
            reserved_domain(diagnostics, &domain.name);
        }
    }
    for scalar in &ast.scalars {
        shape(diagnostics, &SCALAR, &scalar.name);
    }
    for enumeration in &ast.enums {
        shape(diagnostics, &ENUM, &enumeration.name);
        variants(diagnostics, enumeration);
    }
    for variant in &ast.variants {
        shape(diagnostics, &VARIANT, &variant.name);
        cases(diagnostics, variant);
    }
    for record in &ast.records {
        if shape(diagnostics, &RECORD, &record.name) {
            device(diagnostics, &record.name);
        }
        for field in &record.fields {
            shape(diagnostics, &FIELD, &field.name);
            on_wire(diagnostics, "the name of a field", field.wire.as_ref());
        }
    }
    for event in &ast.events {
        if shape(diagnostics, &EVENT, &event.name) {
            device(diagnostics, &event.name);
        }
        for field in &event.data {
            shape(diagnostics, &DATA_KEY, &field.name);
            on_wire(diagnostics, "the name of a field", field.wire.as_ref());
        }
        if let Some(event_type) = &event.event_type {
            event_type_shape(diagnostics, event_type);
        }
    }
}

fn shape(diagnostics: &mut Diagnostics, form: &Form, name: &Text) -> bool {
    let Form { kind, words, accepts, convert, example } = form;
    if !accepts(&name.value) {
        let message = format!("`{}` is not a valid name for {kind}, expected {words}", name.value);
        let report = diagnostics.report(&NAME_SHAPE, name.span, message);
        let converted = convert(&name.value);
        report.hint(if accepts(&converted) {
            format!("rename it to `{converted}`, here and where it is used")
        } else {
            format!("use a name such as `{example}`")
        });
        return false;
    }
    if name.value.len() > NAME_LIMIT {
        let message = format!("the name is longer than {NAME_LIMIT} characters");
        diagnostics.report(&NAME_SHAPE, name.span, message).hint("use a shorter name");
        return false;
    }
    true
}

fn reserved_domain(diagnostics: &mut Diagnostics, name: &Text) {
    if names::is_reserved_domain(&name.value) {
        let message =
            format!("`{}` cannot be a domain: the generated code uses the name", name.value);
        let hint = "use another name: a domain becomes a module and a feature of the crate";
        diagnostics.report(&RESERVED_NAME, name.span, message).hint(hint);
    } else {
        device(diagnostics, name);
    }
}

fn device(diagnostics: &mut Diagnostics, name: &Text) {
    if names::is_device(&name.value) {
        let message = format!("`{}` is the name of a device on Windows", name.value);
        let hint = "use another name: files on Windows cannot have this one";
        diagnostics.report(&RESERVED_NAME, name.span, message).hint(hint);
    }
}

/// Writers do not escape the names of fields, nor tags.
fn on_wire(diagnostics: &mut Diagnostics, what: &str, name: Option<&Text>) {
    let Some(wire) = name else { return };
    let is_escaped = |letter: char| letter.is_control() || matches!(letter, '"' | '\\');
    if let Some(letter) = wire.value.chars().find(|letter| is_escaped(*letter)) {
        let message = format!("`{}` is not allowed in {what}", letter.escape_default());
        diagnostics
            .report(&NAME_SHAPE, wire.span, message)
            .hint("use a name without quotes, backslashes and control characters");
    }
}

fn variants(diagnostics: &mut Diagnostics, enumeration: &ast::Enum) {
    enumeration.values.iter().for_each(|value| in_rust(diagnostics, &value.value));
}

fn cases(diagnostics: &mut Diagnostics, variant: &ast::Variant) {
    variant.cases.iter().for_each(|case| in_rust(diagnostics, &case.name));
    if let Some(tag) = &variant.tag {
        on_wire(diagnostics, "a tag", Some(&tag.name));
        on_wire(diagnostics, "a tag", tag.content.as_ref());
    }
}

/// Checks the name of a value or case, which becomes a variant in Rust.
fn in_rust(diagnostics: &mut Diagnostics, name: &Text) {
    if names::enum_variant(&name.value).is_empty() {
        let message =
            format!("`{}` has no letter or digit for the name of its variant", name.value);
        let hint = "give it a name with a letter a-z or a digit, and write the value as its `wire`";
        diagnostics.report(&NO_VARIANT, name.span, message).hint(hint);
    }
}

/// True if an event type is valid; conventions are silent about invalid ones.
pub(crate) fn is_event_type(value: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let empty = |segment: &[u8]| segment.is_empty();
    value.bytes().all(legal)
        && !value.as_bytes().split(|byte| *byte == b'.').any(empty)
        && value.len() <= EVENT_TYPE_LIMIT
}

/// Checks an event type; reports at most one mistake.
fn event_type_shape(diagnostics: &mut Diagnostics, event_type: &Text) {
    let value = &event_type.value;
    if is_event_type(value) {
        device(diagnostics, event_type);
        return;
    }
    let is_illegal = |letter: char| !letter.is_ascii_alphanumeric() && !"._-".contains(letter);
    if let Some((start, letter)) = value.char_indices().find(|(_, letter)| is_illegal(*letter)) {
        let span = within(event_type, start..start + letter.len_utf8());
        let message = format!("`{}` is not allowed in an event type", letter.escape_default());
        let hint = "use letters, digits, `_` and `-`, with dots between segments";
        diagnostics.report(&EVENT_TYPE_SHAPE, span, message).hint(hint);
    } else if let Some((_, range)) = segments(value).find(|(segment, _)| segment.is_empty()) {
        let span = within(event_type, range);
        diagnostics
            .report(&EVENT_TYPE_SHAPE, span, "a segment of the event type is empty")
            .hint("write dots only between segments");
    } else {
        let message = format!("the event type is longer than {EVENT_TYPE_LIMIT} characters");
        diagnostics
            .report(&EVENT_TYPE_SHAPE, event_type.span, message)
            .hint("use shorter words: the event type becomes the name of a file");
    }
}

/// Checks the keys that custom properties have in schemas.
fn property_wires(diagnostics: &mut Diagnostics, properties: &[ast::Declaration]) {
    let mut taken: BTreeMap<&str, Span> = properties
        .iter()
        .map(|property| (property.name.value.as_str(), property.name.span))
        .collect();
    for wire in properties.iter().filter_map(|property| property.wire.as_ref()) {
        on_wire(diagnostics, "the key of a custom property", Some(wire));
        if names::is_schema_keyword(&wire.value) {
            let message =
                format!("`{}` cannot be a custom property: schemas use the name", wire.value);
            diagnostics.report(&RESERVED_NAME, wire.span, message).hint("use another name");
        } else if let Some(first) = taken.insert(&wire.value, wire.span) {
            let message =
                format!("`{}` is the key of two custom properties in schemas", wire.value);
            diagnostics
                .report(&DUPLICATE_NAME, wire.span, message)
                .related(first, "the first one")
                .hint("change `wire` of one of the two");
        }
    }
}
