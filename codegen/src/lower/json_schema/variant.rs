//! The schemas of variants.

use annals_catalog::model::{Case, Limits, Record, Tag, Value, Variant};

use super::definitions::Definitions;
use super::document::{Object, Others, Schema, Shape};
use super::schema::{describe, object, value};
use crate::render::json::{AsJson, Custom, Ordered};

/// The cases; then those that are not listed, if the variant is open.
pub(super) fn schema(definitions: &Definitions<'_>, variant: &Variant) -> Schema {
    let cases = variant.cases.iter().map(|case| self::case(definitions, variant, case));
    let one_of = cases.chain(unknown(variant)).collect();
    let custom = Custom::in_schemas(&variant.properties);
    let schema = Schema { shape: Shape::OneOf { one_of }, custom, ..Schema::default() };
    describe(definitions.model, schema, &variant.description, None)
}

fn case(definitions: &Definitions<'_>, variant: &Variant, case: &Case) -> Schema {
    let model = definitions.model;
    let schema = match (&variant.tag, case.ty.record()) {
        (Tag::Inside(_), Some(record)) => {
            let Record { fields, pii, .. } = &model[record];
            let mut object = object(definitions, fields);
            if let Some(key) = variant.tag_beside(model, case) {
                object.required.insert(0, key.to_owned());
                object.properties.0.insert(0, (key.to_owned(), constant(case.on_wire())));
            }
            Schema { shape: Shape::Object(object), pii: *pii, ..Schema::default() }
        }
        (Tag::Beside { name, content }, _) => {
            let inner = value(definitions, &case.ty, &Limits::default());
            let properties =
                vec![(name.clone(), constant(case.on_wire())), (content.clone(), inner)];
            Schema { shape: Shape::Object(closed(properties)), ..Schema::default() }
        }
        (Tag::None | Tag::Inside(_), _) => value(definitions, &case.ty, &Limits::default()),
    };
    describe(model, schema, &case.description, None)
}

/// An object whose tag is none of the cases.
fn unknown(variant: &Variant) -> Option<Schema> {
    let key = match &variant.tag {
        Tag::Inside(key) | Tag::Beside { name: key, .. } if variant.open => key,
        Tag::None | Tag::Inside(_) | Tag::Beside { .. } => return None,
    };
    let values = variant.cases.iter().map(|case| text(case.on_wire())).collect();
    let not = Box::new(Schema { shape: Shape::Choice { values }, ..Schema::default() });
    let tag = Schema { shape: Shape::Except { kind: "string", not }, ..Schema::default() };
    let object =
        Object { additional_properties: Others::Allowed(true), ..closed(vec![(key.clone(), tag)]) };
    Some(Schema { shape: Shape::Object(object), ..Schema::default() })
}

/// An object with these properties only.
fn closed(properties: Vec<(String, Schema)>) -> Object {
    Object {
        kind: "object",
        required: properties.iter().map(|(key, _)| key.clone()).collect(),
        properties: Ordered(properties),
        additional_properties: Others::Allowed(false),
    }
}

fn constant(tag: &str) -> Schema {
    Schema { shape: Shape::Constant { value: text(tag) }, ..Schema::default() }
}

fn text(tag: &str) -> AsJson<Value> {
    AsJson(Value::String(tag.to_owned()))
}
