//! Checks a payload in JSON while parsing it, without building a tree.

mod tagged;

use std::collections::BTreeSet;
use std::fmt;

use annals_catalog::model::RecordId;
use annals_catalog::suggest::nearest;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::leaf::{self, Number};
use super::place::{Checker, Path};
use super::plan::{Expected, Fields, Kind, Shape};

/// Checks a text that must be exactly one value.
pub(super) fn check(checker: &Checker<'_>, value: &Expected, text: &[u8]) {
    let mut source = serde_json::Deserializer::from_slice(text);
    let place = Place { checker, value, path: &Path::ROOT };
    // A `Place` never returns an error of its own, so the text is not valid JSON.
    if let Err(error) = place.deserialize(&mut source).and_then(|()| source.end()) {
        let words = error.to_string();
        let reason = words.split(" at line ").next().unwrap_or_default();
        let column = error.column();
        checker.report(&Path::ROOT, format_args!("invalid JSON: {reason} (column {column})"));
    }
}

/// Checks a value that is the text of JSON at a place.
pub(super) fn text(checker: &Checker<'_>, value: &Expected, path: &Path<'_>, text: &str) {
    let mut source = serde_json::Deserializer::from_str(text);
    let place = Place { checker, value, path };
    if place.deserialize(&mut source).and_then(|()| source.end()).is_err() {
        checker.report(path, "expected valid JSON");
    }
}

/// What is expected at a place.
#[derive(Clone, Copy)]
struct Place<'a> {
    checker: &'a Checker<'a>,
    value: &'a Expected,
    path: &'a Path<'a>,
}

impl Place<'_> {
    /// The same place, with the case of a variant whose values are of this kind.
    fn of_kind(self, kind: Kind) -> Self {
        let Shape::Variant(id) = &self.value.shape else { return self };
        match self.checker.plan.variant(*id).of_kind(kind) {
            Some(case) => Self { value: &case.value, ..self },
            None => self,
        }
    }

    fn misplaced<T>(self, found: &str) -> Result<(), T> {
        leaf::misplaced(self.checker, self.path, self.value, found);
        Ok(())
    }

    fn number<T>(self, number: Number) -> Result<(), T> {
        let place = self.of_kind(Kind::Number);
        leaf::number(place.checker, place.path, place.value, number);
        Ok(())
    }

    fn list<'de, A: SeqAccess<'de>>(self, value: &Expected, mut items: A) -> Result<(), A::Error> {
        let mut count = 0;
        loop {
            let path = self.path.index(count);
            let item = Place { value, path: &path, ..self };
            if items.next_element_seed(item)?.is_none() {
                break;
            }
            count += 1;
        }
        leaf::length_of(self.checker, self.path, self.value, count as u64, "element");
        Ok(())
    }

    fn map<'de, A: MapAccess<'de>>(self, value: &Expected, mut entries: A) -> Result<(), A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            let path = self.path.key(&key);
            if keys.contains(&key) {
                self.checker.report(&path, "duplicate key");
            }
            entries.next_value_seed(Place { value, path: &path, ..self })?;
            keys.insert(key);
        }
        leaf::length_of(self.checker, self.path, self.value, keys.len() as u64, "key");
        Ok(())
    }

    #[cold]
    fn unknown(self, fields: &Fields, name: &str) {
        let known = fields.0.iter().map(|field| field.wire.as_str());
        let near = nearest(name, known).map(|near| format!("; did you mean `{near}`?"));
        let near = near.unwrap_or_default();
        let path = self.path.field(name, false);
        self.checker.report(&path, format_args!("the catalog has no such field{near}"));
    }

    fn record<'de, A: MapAccess<'de>>(
        self,
        record: RecordId,
        mut entries: A,
    ) -> Result<(), A::Error> {
        let Place { checker, path, .. } = self;
        let fields = checker.plan.record(record);
        let mut seen = vec![false; fields.0.len()];
        let (mut expected, mut others) = (0, BTreeSet::new());
        while let Some(found) = entries.next_key_seed(Name { fields, expected })? {
            let index = match found {
                Ok(index) => index,
                Err(unknown) => {
                    if let Some((field, value)) = fields.others() {
                        let path = path.field(&unknown, field.pii);
                        entries.next_value_seed(Place { checker, value, path: &path })?;
                        if !others.insert(unknown.clone()) {
                            checker.report(&path, "duplicate key");
                        }
                        continue;
                    }
                    entries.next_value::<IgnoredAny>()?;
                    self.unknown(fields, &unknown);
                    continue;
                }
            };
            let field = &fields.0[index];
            let path = path.field(&field.name, field.pii);
            if std::mem::replace(&mut seen[index], true) {
                checker.report(&path, "duplicate key");
            }
            entries.next_value_seed(Place { checker, value: &field.value, path: &path })?;
            expected = index + 1;
        }
        for (field, _) in fields.0.iter().zip(seen).filter(|(field, seen)| field.required && !seen)
        {
            checker.report(&path.field(&field.name, field.pii), "missing");
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(leaf::expected(&self.value.shape))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        let fits = self.value.nullable || matches!(self.value.shape, Shape::Json);
        if fits { Ok(()) } else { self.misplaced("null") }
    }

    fn visit_bool<E>(self, truth: bool) -> Result<(), E> {
        let place = self.of_kind(Kind::Boolean);
        if !matches!(place.value.shape, Shape::Boolean | Shape::Json) {
            return place.misplaced("a boolean");
        }
        leaf::listed(place.checker, place.path, place.value, &truth.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.number(Number::Whole(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.number(Number::Whole(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.number(Number::of(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        let place = self.of_kind(Kind::Text);
        leaf::text(place.checker, place.path, place.value, text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let place = self.of_kind(Kind::List);
        match &place.value.shape {
            Shape::List(item) => place.list(item, items),
            Shape::Json => place.list(place.value, items),
            _ => {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                place.misplaced("a list")
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let place = self.of_kind(Kind::Object);
        let plan = place.checker.plan;
        match &place.value.shape {
            Shape::Record(record) => place.record(*record, entries),
            Shape::Map(value) => place.map(value, entries),
            Shape::Json => place.map(place.value, entries),
            Shape::Variant(id) if plan.variant(*id).is_in_keys() => {
                place.by_keys(plan.variant(*id), entries)
            }
            _ => {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                place.misplaced("an object")
            }
        }
    }
}

/// Reads the name of a field: its index, or the name if there is no such field.
struct Name<'a> {
    fields: &'a Fields,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Result<usize, String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Result<usize, String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.fields.find(name, self.expected).ok_or_else(|| name.to_owned()))
    }
}
