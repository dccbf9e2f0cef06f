//! Compares JSON Schemas place by place, and tries payloads on those that come back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use annals_catalog::model::{Format, Primitive};
use annals_catalog::names;
use annals_codegen::lower::json_schema::primitive_definition;
use serde_json::{Value, json};

use crate::avro::short;
use crate::imported::{Imported, find};
use crate::shape::{All, At, Documents, Shape, letters, shape};
use crate::sources::Figure;

/// At most this many references or unions in a row.
const DEEPEST: usize = 12;

pub(crate) fn compare(imported: &Imported) -> Vec<Figure> {
    let mut figures = Vec::new();
    for schema in &imported.schemas {
        let Some(again) = &schema.again else { continue };
        let document = imported.originals.keys().position(|file| *file == schema.file).unwrap();
        let old = imported.originals[&schema.file].pointer(&schema.pointer).unwrap();
        let old = vec![At { document, schema: old }];
        // These say how the event is called, and an example is made from its fields.
        let mut bare = again.clone();
        bare.as_object_mut()
            .unwrap()
            .retain(|key, _| !matches!(key.as_str(), "title" | "examples"));
        let mut comparison = Comparison::new(imported, again);
        let new = vec![At { document: OURS, schema: &bare }];
        comparison.differ(&old, &new, "");
        let name = format!("{}#{}", schema.file, schema.pointer);
        let losses = comparison.losses;
        figures.push(Figure {
            name,
            equal: losses.is_empty(),
            notes: schema.notes.clone(),
            losses,
        });
    }
    figures
}

/// The number of the document that was generated.
const OURS: usize = usize::MAX;

struct Comparison<'v> {
    originals: &'v BTreeMap<String, Value>,
    files: Vec<&'v String>,
    again: &'v Value,
    seen: BTreeSet<(Vec<usize>, Vec<usize>)>,
    losses: Vec<String>,
}

/// The definitions of primitives and formats, whose patterns say again what the format says.
static PLAIN: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let definition = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let formats = Format::ALL.iter().map(|format| {
        (
            names::format_definition(format.name()),
            json!({ "type": "string", "format": format.name() }),
        )
    });
    let primitives = Primitive::ALL.iter().filter_map(|primitive| {
        let text = primitive_definition(*primitive)?;
        let mut plain = definition(&text);
        let object = plain.as_object_mut().unwrap();
        object.retain(|key, _| matches!(key.as_str(), "type" | "format" | "contentEncoding"));
        object.insert("type".to_owned(), json!("string"));
        if *primitive == Primitive::Datetime {
            // It has one of two forms, of which only one has the format.
            object.insert("format".to_owned(), json!("date-time"));
        }
        Some((names::primitive_definition(*primitive).into_owned(), plain))
    });
    formats.chain(primitives).collect()
});

impl<'v> Documents<'v> for Comparison<'v> {
    fn plain(&self, document: usize, reference: &str) -> Option<&'v Value> {
        PLAIN.get(reference.strip_prefix("#/$defs/")?).filter(|_| document == OURS)
    }

    fn find(&self, document: usize, reference: &str) -> Option<At<'v>> {
        if document == OURS {
            let fragment = reference.strip_prefix('#')?.replace("%24", "$");
            return Some(At { document, schema: self.again.pointer(&fragment)? });
        }
        let (file, pointer) = find(self.originals, self.files[document], reference)?;
        let document = self.files.iter().position(|known| **known == file)?;
        Some(At { document, schema: self.originals[&file].pointer(&pointer)? })
    }
}

impl<'v> Comparison<'v> {
    fn new(imported: &'v Imported, again: &'v Value) -> Self {
        let originals = &imported.originals;
        let files = originals.keys().collect();
        Self { originals, files, again, seen: BTreeSet::new(), losses: Vec::new() }
    }

