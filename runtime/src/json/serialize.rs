//! Serializes a view in any of serde's formats, with the same structure as JSON text.

use serde_core::ser::{Error as _, SerializeMap as _, SerializeSeq as _, SerializeStruct as _};
use serde_core::{Serialize, Serializer};

use super::write::widen;
use crate::bytes::base64;
use crate::layout::RecordView;
use crate::record::Presence;
use crate::value::{ListView, MapView, View};
use crate::variant::{CaseView, Tagging};

/// A view that serde can serialize.
pub(crate) struct Serialized<'a>(pub(crate) View<'a>);

impl Serialize for Serialized<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            // Only fields can be absent, and `record` leaves those out.
            View::Absent | View::Null => serializer.serialize_none(),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Int(value) => serializer.serialize_i64(value),
            View::Float(value) => number(value, serializer),
            View::Float32(value) => number(widen(value), serializer),
            View::Str(value) => serializer.serialize_str(value),
            View::Text(value) => serializer.collect_str(value),
            View::Exact(value) => serializer.collect_str(value),
            View::Bytes(value) => serializer.collect_str(&base64(value)),
            View::List(value) => list(value, serializer),
            View::Map(value) => map(value, serializer),
            View::Record(value) => record(value, serializer),
            View::Json(value) => value.serialize(serializer),
            View::Case(value) => case(value, serializer),
        }
    }
}

fn number<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() {
        serializer.serialize_f64(number)
    } else {
        Err(S::Error::custom("no JSON form"))
    }
}

fn list<S: Serializer>(list: &dyn ListView, serializer: S) -> Result<S::Ok, S::Error> {
    let mut items = serializer.serialize_seq(Some(list.len()))?;
    for index in 0..list.len() {
        items.serialize_element(&Serialized(list.item(index)))?;
    }
    items.end()
}

fn map<S: Serializer>(map: &dyn MapView, serializer: S) -> Result<S::Ok, S::Error> {
    let mut entries = serializer.serialize_map(Some(map.len()))?;
    for (key, view) in map.entries() {
        entries.serialize_entry(key, &Serialized(view))?;
    }
    entries.end()
}

fn record<S: Serializer>(record: RecordView<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let description = record.description();
    let all = || description.fields.iter().enumerate();
    let is_absent = |index| matches!(record.field(index), View::Absent);
    let absent = all()
        .filter(|(index, field)| matches!(field.presence, Presence::Optional) && is_absent(*index));
    let count = description.fields.len() - absent.count();
    if let Some(others) = record.others() {
        return as_map(record, count - 1, None, Some(others), serializer);
    }
    let mut fields = serializer.serialize_struct(description.name, count)?;
    for (index, field) in all() {
        match record.field(index) {
            View::Absent => fields.skip_field(field.wire)?,
            view => fields.serialize_field(field.wire, &Serialized(view))?,
        }
    }
    fields.end()
}

fn case<S: Serializer>(case: &dyn CaseView, serializer: S) -> Result<S::Ok, S::Error> {
    let (description, (index, view)) = (case.description(), case.case());
    match (description.tagging, description.cases.get(index), view) {
        (Tagging::Inside(key), Some(case), View::Record(record)) => {
            let tag = (key, case.tag);
            let count = record.description().listed().len();
            as_map(record, count, Some(tag), record.others(), serializer)
        }
        (Tagging::Beside { tag, content }, Some(case), view) => {
            let mut fields = serializer.serialize_map(Some(2))?;
            fields.serialize_entry(tag, case.tag)?;
            fields.serialize_entry(content, &Serialized(view))?;
            fields.end()
        }
        // An unknown case has its tag.
        (_, _, view) => Serialized(view).serialize(serializer),
    }
}

/// Serializes a record of `count` fields with the tag of its case and the fields that it does not list. It is a map,
/// since the names of fields of a struct are constants.
fn as_map<S: Serializer>(
    record: RecordView<'_>,
    count: usize,
    tag: Option<(&str, &str)>,
    others: Option<&dyn MapView>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let description = record.description();
    let tag = tag.filter(|(key, _)| description.in_json(key).is_none());
    let count = count + usize::from(tag.is_some()) + others.map_or(0, MapView::len);
    let mut fields = serializer.serialize_map(Some(count))?;
    if let Some((key, value)) = tag {
        fields.serialize_entry(key, value)?;
    }
    for (index, field) in description.listed().iter().enumerate() {
        match record.field(index) {
            View::Absent => {}
            view => fields.serialize_entry(field.wire, &Serialized(view))?,
        }
    }
    for (key, view) in others.into_iter().flat_map(MapView::entries) {
        description.check_extra(key, tag.map(|(tag, _)| tag)).map_err(S::Error::custom)?;
        fields.serialize_entry(key, &Serialized(view))?;
    }
    fields.end()
}
