//! The fields of one JSON object, handed out in catalog order to the code that the derives emit.

use std::borrow::Cow;

use super::{JsonError, Path};
use crate::Json;
use crate::record::{FieldDescription, RecordDescription};
use crate::value::Value;

/// Reader of one record's fields.
pub struct Fields<'a> {
    object: &'a serde_json::Map<String, Json>,
    path: &'a Path<'a>,
    rest: std::slice::Iter<'static, FieldDescription>,
}

impl<'a> Fields<'a> {
    /// Checks that `json` is an object without unknown keys.
    pub fn open(
        description: &'static RecordDescription,
        json: &'a Json,
        path: &'a Path<'a>,
    ) -> Result<Self, JsonError> {
        let Json::Object(object) = json else {
            return Err(path.expected("an object", json));
        };
        let known = |key: &str| description.fields.iter().any(|field| field.name == key);
        match object.keys().find(|key| !known(key)) {
            Some(key) => {
                Err(path.error(format_args!("`{}` has no field {key:?}", description.name)))
            }
            None => Ok(Self { object, path, rest: description.fields.iter() }),
        }
    }

    /// Reads the next field of the description: its JSON, or else its default.
    #[expect(clippy::should_implement_trait, reason = "each call reads another type")]
    pub fn next<T: Value>(&mut self) -> Result<T, JsonError> {
        let (field, path) = self.advance();
        let json = self.json(field, &path)?;
        let value = T::from_json(&json, &path)?;
        match field.limits {
            Some(limits) => {
                limits.check(value.view()).map_err(|breach| path.error(breach)).map(|()| value)
            }
            None => Ok(value),
        }
    }

    fn advance(&mut self) -> (&'static FieldDescription, Path<'a>) {
        let field = self.rest.next().expect("the derive reads as many fields as it describes");
        (field, self.path.field(field.name, field.pii))
    }

    fn json(&self, field: &FieldDescription, path: &Path<'_>) -> Result<Cow<'a, Json>, JsonError> {
        if let Some(json) = self.object.get(field.name) {
            return Ok(Cow::Borrowed(json));
        }
        match field.default {
            Some("null") => Ok(Cow::Owned(Json::Null)),
            Some(default) => {
                serde_json::from_str(default).map(Cow::Owned).map_err(|error| path.error(error))
            }
            None => Err(path.error("missing")),
        }
    }
}
