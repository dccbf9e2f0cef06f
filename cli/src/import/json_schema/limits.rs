//! Reads the limits of strings and numbers.

use annals_catalog::model::{self, Primitive};

use super::super::draft::Limits;
use super::super::node::Node;
use super::{Reader, text};
use annals_codegen::json::{Json, Number};
use annals_codegen::lower::json_schema::bounds;

impl Reader<'_, '_> {
    /// The limits of a text or number, without those that its type has anyway.
    pub(super) fn limits(&mut self, node: &Node<'_>, ty: Option<Primitive>) -> Limits {
        let is_whole = matches!(ty, Some(Primitive::Int | Primitive::Long));
        let own = |key, beyond, more| {
            let written =
                number(node, key).map(|bound| if is_whole { whole(bound) } else { bound });
            // Of whole numbers, the one beyond a bound is the next one.
            let next =
                || whole(number(node, beyond)?).as_i64()?.checked_add(more).map(Number::from);
            let bound = written.or_else(|| if is_whole { next() } else { None });
            bound.filter(|bound| ty.is_none_or(|ty| !is_bound(ty, key, bound)))
        };
        let lengths = counts(node, "minLength", "maxLength");
        let items = counts(node, "minItems", "maxItems");
        let properties = counts(node, "minProperties", "maxProperties");
        Limits {
            min: own("minimum", "exclusiveMinimum", 1),
            max: own("maximum", "exclusiveMaximum", -1),
            multiple_of: number(node, "multipleOf"),
            min_length: lengths.min_length.or(items.min_length).or(properties.min_length),
            max_length: lengths.max_length.or(items.max_length).or(properties.max_length),
            ..text::limits(node, ty)
        }
    }
}

/// A whole number that was written with a fraction, without it.
fn whole(number: Number) -> Number {
    let value = number.as_f64().filter(|value| value.fract() == 0.0 && value.abs() < 2f64.powi(53));
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    let value = value.map(|value| value as i64);
    value.map_or(number, Number::from)
}

pub(super) fn counts(node: &Node<'_>, least: &str, most: &str) -> Limits {
    let count = |key: &str| number(node, key).and_then(|number| number.as_u64());
    Limits { min_length: count(least), max_length: count(most), ..Limits::default() }
}

pub(super) fn number(node: &Node<'_>, key: &str) -> Option<Number> {
    match node.get(key) {
        Some(Json::Number(number)) => Some(number.clone()),
        _ => None,
    }
}

/// True for the bound that our own schemas give every number of a type.
pub(super) fn is_bound(ty: Primitive, key: &str, number: &Number) -> bool {
    let known = bounds(ty).map(|(least, most)| if key == "minimum" { least } else { most });
    match known {
        Some(model::Number::Int(known)) => number.as_i64() == Some(known),
        Some(model::Number::Float(known)) => number.as_f64() == Some(known),
        None => false,
    }
}

pub(super) fn is_whole(value: &Json) -> bool {
    matches!(value, Json::Number(_)) && value.compact().parse::<i64>().is_ok()
}
