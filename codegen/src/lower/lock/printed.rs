//! Finds the entries of a printed lock, so that those of unchanged items need not be made again.

use std::collections::HashMap;

use annals_contract::entries;

/// The entries of the last lock; none if it is for Avro schemas that are written in another way, which changes the entries
/// and not the pages.
pub(super) fn entries_like<'t>(last: &'t str, head: &str) -> HashMap<(&'t str, &'t str), &'t str> {
    let profile =
        |text: &str| text.lines().find(|line| line.starts_with("avro")).map(str::to_owned);
    if profile(last) != profile(head) {
        return HashMap::new();
    }
    entries(last).map(|entry| ((entry.kind, entry.name), entry.text)).collect()
}
