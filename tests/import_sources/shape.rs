//! The normal form of a JSON Schema: what it says of a value, whichever keywords say so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Finds the schema that a reference in a document leads to, and the document that it is in.
pub(crate) trait Documents<'v> {
    fn find(&self, document: usize, reference: &str) -> Option<At<'v>>;

    /// What a reference means whose target only says it in more words.
    fn plain(&self, document: usize, reference: &str) -> Option<&'v Value>;
}

/// A schema, and the document that its references are about.
#[derive(Clone, Copy)]
pub(crate) struct At<'v> {
    pub(crate) document: usize,
    pub(crate) schema: &'v Value,
}

/// Schemas that a value must all fit.
pub(crate) type All<'v> = Vec<At<'v>>;

/// What schemas together say of a value.
#[derive(Default)]
pub(crate) struct Shape<'v> {
    /// The kinds of values; `None` for all.
    pub(crate) kinds: Option<BTreeSet<&'static str>>,
    /// The only values besides null.
    pub(crate) values: Option<BTreeSet<String>>,
    /// Keywords that stay as they are.
    pub(crate) facts: BTreeMap<String, Value>,
    pub(crate) properties: BTreeMap<String, All<'v>>,
    pub(crate) required: BTreeSet<String>,
    /// Schemas of the other properties; `None` if there are none.
    pub(crate) others: Option<All<'v>>,
    pub(crate) items: All<'v>,
    /// The schemas of which it must fit one, if they are not told apart by their kinds.
    pub(crate) branches: Vec<All<'v>>,
    /// It has properties.
    is_object: bool,
    /// The names of the definitions that it comes from.
    pub(crate) names: BTreeSet<String>,
    /// A title that was left out, because it is only a name.
    pub(crate) name: Option<Value>,
    /// Its description is a title.
    pub(crate) is_titled: bool,
}

const KINDS: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];

/// Keywords that say nothing of a value, or only how the schema is written.
const SILENT: [&str; 13] = [
    "$schema",
    "$id",
    "id",
    "$comment",
    "$defs",
    "definitions",
    "x-annals",
    "$ref",
    "allOf",
    "type",
    "required",
    "nullable",
    "$anchor",
];

/// The normal form of schemas; `deepest` ends references that only lead to each other.
pub(crate) fn shape<'v>(
    documents: &dyn Documents<'v>,
    all: &[At<'v>],
    deepest: usize,
) -> Shape<'v> {
    let mut shape = Shape::default();
    let mut parts = Vec::new();
    all.iter().for_each(|at| flat(documents, *at, deepest, &mut parts));
    for part in &parts {
        let reference = part.schema["$ref"].as_str();
        let name = reference.and_then(|reference| reference.rsplit('/').next());
        shape.names.extend(name.map(str::to_owned));
        // A whole file is called like its title.
        let whole = reference.filter(|reference| !reference.contains('#'));
        let target = whole.and_then(|reference| documents.find(part.document, reference));
        let title = target.and_then(|target| target.schema["title"].as_str());
        shape.names.extend(title.map(str::to_owned));
    }
    let mut choices = Vec::new();
    for part in &parts {
        shape.read(*part, &mut choices);
    }
    shape.infer();
    for choice in choices {
        shape.choose(documents, choice, deepest);
    }
    shape.settle();
    shape
}

/// A schema and the parts that it consists of; references come before what is beside them.
fn flat<'v>(documents: &dyn Documents<'v>, at: At<'v>, deepest: usize, parts: &mut All<'v>) {
    if deepest == 0 {
        return;
    }
    if let Some(reference) = at.schema["$ref"].as_str() {
        match (documents.plain(at.document, reference), documents.find(at.document, reference)) {
            (Some(schema), _) => parts.push(At { schema, ..at }),
            (None, Some(target)) => flat(documents, target, deepest - 1, parts),
            (None, None) => panic!("{reference} leads nowhere"),
        }
    }
    for part in at.schema["allOf"].as_array().into_iter().flatten() {
        flat(documents, At { schema: part, ..at }, deepest - 1, parts);
    }
    parts.push(at);
}

