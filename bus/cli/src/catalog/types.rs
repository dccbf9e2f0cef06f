//! The type of a value.

use annals_contract::Primitive;

/// A type. The numbers are places in the lists of the schema.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Type {
    Primitive(Primitive),
    Scalar(usize),
    Enum(usize),
    Record(usize),
    Variant(usize),
    List(Box<Type>),
    Map(Box<Type>),
    Nullable(Box<Type>),
}
