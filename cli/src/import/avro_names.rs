//! What types are called in Avro schemas, and which names a schema uses.

use std::collections::BTreeSet;

use annals_catalog::model::Primitive;
use annals_codegen::json::{Json, Object};

use super::node::Node;
use super::note::Fault;

/// The full name of a named type at the top of a file.
pub(super) fn name_of(schema: &Object) -> Option<String> {
    let node = Node::new(schema, "");
    let (namespace, name) = full_name(&node, "").ok()?;
    Some(qualify(&name, &namespace))
}

/// The full names that a schema uses without defining them.
pub(super) fn uses(schema: &Json) -> BTreeSet<String> {
    let (mut used, mut defined) = (BTreeSet::new(), BTreeSet::new());
    find_names(schema, "", &mut used, &mut defined);
    used.difference(&defined).cloned().collect()
}

fn find_names(
    schema: &Json,
    namespace: &str,
    used: &mut BTreeSet<String>,
    defined: &mut BTreeSet<String>,
) {
    match schema {
        Json::String(name) if primitive(name).is_none() => {
            used.insert(qualify(name, namespace));
        }
        Json::Array(branches) => {
            branches.iter().for_each(|branch| find_names(branch, namespace, used, defined));
        }
        Json::Object(object) => {
            let kind = object.get("type").and_then(Json::as_str);
            let is_named = matches!(kind, Some("record" | "error" | "enum" | "fixed"));
            let name = full_name(&Node::new(object, ""), namespace).ok().filter(|_| is_named);
            let inner = name.as_ref().map_or(namespace, |(inner, _)| inner);
            defined.extend(name.as_ref().map(|(inner, name)| qualify(name, inner)));
            let parts = ["type", "items", "values"].into_iter().filter_map(|key| object.get(key));
            let parts = parts.filter(|part| !is_named || part.as_str().is_none());
            parts.for_each(|part| find_names(part, inner, used, defined));
            let fields = object.get("fields").and_then(Json::as_array).unwrap_or_default();
            let types = fields.iter().filter_map(|field| field.as_object()?.get("type"));
            types.for_each(|ty| find_names(ty, inner, used, defined));
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// The full name of a type that is named inside a namespace.
pub(super) fn qualify(name: &str, namespace: &str) -> String {
    if name.contains('.') || namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}.{name}")
    }
}

/// The primitive that the catalog and Avro call the same.
pub(super) fn primitive(name: &str) -> Option<Primitive> {
    Primitive::from_name(name).filter(|primitive| primitive.avro() == name)
}

/// The namespace and name of a named type inside the namespace `outer`.
pub(super) fn full_name(node: &Node<'_>, outer: &str) -> Result<(String, String), Fault> {
    let name = node.demand("name", "a named type")?;
    let namespace = node.text("namespace");
    Ok(match name.rsplit_once('.') {
        Some((namespace, name)) => (namespace.to_owned(), name.to_owned()),
        None => (namespace.unwrap_or(outer).to_owned(), name.to_owned()),
    })
}
