//! Finds the bytes to cut out to remove an item from a list of a file.
//!
//! Comments are never cut: an item with a comment is left to people.

use std::ops::Range;

use super::insert::read;
use crate::source::start_of_line;
use crate::tree::{Entry, Kind, Node};

/// A file that is YAML of catalogs.
pub(crate) struct Tree<'t> {
    text: &'t str,
    root: Node,
}

impl<'t> Tree<'t> {
    /// `None` if there is a mistake in the YAML.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        read(text).map(|root| Tree { text, root })
    }

    /// The bytes to cut for the item of a list at this place, or for the whole entry of the list if
    /// it is the only item. `None` if a comment or the rest of the mapping would not survive.
    pub(crate) fn cut(&self, item: Range<usize>) -> Option<(u32, u32)> {
        let (mapping, entry, index) = find(&self.root, &item)?;
        let Node { kind: Kind::Map { entries, .. }, .. } = mapping else { return None };
        let Kind::List(items) = &entries[entry].value.kind else { return None };
        let cut = match items.as_slice() {
            [_] => self.entry(mapping, entries, entry),
            _ => self.item(&entries[entry].value, items, index),
        }?;
        if has_comment(&self.text[cut.clone()]) {
            return None;
        }
        Some((u32::try_from(cut.start).ok()?, u32::try_from(cut.end).ok()?))
    }

    /// One of several items.
    fn item(&self, list: &Node, items: &[Node], index: usize) -> Option<Range<usize>> {
        if self.is_flow(list) {
            return self.between(|index| items.get(index).map(place), index);
        }
        self.lines(place(&items[index]), "-")
    }

    /// An entry of a mapping.
    fn entry(&self, mapping: &Node, entries: &[Entry], index: usize) -> Option<Range<usize>> {
        let flow = self.is_flow(mapping);
        match entries {
            [only] if flow => {
                let (only, Range { start, end }) = (place_of_entry(only), place(mapping));
                let inside = start + 1..end - 1;
                let around = [inside.start..only.start, only.end..inside.end];
                around.into_iter().all(|gap| self.is_gap(gap)).then_some(inside)
            }
            _ if flow => self.between(|index| entries.get(index).map(place_of_entry), index),
            // Without its only entry the mapping would be gone.
            [_] => None,
            _ => self.lines(place_of_entry(&entries[index]), ""),
        }
    }

    /// One of several in brackets, with the comma after it, or the one before it if it is the last.
    fn between(
        &self,
        place: impl Fn(usize) -> Option<Range<usize>>,
        index: usize,
    ) -> Option<Range<usize>> {
        let own = place(index)?;
        if let Some(next) = place(index + 1) {
            return self.is_gap(own.end..next.start).then_some(own.start..next.start);
        }
        let before = place(index.checked_sub(1)?)?;
        self.is_gap(before.end..own.start).then_some(before.end..own.end)
    }

    /// The lines of a value, if nothing else is on them but `sign` before it.
    fn lines(&self, place: Range<usize>, sign: &str) -> Option<Range<usize>> {
        let text = self.text;
        let start = start_of_line(text, place.start);
        let end = text[place.end..].find('\n').map_or(text.len(), |end| place.end + end + 1);
        let alone =
            text[start..place.start].trim() == sign && text[place.end..end].trim().is_empty();
        let above = text[..start].trim_end_matches(['\n', '\r']).lines().next_back();
        let told = above.is_some_and(|line| line.trim_start().starts_with('#'));
        (alone && !told).then_some(start..end)
    }

    fn is_flow(&self, node: &Node) -> bool {
        self.text[place(node)].starts_with(['{', '['])
    }

    /// True for commas and white space only.
    fn is_gap(&self, gap: Range<usize>) -> bool {
        let is_gap = |letter: char| letter == ',' || letter.is_ascii_whitespace();
        self.text.get(gap).is_some_and(|gap| gap.chars().all(is_gap))
    }
}

fn place(node: &Node) -> Range<usize> {
    node.span.start as usize..node.span.end as usize
}

fn place_of_entry(entry: &Entry) -> Range<usize> {
    entry.key.span.start as usize..place(&entry.value).end
}

/// The mapping that has the list that has the item, with the index of the entry and of the item.
fn find<'n>(node: &'n Node, item: &Range<usize>) -> Option<(&'n Node, usize, usize)> {
    let covers =
        |node: &Node| node.span.start as usize <= item.start && item.end <= place(node).end;
    // Entries are in order, so the last one that begins before the item may contain it.
    match &node.kind {
        Kind::Map { entries, .. } => {
            let begins = |entry: &Entry| entry.value.span.start as usize <= item.start;
            let index = entries.partition_point(begins).checked_sub(1)?;
            let value = Some(&entries[index].value).filter(|value| covers(value))?;
            if let Kind::List(items) = &value.kind
                && let Some(at) = last_from(items, item.start)
                && place(&items[at]) == *item
            {
                return Some((node, index, at));
            }
            find(value, item)
        }
        Kind::List(items) => {
            let inner = &items[last_from(items, item.start)?];
            find(Some(inner).filter(|inner| covers(inner))?, item)
        }
        Kind::Scalar { .. } | Kind::Reported => None,
    }
}

/// The last item that does not begin after an offset.
fn last_from(items: &[Node], offset: usize) -> Option<usize> {
    items.partition_point(|item| item.span.start as usize <= offset).checked_sub(1)
}

/// True if a piece of YAML may contain a comment.
fn has_comment(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|letter| {
        let begins = letter == '#' && before.is_whitespace();
        before = letter;
        begins
    })
}
