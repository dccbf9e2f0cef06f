//! Writes a view as JSON text.

use std::fmt::{self, Display, Write as _};

use serde_core::Serialize;

use super::JsonError;
use super::escape::escape;
use crate::Json;
use crate::bytes::base64;
use crate::layout::RecordView;
use crate::value::{ListView, MapView, View};
use crate::variant::{CaseView, Tagging};

/// Appends compact text in UTF-8.
pub(super) fn value(view: View<'_>, out: &mut Vec<u8>) -> Result<(), JsonError> {
    match view {
        // Only fields can be absent, and `record` leaves those out.
        View::Absent | View::Null => out.extend_from_slice(b"null"),
        View::Bool(true) => out.extend_from_slice(b"true"),
        View::Bool(false) => out.extend_from_slice(b"false"),
        View::Int(value) => return plain(&value, out),
        View::Float(value) => return number(value, out),
        View::Float32(value) => return number(widen(value), out),
        View::Str(value) => text(value, out),
        View::Text(value) => return display(value, out),
        View::Exact(value) => return display(value, out),
        View::Bytes(value) => return display(&base64(value), out),
        View::List(value) => return list(value, out),
        View::Map(value) => return map(value, out),
        View::Record(value) => return record(value, None, out),
        View::Json(value) => return plain(value, out),
        View::Case(value) => return case(value, out),
    }
    Ok(())
}

/// The compact text of a tree.
pub(super) fn tree(json: &Json) -> Result<String, JsonError> {
    serde_json::to_string(json).map_err(JsonError::new)
}

fn list(list: &dyn ListView, out: &mut Vec<u8>) -> Result<(), JsonError> {
    out.push(b'[');
    for index in 0..list.len() {
        if index > 0 {
            out.push(b',');
        }
        value(list.item(index), out).map_err(|error| error.in_item(index))?;
    }
    out.push(b']');
    Ok(())
}

fn map(map: &dyn MapView, out: &mut Vec<u8>) -> Result<(), JsonError> {
    out.push(b'{');
    for (index, (key, view)) in map.entries().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        text(key, out);
        out.push(b':');
        value(view, out).map_err(|error| error.in_entry(key))?;
    }
    out.push(b'}');
    Ok(())
}

/// Writes a record. `tag` says which case of a variant it is, unless one of its fields does.
fn record(
    record: RecordView<'_>,
    tag: Option<(&str, &str)>,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    let mut before = b'{';
    let description = record.description();
    let tag = tag.filter(|(key, _)| description.in_json(key).is_none());
    if let Some((key, value)) = tag {
        before = member(before, key, out);
        text(value, out);
    }
    for (index, field) in description.listed().iter().enumerate() {
        let view = record.field(index);
        if let View::Absent = view {
            continue;
        }
        before = member(before, field.wire, out);
        value(view, out).map_err(|error| error.in_field(field.name, field.pii))?;
    }
    if let Some(others) = record.others() {
        for (key, view) in others.entries() {
            description.check_extra(key, tag.map(|(tag, _)| tag))?;
            out.push(std::mem::replace(&mut before, b','));
            text(key, out);
            out.push(b':');
            value(view, out).map_err(|error| description.in_extra(error.in_entry(key)))?;
        }
    }
    if before == b'{' {
        out.push(b'{');
    }
    out.push(b'}');
    Ok(())
}

/// Writes a key of an object that has no characters that must be escaped. Returns what is before the next one.
#[inline]
fn member(before: u8, key: &str, out: &mut Vec<u8>) -> u8 {
    out.extend_from_slice(&[before, b'"']);
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":");
    b','
}

fn case(case: &dyn CaseView, out: &mut Vec<u8>) -> Result<(), JsonError> {
    let (description, (index, view)) = (case.description(), case.case());
    match (description.tagging, description.cases.get(index), view) {
        (Tagging::Inside(key), Some(case), View::Record(view)) => {
            record(view, Some((key, case.tag)), out)
        }
        (Tagging::Beside { tag, content }, Some(case), view) => {
            let before = member(b'{', tag, out);
            text(case.tag, out);
            member(before, content, out);
            value(view, out).map_err(|error| error.in_field(content, false))?;
            out.push(b'}');
            Ok(())
        }
        // An unknown case has its tag.
        (_, _, view) => value(view, out),
    }
}

fn text(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    escape(text, out);
    out.push(b'"');
}

fn number(number: f64, out: &mut Vec<u8>) -> Result<(), JsonError> {
    if number.is_finite() {
        plain(&number, out)
    } else {
        Err(JsonError::new(format_args!("{number} has no JSON form")))
    }
}

/// Writes what has only one form in JSON as serde_json does.
fn plain<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Result<(), JsonError> {
    serde_json::to_writer(out, value).map_err(JsonError::new)
}

fn display(value: &dyn Display, out: &mut Vec<u8>) -> Result<(), JsonError> {
    out.push(b'"');
    write!(Escaped(out), "{value}").map_err(JsonError::new)?;
    out.push(b'"');
    Ok(())
}

/// Escapes what is written to it.
struct Escaped<'a>(&'a mut Vec<u8>);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        escape(text, self.0);
        Ok(())
    }
}

/// The 64-bit number with the shortest text that reads back as `float`: 0.1, not 0.10000000149011612.
pub(super) fn widen(float: f32) -> f64 {
    let shortest = float.to_string().parse().unwrap_or(f64::NAN);
    // Rounding twice may be off by one unit in the last place. Then the exact value is used.
    if shortest as f32 == float { shortest } else { f64::from(float) }
}
