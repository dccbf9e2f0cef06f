//! Serializes a view: used for JSON and for serde's `Serialize`.

use std::cell::Cell;

use serde_core::ser::{Error as _, SerializeMap as _, SerializeSeq as _, SerializeStruct as _};
use serde_core::{Serialize, Serializer};

use super::{JsonError, Path};
use crate::Json;
use crate::bytes::base64;
use crate::layout::RecordView;
use crate::value::{ListView, MapView, View};

/// Compact text.
pub(super) fn string(view: View<'_>) -> Result<String, JsonError> {
    collect(view, |view| serde_json::to_string(&view))
}

/// Compact text in UTF-8.
pub(super) fn bytes(view: View<'_>) -> Result<Vec<u8>, JsonError> {
    collect(view, |view| serde_json::to_vec(&view))
}

/// A tree.
pub(super) fn tree(view: View<'_>) -> Result<Json, JsonError> {
    collect(view, |view| serde_json::to_value(view))
}

fn collect<T>(
    view: View<'_>,
    write: impl FnOnce(ViewAt<'_>) -> serde_json::Result<T>,
) -> Result<T, JsonError> {
    let error = Cell::new(None);
    write(ViewAt { view, path: Path::ROOT, error: &error })
        .map_err(|other| error.take().unwrap_or_else(|| Path::ROOT.error(other)))
}

/// A view and its path. Serde's errors contain only text, so ours is returned through `error`.
pub(crate) struct ViewAt<'a> {
    view: View<'a>,
    path: Path<'a>,
    error: &'a Cell<Option<JsonError>>,
}

impl ViewAt<'_> {
    /// Serializes `view` with any serializer.
    #[cfg(feature = "serde")]
    pub(crate) fn serialize_view<S: Serializer>(
        view: View<'_>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        ViewAt { view, path: Path::ROOT, error: &Cell::new(None) }.serialize(serializer)
    }

    fn below<'b>(&'b self, view: View<'b>, path: Path<'b>) -> ViewAt<'b> {
        ViewAt { view, path, error: self.error }
    }

    fn number<S: Serializer>(&self, number: f64, serializer: S) -> Result<S::Ok, S::Error> {
        if number.is_finite() {
            return serializer.serialize_f64(number);
        }
        let error = self.path.error(format_args!("{number} has no JSON form"));
        let text = S::Error::custom(&error);
        self.error.set(Some(error));
        Err(text)
    }

    fn list<S: Serializer>(&self, list: &dyn ListView, serializer: S) -> Result<S::Ok, S::Error> {
        let mut items = serializer.serialize_seq(Some(list.len()))?;
        for index in 0..list.len() {
            items.serialize_element(&self.below(list.item(index), self.path.index(index)))?;
        }
        items.end()
    }

    fn map<S: Serializer>(&self, map: &dyn MapView, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries = serializer.serialize_map(Some(map.len()))?;
        for (key, view) in map.entries() {
            entries.serialize_entry(key, &self.below(view, self.path.key(key)))?;
        }
        entries.end()
    }

    fn record<S: Serializer>(
        &self,
        record: RecordView<'_>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let description = record.description();
        let mut fields = serializer.serialize_struct(description.name, description.fields.len())?;
        for (index, field) in description.fields.iter().enumerate() {
            let path = self.path.field(field.name, field.pii);
            fields.serialize_field(field.name, &self.below(record.field(index), path))?;
        }
        fields.end()
    }
}

impl Serialize for ViewAt<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.view {
            View::Null => serializer.serialize_none(),
            View::Bool(value) => serializer.serialize_bool(value),
            View::Int(value) => serializer.serialize_i64(value),
            View::Float(value) => self.number(value, serializer),
            View::Float32(value) => self.number(widen(value), serializer),
            View::Str(value) => serializer.serialize_str(value),
            View::Text(value) => serializer.collect_str(value),
            View::Bytes(value) => serializer.collect_str(&base64(value)),
            View::List(value) => self.list(value, serializer),
            View::Map(value) => self.map(value, serializer),
            View::Record(value) => self.record(value, serializer),
            View::Json(value) => value.serialize(serializer),
        }
    }
}

/// The 64-bit number with the shortest text that reads back as `float`: 0.1, not 0.10000000149011612.
fn widen(float: f32) -> f64 {
    let shortest = float.to_string().parse().unwrap_or(f64::NAN);
    // Rounding twice may be off by one unit in the last place. Then the exact value is used.
    if shortest as f32 == float { shortest } else { f64::from(float) }
}
