//! What changed between two contracts, for people: one item for each change, however many events it concerns.

mod field;

use std::collections::{BTreeMap, BTreeSet};

use annals_contract::{Enum, Event, Lock, Scalar, Variant, core_type};

use crate::cause::{Cause, Direction};
use field::fields;

/// The section of a changelog with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What is new.
    Added,
    /// What is different.
    Changed,
    /// What should no longer be used.
    Deprecated,
    /// What is gone.
    Removed,
}

impl Section {
    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Where it is listed.
    pub section: Section,
    /// The name of an event, or the qualified name of another item.
    pub item: String,
    /// Its field, value or case, if the change is about one.
    pub part: Option<String>,
    /// What happened to it; empty if the section says all.
    pub text: String,
    /// The names of the events with the item; none for an event itself.
    pub events: Vec<String>,
    /// In which order the change is rolled out, if that is not any.
    pub rollout: Option<&'static str>,
}

impl News {
    fn new(section: Section, item: &str, text: impl Into<String>) -> Self {
        let (item, text) = (item.to_owned(), text.into());
        Self { section, item, part: None, text, events: Vec::new(), rollout: None }
    }

    fn of(self, part: &str) -> Self {
        Self { part: Some(part.to_owned()), ..self }
    }
}

/// What changed, by section. `causes` say what readers make of it.
#[must_use]
pub fn news(old: &Lock, new: &Lock, causes: &[Cause]) -> Vec<News> {
    let mut found = Vec::new();
    if old.avro != new.avro {
        let text = "Avro schemas are written in another way";
        found.push(News::new(Section::Changed, &new.catalog.name, text));
    }
    events(old, new, &mut found);
    for (name, before, after) in both(&old.records, &new.records) {
        fields(name, &before.fields, &after.fields, &mut found);
        if after.deprecated && !before.deprecated {
            found.push(News::new(Section::Deprecated, name, ""));
        }
    }
    for (name, before, after) in both(&old.scalars, &new.scalars) {
        found.extend(scalar(before, after).map(|text| News::new(Section::Changed, name, text)));
    }
    both(&old.enums, &new.enums).for_each(|(name, a, b)| enumeration(name, a, b, &mut found));
    both(&old.variants, &new.variants).for_each(|(name, a, b)| variant(name, a, b, &mut found));
    let users = Users::of(new);
    for news in &mut found {
        news.events = users.events(&news.item);
        news.rollout = rollout(news, new, causes);
    }
    found.sort_by(|a, b| (a.section, &a.item, &a.part).cmp(&(b.section, &b.item, &b.part)));
    found
}

/// The entries that both have.
fn both<'l, T>(
    old: &'l BTreeMap<String, T>,
    new: &'l BTreeMap<String, T>,
) -> impl Iterator<Item = (&'l str, &'l T, &'l T)> {
    old.iter().filter_map(|(name, before)| Some((name.as_str(), before, new.get(name)?)))
}

fn events(old: &Lock, new: &Lock, found: &mut Vec<News>) {
    let typed = |event_type: &String| format!("`{event_type}`");
    for (event_type, event) in &new.events {
        let Some(before) = old.events.get(event_type) else {
            found.push(News::new(Section::Added, &event.name, typed(event_type)));
            continue;
        };
        fields(&event.name, &before.fields, &event.fields, found);
        event_facts(before, event, found);
    }
    let gone = old.events.iter().filter(|(event_type, _)| !new.events.contains_key(*event_type));
    found.extend(
        gone.map(|(event_type, event)| News::new(Section::Removed, &event.name, typed(event_type))),
    );
}

fn event_facts(before: &Event, event: &Event, found: &mut Vec<News>) {
    let name = event.name.as_str();
    if before.name != event.name {
        let text = format!("its name was `{}`", before.name);
        found.push(News::new(Section::Changed, name, text));
    }
    if before.key != event.key {
        let key = event.key.as_ref().map_or_else(|| "none".to_owned(), |key| format!("`{key}`"));
        found.push(News::new(Section::Changed, name, format!("its key on a bus is {key}")));
    }
    if before.local_only != event.local_only {
        let text = if event.local_only { "it is not sent on a bus" } else { "it is sent on a bus" };
        found.push(News::new(Section::Changed, name, text));
    }
    if let (None, Some(deprecated)) = (&before.deprecated, &event.deprecated) {
        let removal = deprecated.removal.iter().map(|date| format!("removed on {date}"));
        let instead = deprecated.replacement.iter().map(|name| format!("use `{name}`"));
        let text = removal.chain(instead).collect::<Vec<_>>().join("; ");
        found.push(News::new(Section::Deprecated, name, text));
    }
}