impl<'v> Shape<'v> {
    fn read(&mut self, at: At<'v>, choices: &mut Vec<Vec<All<'v>>>) {
        let object = match at.schema {
            Value::Object(object) => object,
            Value::Bool(false) => return self.allow(BTreeSet::new()),
            _ => return,
        };
        let within = |schema| At { schema, ..at };
        if let Some(kinds) = kinds(&object.get("type").cloned().unwrap_or_default()) {
            let nullable = object.get("nullable") == Some(&json!(true));
            self.allow(kinds.into_iter().chain(nullable.then_some("null")).collect());
        }
        let required = object.get("required").and_then(Value::as_array);
        self.required
            .extend(required.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
        for (key, value) in object {
            match (key.as_str(), value) {
                ("properties", Value::Object(all)) => {
                    self.is_object = true;
                    for (name, schema) in all {
                        self.properties.entry(name.clone()).or_default().push(within(schema));
                    }
                }
                ("additionalProperties" | "unevaluatedProperties", schema) => {
                    self.is_object |= !schema.is_boolean();
                    self.close(within(schema));
                }
                ("items", schema) if !schema.is_array() => self.items.push(within(schema)),
                ("anyOf" | "oneOf", Value::Array(branches)) => {
                    choices.push(branches.iter().map(|branch| vec![within(branch)]).collect());
                }
                ("const", value) => self.only([value]),
                ("enum", Value::Array(values)) => self.only(values),
                ("example", value) => {
                    drop(self.facts.insert("examples".to_owned(), json!([value])))
                }
                (key, _) if SILENT.contains(&key) => {}
                (key, value) => drop(self.facts.insert(key.to_owned(), value.clone())),
            }
        }
    }

    fn allow(&mut self, kinds: BTreeSet<&'static str>) {
        self.kinds = Some(match self.kinds.take() {
            Some(known) => known.intersection(&kinds).copied().collect(),
            None => kinds,
        });
    }

    fn close(&mut self, others: At<'v>) {
        match others.schema {
            Value::Bool(false) => drop(self.facts.insert("closed".to_owned(), json!(true))),
            Value::Bool(true) => {}
            Value::Object(object) if object.is_empty() => {}
            _ => self.others.get_or_insert_default().push(others),
        }
    }

    fn only<'a>(&mut self, values: impl IntoIterator<Item = &'a Value>) {
        let values: Vec<&Value> = values.into_iter().collect();
        let kinds = values.iter().map(|value| kind(value)).collect();
        let texts =
            values.iter().filter(|value| !value.is_null()).map(ToString::to_string).collect();
        self.allow(kinds);
        self.values = Some(match self.values.take() {
            Some(known) => known.intersection(&texts).cloned().collect(),
            None => texts,
        });
    }

    /// What keywords say of the kind of a value, if nothing else does.
    fn infer(&mut self) {
        if self.kinds.is_some() {
            return;
        }
        let has = |keys: &[&str]| keys.iter().any(|key| self.facts.contains_key(*key));
        let kind = if self.is_object || has(&["closed", "patternProperties"]) {
            "object"
        } else if !self.items.is_empty() || has(&["items", "prefixItems"]) {
            "array"
        } else if has(&["pattern", "minLength", "maxLength", "contentEncoding"]) {
            "string"
        } else {
            return;
        };
        self.kinds = Some([kind].into());
    }

    /// One of several: null and one other, alternatives by kind, sets of values, or branches.
    fn choose(&mut self, documents: &dyn Documents<'v>, branches: Vec<All<'v>>, deepest: usize) {
        if deepest == 0 {
            return;
        }
        let mut shapes: Vec<(All<'v>, Shape<'v>)> = branches
            .into_iter()
            .map(|branch| (branch.clone(), shape(documents, &branch, deepest - 1)))
            .collect();
        let all = shapes.len();
        shapes.retain(|(_, shape)| {
            shape.kinds.as_ref().is_none_or(|kinds| !kinds.iter().eq(&["null"]))
        });
        let mut nullable = shapes.len() < all;
        for (_, shape) in &mut shapes {
            if let Some(kinds) = &mut shape.kinds {
                nullable |= kinds.remove("null");
            }
        }
        let own = self.kinds.clone();
        if let Some(merged) = merged(&mut shapes) {
            let kinds = merged.kinds.clone();
            self.add(merged);
            self.kinds =
                kinds.map(|kinds| kinds.into_iter().chain(nullable.then_some("null")).collect());
        } else {
            let kinds = shapes.iter().map(|(_, shape)| shape.kinds.clone());
            let kinds: Option<BTreeSet<&str>> =
                kinds.collect::<Option<Vec<_>>>().map(|all| all.into_iter().flatten().collect());
            self.kinds =
                kinds.map(|kinds| kinds.into_iter().chain(nullable.then_some("null")).collect());
            self.branches.extend(shapes.into_iter().map(|(branch, _)| branch));
        }
        if let Some(own) = own {
            self.allow(own);
        }
    }

