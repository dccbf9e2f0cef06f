//! Compares trees: the keys of the language in any order, everything else in its own.

use super::shape::Shape;
use crate::ast::ValueKind;
use crate::parse::typed;
use crate::tree::{Entry, Kind, Node, Style};

/// True if the second tree is the first one with the keys of the language in order.
pub(super) fn same(before: &Node, after: &Node, shape: Shape) -> bool {
    match (&before.kind, &after.kind) {
        (Kind::List(before), Kind::List(after)) => {
            let shape = shape.below("");
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| same(before, after, shape))
        }
        (Kind::Map { entries: before, .. }, Kind::Map { entries: after, .. }) => {
            let keys = before.iter().map(|entry| entry.key.value.as_str());
            let order = shape.order(keys).unwrap_or_else(|| (0..before.len()).collect());
            let before = order.into_iter().map(|index| &before[index]);
            before.len() == after.len()
                && before.zip(after).all(|(before, after)| same_entry(before, after, shape))
        }
        // Quotes make no difference to a text that is a string without them.
        (
            Kind::Scalar { text: before, style: Style::Plain },
            Kind::Scalar { text: after, style: Style::Quoted },
        ) => before == after && matches!(typed(before.clone()), ValueKind::String(_)),
        (before, after) => before == after,
    }
}

fn same_entry(before: &Entry, after: &Entry, shape: Shape) -> bool {
    before.key.value == after.key.value
        && same(&before.value, &after.value, shape.below(&before.key.value))
}
