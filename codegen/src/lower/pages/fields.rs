//! Tables of fields.
//!
//! The table of an event includes the fields of its records, so that the whole payload is on one
//! page. It does not enter a record that contains itself, nor one that would make it longer than
//! [`LIMIT`], and says so in the row.

use annals_catalog::model::{
    Core, DomainId, Field, Limits, Model, Number, Presence, Reach, Stop, Type,
};
use serde::Serialize;

use super::notices::deprecated;
use super::parts::{custom, summary};
use super::{json, links};
use crate::lower::rst::Rst;

/// Most rows of a table that includes the fields of records.
const LIMIT: usize = 300;

/// A table of fields.
#[derive(Debug, Serialize)]
pub(super) struct Fields {
    /// True if a path has more than one step, so that paths need an explanation.
    nested: bool,
    rows: Vec<Row>,
}

/// A field.
#[derive(Debug, Serialize)]
struct Row {
    path: Rst,
    ty: Rst,
    default: Rst,
    pii: Rst,
    description: Rst,
}

/// The table of an event's data, with the fields of its records.
pub(super) fn of_event(model: &Model, domain: DomainId, data: &[Field]) -> Fields {
    let reach = Reach { fields: LIMIT, depth: usize::MAX, elements: true };
    let rows = model.walk(data, reach).map(|step| {
        let remark = step.stop.map(|stop| {
            Rst::fixed(match stop {
                Stop::Recursive => "The record contains itself here; its page lists the fields.",
                Stop::TooFar => "The page of the record lists its fields.",
            })
        });
        row(model, domain, Rst::literal(&step.path), step.field, remark)
    });
    let rows: Vec<Row> = rows.collect();
    Fields { nested: rows.len() > data.len(), rows }
}

/// The table of a record's own fields.
pub(super) fn of_record(model: &Model, domain: DomainId, fields: &[Field]) -> Fields {
    let rows = fields.iter().map(|field| {
        let inherited = field.inherited_from.map(|base| {
            let base = links::record_from(model, domain, base);
            Rst::join(&[Rst::fixed("Inherited from"), base], " ")
        });
        row(model, domain, Rst::literal(&field.name), field, inherited)
    });
    Fields { nested: false, rows: rows.collect() }
}

fn row(model: &Model, domain: DomainId, path: Rst, field: &Field, remark: Option<Rst>) -> Row {
    let deprecation = field.deprecated.as_ref().map(|deprecation| {
        Rst::join(&[Rst::fixed("**Deprecated.**"), deprecated(model, deprecation)], " ")
    });
    let example = field.example.as_ref().map(|value| labelled("Example:", json::inline(value)));
    let added = field.added.map(|date| Rst::line(&format!("Since {date}.")));
    let limits = limits(&field.limits).map(|limits| labelled("Limits:", limits));
    let wire = field.wire.as_ref().map(|wire| labelled("On the wire:", Rst::literal(wire)));
    let custom = custom(&field.properties);
    let extras = [wire, limits, example, custom, added, deprecation, remark];
    let mut description = vec![meaning(model, field)];
    description.extend(extras.into_iter().flatten());
    Row {
        path,
        ty: type_text(model, domain, &field.ty),
        default: match &field.presence {
            Presence::Required => Rst::fixed("*required*"),
            Presence::Default(value) => json::inline(value),
            Presence::Initial(value) => labelled("Required, at first", json::inline(value)),
            Presence::Optional | Presence::Extra => Rst::fixed("*optional*"),
            Presence::Constant(value) => labelled("Always", json::inline(value)),
        },
        pii: Rst::fixed(if field.pii { "**yes**" } else { "no" }),
        description: Rst::blocks(&description),
    }
}

/// The field's description; if it has none, the first sentence about its record or variant.
fn meaning(model: &Model, field: &Field) -> Rst {
    if !field.description.is_empty() {
        return Rst::text(&field.description);
    }
    match field.ty.core() {
        Core::Record(id) => summary(&model[id].description),
        Core::Variant(id) => summary(&model[id].description),
        Core::Primitive(_) | Core::Scalar(_) | Core::Enum(_) => Rst::text(""),
    }
}

fn labelled(label: &'static str, value: Rst) -> Rst {
    Rst::join(&[Rst::fixed(label), value], " ")
}

/// `minimum 0, maximum 10`
pub(super) fn limits(limits: &Limits) -> Option<Rst> {
    let Limits { min, max, multiple_of, min_length, max_length, format, pattern } = limits;
    let words = [
        min.map(|min| labelled("minimum", number(min))),
        max.map(|max| labelled("maximum", number(max))),
        multiple_of.map(|unit| labelled("multiple of", number(unit))),
        min_length.map(|length| labelled("minimum length", Rst::literal(&length.to_string()))),
        max_length.map(|length| labelled("maximum length", Rst::literal(&length.to_string()))),
        format.map(|format| labelled("format", Rst::literal(format.name()))),
        pattern.as_ref().map(|pattern| labelled("pattern", Rst::literal(pattern))),
    ];
    let words: Vec<Rst> = words.into_iter().flatten().collect();
    (!words.is_empty()).then(|| Rst::join(&words, ", "))
}

fn number(number: Number) -> Rst {
    match number {
        Number::Int(number) => Rst::literal(&number.to_string()),
        Number::Float(number) => Rst::literal(&number.to_string()),
    }
}

/// A type as the catalog spells it, with links to what the catalog defines.
pub(super) fn type_text(model: &Model, domain: DomainId, ty: &Type) -> Rst {
    let (before, after) = ty.around();
    let link = match ty.core() {
        Core::Primitive(primitive) => {
            return Rst::literal(&format!("{before}{}{after}", primitive.spelling()));
        }
        Core::Scalar(id) => links::scalar(model, id),
        Core::Enum(id) => links::enumeration(model, id),
        Core::Record(id) => links::record_from(model, domain, id),
        Core::Variant(id) => links::variant_from(model, domain, id),
    };
    let literal = |text: &str| if text.is_empty() { Rst::fixed("") } else { Rst::literal(text) };
    Rst::join(&[literal(&before), link, literal(&after)], r"\ ")
}
