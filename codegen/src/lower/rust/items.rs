//! Lowers each kind of item of the model to an item of a Rust file.

use annals_catalog::model::{
    self, Deprecation, Model, Presence, Primitive, Replacement, Tag, Unknown,
};
use annals_catalog::names;

use super::docs::{markdown, paragraphs};
use super::types::{case_type, field_type};
use super::{Case, Derive, Enum, Field, Item, Newtype, Signal, Struct, Union, Variant};
use crate::lower::rst::visible;
use crate::render::json::{compact, visible as visible_json};

pub(super) fn record(model: &Model, record: &model::Record) -> Item {
    let pii = if record.pii { "Personal data: its fields are redacted in `Debug`." } else { "" };
    Item::Struct(Struct {
        derive: Some(Derive::Record(names::qualified(&model[record.domain].name, &record.name))),
        name: names::record_struct(&record.name),
        docs: paragraphs(&[&markdown(&record.description), &constants(&record.fields), pii]),
        deprecated: deprecation(model, record.deprecated.as_ref()),
        fields: fields(model, &record.fields),
    })
}

/// The struct of an event's data and the static that sends it.
pub(super) fn event(model: &Model, event: &model::Event) -> [Item; 2] {
    let facts = format!("Event type `{}`, since {}.", event.event_type, event.added);
    let pii = if event.pii { "Its data contains personal data." } else { "" };
    let local = event
        .local_only
        .as_ref()
        .map(|reason| format!("Never sent to a bus: {}", markdown(reason)));
    let warning = event.warning.as_ref().map(|text| format!("**Warning:** {}", markdown(text)));
    let payload = Struct {
        derive: Some(Derive::Event(event.event_type.clone())),
        name: names::event_struct(&event.name),
        docs: paragraphs(&[
            &markdown(&event.description),
            &constants(&event.data),
            &facts,
            pii,
            local.as_deref().unwrap_or_default(),
            warning.as_deref().unwrap_or_default(),
        ]),
        deprecated: deprecation(model, event.deprecated.as_ref()),
        fields: fields(model, &event.data),
    };
    let signal = Signal {
        name: names::event_static(&event.name),
        docs: format!("Sends [`{}`] to its receivers.", payload.name),
        payload: payload.name.clone(),
        deprecated: payload.deprecated.clone(),
    };
    [Item::Struct(payload), Item::Signal(signal)]
}

pub(super) fn scalar(scalar: &model::Scalar) -> Newtype {
    let format = scalar.limits.format.map(|format| format!("Format: {}", code(format.name())));
    let pattern =
        scalar.limits.pattern.as_ref().map(|text| format!("Pattern: {}", code(&visible(text))));
    Newtype {
        key: scalar.name.clone(),
        name: names::scalar_type(&scalar.name),
        docs: paragraphs(&[
            &markdown(&scalar.description),
            format.as_deref().unwrap_or_default(),
            pattern.as_deref().unwrap_or_default(),
        ]),
        base: scalar.base.rust().into_owned(),
        total: is_total(scalar.base),
    }
}

/// True if the Rust type implements `Eq`, `Ord` and `Hash`.
fn is_total(primitive: Primitive) -> bool {
    match primitive {
        Primitive::Float | Primitive::Double => false,
        Primitive::Boolean | Primitive::Int | Primitive::Long => true,
        Primitive::String | Primitive::Bytes | Primitive::Date => true,
        Primitive::Datetime | Primitive::Uuid | Primitive::Json => true,
        Primitive::Moment(_) | Primitive::Decimal(_) => true,
    }
}

pub(super) fn enumeration(enumeration: &model::Enum) -> Enum {
    let variants = enumeration.values.iter().map(|value| Variant {
        name: names::enum_variant(&value.value),
        docs: paragraphs(&[
            &markdown(&value.description),
            &format!("On the wire: {}", wire(&value.wire)),
        ]),
        deprecated: value.deprecated.as_ref().map(|item| note(item, sibling(item))),
    });
    let unknown = match enumeration.unknown {
        Unknown::Kept => String::new(),
        Unknown::Refused => "Closed: readers refuse any other value.".to_owned(),
        Unknown::Default(index) => {
            let variant = names::enum_variant(&enumeration.values[index].value);
            format!("Closed: readers take any other value for [`Self::{variant}`].")
        }
    };
    Enum {
        key: enumeration.name.clone(),
        name: names::enum_type(&enumeration.name),
        docs: paragraphs(&[&markdown(&enumeration.description), &unknown]),
        variants: variants.collect(),
        open: enumeration.unknown == Unknown::Kept,
    }
}

