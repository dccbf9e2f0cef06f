//! `Debug` of records, without personal data.

use std::fmt;

use crate::bytes::base64;
use crate::layout::RecordView;
use crate::value::View;

/// Prints a record like `derive(Debug)`, except that fields with personal data print as `<redacted>`.
///
/// `name` is the Rust name of the struct, which the description of an event does not contain.
pub fn debug_record(
    formatter: &mut fmt::Formatter<'_>,
    name: &str,
    record: RecordView<'_>,
) -> fmt::Result {
    let mut fields = formatter.debug_struct(name);
    for (index, field) in record.description().fields.iter().enumerate() {
        if field.pii {
            fields.field(field.name, &format_args!("<redacted>"));
        } else {
            fields.field(field.name, &record.field(index));
        }
    }
    fields.finish()
}

/// Prints the viewed value. Null prints as `None`, and a value that can be null or absent prints without `Some`.
impl fmt::Debug for View<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => formatter.write_str("absent"),
            Self::Null => formatter.write_str("None"),
            Self::Bool(value) => value.fmt(formatter),
            Self::Int(value) => value.fmt(formatter),
            Self::Float(value) => value.fmt(formatter),
            Self::Float32(value) => value.fmt(formatter),
            Self::Str(value) => value.fmt(formatter),
            Self::Text(value) => fmt::Display::fmt(value, formatter),
            Self::Exact(value) => fmt::Display::fmt(value, formatter),
            Self::Bytes(value) => write!(formatter, "Bytes({})", base64(value)),
            Self::List(list) => formatter
                .debug_list()
                .entries((0..list.len()).map(|index| list.item(index)))
                .finish(),
            Self::Map(map) => formatter.debug_map().entries(map.entries()).finish(),
            Self::Record(record) => {
                let name = record.description().name;
                debug_record(
                    formatter,
                    name.rsplit_once('.').map_or(name, |(_, name)| name),
                    *record,
                )
            }
            Self::Json(value) => value.fmt(formatter),
            Self::Case(case) => {
                let (index, value) = case.case();
                match case.description().cases.get(index) {
                    Some(case) => formatter.debug_tuple(case.variant).field(&value).finish(),
                    None => formatter.write_str("Unknown"),
                }
            }
        }
    }
}
