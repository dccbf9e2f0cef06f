//! Renders structs, signals, enums, and the code that fills in the defaults of the catalog.

use std::fmt::Write as _;

use super::WIDTH;
use crate::lower::rust::{
    Case, Derive, Enum, Field, Filled, Imports, Literal, Newtype, Signal, Source, Struct, Union,
};

/// ```text
/// /// Docs.
/// #[derive(annals::Record)]
/// #[annals(record = "learning.UserData")]
/// pub struct UserData {
///     /// Docs.
///     pub id: i64,
/// }
/// ```
pub(super) fn structure(item: &Struct, imports: &Imports, text: &mut String) {
    attributes("", &item.docs, item.deprecated.as_deref(), text);
    match &item.derive {
        Some(Derive::Record(name)) => {
            let _ = writeln!(text, "#[derive(annals::Record)]\n#[annals(record = {name:?})]");
        }
        Some(Derive::Event(event_type)) => {
            let _ = writeln!(text, "#[derive(annals::Event)]\n#[annals(event = {event_type:?})]");
        }
        None => {}
    }
    text.extend(["pub struct ", &item.name]);
    if item.fields.is_empty() {
        text.push_str(" {}\n");
        return;
    }
    text.push_str(" {\n");
    for Field { name, ty, docs, deprecated } in &item.fields {
        attributes("    ", docs, deprecated.as_deref(), text);
        text.extend(["    pub ", name, ": ", &imports.short(ty), ",\n"]);
    }
    text.push_str("}\n");
}

/// `pub static USER_CREATED: annals::Signal<UserCreated> = annals::Signal::new();`
pub(super) fn signal(item: &Signal, text: &mut String) {
    attributes("", &item.docs, item.deprecated.as_deref(), text);
    let Signal { name, payload, .. } = item;
    let line = format!("pub static {name}: annals::Signal<{payload}> = annals::Signal::new();");
    match line.len() <= WIDTH {
        true => text.push_str(&line),
        false => text.push_str(&line.replacen("= ", "=\n    ", 1)),
    }
    text.push('\n');
}

/// `#[derive(…, annals::Scalar)] #[annals(scalar = "course_key")] pub struct CourseKey(String);`
pub(super) fn newtype(item: &Newtype, imports: &Imports, text: &mut String) {
    let Newtype { key, name, docs, base, total } = item;
    attributes("", docs, None, text);
    let derives = match total {
        true => "Clone, PartialEq, Eq, PartialOrd, Ord, Hash",
        false => "Clone, PartialEq, PartialOrd",
    };
    let base = imports.short(base);
    let _ = writeln!(
        text,
        "#[derive({derives}, annals::Scalar)]\n#[annals(scalar = {key:?})]\npub struct {name}({base});"
    );
}

/// `#[derive(…, annals::Enum)] #[annals(enumeration = "Mode")] pub enum Mode { Audit, Unknown(…) }`
pub(super) fn enumeration(item: &Enum, text: &mut String) {
    let Enum { key, name, docs, variants, open } = item;
    attributes("", docs, None, text);
    let copy = if *open { "" } else { "Copy, " };
    let _ = writeln!(
        text,
        "#[derive(Clone, {copy}PartialEq, Eq, PartialOrd, Ord, Hash, annals::Enum)]\n\
         #[annals(enumeration = {key:?})]\npub enum {name} {{"
    );
    for variant in variants {
        attributes("    ", &variant.docs, variant.deprecated.as_deref(), text);
        text.extend(["    ", &variant.name, ",\n"]);
    }
    if *open {
        text.push_str("    /// A value that this version of the catalog does not list.\n");
        text.push_str("    Unknown(annals::UnknownValue<Self>),\n");
    }
    text.push_str("}\n");
}

/// `#[derive(…, annals::Variant)] #[annals(variant = "learning.Change")] pub enum Change { Opened(Opened), Unknown(…) }`
pub(super) fn union(item: &Union, imports: &Imports, text: &mut String) {
    let Union { key, name, docs, cases, open } = item;
    attributes("", docs, None, text);
    let _ = writeln!(
        text,
        "#[derive(Clone, PartialEq, Debug, annals::Variant)]\n#[annals(variant = {key:?})]\npub enum {name} {{"
    );
    for Case { name, ty, docs } in cases {
        attributes("    ", docs, None, text);
        text.extend(["    ", name, "(", &imports.short(ty), "),\n"]);
    }
    if *open {
        text.push_str("    /// A case that this version of the catalog does not list.\n");
        text.push_str("    Unknown(annals::UnknownCase<Self>),\n");
    }
    text.push_str("}\n");
}

/// ```text
/// impl From<UserData> for super::UserData {
///     fn from(required: UserData) -> Self {
///         Self {
///             id: required.id,
///             name: String::new(),
///         }
///     }
/// }
/// ```
pub(super) fn from(item: &Filled, imports: &Imports, text: &mut String) {
    let (name, from) = (&item.name, imports.short("::core::convert::From"));
    let _ = writeln!(text, "impl {from}<{name}> for super::{name} {{");
    let _ = writeln!(text, "    fn from(required: {name}) -> Self {{");
    filled(item, imports, text);
}

/// `impl Default for super::Settings`, like [`from`].
pub(super) fn default(item: &Filled, imports: &Imports, text: &mut String) {
    let (name, default) = (&item.name, imports.short("::core::default::Default"));
    let _ = writeln!(text, "impl {default} for super::{name} {{");
    text.push_str("    fn default() -> Self {\n");
    filled(item, imports, text);
}

fn filled(item: &Filled, imports: &Imports, text: &mut String) {
    if item.fields.is_empty() {
        text.push_str("        Self {}\n    }\n}\n");
        return;
    }
    text.push_str("        Self {\n");
    for (name, source) in &item.fields {
        text.extend(["            ", name, ": "]);
        match source {
            // It is not bound to a name, since `None` would be a pattern.
            Source::Required => text.extend(["required.", name]),
            Source::Default(default) => literal(default, imports, text),
        }
        text.push_str(",\n");
    }
    text.push_str("        }\n    }\n}\n");
}

fn literal(literal: &Literal, imports: &Imports, text: &mut String) {
    match literal {
        Literal::Null => text.push_str("None"),
        Literal::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Literal::Number(number) => text.push_str(number),
        Literal::Text(value) => {
            text.push_str(&imports.short("::std::string::String"));
            let _ = match value.is_empty() {
                true => write!(text, "::new()"),
                false => write!(text, "::from({value:?})"),
            };
        }
        Literal::List => text.extend([&imports.short("::std::vec::Vec"), "::new()"]),
        Literal::Map => text.push_str("std::collections::BTreeMap::new()"),
        Literal::Json(json) => {
            let _ = write!(text, "annals::__private::default_value({json:?})");
        }
    }
}

/// `/// Docs.` and `#[deprecated(note = "…")]`
fn attributes(indent: &str, docs: &str, deprecated: Option<&str>, text: &mut String) {
    comment(indent, "///", docs, text);
    if let Some(note) = deprecated {
        let _ = writeln!(text, "{indent}#[deprecated(note = {note:?})]");
    }
}

/// The lines of a doc comment: `/// Docs.` or `//! Docs.`
pub(super) fn comment(indent: &str, mark: &str, docs: &str, text: &mut String) {
    for line in docs.lines() {
        text.extend([indent, mark, if line.is_empty() { "" } else { " " }, line, "\n"]);
    }
}
