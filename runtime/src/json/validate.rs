//! Checks the limits of a value's fields, and that no field of an open record is there twice, as readers do.

use super::JsonError;
use crate::value::View;
use crate::variant::Tagging;

/// Checks every field of every record in a value. The error is the first field outside its limits.
pub(crate) fn value(view: View<'_>) -> Result<(), JsonError> {
    within(view, None)
}

/// As [`value`]. `tag` is a key of a record that says which case of a variant it is.
fn within(view: View<'_>, tag: Option<&str>) -> Result<(), JsonError> {
    match view {
        View::Record(record) => {
            for (index, field) in record.description().fields.iter().enumerate() {
                let view = record.field(index);
                let limits = field.limits.map_or(Ok(()), |limits| limits.check(view));
                limits
                    .map_err(JsonError::new)
                    .and_then(|()| value(view))
                    .map_err(|error| error.in_field(field.name, field.pii))?;
            }
            record.others().map_or(Ok(()), |others| {
                others.entries().try_for_each(|(key, _)| record.description().check_extra(key, tag))
            })
        }
        View::List(list) => (0..list.len())
            .try_for_each(|index| value(list.item(index)).map_err(|error| error.in_item(index))),
        View::Map(map) => map
            .entries()
            .try_for_each(|(key, view)| value(view).map_err(|error| error.in_entry(key))),
        View::Case(case) => {
            let (description, (index, view)) = (case.description(), case.case());
            let tag = description.tag_inside(index).map(|(key, _)| key);
            within(view, tag).map_err(|error| match description.tagging {
                Tagging::Beside { content, .. } => error.in_field(content, false),
                Tagging::Kind | Tagging::Inside(_) => error,
            })
        }
        View::Absent
        | View::Null
        | View::Bool(_)
        | View::Int(_)
        | View::Float(_)
        | View::Float32(_)
        | View::Str(_)
        | View::Text(_)
        | View::Exact(_)
        | View::Bytes(_)
        | View::Json(_) => Ok(()),
    }
}
