//! Finds the case that an example of a variant has.

use annals_catalog::model::{Case, Model, Primitive, RecordId, Tag, Type, Value, Variant};

/// The case that an example has, and its value.
pub(super) fn of<'a>(
    model: &Model,
    variant: &'a Variant,
    value: &'a Value,
) -> Option<(&'a Case, &'a Value)> {
    let get = |key: &str| match value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, item)| item),
        _ => None,
    };
    let tagged = |key: &str| {
        let Some(Value::String(tag)) = get(key) else { return None };
        variant.cases.iter().find(|case| case.on_wire() == tag)
    };
    match &variant.tag {
        Tag::Inside(key) => Some((tagged(key)?, value)),
        Tag::Beside { name, content } => Some((tagged(name)?, get(content)?)),
        Tag::None => {
            Some((variant.cases.iter().find(|case| is_of_kind(model, &case.ty, value))?, value))
        }
    }
}

/// True for an object with all fields that a record requires.
fn is_of_record(model: &Model, id: RecordId, value: &Value) -> bool {
    let Value::Map(entries) = value else { return false };
    let mut required = model[id].fields.iter().filter(|field| field.presence.is_required());
    required.all(|field| entries.iter().any(|(name, _)| name == field.on_wire()))
}

/// True if an example can be of a case without a tag.
fn is_of_kind(model: &Model, ty: &Type, value: &Value) -> bool {
    let primitive = match ty {
        Type::Primitive(primitive) => *primitive,
        Type::Scalar(id) => model[*id].base,
        Type::Enum(id) => model[*id].primitive(),
        Type::List(_) => return matches!(value, Value::List(_)),
        Type::Map(_) => return matches!(value, Value::Map(_)),
        Type::Record(id) => return is_of_record(model, *id, value),
        Type::Nullable(_) | Type::Variant(_) => return false,
    };
    match primitive {
        Primitive::Boolean => matches!(value, Value::Bool(_)),
        Primitive::Int | Primitive::Long | Primitive::Float | Primitive::Double => {
            matches!(value, Value::Int(_) | Value::Float(_))
        }
        Primitive::String | Primitive::Bytes | Primitive::Date | Primitive::Datetime => {
            matches!(value, Value::String(_))
        }
        Primitive::Uuid | Primitive::Moment(_) | Primitive::Decimal(_) => {
            matches!(value, Value::String(_))
        }
        Primitive::Json => false,
    }
}
