//! The shape of a catalog: for each mapping, the order of its keys and the style of new ones.
//!
//! The order of everything else (domains, records, fields, events, data, values) has a meaning.

use crate::parse::shapes as parsed;

/// The shape of a mapping or a list.
pub(super) enum Shape {
    /// A mapping with these keys, and the shapes of some values.
    Keys(&'static parsed::Shape, Style, &'static [(&'static str, &'static Shape)]),
    /// A mapping with names of the catalog as keys, or a list; all values have this shape.
    Each(&'static Shape),
    /// Any value.
    Free,
}

/// How a new mapping is written; one that is there already keeps its style.
#[derive(Clone, Copy)]
pub(super) enum Style {
    /// In brackets if it fits into one line.
    Flow,
    /// In lines of its own.
    Lines,
    /// The same, with a blank line before the next one.
    Spaced,
}

use Style::{Flow, Lines, Spaced};

/// A file of a catalog.
pub(super) static FILE: Shape = Shape::Keys(
    &parsed::FILE,
    Lines,
    &[
        ("catalog", &Shape::Keys(&parsed::HEADER, Lines, &[])),
        ("avro", &Shape::Keys(&parsed::AVRO, Lines, &[])),
        ("domains", &Shape::Each(&Shape::Keys(&parsed::DOMAIN, Lines, &[("allow", &WAIVERS)]))),
        ("scalars", &Shape::Each(&Shape::Keys(&parsed::SCALAR, Flow, &[("allow", &WAIVERS)]))),
        ("enums", &Shape::Each(&ENUM)),
        ("records", &Shape::Each(&Shape::Each(&RECORD))),
        ("events", &Shape::Each(&Shape::Each(&EVENT))),
    ],
);

static ENUM: Shape =
    Shape::Keys(&parsed::ENUM, Lines, &[("allow", &WAIVERS), ("values", &Shape::Each(&VALUE))]);

static VALUE: Shape =
    Shape::Keys(&parsed::VALUE, Flow, &[("deprecated", &DEPRECATION), ("allow", &WAIVERS)]);

static RECORD: Shape = Shape::Keys(
    &parsed::RECORD,
    Spaced,
    &[("deprecated", &DEPRECATION), ("allow", &WAIVERS), ("fields", &FIELDS)],
);

static EVENT: Shape = Shape::Keys(
    &parsed::EVENT,
    Spaced,
    &[("deprecated", &DEPRECATION), ("data", &FIELDS), ("allow", &WAIVERS)],
);

static FIELDS: Shape = Shape::Each(&FIELD);

static FIELD: Shape =
    Shape::Keys(&parsed::FIELD, Flow, &[("deprecated", &DEPRECATION), ("allow", &WAIVERS)]);

static DEPRECATION: Shape = Shape::Keys(&parsed::DEPRECATION, Flow, &[]);

static WAIVERS: Shape = Shape::Each(&Shape::Keys(&parsed::WAIVER, Lines, &[]));

impl Shape {
    /// The shape of the value of a key.
    pub(super) fn below(&self, key: &str) -> &'static Shape {
        match self {
            Shape::Keys(_, _, below) => {
                below.iter().find(|(name, _)| *name == key).map_or(&Shape::Free, |(_, shape)| shape)
            }
            Shape::Each(shape) => shape,
            Shape::Free => &Shape::Free,
        }
    }

    /// True if a new mapping is written in brackets where it fits; a new list, if its items are.
    pub(super) fn is_flow(&self) -> bool {
        matches!(self, Shape::Keys(_, Flow, _) | Shape::Free)
    }

    /// True if a blank line divides the entries of a new mapping: records, events, and the domains
    /// around them.
    pub(super) fn is_spaced(&self) -> bool {
        match self {
            Shape::Keys(..) | Shape::Free => false,
            Shape::Each(Shape::Keys(_, style, _)) => matches!(style, Spaced),
            Shape::Each(inner) => inner.is_spaced(),
        }
    }

    /// The indices of keys in the order of the language; `None` if they stay as they are, because
    /// they are in order, are names of the catalog, or one of them is unknown.
    pub(super) fn order<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Option<Vec<usize>> {
        let Shape::Keys(shape, ..) = self else { return None };
        let rank = |key: &str| shape.keys.iter().position(|known| *known == key);
        let ranks: Vec<usize> = keys.map(rank).collect::<Option<_>>()?;
        if ranks.is_sorted() {
            return None;
        }
        let mut order: Vec<usize> = (0..ranks.len()).collect();
        order.sort_by_key(|index| ranks[*index]);
        Some(order)
    }
}
