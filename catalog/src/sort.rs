//! Sorting whose code is compiled once, and not for each type and order.
//!
//! A sort of the standard library is six kilobytes of machine code for each list that is sorted,
//! and so is `collect` into a map. These were a sixth of what the compiler had to compile.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Sorts like [`sort_by`](slice::sort_by).
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let sources = sources(items.len(), &|a, b| compare(&items[a], &items[b]));
    arrange(items, sources);
}

/// Sorts like [`sort_by_key`](slice::sort_by_key).
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Collects entries into a map; of several with the same key the last one stays.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}

/// For each place, the index of the item that belongs there.
fn sources(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sources: Vec<usize> = (0..count).collect();
    sources.sort_by(|a, b| compare(*a, *b));
    sources
}

/// Moves the items to their places, one cycle of the permutation after the other.
fn arrange<T>(items: &mut [T], mut sources: Vec<usize>) {
    for first in 0..sources.len() {
        let mut place = first;
        while sources[place] != first {
            let source = std::mem::replace(&mut sources[place], place);
            items.swap(place, source);
            place = source;
        }
        sources[place] = place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_items_keep_their_order() {
        for count in 0..200_usize {
            let items: Vec<(usize, usize)> =
                (0..count).map(|index| (index * 7919 % 13 % (count / 3 + 1), index)).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn the_last_of_equal_keys_stays() {
        assert_eq!(map([(2, 'a'), (1, 'b'), (2, 'c')]), BTreeMap::from([(1, 'b'), (2, 'c')]));
    }
}
