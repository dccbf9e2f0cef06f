//! Where the keys of the language stand: for each mapping of a catalog, the order of its keys.
//!
//! The order of everything else (domains, records, fields, events, data, values) is meaning.

use crate::parse::shapes as parsed;

/// What the language says about a mapping or a list.
pub(super) enum Shape {
    /// It has these keys, and below some of them further shapes.
    Keys(&'static parsed::Shape, &'static [(&'static str, &'static Shape)]),
    /// Its entries, by whatever names, or its items are all of this shape.
    Each(&'static Shape),
    /// Nothing.
    Free,
}

/// A file of a catalog.
pub(super) static FILE: Shape = Shape::Keys(
    &parsed::FILE,
    &[
        ("catalog", &Shape::Keys(&parsed::HEADER, &[])),
        ("avro", &Shape::Keys(&parsed::AVRO, &[])),
        ("domains", &Shape::Each(&Shape::Keys(&parsed::DOMAIN, &[("allow", &WAIVERS)]))),
        ("scalars", &Shape::Each(&Shape::Keys(&parsed::SCALAR, &[("allow", &WAIVERS)]))),
        ("enums", &Shape::Each(&ENUM)),
        ("records", &Shape::Each(&Shape::Each(&RECORD))),
        ("events", &Shape::Each(&Shape::Each(&EVENT))),
    ],
);

static ENUM: Shape =
    Shape::Keys(&parsed::ENUM, &[("allow", &WAIVERS), ("values", &Shape::Each(&VALUE))]);

static VALUE: Shape =
    Shape::Keys(&parsed::VALUE, &[("deprecated", &DEPRECATION), ("allow", &WAIVERS)]);

static RECORD: Shape = Shape::Keys(
    &parsed::RECORD,
    &[("deprecated", &DEPRECATION), ("allow", &WAIVERS), ("fields", &FIELDS)],
);

static EVENT: Shape = Shape::Keys(
    &parsed::EVENT,
    &[("deprecated", &DEPRECATION), ("data", &FIELDS), ("allow", &WAIVERS)],
);

static FIELDS: Shape = Shape::Each(&FIELD);

static FIELD: Shape =
    Shape::Keys(&parsed::FIELD, &[("deprecated", &DEPRECATION), ("allow", &WAIVERS)]);

static DEPRECATION: Shape = Shape::Keys(&parsed::DEPRECATION, &[]);

static WAIVERS: Shape = Shape::Each(&Shape::Keys(&parsed::WAIVER, &[]));

impl Shape {
    /// The shape of what stands below a key.
    pub(super) fn below(&self, key: &str) -> &'static Shape {
        match self {
            Shape::Keys(_, below) => {
                below.iter().find(|(name, _)| *name == key).map_or(&Shape::Free, |(_, shape)| shape)
            }
            Shape::Each(shape) => shape,
            Shape::Free => &Shape::Free,
        }
    }

    /// The order in which keys belong: their indices; `None` if they stay as they are, because
    /// they are names of the catalog's own, or one of them is none that the language knows.
    pub(super) fn order<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Option<Vec<usize>> {
        let Shape::Keys(shape, _) = self else { return None };
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
