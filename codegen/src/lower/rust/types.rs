//! Types of the catalog in, Rust types as text out; the same text goes into `catalog.lock`.

use annals_catalog::model::{Field, Model, Type};
use annals_catalog::names;

/// The Rust type of a field, boxed where its record contains itself.
pub fn field_type(model: &Model, field: &Field) -> String {
    match &field.ty {
        Type::Nullable(inner) if field.boxed => {
            format!("::core::option::Option<{}>", boxed(&rust_type(model, inner)))
        }
        ty if field.boxed => boxed(&rust_type(model, ty)),
        ty => rust_type(model, ty),
    }
}

fn boxed(inner: &str) -> String {
    format!("::std::boxed::Box<{inner}>")
}

/// The Rust type of a primitive; `None` for containers and whatever the catalog defines.
pub fn primitive(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Boolean => "bool",
        Type::Int => "i32",
        Type::Long => "i64",
        Type::Float => "f32",
        Type::Double => "f64",
        Type::String => "::std::string::String",
        Type::Bytes => "::annals::Bytes",
        Type::Date => "::annals::Date",
        Type::Datetime => "::annals::Timestamp",
        Type::Uuid => "::annals::Uuid",
        Type::Json => "::annals::Json",
        _ => return None,
    })
}

/// The Rust type of a type, with full paths, as code inside the generated crate writes it.
pub fn rust_type(model: &Model, ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("::std::vec::Vec<{}>", rust_type(model, inner)),
        Type::Map(inner) => {
            let inner = rust_type(model, inner);
            format!("::std::collections::BTreeMap<::std::string::String, {inner}>")
        }
        Type::Nullable(inner) => format!("::core::option::Option<{}>", rust_type(model, inner)),
        Type::Scalar(id) => format!("crate::types::{}", names::scalar_type(&model[*id].name)),
        Type::Enum(id) => format!("crate::types::{}", names::enum_type(&model[*id].name)),
        Type::Record(id) => {
            let record = &model[*id];
            let module = names::module(&model[record.domain].name);
            format!("crate::{module}::{}", names::record_struct(&record.name))
        }
        _ => primitive(ty).expect("every other type is primitive").to_owned(),
    }
}

/// A primitive as the catalog spells it; `None` for all other types.
pub fn catalog_primitive(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::Boolean => "boolean",
        Type::Int => "int",
        Type::Long => "long",
        Type::Float => "float",
        Type::Double => "double",
        Type::String => "string",
        Type::Bytes => "bytes",
        Type::Date => "date",
        Type::Datetime => "datetime",
        Type::Uuid => "uuid",
        Type::Json => "json",
        Type::List(_) | Type::Map(_) | Type::Nullable(_) => return None,
        Type::Scalar(_) | Type::Enum(_) | Type::Record(_) => return None,
    })
}

/// A type as the catalog spells it, records always with their domain: `list<learning.UserData>`.
pub fn catalog_type(model: &Model, ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("list<{}>", catalog_type(model, inner)),
        Type::Map(inner) => format!("map<{}>", catalog_type(model, inner)),
        Type::Nullable(inner) => format!("{}?", catalog_type(model, inner)),
        Type::Scalar(id) => model[*id].name.clone(),
        Type::Enum(id) => model[*id].name.clone(),
        Type::Record(id) => {
            let record = &model[*id];
            names::qualified(&model[record.domain].name, &record.name)
        }
        _ => catalog_primitive(ty).expect("every other type is primitive").to_owned(),
    }
}
