//! Finds the line of a value.
//!
//! The YAML reader gives a location only for errors. So the text is read again by a visitor that walks to the value and
//! returns an error there.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The line of the value at `path`, counted from 1. If there is no such value, the line of its closest ancestor.
pub(super) fn line(text: &str, path: &[String]) -> Option<usize> {
    let mut path = path;
    loop {
        let found = Walk { path }.deserialize(serde_yaml::Deserializer::from_str(text));
        if let Some(place) = found.err().and_then(|error| error.location()) {
            return Some(place.line());
        }
        path = path.split_last()?.1;
    }
}

struct Walk<'p> {
    path: &'p [String],
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("something else")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((wanted, path)) = self.path.split_first() else {
            return Err(serde::de::Error::custom("here"));
        };
        while let Some(key) = map.next_key::<String>()? {
            if key == *wanted {
                map.next_value_seed(Walk { path })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((wanted, path)) = self.path.split_first() else {
            return Err(serde::de::Error::custom("here"));
        };
        for _ in 0..wanted.parse().unwrap_or(0) {
            items.next_element::<IgnoredAny>()?;
        }
        items.next_element_seed(Walk { path })?;
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
