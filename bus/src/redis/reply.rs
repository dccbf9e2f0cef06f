//! Reads the answers of the server.

use ::redis::Value;

use crate::entry::Entry;
use crate::transport::{Position, TransportError};

pub(super) fn unexpected() -> TransportError {
    TransportError::Refused("the server answers something unexpected".to_owned())
}

pub(super) fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) | Value::Set(values) => values,
        Value::Map(pairs) => pairs.into_iter().flat_map(|(key, value)| [key, value]).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn bytes(value: Value) -> Vec<u8> {
    match value {
        Value::BulkString(bytes) => bytes,
        Value::SimpleString(text) => text.into_bytes(),
        Value::Int(number) => number.to_string().into_bytes(),
        _ => Vec::new(),
    }
}

pub(super) fn text(value: Value) -> String {
    let lossy =
        |error: std::string::FromUtf8Error| String::from_utf8_lossy(error.as_bytes()).into_owned();
    String::from_utf8(bytes(value)).unwrap_or_else(lossy)
}

pub(super) fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Int(number) => u64::try_from(*number).ok(),
        Value::BulkString(digits) => std::str::from_utf8(digits).ok()?.parse().ok(),
        _ => None,
    }
}

/// The values of an `XINFO` by name.
pub(super) struct Facts(Vec<(String, Value)>);

impl Facts {
    pub(super) fn of(value: Value) -> Self {
        let mut values = list(value).into_iter();
        let mut facts = Vec::new();
        while let (Some(name), Some(value)) = (values.next(), values.next()) {
            facts.push((text(name), value));
        }
        Self(facts)
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(number)
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.get(name).cloned().map(text).unwrap_or_default()
    }

    /// The id of the entry that is this value.
    pub(super) fn entry_id(&self, name: &str) -> Option<String> {
        let entry = list(self.get(name)?.clone());
        entry.into_iter().next().map(text)
    }
}

/// The parts of an id, `1795333270275-0`.
pub(super) fn id_parts(id: &str) -> Option<(u64, u64)> {
    let (major, minor) = id.split_once('-')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

pub(super) fn id(position: Position) -> String {
    format!("{}-{}", position.major, position.minor)
}

pub(super) fn position(id: &str, replayed: bool) -> Result<Position, TransportError> {
    let (major, minor) = id_parts(id).ok_or_else(unexpected)?;
    Ok(Position { replayed, major, minor })
}

/// An id and the fields; `None` for an entry that is gone.
pub(super) fn entry(value: Value) -> Option<(String, Entry)> {
    let mut parts = list(value).into_iter();
    let id = text(parts.next()?);
    let Some(Value::Array(values)) = parts.next() else { return None };
    let mut values = values.into_iter();
    let mut fields = Vec::with_capacity(values.len() / 2);
    while let (Some(name), Some(value)) = (values.next(), values.next()) {
        fields.push((bytes(name), bytes(value)));
    }
    Some((id, Entry { fields }))
}

/// The entries of an `XRANGE`.
pub(super) fn entries(value: Value) -> Vec<(String, Entry)> {
    list(value).into_iter().filter_map(entry).collect()
}
