//! An object of a schema that records which of its keys were read, so that the others are reported.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::draft::Properties;
use super::note::{Fault, Notes};
use super::properties::is_allowed;
use annals_codegen::json::{Json, Object, step};

/// An object and its JSON pointer.
pub(super) struct Node<'a> {
    object: &'a Object,
    pub(super) pointer: String,
    used: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Node<'a> {
    pub(super) fn new(object: &'a Object, pointer: &str) -> Self {
        Self { object, pointer: pointer.to_owned(), used: RefCell::default() }
    }

    /// The value of a key, which then counts as read.
    pub(super) fn get(&self, key: &str) -> Option<&'a Json> {
        let (name, value) = self.object.0.iter().find(|(name, _)| name == key)?;
        self.used.borrow_mut().insert(name);
        Some(value)
    }

    /// Its keys, none of which counts as read.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.object.0.iter().map(|(key, _)| key.as_str())
    }

    /// The value of a key, which does not count as read.
    pub(super) fn peek(&self, key: &str) -> Option<&'a Json> {
        self.object.get(key)
    }

    /// True if a key was read.
    pub(super) fn is_read(&self, key: &str) -> bool {
        self.used.borrow().contains(key)
    }

    /// The value of a key that was not read yet, which then counts as read.
    pub(super) fn unread(&self, key: &str) -> Option<&'a Json> {
        if self.is_read(key) { None } else { self.get(key) }
    }

    /// True if there is such a key; it does not count as read.
    pub(super) fn has(&self, key: &str) -> bool {
        self.object.get(key).is_some()
    }

    /// The text of a key. Any other value does not count as read.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.object.get(key).and_then(Json::as_str)?;
        self.get(key).and_then(Json::as_str)
    }

    /// The trimmed text of a key, if it is not empty.
    pub(super) fn words(&self, key: &str) -> Option<String> {
        let text = self.text(key)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A text that must be there.
    pub(super) fn demand(&self, key: &str, what: &str) -> Result<&'a str, Fault> {
        self.text(key).ok_or_else(|| self.fault(format!("{what} has no text `{key}`")))
    }

    /// The keys that can be custom properties and were not read yet; they then count as read.
    pub(super) fn custom(&self) -> Properties {
        let is_custom = |key: &str| !self.is_read(key) && is_allowed(key);
        let custom = self.object.0.iter().filter(|(key, _)| is_custom(key));
        let read = custom.filter_map(|(key, _)| Some((key.clone(), self.get(key)?.clone())));
        read.collect()
    }

    /// The pointer of a key.
    pub(super) fn place(&self, key: &str) -> String {
        step(&self.pointer, key)
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        (self.pointer.clone(), message.into())
    }

    /// Counts keys as read that change nothing.
    pub(super) fn skip(&self, keys: &[&str]) {
        for key in keys {
            let _ = self.get(key);
        }
    }

    /// Reports the keys that were not read.
    pub(super) fn finish(&self, notes: &mut Notes) {
        let used = self.used.borrow();
        for (key, value) in &self.object.0 {
            if !used.contains(key.as_str()) {
                let found = format!("`{key}`: {}", shortened(&value.compact()));
                notes.loss("keyword", &self.place(key), found, "left out");
            }
        }
    }
}

/// The beginning of a text, short enough for a report.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
