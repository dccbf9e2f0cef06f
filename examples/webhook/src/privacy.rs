//! Omits or hashes fields of an event.
//!
//! The descriptions of the event say which fields the catalog marks as personal.

use std::collections::BTreeMap;

use annals::value::View;
use annals::{AnyEvent, FieldDescription, Json, JsonError, RecordView};
use hmac::Mac;
use serde::Deserialize;
use serde_json::Map;

use crate::secret::{Secret, hex};

/// What to do with a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Do not send it.
    #[default]
    Omit,
    /// Send a keyed hash of it. Equal values have equal hashes, and cannot be guessed without the key.
    Hash,
    /// Send it.
    Keep,
}

/// What to do with the fields of an event. The default omits all personal data.
#[derive(Debug, Clone, Default)]
pub struct Privacy {
    /// The policy for personal data.
    pub policy: Policy,
    /// The policies for fields by path, such as `enrollment.user.pii.email`, and for all fields below them, whether
    /// personal or not. Lists and maps do not add to a path.
    pub fields: BTreeMap<String, Policy>,
    /// The key of the hashes. Without it, fields that should be hashed are omitted.
    pub key: Option<Secret>,
}

impl Privacy {
    /// Whether any policy is to hash.
    pub fn hashes(&self) -> bool {
        self.policy == Policy::Hash || self.fields.values().any(|policy| *policy == Policy::Hash)
    }

    /// The data of `event` that may be sent.
    pub fn apply(&self, event: &dyn AnyEvent) -> Result<Json, JsonError> {
        let mut json = event.to_json_value()?;
        self.record(event.record(), &mut json, &Above::default());
        Ok(json)
    }

    fn record(&self, record: RecordView<'_>, json: &mut Json, above: &Above) {
        let Json::Object(members) = json else { return };
        for (index, field) in record.description().fields.iter().enumerate() {
            let (here, policy) = self.field(field, above);
            match policy {
                Policy::Omit if !self.mentions_below(&here.path) => {
                    members.remove(field.name);
                }
                _ => {
                    if let Some(json) = members.get_mut(field.name) {
                        self.value(record.field(index), json, &here, policy);
                    }
                }
            }
        }
    }

    fn field(&self, field: &FieldDescription, above: &Above) -> (Above, Policy) {
        let dot = if above.path.is_empty() { "" } else { "." };
        let path = format!("{}{dot}{}", above.path, field.name);
        let personal = above.personal || field.pii;
        let chosen = self.fields.get(&path).copied().or(above.chosen);
        let policy = chosen.unwrap_or(if personal { self.policy } else { Policy::Keep });
        (Above { path, personal, chosen }, policy)
    }

    fn value(&self, view: View<'_>, json: &mut Json, here: &Above, policy: Policy) {
        match (view, json) {
            (View::Record(record), json) => self.record(record, json, here),
            (View::List(list), Json::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.value(list.item(index), item, here, policy);
                }
            }
            (View::Map(map), Json::Object(members)) => {
                for (key, view) in map.entries() {
                    if let Some(member) = members.get_mut(key) {
                        self.value(view, member, here, policy);
                    }
                }
                // The keys of a map are data too.
                match policy {
                    Policy::Keep => {}
                    Policy::Omit => members.clear(),
                    Policy::Hash => self.hash_keys(members),
                }
            }
            (_, json) => self.leaf(json, policy),
        }
    }

    fn leaf(&self, json: &mut Json, policy: Policy) {
        match policy {
            Policy::Keep => {}
            Policy::Omit => *json = Json::Null,
            Policy::Hash if json.is_null() => {}
            Policy::Hash => {
                let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
                *json = self.hash(&text).map_or(Json::Null, Json::String);
            }
        }
    }

    fn hash_keys(&self, members: &mut Map<String, Json>) {
        let hashed = |(key, value): (String, Json)| Some((self.hash(&key)?, value));
        *members = std::mem::take(members).into_iter().filter_map(hashed).collect();
    }

    fn hash(&self, text: &str) -> Option<String> {
        let mac = self.key.as_ref()?.mac(&[text.as_bytes()]);
        Some(format!("hmac-sha256:{}", hex(&mac.finalize().into_bytes())))
    }

    /// Whether a field below `path` has its own policy.
    fn mentions_below(&self, path: &str) -> bool {
        let below =
            |field: &String| field.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        self.fields.keys().any(below)
    }
}

/// What the fields above a value say about it.
#[derive(Default)]
struct Above {
    path: String,
    personal: bool,
    /// The policy of the nearest path in [`Privacy::fields`].
    chosen: Option<Policy>,
}
