//! The order of the keys of each mapping in a catalog.
//!
//! The order of everything else (domains, records, fields, events, data, values) has a meaning.

use crate::language::{Construct, Content, Style, constructs};
use crate::sort;

/// A mapping or a list of a catalog.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A mapping with keys of the language.
    Keys(&'static Construct),
    /// A list, or a mapping by names of the catalog, with `Keys` this number of levels below.
    Levels(usize, &'static Construct),
    /// Anything.
    Free,
}

/// A file of a catalog.
pub(super) const FILE: Shape = Shape::Keys(&constructs::FILE);

impl Shape {
    fn of(content: Content) -> Self {
        content.construct().map_or(Shape::Free, |(levels, construct)| Self::at(levels, construct))
    }

    fn at(levels: usize, construct: &'static Construct) -> Self {
        if levels == 0 { Shape::Keys(construct) } else { Shape::Levels(levels, construct) }
    }

    /// The shape of the value of a key, or of an item of a list.
    pub(super) fn below(self, key: &str) -> Self {
        match self {
            Shape::Keys(construct) => {
                construct.key(key).map_or(Shape::Free, |key| Self::of(key.content))
            }
            Shape::Levels(levels, construct) => Self::at(levels - 1, construct),
            Shape::Free => Shape::Free,
        }
    }

    /// True if a new mapping is written in brackets if it fits into one line; a new list, if its
    /// items are.
    pub(super) fn is_flow(self) -> bool {
        match self {
            Shape::Keys(construct) => construct.style == Style::Flow,
            Shape::Levels(..) => false,
            Shape::Free => true,
        }
    }

    /// True if a blank line divides the entries of a new mapping: records, events, and the domains
    /// around them.
    pub(super) fn is_spaced(self) -> bool {
        matches!(self, Shape::Levels(_, construct) if construct.style == Style::Spaced)
    }

    /// The canonical order of keys, as indices; `None` if they stay as they are, because they are in
    /// order, are names of the catalog, or one of them is unknown.
    pub(super) fn order<'k>(self, keys: impl Iterator<Item = &'k str>) -> Option<Vec<usize>> {
        let Shape::Keys(construct) = self else { return None };
        let ranks: Vec<usize> = keys.map(|key| construct.rank(key)).collect::<Option<_>>()?;
        if ranks.is_sorted() {
            return None;
        }
        let mut order: Vec<usize> = (0..ranks.len()).collect();
        sort::by_key(&mut order, |index| ranks[*index]);
        Some(order)
    }
}
