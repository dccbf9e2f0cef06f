//! Writes viewed values as Avro binary, for code that does not know their type.

use super::write;
use crate::layout::RecordView;
use crate::shape::Shape;
use crate::value::View;
use crate::variant::VariantDescription;

/// Appends every field of a record.
pub(crate) fn record(record: RecordView<'_>, out: &mut Vec<u8>) {
    for (index, field) in record.description().fields.iter().enumerate() {
        value(record.field(index), field.shape(), out);
    }
}

/// Appends a value of type `shape`. A view alone does not say if its type is nullable.
pub(crate) fn value(view: View<'_>, shape: Shape, out: &mut Vec<u8>) {
    match shape {
        Shape::Nullable(inner) => {
            if let View::Null | View::Absent = view {
                return out.push(0);
            }
            if let Shape::Variant(description) = inner {
                return variant(view, description, 1, out);
            }
            out.push(2);
            value(view, *inner, out);
        }
        Shape::Optional(inner) => value(view, inner.nullable(), out),
        Shape::Scalar(_, base) => value(view, *base, out),
        Shape::List(item) => {
            if let View::List(list) = view {
                write::count(out, list.len());
                (0..list.len()).for_each(|index| value(list.item(index), *item, out));
            }
            write::end(out);
        }
        Shape::Map(entry) => {
            if let View::Map(map) = view {
                write::count(out, map.len());
                for (key, view) in map.entries() {
                    write::bytes(out, key.as_bytes());
                    value(view, *entry, out);
                }
            }
            write::end(out);
        }
        Shape::Variant(description) => variant(view, description, 0, out),
        Shape::Record(_) => {
            if let View::Record(view) = view {
                record(view, out);
            }
        }
        Shape::Enum(description) => match view {
            View::Str(text) => description.write(text, out),
            view => leaf(view, out),
        },
        Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::String
        | Shape::Bytes
        | Shape::Date
        | Shape::Datetime
        | Shape::Uuid
        | Shape::Moment(_)
        | Shape::Decimal(_)
        | Shape::Json => leaf(view, out),
    }
}

/// Appends a variant; `before` is the number of branches of the union before those of the variant.
fn variant(view: View<'_>, description: &VariantDescription, before: usize, out: &mut Vec<u8>) {
    if let View::Case(case) = view {
        let (index, view) = case.case();
        write::length(out, before + index);
        value(view, description.shape(index), out);
    }
}

fn leaf(view: View<'_>, out: &mut Vec<u8>) {
    match view {
        View::Bool(value) => out.push(u8::from(value)),
        View::Int(value) => write::long(out, value),
        View::Float(value) => out.extend_from_slice(&value.to_le_bytes()),
        View::Float32(value) => out.extend_from_slice(&value.to_le_bytes()),
        View::Str(value) => write::bytes(out, value.as_bytes()),
        View::Exact(value) => value.encode(out),
        View::Text(value) => write::bytes(out, value.to_string().as_bytes()),
        View::Bytes(value) => write::bytes(out, value),
        View::Json(value) => write::bytes(out, value.to_string().as_bytes()),
        // These have other shapes.
        View::Absent
        | View::Null
        | View::List(_)
        | View::Map(_)
        | View::Record(_)
        | View::Case(_) => {}
    }
}
