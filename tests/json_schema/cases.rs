//! Finds the case that a value of a variant has in JSON.

use annals_catalog::model::{Case, Model, Primitive, Tag, Type, Variant};
use serde_json::Value;

/// The index of the case, the case, and its value without a tag that is none of its fields; `None` for a case that is
/// not listed.
pub(crate) fn case_of<'m>(
    model: &Model,
    variant: &'m Variant,
    json: &Value,
) -> Option<(usize, &'m Case, Value)> {
    let find = |is_it: &dyn Fn(&Case) -> bool| {
        variant.cases.iter().enumerate().find(|(_, case)| is_it(case))
    };
    match &variant.tag {
        Tag::None => {
            let is_it = |case: &Case| {
                is_of_kind(model, &case.ty, json) && has_fields(model, &case.ty, json)
            };
            let (index, case) = find(&is_it)?;
            Some((index, case, json.clone()))
        }
        Tag::Inside(key) => {
            let (index, case) = find(&|case| json[key] == case.on_wire())?;
            let mut value = json.clone();
            if variant.tag_beside(model, case).is_some() {
                value.as_object_mut().expect("an object").remove(key);
            }
            Some((index, case, value))
        }
        Tag::Beside { name, content } => {
            let (index, case) = find(&|case| json[name] == case.on_wire())?;
            Some((index, case, json[content].clone()))
        }
    }
}

/// True for an object with all fields that a record requires, and for a value of any other type.
fn has_fields(model: &Model, ty: &Type, json: &Value) -> bool {
    let Type::Record(id) = ty else { return true };
    let mut required = model[*id].fields.iter().filter(|field| field.presence.is_required());
    required.all(|field| json.get(field.on_wire()).is_some())
}

fn is_of_kind(model: &Model, ty: &Type, json: &Value) -> bool {
    let primitive = match ty {
        Type::Primitive(primitive) => *primitive,
        Type::Scalar(id) => model[*id].base,
        Type::Enum(id) => model[*id].primitive(),
        Type::List(_) => return json.is_array(),
        Type::Map(_) | Type::Record(_) => return json.is_object(),
        Type::Nullable(_) | Type::Variant(_) => return false,
    };
    match primitive {
        Primitive::Boolean => json.is_boolean(),
        Primitive::Int | Primitive::Long | Primitive::Float | Primitive::Double => json.is_number(),
        Primitive::Json => false,
        Primitive::String
        | Primitive::Bytes
        | Primitive::Date
        | Primitive::Datetime
        | Primitive::Moment(_)
        | Primitive::Decimal(_)
        | Primitive::Uuid => json.is_string(),
    }
}
