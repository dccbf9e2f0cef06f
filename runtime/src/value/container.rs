//! [`Value`] for lists, maps and nullable values.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{ListView, MapView, Value, View};
use crate::json::JsonError;
use crate::json::parser::{Container, Parser};
use crate::layout::{self, AccessTo, Filled, Slot};
use crate::shape::Shape;

impl<T: Value> Value for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    const ACCESS: AccessTo<Self> = AccessTo::list();

    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        match layout::read_json_list(parser) {
            Ok(list) => Ok(slot.fill(list)),
            Err(error) => Err(error),
        }
    }
}

impl<T: Value> ListView for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> View<'_> {
        match self.get(index) {
            Some(item) => item.view(),
            None => View::Null,
        }
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);

    fn view(&self) -> View<'_> {
        View::Map(self)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        let mut map = Self::new();
        parser.enter(Container::Object)?;
        while parser.next(Container::Object, map.is_empty())? {
            match map.entry(parser.key()?.into_owned()) {
                Entry::Vacant(entry) => match layout::read_json(parser) {
                    Ok(value) => entry.insert(value),
                    Err(error) => return Err(error.in_entry(entry.key())),
                },
                Entry::Occupied(entry) => return Err(JsonError::duplicate(entry.key())),
            };
        }
        Ok(slot.fill(map))
    }
}

impl<T: Value> MapView for BTreeMap<String, T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, View<'_>)> + '_> {
        Box::new(self.iter().map(|(key, value)| (key.as_str(), value.view())))
    }
}

/// JSON `null` is `None`. In particular, `Some(Json::Null)` is written as `null` and read as `None`.
impl<T: Value> Value for Option<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Null, Value::view)
    }

    fn read_json<'a>(
        parser: &mut Parser<'_>,
        slot: Slot<'a, Self>,
    ) -> Result<Filled<'a, Self>, JsonError> {
        if parser.null() {
            return Ok(slot.fill(None));
        }
        match layout::read_json(parser) {
            Ok(value) => Ok(slot.fill(Some(value))),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::Json;
    use crate::json::{from_str, to_string};

    #[test]
    fn containers_go_both_ways() {
        let map: BTreeMap<String, Vec<Option<i64>>> =
            [("z".to_owned(), vec![Some(1), None]), ("é".to_owned(), vec![])].into();
        let text = to_string(&map).unwrap();
        assert_eq!(text, r#"{"z":[1,null],"é":[]}"#);
        assert_eq!(from_str::<BTreeMap<String, Vec<Option<i64>>>>(&text).unwrap(), map);
    }

    #[test]
    fn errors_say_where() {
        let error =
            |text| from_str::<BTreeMap<String, Vec<Option<bool>>>>(text).unwrap_err().to_string();
        assert_eq!(
            error(r#"{"a": [true, null, 3]}"#),
            r#"["a"][2]: expected a boolean, found a number"#
        );
        assert_eq!(error(r#"{"a": {}}"#), r#"["a"]: expected a list, found an object"#);
        assert_eq!(error("null"), "expected an object, found null");
        assert_eq!(
            from_str::<Vec<bool>>("null").unwrap_err().to_string(),
            "expected a list, found null"
        );
    }

    #[test]
    fn nullable_json_has_one_null() {
        assert_eq!(from_str::<Option<Json>>("null").unwrap(), None);
        assert_eq!(from_str::<Json>("null").unwrap(), Json::Null);
    }
}
