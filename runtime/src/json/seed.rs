//! Reads a JSON tree from any of serde's deserializers. Duplicate keys are an error, unlike in serde_json's own tree.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number};

use super::JsonError;
use crate::Json;

/// With serde_json's feature `arbitrary_precision`, which any crate of a build can enable, numbers are deserialized
/// as an object with this key.
const NUMBER: &str = "$serde_json::private::Number";

/// Deserializes a tree. It is the path of the tree in the document, since an error of serde cannot be changed later.
#[derive(Clone, Copy)]
pub(crate) enum TreeSeed<'a> {
    Root,
    Item(&'a TreeSeed<'a>, usize),
    Field(&'a TreeSeed<'a>, &'a str),
}

impl TreeSeed<'_> {
    fn error<E: Error>(&self, error: JsonError) -> E {
        match *self {
            Self::Root => E::custom(error),
            Self::Item(list, index) => list.error(error.in_item(index)),
            Self::Field(object, key) => object.error(error.in_field(key, false)),
        }
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
            .ok_or_else(|| self.error(JsonError::new(format_args!("{value} is not JSON"))))?;
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
        while let Some(item) = items.next_element_seed(TreeSeed::Item(&self, list.len()))? {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(self.error(JsonError::duplicate(&key)));
            }
            if key == NUMBER && object.is_empty() && arbitrary_precision() {
                let text: String = entries.next_value()?;
                return text
                    .parse()
                    .map(Json::Number)
                    .map_err(|error| self.error(JsonError::new(error)));
            }
            let value = entries.next_value_seed(TreeSeed::Field(&self, &key))?;
            object.insert(key, value);
        }
        Ok(Json::Object(object))
    }
}

/// True if serde_json was built with that feature. Only then does a number keep its digits.
fn arbitrary_precision() -> bool {
    "1.00".parse::<Number>().is_ok_and(|number| number.to_string() == "1.00")
}
