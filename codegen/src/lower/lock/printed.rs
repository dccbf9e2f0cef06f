//! Finds the entries of a printed lock, so that those of unchanged items need not be made again.

use std::collections::HashMap;

/// The entries of the last lock; none if it is for Avro schemas that are written in another way, which changes the entries
/// and not the pages.
pub(super) fn entries_like<'t>(last: &'t str, head: &str) -> HashMap<(&'t str, &'t str), &'t str> {
    let profile =
        |text: &str| text.lines().find(|line| line.starts_with("avro")).map(str::to_owned);
    if profile(last) == profile(head) { entries(last) } else { HashMap::new() }
}

/// The entries of a lock that we printed by kind and name, each with all of its lines. They are not
/// parsed; names of records and events are words without quotes.
fn entries(mut text: &str) -> HashMap<(&str, &str), &str> {
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
    entries
}
