//! Checks variants whose keys say which case they have. The key can be the last one, so the object is read as a whole
//! first.

use std::fmt;

use annals_catalog::model::{RecordId, Tag};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::super::plan::{Case, Shape, Variant};
use super::Place;

/// The keys of an object, each with the text of its value.
type Entries = Vec<(String, String)>;

impl<'p> Place<'p> {
    /// Checks an object.
    pub(super) fn by_keys<'de, A: MapAccess<'de>>(
        self,
        variant: &'p Variant,
        mut object: A,
    ) -> Result<(), A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = object.next_key::<String>()? {
            let mut text = String::new();
            object.next_value_seed(Written(&mut text))?;
            entries.push((key, text));
        }
        match &variant.tag {
            Tag::None => match self.alone(variant, &entries) {
                Some(case) => self.part(case, entries),
                None => self.misplaced("an object")?,
            },
            Tag::Inside(key) => {
                if let Some(case) = self.case_of(variant, key, &entries) {
                    if !case.has_tag {
                        take(&mut entries, key);
                    }
                    self.part(case, entries);
                }
            }
            Tag::Beside { name, content } => {
                if let Some(case) = self.case_of(variant, name, &entries) {
                    self.beside(case, name, content, entries);
                }
            }
        }
        Ok(())
    }

    /// The case with the first key that only one record lists.
    fn alone(self, variant: &'p Variant, entries: &[(String, String)]) -> Option<&'p Case> {
        let has = |id: RecordId, key: &str| self.checker.plan.record(id).find(key, 0).is_some();
        let lists =
            |case: &Case, key: &str| matches!(case.value.shape, Shape::Record(id) if has(id, key));
        entries.iter().find_map(|(key, _)| {
            let mut cases = variant.cases.iter().filter(|case| lists(case, key));
            cases.next().filter(|_| cases.next().is_none())
        })
    }

    /// The case that the tag says, if it is a listed one; reports one that must not be there.
    fn case_of(
        self,
        variant: &'p Variant,
        key: &str,
        entries: &[(String, String)],
    ) -> Option<&'p Case> {
        let path = self.path.field(key, false);
        let Some((_, text)) = entries.iter().find(|(name, _)| name == key) else {
            self.checker.report(&path, "missing");
            return None;
        };
        let Ok(tag) = serde_json::from_str::<String>(text) else {
            self.checker.report(&path, "expected text, found another value");
            return None;
        };
        let case = variant.cases.iter().find(|case| case.tag == tag);
        if case.is_none() && !variant.open {
            self.checker.report(&path, format_args!("expected a case of `{}`", variant.name));
        }
        case
    }

    fn beside(self, case: &Case, name: &str, content: &str, mut entries: Entries) {
        take(&mut entries, name);
        let path = self.path.field(content, false);
        match take(&mut entries, content) {
            Some(text) => Place { value: &case.value, path: &path, ..self }.text(&text),
            None => self.checker.report(&path, "missing"),
        }
        for (key, _) in entries {
            let what = if key == name || key == content {
                "duplicate key"
            } else {
                "the catalog has no such key"
            };
            self.checker.report(&self.path.field(&key, false), what);
        }
    }

    /// Checks the rest of an object as the value of a case.
    fn part(self, case: &Case, entries: Entries) {
        let entries = entries.iter().map(|(key, text)| format!("{}:{text}", quoted(key)));
        let text = format!("{{{}}}", entries.collect::<Vec<_>>().join(","));
        Place { value: &case.value, ..self }.text(&text);
    }

    /// Checks a text that was valid JSON where it was read.
    fn text(self, text: &str) {
        let mut source = serde_json::Deserializer::from_str(text);
        let _ = self.deserialize(&mut source);
    }
}

/// Removes the first entry with a key.
fn take(entries: &mut Entries, key: &str) -> Option<String> {
    let index = entries.iter().position(|(name, _)| name == key)?;
    Some(entries.remove(index).1)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Appends the text of a value, with duplicate keys if it has any.
struct Written<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for Written<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Written<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push_str("null");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.push_str(&serde_json::Value::from(value).to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.push_str(&quoted(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.push('[');
        while items.next_element_seed(Written(self.0))?.is_some() {
            self.0.push(',');
        }
        close(self.0, ']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.push('{');
        while let Some(key) = entries.next_key::<String>()? {
            self.0.push_str(&quoted(&key));
            self.0.push(':');
            entries.next_value_seed(Written(self.0))?;
            self.0.push(',');
        }
        close(self.0, '}');
        Ok(())
    }
}

/// Ends a list or an object in place of its last comma.
fn close(text: &mut String, bracket: char) {
    if text.ends_with(',') {
        text.pop();
    }
    text.push(bracket);
}
