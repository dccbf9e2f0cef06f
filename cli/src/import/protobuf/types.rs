//! The types that Protobuf has itself, and how its JSON writes them.

use annals_catalog::model::Primitive;

use super::super::draft::{JSON, Ty};

/// What a kind of field is in the catalog.
pub(super) enum Kind {
    Simple(Primitive),
    /// A number that is a string in the JSON of Protobuf, or that is larger than a `long`.
    Wide,
    Message,
    Enum,
    /// Any other, such as a group.
    Other,
}

/// The kind of a field by its number in descriptors.
pub(super) fn kind(number: u64) -> Kind {
    match number {
        1 => Kind::Simple(Primitive::Double),
        2 => Kind::Simple(Primitive::Float),
        3 | 4 | 6 | 16 | 18 => Kind::Wide,
        5 | 15 | 17 => Kind::Simple(Primitive::Int),
        // Of 32 bits without a sign.
        7 | 13 => Kind::Simple(Primitive::Long),
        8 => Kind::Simple(Primitive::Boolean),
        9 => Kind::Simple(Primitive::String),
        11 => Kind::Message,
        12 => Kind::Simple(Primitive::Bytes),
        14 => Kind::Enum,
        _ => Kind::Other,
    }
}

/// The type of a message of Protobuf itself, which its JSON does not write as an object with its fields.
pub(super) fn well_known(name: &str) -> Option<Ty> {
    let primitive = |primitive| Some(Ty::Primitive(primitive));
    match name.strip_prefix("google.protobuf.")? {
        "Timestamp" => primitive(Primitive::Datetime),
        "Duration" | "FieldMask" => primitive(Primitive::String),
        "DoubleValue" => primitive(Primitive::Double).map(Ty::nullable),
        "FloatValue" => primitive(Primitive::Float).map(Ty::nullable),
        "Int32Value" => primitive(Primitive::Int).map(Ty::nullable),
        "UInt32Value" | "Int64Value" | "UInt64Value" => {
            primitive(Primitive::Long).map(Ty::nullable)
        }
        "BoolValue" => primitive(Primitive::Boolean).map(Ty::nullable),
        "StringValue" => primitive(Primitive::String).map(Ty::nullable),
        "BytesValue" => primitive(Primitive::Bytes).map(Ty::nullable),
        "Struct" | "Empty" | "Any" => Some(JSON.map()),
        "ListValue" => Some(JSON.list()),
        "Value" => Some(JSON),
        _ => None,
    }
}
