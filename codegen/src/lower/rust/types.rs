//! The Rust types of fields, as the bindings and `catalog.lock` write them.

use annals_catalog::model::{Case, DomainId, Field, Model, Presence, TYPES, Type};
use annals_catalog::names;

/// The Rust type of a field, boxed if its record contains itself.
pub(crate) fn field_type(model: &Model, field: &Field) -> String {
    match field.presence {
        Presence::Optional => option(&value_type(model, field)),
        Presence::Required
        | Presence::Default(_)
        | Presence::Initial(_)
        | Presence::Constant(_)
        | Presence::Extra => value_type(model, field),
    }
}

/// The Rust type of the value of a field that is present.
fn value_type(model: &Model, field: &Field) -> String {
    if !field.boxed {
        return rust_type(model, &field.ty);
    }
    if let Type::Nullable(inner) = &field.ty {
        return option(&boxed(&rust_type(model, inner)));
    }
    boxed(&rust_type(model, &field.ty))
}

fn option(inner: &str) -> String {
    format!("::core::option::Option<{inner}>")
}

fn boxed(inner: &str) -> String {
    format!("::std::boxed::Box<{inner}>")
}

/// The module of scalars and enums.
fn types(model: &Model) -> String {
    format!("{}::types", root(model, TYPES))
}

/// `crate`, or the crate that has the module.
fn root(model: &Model, module: &str) -> String {
    model.home(module).map_or_else(|| "crate".to_owned(), |home| format!("::{home}"))
}

/// The Rust type of a case, boxed if its variant contains itself.
pub(crate) fn case_type(model: &Model, case: &Case) -> String {
    let ty = rust_type(model, &case.ty);
    if case.boxed { boxed(&ty) } else { ty }
}

/// A Rust type with full paths, for code inside the generated crate.
pub(crate) fn rust_type(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Primitive(primitive) => primitive.rust().into_owned(),
        Type::List(inner) => format!("::std::vec::Vec<{}>", rust_type(model, inner)),
        Type::Map(inner) => {
            let inner = rust_type(model, inner);
            format!("::std::collections::BTreeMap<::std::string::String, {inner}>")
        }
        Type::Nullable(inner) => option(&rust_type(model, inner)),
        Type::Scalar(id) => format!("{}::{}", types(model), names::scalar_type(&model[*id].name)),
        Type::Enum(id) => format!("{}::{}", types(model), names::enum_type(&model[*id].name)),
        Type::Record(id) => {
            let record = &model[*id];
            in_domain(model, record.domain, &names::record_struct(&record.name))
        }
        Type::Variant(id) => {
            let variant = &model[*id];
            in_domain(model, variant.domain, &names::variant_type(&variant.name))
        }
    }
}

/// The path of a type in the module of a domain.
fn in_domain(model: &Model, domain: DomainId, name: &str) -> String {
    let module = &model[domain].name;
    format!("{}::{}::{name}", root(model, module), names::module(module))
}
