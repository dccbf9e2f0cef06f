//! Functions that use the bindings.

use annals_catalog::names;
use annals_contract::{Field, Presence};

/// A record or event, with its fields in Rust.
pub(super) struct Struct<'c> {
    path: &'c str,
    pub(super) fields: Vec<&'c Field>,
}

impl<'c> Struct<'c> {
    pub(super) fn new(path: &'c str, fields: &'c [Field]) -> Self {
        let fields = fields.iter().filter(|field| match field.presence {
            Presence::Constant(_) => false,
            Presence::Required | Presence::Default(_) | Presence::Optional | Presence::Extra => {
                true
            }
        });
        Self { path, fields: fields.collect() }
    }

    pub(super) fn field(&self, name: &str) -> Option<&'c Field> {
        self.fields.iter().copied().find(|field| field.name == name)
    }
}

/// A type of the lock as users write it.
fn used(rust: &str) -> String {
    rust.replace("crate::", "bindings::")
}

/// A type without the modules of the standard library.
pub(super) fn short(rust: &str) -> String {
    let modules =
        ["::core::option::", "::std::vec::", "::std::string::", "::std::boxed::", "crate::"];
    let rust = modules.iter().fold(rust.to_owned(), |rust, module| rust.replace(module, ""));
    rust.replace("::std::collections::", "").replace("::annals::", "annals::")
}

pub(super) fn named(path: &str) -> String {
    format!("fn take(value: bindings::{path}) {{ drop(value) }}")
}

pub(super) fn bound(path: &str, bound: &str) -> String {
    format!("fn take() {{ fn is<T: {bound}>() {{}} is::<bindings::{path}>() }}")
}

pub(super) fn inner(path: &str, base: &str) -> String {
    format!("fn inner(value: bindings::{path}) -> {} {{ value.into_inner() }}", used(base))
}

pub(super) fn read(item: &Struct<'_>, field: &Field) -> String {
    let (path, name, ty) = (item.path, names::field(&field.name), used(&field.rust));
    format!("fn read(value: bindings::{path}) -> {ty} {{ value.{name} }}")
}

/// `a: i64, b: String`, and `a, b`.
fn arguments(fields: &[&Field]) -> (String, String) {
    let names: Vec<String> = fields.iter().map(|field| names::field(&field.name)).collect();
    let typed = fields.iter().zip(&names);
    let typed = typed.map(|(field, name)| format!("{name}: {}", used(&field.rust)));
    (typed.collect::<Vec<_>>().join(", "), names.join(", "))
}

/// From the required fields.
pub(super) fn make(item: &Struct<'_>) -> String {
    let required = item.fields.iter().copied();
    let required: Vec<&Field> =
        required.filter(|field| field.presence == Presence::Required).collect();
    let path = item.path;
    if required.is_empty() {
        return format!("fn make() -> bindings::{path} {{ bindings::{path}::default() }}");
    }
    let (typed, names) = arguments(&required);
    let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
    format!(
        "fn make({typed}) -> bindings::{path} {{ bindings::{module}::required::{name} {{ {names} }}.into() }}"
    )
}

pub(super) fn literal(item: &Struct<'_>) -> String {
    let ((typed, names), path) = (arguments(&item.fields), item.path);
    format!("fn make({typed}) -> bindings::{path} {{ bindings::{path} {{ {names} }} }}")
}

/// A match with all arms.
pub(super) fn matches(path: &str, arms: &[(String, bool)]) -> String {
    let arms = arms.iter().map(|(name, has_value)| {
        format!("bindings::{path}::{name}{} => {{}} ", if *has_value { "(_)" } else { "" })
    });
    format!("fn all(value: bindings::{path}) {{ match value {{ {}}} }}", arms.collect::<String>())
}

/// How an enum is made from what is on the wire.
pub(super) fn convert(path: &str, numbers: bool, is_total: bool) -> String {
    let ty = if numbers { "i64" } else { "&str" };
    let (result, function) = if is_total {
        (format!("bindings::{path}"), "from")
    } else {
        (format!("Result<bindings::{path}, annals::enumeration::NotListed>"), "try_from")
    };
    format!("fn read(wire: {ty}) -> {result} {{ bindings::{path}::{function}(wire) }}")
}

pub(super) fn copy(path: &str) -> String {
    format!("fn twice(value: bindings::{path}) -> [bindings::{path}; 2] {{ [value, value] }}")
}

pub(super) fn less(path: &str, first: &str, second: &str) -> String {
    format!("fn less() -> bool {{ bindings::{path}::{first} < bindings::{path}::{second} }}")
}

pub(super) fn case(path: &str, variant: &str, ty: &str) -> String {
    let ty = used(ty);
    format!("fn one(value: {ty}) -> bindings::{path} {{ bindings::{path}::{variant}(value) }}")
}
