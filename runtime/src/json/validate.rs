//! Checks the limits of a value's fields, as readers do.

use super::{JsonError, Path};
use crate::value::View;

/// Checks every field of every record in a value. The error is the first field outside its limits.
pub(crate) fn value(view: View<'_>, path: &Path<'_>) -> Result<(), JsonError> {
    match view {
        View::Record(record) => {
            for (index, field) in record.description().fields.iter().enumerate() {
                let (path, value) = (path.field(field.name, field.pii), record.field(index));
                if let Some(limits) = field.limits {
                    limits.check(value).map_err(|breach| path.error(breach))?;
                }
                self::value(value, &path)?;
            }
            Ok(())
        }
        View::List(list) => {
            (0..list.len()).try_for_each(|index| value(list.item(index), &path.index(index)))
        }
        View::Map(map) => map.entries().try_for_each(|(key, view)| value(view, &path.key(key))),
        View::Null
        | View::Bool(_)
        | View::Int(_)
        | View::Float(_)
        | View::Float32(_)
        | View::Str(_)
        | View::Text(_)
        | View::Bytes(_)
        | View::Json(_) => Ok(()),
    }
}
