//! Finds the schemas of events in the documents: whole files, or parts of files that hold several.

use std::collections::{BTreeMap, BTreeSet};

use annals_codegen::json::{Json, Object, step};

use super::avro_names::{self, name_of};
use super::documents::{Documents, objects};

/// A language of schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    /// Each event is a record.
    Avro,
    /// Each event is an object.
    JsonSchema,
}

/// The schema of an event, or of something that the schemas of events have in common.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) document: usize,
    /// Where it is in the document.
    pub(super) pointer: String,
    /// What it is called, if something else than the schema says so.
    pub(super) name: Option<String>,
    /// True if other files refer to it, so it is no event.
    pub(super) is_part: bool,
}

impl Root {
    pub(super) fn new(document: usize, pointer: String) -> Self {
        Self { document, pointer, name: None, is_part: false }
    }
}

/// The schemas in the order of the documents.
pub(super) fn find(language: Language, documents: &Documents) -> Vec<Root> {
    let mut roots = Vec::new();
    for document in 0..documents.all.len() {
        let mut pointers = Vec::new();
        match language {
            Language::Avro => avro(&documents.all[document].schema, &mut pointers),
            Language::JsonSchema => pointers = objects_of(documents, document, ""),
        }
        roots.extend(pointers.into_iter().map(|pointer| Root::new(document, pointer)));
    }
    let uses = match language {
        Language::Avro => avro_uses(documents, &roots),
        Language::JsonSchema => json_uses(documents, &roots),
    };
    for (root, is_part) in parts(&uses).into_iter().enumerate() {
        roots[root].is_part = is_part || is_library(language, documents, &roots[root]);
    }
    roots
}

/// The roots that others use. Of some that only use each other, the first is none of them.
fn parts(uses: &[BTreeSet<usize>]) -> Vec<bool> {
    let mut is_used = vec![false; uses.len()];
    for (user, used) in uses.iter().enumerate() {
        used.iter().filter(|root| **root != user).for_each(|root| is_used[*root] = true);
    }
    let mut reached = vec![false; uses.len()];
    let mut is_part = vec![true; uses.len()];
    let first = (0..uses.len()).filter(|root| !is_used[*root]);
    for start in first.chain(0..uses.len()) {
        if reached[start] {
            continue;
        }
        is_part[start] = false;
        let mut open = vec![start];
        while let Some(root) = open.pop() {
            if !std::mem::replace(&mut reached[root], true) {
                open.extend(&uses[root]);
            }
        }
    }
    is_part
}

/// The whole file, or each type of a list.
fn avro(schema: &Json, pointers: &mut Vec<String>) {
    match schema {
        Json::Array(types) if !types.is_empty() => {
            pointers.extend((0..types.len()).map(|index| step("", index)))
        }
        _ => pointers.push(String::new()),
    }
}

/// The schema at a pointer, or those of which it is one.
pub(super) fn objects_of(documents: &Documents, document: usize, pointer: &str) -> Vec<String> {
    let mut pointers = Vec::new();
    branches(documents, document, pointer, &mut Seen::default(), &mut pointers);
    pointers
}

/// At most this many choices are in each other, so that the stack does not overflow.
const DEEPEST: usize = 64;

/// The places that were looked at.
#[derive(Default)]
struct Seen {
    places: BTreeSet<String>,
    /// The number of choices around the current place.
    depth: usize,
}