    /// Takes what a shape says that this one does not.
    fn add(&mut self, other: Shape<'v>) {
        for (key, value) in other.facts {
            self.facts.entry(key).or_insert(value);
        }
        for (name, all) in other.properties {
            self.properties.entry(name).or_default().extend(all);
        }
        self.required.extend(other.required);
        self.others = self.others.take().or(other.others);
        self.items.extend(other.items);
        self.values = self.values.take().or(other.values);
        self.branches.extend(other.branches);
        self.names.extend(other.names);
        self.is_titled |= other.is_titled;
        self.is_object |= other.is_object;
    }

    /// Leaves out what is said twice.
    fn settle(&mut self) {
        if !self.facts.contains_key("description")
            && let Some(title) = self.facts.remove("title")
        {
            // A title that is only a name is in the name.
            let is_name = |text: &str| self.names.iter().any(|name| letters(name) == letters(text));
            if title.as_str().is_some_and(is_name) {
                self.name = Some(title);
            } else {
                self.facts.insert("description".to_owned(), title);
                self.is_titled = true;
            }
        }
        if self.facts.get("deprecated") == Some(&json!(false)) {
            self.facts.remove("deprecated");
        }
        // The schema itself refuses it.
        let default = self.facts.get("default").filter(|default| !default.is_null());
        if let (Some(values), Some(default)) = (&self.values, default)
            && !values.contains(&default.to_string())
        {
            self.facts.remove("default");
        }
        // It is about the items of a tuple.
        if !self.facts.contains_key("items") {
            self.facts.remove("additionalItems");
        }
        if self.kinds.as_ref().is_some_and(|kinds| KINDS.iter().all(|kind| kinds.contains(kind))) {
            self.kinds = None;
        }
        if let Some(Value::String(text)) = self.facts.get_mut("description") {
            *text = text.trim().to_owned();
        }
    }
}

/// One shape for branches that all have a set of values, or that are of different kinds.
fn merged<'v>(shapes: &mut Vec<(All<'v>, Shape<'v>)>) -> Option<Shape<'v>> {
    if shapes.len() == 1 {
        return shapes.pop().map(|(_, shape)| shape);
    }
    let open = |shape: &Shape<'_>| shape.values.is_none() && shape.facts.is_empty();
    let listed = match shapes.split_last() {
        Some(((_, last), listed)) if open(last) && last.branches.is_empty() => listed,
        _ => shapes.as_slice(),
    };
    let kind = listed.first().and_then(|(_, shape)| shape.kinds.clone());
    if listed.iter().all(|(_, shape)| shape.values.is_some() && shape.kinds == kind)
        && shapes.iter().all(|(_, shape)| shape.kinds == kind)
    {
        let mut whole = Shape { kinds: kind, ..Shape::default() };
        let values = listed.iter().flat_map(|(_, shape)| shape.values.iter().flatten());
        whole.values = Some(values.cloned().collect());
        if listed.len() < shapes.len() {
            whole.facts.insert("open".to_owned(), json!(true));
        }
        for (_, shape) in listed {
            let words = shape.values.iter().flatten().cloned().collect::<Vec<_>>().join(",");
            for (key, value) in &shape.facts {
                whole.facts.insert(format!("{words}.{key}"), value.clone());
            }
        }
        return Some(whole);
    }
    let mut kinds = BTreeSet::new();
    let mut different = |shape: &Shape<'_>| {
        let Some(own) = &shape.kinds else { return false };
        own.iter().all(|kind| kinds.insert(*kind))
            && shape.branches.is_empty()
            && shape.values.is_none()
    };
    if !shapes.iter().all(|(_, shape)| different(shape)) {
        return None;
    }
    let mut whole = Shape::default();
    for (_, mut shape) in shapes.drain(..) {
        // Words about a branch are not about the whole.
        let kind = shape.kinds.iter().flatten().copied().collect::<Vec<_>>().join(",");
        for word in ["description", "title", "deprecated", "examples", "default"] {
            if let Some(value) = shape.facts.remove(word) {
                shape.facts.insert(format!("{kind}.{word}"), value);
            }
        }
        whole.add(shape);
    }
    whole.kinds = Some(kinds);
    Some(whole)
}

fn kinds(word: &Value) -> Option<BTreeSet<&'static str>> {
    let one = |word: &Value| match word.as_str()? {
        // Whole numbers are a fact of numbers.
        "integer" => Some("number"),
        word => KINDS.into_iter().find(|kind| *kind == word),
    };
    match word {
        Value::Array(words) => words.iter().map(one).collect(),
        Value::String(_) => Some(one(word).into_iter().collect()),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What two spellings of a name have in common.
pub(crate) fn letters(text: &str) -> String {
    text.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), "")
}
