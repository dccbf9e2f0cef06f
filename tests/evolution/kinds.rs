//! The kinds of change in `kinds.yaml`.

use annals_tests::folder::Folder;
use annals_tests::workspace::repository;
use serde_yaml::{Mapping, Value};

use super::bindings::Texts;
use super::jobs::{Profile, Sides};

/// A kind of change: two catalogs, and what each reader makes of it.
pub(crate) struct Kind {
    pub(crate) name: String,
    /// One word for each reader.
    pub(crate) read: String,
    case: Value,
}

impl Kind {
    pub(crate) fn all() -> Vec<Self> {
        let text = Folder::read_path(&repository().join("tests/evolution/kinds.yaml"));
        let kinds: Mapping = serde_yaml::from_slice(&text).expect("the cases are YAML");
        let kind = |(name, case): (Value, Value)| {
            let text = |value: &Value| value.as_str().expect("it is a string").to_owned();
            Self { name: text(&name), read: text(&case["read"]), case }
        };
        kinds.into_iter().map(kind).collect()
    }

    pub(crate) fn sides(&self, profile: Profile) -> Sides {
        let Texts { before, after, .. } = self.texts(profile);
        Sides::new(&self.name, before, after)
    }

    /// Both catalogs.
    pub(crate) fn texts(&self, profile: Profile) -> Texts {
        Texts {
            name: self.name.clone(),
            before: catalog(&self.case, &self.case["before"], profile, false),
            after: catalog(&self.case, &self.case["after"], profile, true),
        }
    }

    /// True if the whole catalog stays as it is: a domain changes, and perhaps the name of its event.
    pub(crate) fn is_for_code(&self) -> bool {
        ["avro", "json"].iter().all(|key| self.case.get(key).is_none())
    }

    /// True if only a domain changes.
    pub(crate) fn is_of_one_event(&self) -> bool {
        self.is_for_code() && self.case.get("event").is_none() && !self.is_local()
    }

    /// True if the event is not sent on a bus, before or after.
    pub(crate) fn is_local(&self) -> bool {
        self.case.get("keys").is_some_and(|keys| keys.get("local_only").is_some())
    }
}

/// The catalog of one side. Sections that both sides have stand beside them.
fn catalog(case: &Value, side: &Value, profile: Profile, is_after: bool) -> String {
    let fields = side.get("fields").unwrap_or(side);
    let section = |name: &str| match (side.get("fields"), side.get(name)) {
        (Some(_), Some(section)) => Some(section),
        (None, _) | (_, None) => case.get(name),
    };
    let records = section("records").and_then(Value::as_mapping).into_iter().flatten();
    let records = records.map(|(name, record)| {
        let is_whole = ["fields", "extends"].iter().any(|key| record.get(key).is_some());
        let record = if is_whole { json(record) } else { format!("{{fields: {}}}", json(record)) };
        format!(", {}: {record}", json(name))
    });
    let open = section("open").map(|open| format!(", open: {}", json(open)));
    let after = |name: &str| case.get(name).filter(|_| is_after);
    let written = |name: &str| -> String {
        let keys = after(name).and_then(Value::as_mapping).into_iter().flatten();
        keys.map(|(key, value)| format!(", {}: {}", json(key), json(value))).collect()
    };
    let (avro, event_keys) = (written("avro"), written("keys"));
    let in_json = after("json").map(|keys| format!("json: {}\n", json(keys))).unwrap_or_default();
    let mut sections = String::new();
    for name in ["scalars", "enums"] {
        sections.extend(section(name).map(|items| format!("{name}: {}\n", json(items))));
    }
    sections.extend(section("variants").map(|items| format!("variants: {{d: {}}}\n", json(items))));
    format!(
        "annals: 1\n\
         catalog: {{name: kinds, title: Kinds, namespace: org.example, version: 1.0.0}}\n\
         avro: {{profile: {profile}{avro}}}\n\
         {in_json}\
         lint: {{A0221: allow}}\n\
         domains: {{d: {{}}}}\n\
         records: {{d: {{Value: {{fields: {fields}}}{records}}}}}\n\
         events: {{d: {{{event}: {{type: org.example.d.thing.changed.v1, added: 2024-01-01, data: {data}{open}{event_keys}}}}}}}\n\
         {sections}",
        profile = profile.name(),
        fields = json(fields),
        records = records.collect::<String>(),
        event = after("event").and_then(Value::as_str).unwrap_or("THING_CHANGED"),
        data = section("data").map_or("{value: Value}".to_owned(), json),
        open = open.unwrap_or_default(),
    )
}

/// JSON is YAML on one line.
fn json(value: &Value) -> String {
    serde_json::to_string(value).expect("a value of the cases is JSON")
}