/// The schema at a pointer, or each of the schemas of which it is one: an event is an object, not a choice.
fn branches(
    documents: &Documents,
    document: usize,
    pointer: &str,
    seen: &mut Seen,
    pointers: &mut Vec<String>,
) {
    if !seen.places.insert(pointer.to_owned()) {
        return;
    }
    let schema = documents.all[document].schema.at(pointer).and_then(Json::as_object);
    let choice = schema.and_then(choice);
    let Some((key, all)) = choice.filter(|_| seen.depth < DEEPEST) else {
        return pointers.push(pointer.to_owned());
    };
    seen.depth += 1;
    for (index, branch) in all.iter().enumerate() {
        let reference = branch.as_object().and_then(|branch| branch.get("$ref"));
        let target = reference.and_then(Json::as_str);
        match target.and_then(|target| documents.find(document, target)) {
            Some((to, target)) if to == document => {
                branches(documents, document, &target, seen, pointers);
            }
            // The other file is an event anyway.
            Some(_) => {}
            None => {
                let pointer = step(&step(pointer, key), index);
                branches(documents, document, &pointer, seen, pointers);
            }
        }
    }
    seen.depth -= 1;
}

/// The schemas of which a value must fit one, if the schema says nothing else of it.
fn choice(schema: &Object) -> Option<(&'static str, &[Json])> {
    let says_more = ["properties", "allOf", "$ref", "additionalProperties", "items", "enum"];
    if says_more.iter().any(|key| schema.get(key).is_some()) {
        return None;
    }
    ["oneOf", "anyOf"].into_iter().find_map(|key| Some((key, schema.get(key)?.as_array()?)))
}

/// The documents and pointers of the named types of Avro at the top of files.
pub(super) fn named(documents: &Documents, roots: &[Root]) -> BTreeMap<String, (usize, String)> {
    let mut named = BTreeMap::new();
    for Root { document, pointer, .. } in roots {
        let schema = documents.all[*document].schema.at(pointer).and_then(Json::as_object);
        if let Some(name) = schema.and_then(name_of) {
            named.entry(name).or_insert((*document, pointer.clone()));
        }
    }
    named
}

/// For each type, those that it uses by name without defining them.
fn avro_uses(documents: &Documents, roots: &[Root]) -> Vec<BTreeSet<usize>> {
    let schema = |root: &Root| documents.all[root.document].schema.at(&root.pointer);
    let name = |root: &Root| name_of(schema(root)?.as_object()?);
    let named = roots.iter().enumerate().filter_map(|(index, root)| Some((name(root)?, index)));
    let named: BTreeMap<String, usize> = named.collect();
    let uses = |root: &Root| schema(root).map(avro_names::uses).unwrap_or_default();
    let uses = |root| uses(root).iter().filter_map(|name| named.get(name).copied()).collect();
    roots.iter().map(uses).collect()
}

/// For each schema, the whole files that its file refers to.
fn json_uses(documents: &Documents, roots: &[Root]) -> Vec<BTreeSet<usize>> {
    let whole = roots.iter().enumerate().filter(|(_, root)| root.pointer.is_empty());
    let whole: BTreeMap<usize, usize> = whole.map(|(index, root)| (root.document, index)).collect();
    let uses = |document: usize| {
        let mut used = BTreeSet::new();
        objects(&documents.all[document].schema, "", &mut |object, _| {
            let reference = object.get("$ref").and_then(Json::as_str);
            let target = reference.and_then(|reference| documents.find(document, reference));
            let target = target.filter(|(_, pointer)| pointer.is_empty());
            used.extend(target.and_then(|(to, _)| whole.get(&to).copied()));
        });
        used
    };
    let uses: Vec<BTreeSet<usize>> = (0..documents.all.len()).map(uses).collect();
    roots.iter().map(|root| uses[root.document].clone()).collect()
}

/// True for a file that has only definitions.
fn is_library(language: Language, documents: &Documents, root: &Root) -> bool {
    const SILENT: [&str; 6] = ["$schema", "$id", "id", "title", "description", "$comment"];
    let schema = documents.all[root.document].schema.as_object();
    let said = schema.into_iter().flat_map(|schema| &schema.0).map(|(key, _)| key.as_str());
    let mut said = said.filter(|key| !SILENT.contains(key)).peekable();
    language == Language::JsonSchema
        && root.pointer.is_empty()
        && said.peek().is_some()
        && said.all(|key| matches!(key, "$defs" | "definitions" | "components"))
}