pub(super) fn variant(model: &Model, variant: &model::Variant) -> Union {
    let tagged = !matches!(variant.tag, Tag::None);
    let cases = variant.cases.iter().map(|case| {
        let tag = tagged.then(|| format!("Tag: {}", code(&visible(case.on_wire()))));
        Case {
            name: names::enum_variant(&case.name),
            ty: case_type(model, case),
            docs: paragraphs(&[&markdown(&case.description), &tag.unwrap_or_default()]),
        }
    });
    let tag = match &variant.tag {
        Tag::None => String::new(),
        Tag::Inside(key) => format!("Tagged by {} in JSON.", code(key)),
        Tag::Beside { name, content } => {
            format!("Tagged by {} in JSON, beside the value in {}.", code(name), code(content))
        }
    };
    Union {
        key: names::qualified(&model[variant.domain].name, &variant.name),
        name: names::variant_type(&variant.name),
        docs: paragraphs(&[&markdown(&variant.description), &tag]),
        cases: cases.collect(),
        open: variant.open,
    }
}

fn fields(model: &Model, fields: &[model::Field]) -> Vec<Field> {
    let members = fields.iter().filter(|field| field.presence.constant().is_none());
    members.map(|field| lower_field(model, field)).collect()
}

/// What is written beside the fields of a struct: `action` is always `"opened"`.
fn constants(fields: &[model::Field]) -> String {
    let constant = |field: &model::Field| {
        let value = code(&visible_json(&compact(field.presence.constant()?)));
        Some(format!("{} is always {value}.", code(&field.name)))
    };
    fields.iter().filter_map(constant).collect::<Vec<_>>().join(" ")
}

fn lower_field(model: &Model, field: &model::Field) -> Field {
    let absent = match (&field.presence, &field.ty) {
        (
            Presence::Required
            | Presence::Default(model::Value::Null)
            | Presence::Initial(model::Value::Null)
            | Presence::Constant(_)
            | Presence::Extra,
            _,
        ) => String::new(),
        (Presence::Default(value), _) => {
            format!("Default: {}", code(&visible_json(&compact(value))))
        }
        (Presence::Initial(value), _) => {
            format!("Required; a new value begins with {}", code(&visible_json(&compact(value))))
        }
        (Presence::Optional, model::Type::Nullable(_)) => {
            "`None` if it is absent, `Some(None)` if it is null.".to_owned()
        }
        (Presence::Optional, _) => "`None` if it is absent.".to_owned(),
    };
    let wire = field.wire.as_ref().map(|wire| format!("On the wire: {}", code(&visible(wire))));
    let pii = if field.pii { "Personal data: redacted in `Debug`." } else { "" };
    Field {
        name: names::field(&field.name),
        ty: field_type(model, field),
        docs: paragraphs(&[&markdown(&field.description), &wire.unwrap_or_default(), &absent, pii]),
        deprecated: deprecation(model, field.deprecated.as_ref()),
    }
}

fn wire(value: &model::Value) -> String {
    code(&visible(&model::wire_text(value)))
}

/// Inline code, fenced with more backticks than it contains. The text must be on one line: texts
/// with invisible characters are written as JSON, as on the pages.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// The variant that replaces an enum value.
fn sibling(deprecation: &Deprecation) -> Option<String> {
    match &deprecation.replacement {
        Some(Replacement::Sibling(value)) => Some(names::enum_variant(value)),
        _ => None,
    }
}

/// The note of `#[deprecated]`, which rustc prints after "use of deprecated struct …: ".
pub(super) fn deprecation(model: &Model, deprecation: Option<&Deprecation>) -> Option<String> {
    let deprecation = deprecation?;
    let replacement = match deprecation.replacement.as_ref() {
        Some(Replacement::Event(id)) => Some(names::event_struct(&model[*id].name)),
        Some(Replacement::Record(id)) => Some(names::record_struct(&model[*id].name)),
        Some(Replacement::Sibling(name)) => Some(name.clone()),
        None => None,
    };
    Some(note(deprecation, replacement))
}

/// `since 2025-01-01, to be removed on 2026-01-01: use Other. It was never needed.`
fn note(deprecation: &Deprecation, replacement: Option<String>) -> String {
    let removal =
        deprecation.removal.map(|date| format!(", to be removed on {date}")).unwrap_or_default();
    let words = (!deprecation.note.is_empty()).then(|| deprecation.note.clone());
    let replacement = replacement.map(|name| format!("use {name}"));
    let rest: Vec<String> = replacement.into_iter().chain(words).collect();
    let colon = if rest.is_empty() { "" } else { ": " };
    let since = match deprecation.since {
        Some(date) => format!("since {date}"),
        None => "it is no longer needed".to_owned(),
    };
    format!("{since}{removal}{colon}{}", rest.join(". "))
}

#[cfg(test)]
mod tests {
    use super::{code, visible};

    #[test]
    fn code_shows_what_is_on_the_wire() {
        let cases = [
            ("plain", "`plain`"),
            ("a`b", "`` a`b ``"),
            ("", r#"`""`"#),
            ("a\nb", r#"`"a\nb"`"#),
            (" edge", r#"`" edge"`"#),
            ("a\0b\u{2028}c\u{202e}d", r#"`"a\u0000b\u2028c\u202ed"`"#),
        ];
        for (text, expected) in cases {
            assert_eq!(code(&visible(text)), expected, "{text:?}");
        }
    }
}
