//! Reads a JSON tree from any deserializer. Duplicate keys are an error, unlike in serde_json's own tree.

use std::cell::Cell;
use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number};

use super::{JsonError, Path};
use crate::Json;

/// Reads text that contains exactly one JSON value.
pub(super) fn str(text: &str) -> Result<Json, JsonError> {
    document(&mut serde_json::Deserializer::from_str(text))
}

/// Reads text in UTF-8 that contains exactly one JSON value.
pub(super) fn slice(text: &[u8]) -> Result<Json, JsonError> {
    document(&mut serde_json::Deserializer::from_slice(text))
}

fn document<'de, R: serde_json::de::Read<'de>>(
    source: &mut serde_json::Deserializer<R>,
) -> Result<Json, JsonError> {
    let error = Cell::new(None);
    TreeSeed { path: &Path::ROOT, error: &error }
        .deserialize(&mut *source)
        .and_then(|json| source.end().map(|()| json))
        .map_err(|other| error.take().unwrap_or_else(|| Path::ROOT.error(other)))
}

/// With serde_json's feature `arbitrary_precision`, which any crate of a build can enable, numbers are deserialized
/// as an object with this key.
const NUMBER: &str = "$serde_json::private::Number";

/// Deserializes a tree. Serde's errors contain only text, so ours is returned through `error`.
#[derive(Clone, Copy)]
pub(crate) struct TreeSeed<'a> {
    pub(crate) path: &'a Path<'a>,
    pub(crate) error: &'a Cell<Option<JsonError>>,
}

impl TreeSeed<'_> {
    fn error<E: Error>(&self, reason: impl fmt::Display) -> E {
        let error = self.path.error(reason);
        let text = E::custom(&error);
        self.error.set(Some(error));
        text
    }
}

impl<'de> DeserializeSeed<'de> for TreeSeed<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TreeSeed<'_> {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        let number = Number::from_f64(value)
            .ok_or_else(|| self.error(format_args!("{value} is not JSON")))?;
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) =
            items.next_element_seed(TreeSeed { path: &self.path.index(list.len()), ..self })?
        {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(self.error(format_args!("duplicate key {key:?}")));
            }
            if key == NUMBER && object.is_empty() && arbitrary_precision() {
                let text: String = entries.next_value()?;
                return text.parse().map(Json::Number).map_err(|error| self.error(error));
            }
            let path = self.path.field(&key, false);
            let value = entries.next_value_seed(TreeSeed { path: &path, ..self })?;
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}

/// True if serde_json was built with that feature. Only then does a number keep its digits.
fn arbitrary_precision() -> bool {
    "1.00".parse::<Number>().is_ok_and(|number| number.to_string() == "1.00")
}

#[cfg(test)]
mod tests {
    use super::NUMBER;
    use crate::Json;
    use crate::json::from_str;

    #[test]
    fn duplicate_keys_are_an_error_at_any_depth() {
        let error = |text| from_str::<Json>(text).unwrap_err();
        assert_eq!(error(r#"{"a": 1, "a": 1}"#).to_string(), r#"duplicate key "a""#);
        let nested = error(r#"{"u": [0, {"b": {"c": 1, "d": 2, "\u0063": 3}}]}"#);
        assert_eq!((nested.path(), nested.reason()), ("u[1].b", r#"duplicate key "c""#));
        assert!(from_str::<Json>(r#"[{"a": 1}, {"a": 1}]"#).is_ok());
    }

    #[test]
    fn text_that_is_not_json_is_an_error() {
        for text in
            ["", "{", "[1,]", "nul", "1 2", "{\"a\":1,}", "NaN", "01", "'a'", "\"\u{1}\"", "1e999"]
        {
            let error = from_str::<Json>(text).unwrap_err();
            assert!(
                error.path().is_empty() && error.reason().contains(" at line 1 column "),
                "{text}: {error}"
            );
        }
        let deep = "[".repeat(1000);
        assert!(
            from_str::<Json>(&deep).unwrap_err().reason().starts_with("recursion limit exceeded")
        );
        assert!(crate::json::from_slice::<String>(b"\"\xff\"").is_err());
    }

    #[test]
    fn the_private_key_of_numbers_is_an_ordinary_key() {
        let text = format!(r#"{{"{NUMBER}":"12"}}"#);
        assert_eq!(from_str::<Json>(&text).unwrap()[NUMBER], "12");
    }
}
