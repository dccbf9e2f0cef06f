//! What the readers of other catalogs have in common.

use annals_codegen::json::{Json, Object};

/// A host as the namespace of event types: `schemas.example.org` becomes `org.example.schemas`.
pub(super) fn reversed(host: &str) -> Option<String> {
    let host = host.split([':', '/']).next()?.to_ascii_lowercase().replace('-', "_");
    let segments: Vec<&str> = host.rsplit('.').collect();
    let is_segment = |segment: &&str| {
        let mut bytes = segment.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
            && bytes.all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    segments.iter().all(is_segment).then(|| segments.join("."))
}

/// True for a version that the catalog allows.
pub(super) fn is_version(text: &str) -> bool {
    let is_number = |part: &str| {
        !part.is_empty()
            && part.len() <= 9
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    text.split('.').count() == 3 && text.split('.').all(is_number)
}

/// Two texts as paragraphs.
pub(super) fn paragraphs(first: Option<String>, second: Option<String>) -> Option<String> {
    match (first, second) {
        (Some(first), Some(second)) if first == second => Some(first),
        (Some(first), Some(second)) => Some(format!("{first}\n\n{second}")),
        (first, second) => first.or(second),
    }
}

/// An object whose keys `more` replaces.
pub(super) fn overlaid(object: &Object, more: &Object) -> Object {
    let mut all = object.clone();
    for (key, value) in &more.0 {
        match all.0.iter_mut().find(|(name, _)| name == key) {
            Some((_, known)) => known.clone_from(value),
            None => all.0.push((key.clone(), value.clone())),
        }
    }
    all
}

/// What a JSON Merge Patch makes of an object.
pub(super) fn patched(object: &Object, patch: &Object) -> Object {
    let mut all = object.clone();
    for (key, value) in &patch.0 {
        let at = all.0.iter().position(|(name, _)| name == key);
        match (at, value) {
            (Some(at), Json::Null) => drop(all.0.remove(at)),
            (None, Json::Null) => {}
            (Some(at), Json::Object(more)) if all.0[at].1.as_object().is_some() => {
                let known = all.0[at].1.as_object().map(|known| patched(known, more));
                all.0[at].1 = Json::Object(known.unwrap_or_default());
            }
            (Some(at), value) => all.0[at].1 = value.clone(),
            (None, value) => all.0.push((key.clone(), value.clone())),
        }
    }
    all
}

/// True if two spellings of a name have the same letters.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.to_lowercase().replace(|it: char| !it.is_alphanumeric(), "");
    letters(one) == letters(other)
}

/// A custom property with a text.
pub(super) fn property(name: &str, text: impl Into<String>) -> (String, Json) {
    (name.to_owned(), Json::String(text.into()))
}

/// A custom property with a list of texts.
pub(super) fn list_property(name: &str, texts: Vec<String>) -> Option<(String, Json)> {
    let texts: Vec<Json> = texts.into_iter().map(Json::String).collect();
    (!texts.is_empty()).then(|| (name.to_owned(), Json::Array(texts)))
}

/// A value whose mappings have the entries that YAML merges with `<<`.
pub(super) fn merged(value: &Json) -> Json {
    match value {
        Json::Object(object) => {
            let mut own = Object::default();
            let mut bases = Object::default();
            for (key, value) in &object.0 {
                let value = merged(value);
                match value {
                    Json::Object(base) if key == "<<" => bases = overlaid(&base, &bases),
                    Json::Array(items) if key == "<<" => {
                        for base in items.iter().filter_map(Json::as_object) {
                            bases = overlaid(base, &bases);
                        }
                    }
                    value => own.0.push((key.clone(), value)),
                }
            }
            Json::Object(if bases.0.is_empty() { own } else { overlaid(&bases, &own) })
        }
        Json::Array(items) => Json::Array(items.iter().map(merged).collect()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use annals_codegen::json::Json;

    use super::{is_version, merged, patched, reversed};

    #[test]
    fn hosts_become_namespaces() {
        let cases = [
            ("opentelemetry.io", Some("io.opentelemetry")),
            ("my-shop.example:443", Some("example.my_shop")),
            ("127.0.0.1", None),
            ("", None),
        ];
        for (host, expected) in cases {
            assert_eq!(reversed(host).as_deref(), expected, "{host}");
        }
        assert!(is_version("1.43.0") && !is_version("1.43") && !is_version("1.0.01"));
        assert!(!is_version("v1.0.0") && !is_version("1.0.0-beta"));
    }

    #[test]
    fn patches_are_merged_deeply() {
        let read = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let cases = [
            (r#"{"a":{"b":1,"c":2}}"#, r#"{"a":{"b":null,"d":3}}"#, r#"{"a":{"c":2,"d":3}}"#),
            (r#"{"a":[1]}"#, r#"{"a":{"b":1},"c":null}"#, r#"{"a":{"b":1}}"#),
        ];
        for (object, patch, expected) in cases {
            let (object, patch) = (read(object), read(patch));
            let made = patched(object.as_object().unwrap(), patch.as_object().unwrap());
            assert_eq!(Json::Object(made).compact(), expected);
        }
    }

    #[test]
    fn entries_are_merged_like_in_yaml() {
        let read = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let value = read(r#"{"a": {"<<": [{"x": 1, "y": 1}, {"y": 2, "z": 2}], "x": 0}}"#);
        assert_eq!(merged(&value).compact(), r#"{"a":{"y":1,"z":2,"x":0}}"#);
    }
}
