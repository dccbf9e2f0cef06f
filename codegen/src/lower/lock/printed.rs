//! Finds the entries of a printed lock, so that those of unchanged items need not be made again.

use std::borrow::Cow;
use std::collections::HashMap;

/// The entries of a lock by kind and name, each with all of its lines.
pub(super) struct Printed<'a>(HashMap<(&'a str, &'a str), &'a str>);

impl<'a> Printed<'a> {
    /// Cuts a text that we printed, without parsing it. Names of records and events are words
    /// without quotes.
    pub(super) fn of(mut text: &'a str) -> Self {
        let mut entries = HashMap::new();
        while let Some(first) = text.split_inclusive('\n').next() {
            let others = text[first.len()..].split_inclusive('\n');
            let others = others.take_while(|line| line.starts_with("  ")).map(str::len);
            let (entry, rest) = text.split_at(first.len() + others.sum::<usize>());
            let mut words = first.split(' ');
            if let (Some(kind), Some(name)) = (words.next(), words.next()) {
                entries.insert((kind, name), entry);
            }
            text = rest;
        }
        Self(entries)
    }

    /// The entry of an item that is unchanged, or a new one.
    pub(super) fn entry(
        &self,
        kind: &str,
        name: &str,
        unchanged: bool,
        make: impl FnOnce() -> String,
    ) -> Cow<'a, str> {
        match self.0.get(&(kind, name)) {
            Some(entry) if unchanged => Cow::Borrowed(entry),
            _ => Cow::Owned(make()),
        }
    }
}
