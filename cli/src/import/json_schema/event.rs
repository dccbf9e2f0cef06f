//! Reads the schema of an event.

use std::collections::BTreeSet;

use super::super::documents::{identity, objects};
use super::super::draft::{Event, Field, Hints, Ty};
use super::super::event::{is_versioned, name_of, stem};
use super::super::names;
use super::super::node::Node;
use super::super::note::Fault;
use super::{DEFINITIONS, OURS, Reader};
use annals_codegen::json::{Json, Object};

/// A title that is longer is a sentence.
const LONGEST_NAME: usize = 60;

/// Fields, and the record that they extend; then a description.
type Data = (Vec<Field>, Option<usize>, Option<String>);

/// Keys that say how the schema is called, and what is defined beside it.
pub(super) const SILENT: [&str; 5] = ["$schema", "$id", "id", "$defs", "definitions"];

/// The properties of a schema that has none.
static EMPTY: Object = Object(Vec::new());

/// At most this many references lead from an event to its object.
const MOST_REFERENCES: usize = 16;

impl<'a> Reader<'a, '_> {
    pub(super) fn event(&mut self, top: &Node<'a>) -> Result<Event, Fault> {
        let ours = top.text("$comment") == Some(OURS);
        let origin = top.get("x-annals").and_then(Json::as_object);
        let origin = origin.map(|object| Node::new(object, "/x-annals"));
        let words = |key: &str| origin.as_ref().and_then(|origin| origin.words(key));
        top.skip(&["title", "$id", "id"]);
        if ours {
            // Both are made from its fields.
            top.skip(&["x-pii", "examples"]);
        }
        let title = top.words("title");
        let hints = self.hints(top, title.as_deref());
        let id = hints.id.as_deref().map(stem);
        let owner = match ours {
            false => names::camel(&name_of(&hints, &self.unit.file)),
            true => "Event".to_owned(),
        };
        let (data, extends, description) = self.data(top, &owner)?;
        let event = Event {
            event_type: words("type")
                .or_else(|| id.filter(|id| is_versioned(id)))
                .or_else(|| title.clone().filter(|title| is_versioned(title)))
                .unwrap_or_default(),
            name: words("name").unwrap_or_default(),
            added: words("added").unwrap_or_default(),
            key: words("key").map(|path| self.key_path(&data, &path)),
            description: top
                .words("description")
                .or(description)
                // One word is only a name.
                .or_else(|| title.filter(|title| !ours && title.contains(' '))),
            deprecated: self.deprecation(top, words("deprecation").as_deref()),
            data,
            extends,
            properties: top.custom(),
            hints,
            file: self.unit.file.clone(),
            ..Event::default()
        };
        if let Some(origin) = origin {
            origin.finish(self.notes);
        }
        self.shorten(&owner);
        Ok(event)
    }

    /// Finds the types that are only named after the event and their property.
    fn shorten(&mut self, owner: &str) {
        let is_own = |pointer: &str| !DEFINITIONS.iter().any(|place| pointer.contains(place));
        let rest = |name: &str, owner: &str| {
            let rest = name.strip_prefix(owner)?;
            rest.starts_with(char::is_alphabetic).then(|| rest.to_owned())
        };
        for record in self.unit.records.iter_mut().filter(|record| is_own(&record.pointer)) {
            record.short = rest(&record.name, owner);
        }
        for item in self.unit.enums.iter_mut().filter(|item| is_own(&item.pointer)) {
            item.short = rest(&item.name, owner);
        }
        let owner = format!("{}_", names::snake(owner));
        for scalar in self.unit.scalars.iter_mut().filter(|scalar| is_own(&scalar.pointer)) {
            scalar.short = rest(&scalar.name, &owner).map(|rest| names::scalar(&rest));
        }
    }

    /// What the schema and its file say of the name of the event.
    fn hints(&self, top: &Node<'a>, title: Option<&str>) -> Hints {
        let itself = top.peek("self").and_then(Json::as_object);
        let says =
            |key: &str| itself.and_then(|itself| itself.get(key)?.as_str()).map(str::to_owned);
        let is_name = |key: &&str| {
            let is_keyword = matches!(*key, "" | "oneOf" | "anyOf" | "definitions" | "$defs");
            !is_keyword && key.parse::<usize>().is_err()
        };
        let reference = top.peek("$ref").and_then(Json::as_str).unwrap_or_default();
        let mut keys = reference.rsplit('/').chain(self.unit.pointer.rsplit('/'));
        let key = keys.find(is_name).filter(|key| !key.contains(['#', '.']));
        let key = key.map(|key| key.replace("~1", "/").replace("~0", "~"));
        let title = title.filter(|title| title.len() <= LONGEST_NAME).map(str::to_owned);
        let document = self.documents.all[self.document].schema.as_object();
        let is_inline =
            self.unit.pointer.rsplit('/').next().is_some_and(|key| key.parse::<usize>().is_ok());
        let id = document.and_then(identity).filter(|_| self.unit.pointer.is_empty());
        Hints {
            namespace: says("vendor"),
            name: self
                .name
                .clone()
                .or_else(|| says("name"))
                .or(title.clone().filter(|_| is_inline))
                .or(key)
                .or(title),
            version: says("version"),
            id: id.map(|id| id.rsplit([':', '/']).next().unwrap_or(id).to_owned()),
        }
    }

    /// The fields of the event's object, the record that it extends, and the description of the definition that it is.
    fn data(&mut self, top: &Node<'a>, owner: &str) -> Result<Data, Fault> {
        let Some(reference) = top.text("$ref") else {
            self.demand_object(top)?;
            let (fields, extends) = self.own_data(top, owner)?;
            return Ok((fields, extends, None));
        };
        let (document, mut place) = (self.document, top.pointer.clone());
        let mut reference = reference.to_owned();
        for _ in 0..MOST_REFERENCES {
            let found = self.documents.find(self.document, &reference);
            let target = found.and_then(|found| Some((self.target(&found)?.as_object()?, found)));
            let Some((object, found)) = target else {
                return Err((place, format!("`{reference}` leads to no object in these files")));
            };
            self.enter(found.0);
            place = found.1;
            if let Some(next) = object.get("$ref").and_then(Json::as_str) {
                next.clone_into(&mut reference);
                continue;
            }
            let node = Node::new(object, &place);
            self.reached.insert(self.here(&place));
            self.demand_object(&node)?;
            let description = self.description(&node, owner);
            let (fields, extends) = self.own_data(&node, owner)?;
            node.skip(&SILENT);
            node.finish(self.notes);
            self.enter(document);
            return Ok((fields, extends, description));
        }
        Err((top.pointer.clone(), "references that only lead to each other".to_owned()))
    }

    /// The fields of an object, or the record with them if the object contains another of its kind.
    fn own_data(
        &mut self,
        node: &Node<'a>,
        owner: &str,
    ) -> Result<(Vec<Field>, Option<usize>), Fault> {
        let here = self.here(&node.pointer);
        if !self.contains_itself(&here) {
            return Ok((self.fields_of(node, owner)?, None));
        }
        let Some(object) = self.target(&here).and_then(Json::as_object) else {
            return Ok((Vec::new(), None));
        };
        let record = Node::new(object, &node.pointer);
        let id = self.recursive(&record, owner)?;
        node.skip(&[
            "type",
            "required",
            "properties",
            "additionalProperties",
            "unevaluatedProperties",
        ]);
        // The event may have other keys, but is as open as its record.
        let open = self.unit.records[id].fields.iter().find(|field| field.extra).cloned();
        Ok((open.into_iter().collect(), Some(id)))
    }

    /// True if references lead from a schema back to it.
    fn contains_itself(&self, start: &super::Place) -> bool {
        let mut seen = BTreeSet::from([start.clone()]);
        let mut open = vec![start.clone()];
        while let Some(place) = open.pop() {
            let Some(schema) = self.target(&place) else { continue };
            let mut returns = false;
            objects(schema, "", &mut |object, _| {
                let reference = object.get("$ref").and_then(Json::as_str);
                let target =
                    reference.and_then(|reference| self.documents.find(place.0, reference));
                let Some(target) = target else { return };
                returns |= target == *start;
                if seen.insert(target.clone()) {
                    open.push(target);
                }
            });
            if returns {
                return true;
            }
        }
        false
    }

    /// Fails for the schema of anything but an object.
    fn demand_object(&self, node: &Node<'a>) -> Result<(), Fault> {
        let words = match node.peek("type") {
            Some(Json::Array(words)) => words.as_slice(),
            Some(word) => std::slice::from_ref(word),
            None => &[],
        };
        let is_object = words.iter().any(|word| word.as_str() == Some("object"));
        let has_properties =
            ["properties", "additionalProperties", "allOf"].iter().any(|key| node.has(key));
        let object = |name: &str| node.peek(name).and_then(Json::as_object).unwrap_or(&EMPTY);
        if is_object
            || (words.is_empty() && (has_properties || !object("patternProperties").0.is_empty()))
        {
            return Ok(());
        }
        let what = match words {
            [] => "its schema does not say so".to_owned(),
            words => {
                let words: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
                format!("this one is {}", words.join(" or "))
            }
        };
        Err(node.fault(format!("the payload of an event must be an object; {what}")))
    }

    /// A key path of the names in JSON with those in the catalog; unchanged if it leads nowhere.
    fn key_path(&self, data: &[Field], path: &str) -> String {
        let (mut fields, mut rest, mut names) = (data, path, Vec::new());
        loop {
            let begins = |field: &&Field| {
                let after = rest.strip_prefix(field.on_wire());
                after.is_some_and(|after| after.is_empty() || after.starts_with('.'))
            };
            let found = fields.iter().filter(begins).max_by_key(|field| field.on_wire().len());
            let Some(field) = found else { return path.to_owned() };
            names.push(field.name.as_str());
            rest = &rest[field.on_wire().len()..];
            match (rest.strip_prefix('.'), field.ty.leaf()) {
                (None, _) => return names.join("."),
                (Some(after), Ty::Record(id)) => {
                    (fields, rest) = (&self.unit.records[*id].fields, after)
                }
                (Some(_), _) => return path.to_owned(),
            }
        }
    }
}
