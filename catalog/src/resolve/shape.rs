//! The form of names: every name the catalog gives in, a report for each that cannot stand.
//!
//! Names become files, modules and identifiers, so nothing gets through here that could leave the
//! output folder or be no identifier in one of the targets.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::ast::{self, Text};
use crate::diagnostic::Diagnostics;
use crate::names;
use crate::resolve::text::{segments, within};
use crate::rule::meaning::{EVENT_TYPE_SHAPE, NAME_SHAPE, NO_VARIANT, RESERVED_NAME};

/// No name is longer, so that paths stay within what file systems take.
const NAME_LIMIT: usize = 100;
/// No event type is longer, for the same reason.
const EVENT_TYPE_LIMIT: usize = 200;

/// The form that one kind of name has.
struct Shape {
    kind: &'static str,
    words: &'static str,
    accepts: fn(&str) -> bool,
    /// Turns a name into one that might be accepted.
    mend: fn(&str) -> String,
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

const DOMAIN: Shape = Shape {
    kind: "a domain",
    words: "snake_case",
    accepts: SNAKE,
    mend: |name| name.to_snake_case(),
    example: "learning",
};
const SCALAR: Shape = Shape { kind: "a scalar", example: "course_key", ..DOMAIN };
const RECORD: Shape = Shape {
    kind: "a record",
    words: "UpperCamelCase",
    accepts: CAMEL,
    mend: |name| name.to_upper_camel_case(),
    example: "UserData",
};
const ENUM: Shape = Shape { kind: "an enum", example: "CourseMode", ..RECORD };
const EVENT: Shape = Shape {
    kind: "an event",
    words: "UPPER_SNAKE_CASE",
    accepts: UPPER_SNAKE,
    mend: |name| name.to_shouty_snake_case(),
    example: "COURSE_CREATED",
};
const FIELD: Shape = Shape {
    kind: "a field",
    words: "letters, digits and underscores, beginning with no digit",
    accepts: IDENTIFIER,
    mend: |name| name.to_snake_case(),
    example: "display_name",
};
const DATA_KEY: Shape = Shape { kind: "a data key", example: "user", ..FIELD };

/// True if the name of a field can stand.
pub(crate) fn is_field_name(name: &str) -> bool {
    IDENTIFIER(name)
}

/// True if the name of a record can stand; other checks keep silent about one that cannot.
pub(crate) fn is_record_name(name: &str) -> bool {
    CAMEL(name) && name.len() <= NAME_LIMIT
}

/// True if the name of an event can stand.
pub(crate) fn is_event_name(name: &str) -> bool {
    UPPER_SNAKE(name) && name.len() <= NAME_LIMIT
}

/// Checks every name.
pub(crate) fn shapes(diagnostics: &mut Diagnostics, ast: &ast::Catalog) {
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
    for record in &ast.records {
        if shape(diagnostics, &RECORD, &record.name) {
            device(diagnostics, &record.name);
        }
        for field in &record.fields {
            shape(diagnostics, &FIELD, &field.name);
        }
    }
    for event in &ast.events {
        if shape(diagnostics, &EVENT, &event.name) {
            device(diagnostics, &event.name);
        }
        for field in &event.data {
            shape(diagnostics, &DATA_KEY, &field.name);
        }
        if let Some(event_type) = &event.event_type {
            event_type_shape(diagnostics, event_type);
        }
    }
}

fn shape(diagnostics: &mut Diagnostics, shape: &Shape, name: &Text) -> bool {
    let Shape { kind, words, accepts, mend, example } = shape;
    if !accepts(&name.value) {
        let message = format!("`{}` is no name for {kind}: expected {words}", name.value);
        let report = diagnostics.report(&NAME_SHAPE, name.span, message);
        let mended = mend(&name.value);
        report.hint(if accepts(&mended) {
            format!("write `{mended}`, here and where it is used")
        } else {
            format!("find another, such as `{example}`")
        });
        return false;
    }
    if name.value.len() > NAME_LIMIT {
        let message = format!("this name is longer than {NAME_LIMIT} characters");
        diagnostics.report(&NAME_SHAPE, name.span, message).hint("find a shorter one");
        return false;
    }
    true
}

fn reserved_domain(diagnostics: &mut Diagnostics, name: &Text) {
    if names::is_reserved_domain(&name.value) {
        let message = format!("`{}` cannot be a domain: generated code needs the name", name.value);
        let hint = "the domain becomes a module and a feature of the crate: find another word";
        diagnostics.report(&RESERVED_NAME, name.span, message).hint(hint);
    } else {
        device(diagnostics, name);
    }
}

fn device(diagnostics: &mut Diagnostics, name: &Text) {
    if names::is_device(&name.value) {
        let message = format!("`{}` is the name of a device on Windows", name.value);
        let hint = "no file there can be called so: find another name";
        diagnostics.report(&RESERVED_NAME, name.span, message).hint(hint);
    }
}

fn variants(diagnostics: &mut Diagnostics, enumeration: &ast::Enum) {
    for value in &enumeration.values {
        if names::enum_variant(&value.value.value).is_empty() {
            let message = format!("`{}` gives its variant no name", value.value.value);
            let hint = "a value needs a letter a-z or a digit; otherwise make the field a string";
            diagnostics.report(&NO_VARIANT, value.value.span, message).hint(hint);
        }
    }
}

/// True if an event type can stand; conventions keep silent about one that cannot.
pub(crate) fn is_event_type(value: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let empty = |segment: &[u8]| segment.is_empty();
    value.bytes().all(legal)
        && !value.as_bytes().split(|byte| *byte == b'.').any(empty)
        && value.len() <= EVENT_TYPE_LIMIT
}

/// Reports at most one thing about an event type.
fn event_type_shape(diagnostics: &mut Diagnostics, event_type: &Text) {
    let value = &event_type.value;
    if is_event_type(value) {
        device(diagnostics, event_type);
        return;
    }
    let is_illegal = |letter: char| !letter.is_ascii_alphanumeric() && !"._-".contains(letter);
    if let Some((start, letter)) = value.char_indices().find(|(_, letter)| is_illegal(*letter)) {
        let span = within(event_type, start..start + letter.len_utf8());
        let message = format!("`{}` cannot stand in an event type", letter.escape_default());
        let hint = "use letters, digits, `_`, `-`, and dots between the segments";
        diagnostics.report(&EVENT_TYPE_SHAPE, span, message).hint(hint);
    } else if let Some((_, range)) = segments(value).find(|(segment, _)| segment.is_empty()) {
        let span = within(event_type, range);
        diagnostics
            .report(&EVENT_TYPE_SHAPE, span, "a segment of the event type is empty")
            .hint("dots stand between segments only");
    } else {
        let message = format!("the event type is longer than {EVENT_TYPE_LIMIT} characters");
        diagnostics
            .report(&EVENT_TYPE_SHAPE, event_type.span, message)
            .hint("it becomes the name of a file: find shorter words");
    }
}