    fn differ(&mut self, old: &All<'v>, new: &All<'v>, place: &str) {
        let key =
            |all: &All<'v>| all.iter().map(|at| std::ptr::from_ref(at.schema).addr()).collect();
        if !self.seen.insert((key(old), key(new))) {
            return;
        }
        let (mut old, mut new) = (shape(self, old, DEEPEST), shape(self, new, DEEPEST));
        // A title that is only a name is in the name.
        let says = |shape: &Shape<'v>, key: &str| match shape.facts.get(key) {
            Some(Value::String(text)) => is_name(text, &old.names, place),
            _ => false,
        };
        let words: Vec<&str> = ["title", "description"]
            .into_iter()
            .filter(|key| says(&old, key) && (*key == "title" || old.is_titled))
            .collect();
        for key in words {
            let title = old.facts.remove(key);
            if new.facts.get(key) == title.as_ref() {
                new.facts.remove(key);
            }
        }
        self.kinds(&old, &new, place);
        self.facts(&old, &new, place);
        self.properties(&old, &new, place);
        if !(old.items.is_empty() && new.items.is_empty()) {
            self.differ(&old.items, &new.items, &format!("{place}/items"));
        }
        if old.branches.len() == new.branches.len() {
            for (index, (old, new)) in old.branches.iter().zip(&new.branches).enumerate() {
                self.differ(old, new, &format!("{place}/{index}"));
            }
        } else {
            self.lost(place, "branches", &old.branches.len().into(), &new.branches.len().into());
        }
    }

    fn lost(&mut self, place: &str, what: &str, old: &Value, new: &Value) {
        self.losses.push(format!("{place}/{what}: {} became {}", short(old), short(new)));
    }

    fn kinds(&mut self, old: &Shape<'v>, new: &Shape<'v>, place: &str) {
        if old.kinds != new.kinds {
            self.lost(place, "type", &json!(old.kinds), &json!(new.kinds));
        }
        if old.values != new.values {
            self.lost(place, "values", &json!(old.values), &json!(new.values));
        }
    }

    fn facts(&mut self, old: &Shape<'v>, new: &Shape<'v>, place: &str) {
        let keys: BTreeSet<&String> = old.facts.keys().chain(new.facts.keys()).collect();
        for key in keys {
            let (was, is) = (old.facts.get(key), new.facts.get(key));
            let same = was == is || is_same(key, was, is, (old, new));
            if !same {
                let value = |value: Option<&Value>| value.cloned().unwrap_or_default();
                self.lost(place, key, &value(was), &value(is));
            }
        }
    }

    fn properties(&mut self, old: &Shape<'v>, new: &Shape<'v>, place: &str) {
        if old.required != new.required {
            let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                json!(a.difference(b).collect::<Vec<_>>())
            };
            let (old, new) = (&old.required, &new.required);
            self.lost(place, "required", &only(old, new), &only(new, old));
        }
        let names: BTreeSet<&String> = old.properties.keys().chain(new.properties.keys()).collect();
        for name in names {
            match (old.properties.get(name), new.properties.get(name)) {
                (Some(old), Some(new)) => self.differ(old, new, &format!("{place}/{name}")),
                (old, new) => self.lost(place, name, &json!(old.is_some()), &json!(new.is_some())),
            }
        }
        match (&old.others, &new.others) {
            (None, None) => {}
            (Some(old), Some(new)) => self.differ(old, new, &format!("{place}/*")),
            (old, new) => self.lost(place, "others", &json!(old.is_some()), &json!(new.is_some())),
        }
    }
}

/// Whether a title says no more than the name of a definition or property.
fn is_name(title: &str, names: &BTreeSet<String>, place: &str) -> bool {
    let mut names = names.iter().map(String::as_str).chain(place.rsplit('/').next());
    place.is_empty() || names.any(|name| letters(name) == letters(title))
}

/// Whether two values of a keyword mean the same.
fn is_same(
    key: &str,
    was: Option<&Value>,
    is: Option<&Value>,
    (old, new): (&Shape<'_>, &Shape<'_>),
) -> bool {
    let is_object =
        |shape: &Shape<'_>| shape.kinds.as_ref().is_none_or(|kinds| kinds.contains("object"));
    match (key, was, is) {
        // A `long` and an `int` are numbers of 64 and 32 bits.
        ("minimum", None, Some(bound)) => *bound == json!(i64::MIN) || *bound == json!(i32::MIN),
        ("maximum", None, Some(bound)) => *bound == json!(i64::MAX) || *bound == json!(i32::MAX),
        // The schemas of formats have patterns too, because most validators ignore formats.
        ("pattern", None, Some(_)) => {
            old.facts.contains_key("format") && old.facts.get("format") == new.facts.get("format")
        }
        ("minLength" | "maxLength", None, Some(_)) => old.facts.contains_key("format"),
        ("description", None, words) => old.name.as_ref() == words,
        ("closed", ..) => !is_object(old) && !is_object(new),
        // There is only one value.
        ("default", Some(default), None) => old
            .values
            .as_ref()
            .is_some_and(|values| values.len() == 1 && values.contains(&default.to_string())),
        (key, Some(was), Some(is))
            if key.starts_with("min") || key.starts_with("max") || key == "multipleOf" =>
        {
            was.as_f64() == is.as_f64()
        }
        _ => false,
    }
}
