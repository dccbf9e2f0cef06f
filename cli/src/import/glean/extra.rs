//! Reads the extra keys of an event.

use annals_catalog::model::Primitive;
use annals_codegen::json::{Json, Object};

use super::super::draft::{Enum, EnumValue, Field, Limits, Properties, Scalar, Ty, Unit};
use super::super::names::{self, Taken};
use super::super::node::Node;
use super::super::note::{Fault, Notes};
use super::super::properties;

/// The values of a boolean in a ping, and their names.
const FLAG: [(&str, &str, &str); 2] =
    [("off", "false", "It is not so."), ("on", "true", "It is so.")];

/// The extra keys of an event that has none.
static EMPTY: Object = Object(Vec::new());

/// The extra keys as fields, any of which may be absent.
pub(super) fn fields(
    unit: &mut Unit,
    metric: &Node<'_>,
    is_personal: bool,
    notes: &mut Notes,
) -> Result<Vec<Field>, Fault> {
    let place = metric.place("extra_keys");
    let keys = match metric.get("extra_keys") {
        Some(Json::Object(keys)) => keys,
        None | Some(Json::Null) => &EMPTY,
        Some(_) => return Err((place, "`extra_keys` is not a mapping".to_owned())),
    };
    let keys = Node::new(keys, &place);
    let (mut fields, mut taken) = (Vec::new(), Taken::default());
    for key in keys.keys() {
        let place = keys.place(key);
        let Some(Json::Object(extra)) = keys.get(key) else {
            return Err((place, format!("the extra key `{key}` is not a mapping")));
        };
        let extra = Node::new(extra, &place);
        let ty = ty(unit, &extra, notes);
        let (name, wire) = names::field_of(key, &mut taken);
        if wire.is_none() && name != *key {
            notes.loss("name", &place, format!("the extra key {key}"), format!("`{name}`"));
        }
        let mut field = Field { wire, ..Field::new(name, ty, &place) };
        field.required = Some(false);
        field.description = extra.words("description");
        field.pii = is_personal;
        field.properties = properties::own(extra.custom());
        extra.finish(notes);
        fields.push(field);
    }
    Ok(fields)
}

/// The type of an extra key: strings that may be only those of a boolean or a number.
fn ty(unit: &mut Unit, extra: &Node<'_>, notes: &mut Notes) -> Ty {
    let place = extra.place("type");
    match extra.text("type").unwrap_or("string") {
        "string" => {}
        "boolean" => {
            let id = unit.enums.len();
            let flag = unit.enums.iter().position(|item| item.name == "Flag");
            if flag.is_none() {
                unit.enums.push(flag_of(&unit.file, &place));
            }
            return Ty::Enum(flag.unwrap_or(id));
        }
        "quantity" => {
            let id = unit.scalars.len();
            let quantity = unit.scalars.iter().position(|item| item.name == "quantity");
            if quantity.is_none() {
                unit.scalars.push(quantity_of(&unit.file, &place));
            }
            return Ty::Scalar(quantity.unwrap_or(id));
        }
        other => notes.loss("type", &place, format!("the type {other}"), "`string`"),
    }
    Ty::Primitive(Primitive::String)
}

fn flag_of(file: &str, place: &str) -> Enum {
    let value = |(value, wire, description): (&str, &str, &str)| EnumValue {
        value: value.to_owned(),
        wire: Some(Json::String(wire.to_owned())),
        aliases: Vec::new(),
        description: Some(description.to_owned()),
        properties: Properties::new(),
        deprecated: None,
    };
    let values = FLAG.into_iter().map(value).collect();
    Enum {
        open: false,
        description: Some("A boolean in a ping.".to_owned()),
        ..Enum::new("Flag".to_owned(), values, file, place)
    }
}

fn quantity_of(file: &str, place: &str) -> Scalar {
    let pattern = Some("^-?[0-9]+$".to_owned());
    Scalar {
        name: "quantity".to_owned(),
        short: None,
        base: Primitive::String,
        limits: Limits { pattern, ..Limits::default() },
        example: None,
        properties: Properties::new(),
        description: Some("A whole number in a ping.".to_owned()),
        file: file.to_owned(),
        pointer: place.to_owned(),
    }
}