fn scalar(before: &Scalar, after: &Scalar) -> Option<String> {
    let (old, new) = (field::limits(&before.limits), field::limits(&after.limits));
    if before.base != after.base {
        return Some(format!("it is `{}`, was `{}`", after.base, before.base));
    }
    (old != new).then(|| format!("its limits are {new}, were {old}"))
}

fn enumeration(name: &str, before: &Enum, after: &Enum, found: &mut Vec<News>) {
    let has = |item: &Enum, value: &str| item.values.iter().any(|other| other.value == value);
    for value in &after.values {
        let old = before.values.iter().find(|old| old.value == value.value);
        if old.is_none() {
            found.push(News::new(Section::Added, name, "").of(&value.value));
        } else if value.deprecated && old.is_some_and(|old| !old.deprecated) {
            found.push(News::new(Section::Deprecated, name, "").of(&value.value));
        }
    }
    let gone = before.values.iter().filter(|value| !has(after, &value.value));
    found.extend(gone.map(|value| News::new(Section::Removed, name, "").of(&value.value)));
    if before.unknown != after.unknown {
        let text = "readers do something else with values that are not listed";
        found.push(News::new(Section::Changed, name, text));
    }
}

fn variant(name: &str, before: &Variant, after: &Variant, found: &mut Vec<News>) {
    let find = |item: &Variant, tag: &str| item.cases.iter().find(|case| case.tag == tag).cloned();
    for case in &after.cases {
        match find(before, &case.tag) {
            None => {
                found.push(News::new(Section::Added, name, format!("`{}`", case.ty)).of(&case.tag))
            }
            Some(old) if old.ty != case.ty => {
                let text = format!("it is `{}`, was `{}`", case.ty, old.ty);
                found.push(News::new(Section::Changed, name, text).of(&case.tag));
            }
            Some(_) => {}
        }
    }
    let gone = before.cases.iter().filter(|case| find(after, &case.tag).is_none());
    found.extend(gone.map(|case| News::new(Section::Removed, name, "").of(&case.tag)));
}

/// In which order a change is rolled out, from the causes that it has.
fn rollout(news: &News, new: &Lock, causes: &[Cause]) -> Option<&'static str> {
    let is_owner = |owner: &String| {
        *owner == news.item || new.events.get(owner).is_some_and(|event| event.name == news.item)
    };
    let about = |cause: &&Cause| {
        is_owner(&cause.problem.owner) && news.part.is_some() && cause.problem.field == news.part
    };
    let found: BTreeSet<Direction> =
        causes.iter().filter(about).map(|cause| cause.direction).collect();
    match (found.contains(&Direction::Backward), found.contains(&Direction::Forward)) {
        (false, false) => None,
        (false, true) => Some("receivers first"),
        (true, false) => Some("senders first"),
        (true, true) => Some("new event type"),
    }
}

/// Which items each item is part of.
struct Users<'l> {
    lock: &'l Lock,
    of: BTreeMap<&'l str, BTreeSet<&'l str>>,
}

impl<'l> Users<'l> {
    fn of(lock: &'l Lock) -> Self {
        let mut of: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let records = lock.records.iter().map(|(name, record)| (name, &record.fields));
        let events = lock.events.iter().map(|(name, event)| (name, &event.fields));
        for (name, fields) in records.chain(events) {
            for field in fields {
                of.entry(core_type(&field.ty)).or_default().insert(name);
            }
        }
        for (name, variant) in &lock.variants {
            for case in &variant.cases {
                of.entry(core_type(&case.ty)).or_default().insert(name);
            }
        }
        Self { lock, of }
    }

    /// The names of the events that an item is part of.
    fn events(&self, item: &str) -> Vec<String> {
        let (mut waiting, mut seen) = (vec![item], BTreeSet::new());
        while let Some(name) = waiting.pop() {
            let users = self.of.get(name).into_iter().flatten().copied();
            waiting.extend(users.filter(|user| seen.insert(*user)));
        }
        let names = seen.into_iter().filter_map(|name| self.lock.events.get(name));
        names.map(|event| event.name.clone()).collect()
    }
}
