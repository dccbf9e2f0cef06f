//! Which page must show which text of a model.

use annals_catalog::model::{Deprecation, Event, Field, Model, RecordId, Type};

use super::site::{event_page, record_page};

/// Pages, each with a text that it must show.
pub(crate) fn texts(model: &Model) -> Vec<(String, String)> {
    let mut texts = Texts(Vec::new());
    texts.add("index", [&model.title, &model.description]);
    for domain in &model.domains {
        texts.add("events", [&domain.title]);
        texts.add(&format!("domains/{}", domain.name), [&domain.title, &domain.description]);
    }
    for scalar in &model.scalars {
        texts.add("types", [&scalar.name, &scalar.description]);
        texts.add("types", scalar.limits.pattern.iter().filter(is_seen));
    }
    for enumeration in &model.enums {
        texts.add("types", [&enumeration.name, &enumeration.description]);
        for value in &enumeration.values {
            texts.add("types", Some(&value.value).filter(is_seen));
            texts.add("types", [&value.description]);
            texts.deprecation("types", value.deprecated.as_ref());
        }
    }
    for record in &model.records {
        let page = record_page(model, record);
        texts.add(&page, [&record.name, &record.description]);
        texts.deprecation(&page, record.deprecated.as_ref());
        texts.fields(&page, &record.fields);
    }
    for event in &model.events {
        let page = event_page(model, event);
        texts.add(&page, [&event.name, &event.event_type, &event.description]);
        texts.add(&page, event.local_only.iter().chain(&event.warning).chain(&event.repositories));
        texts.add(&page, event.key.iter().map(|key| &key.path));
        texts.deprecation(&page, event.deprecated.as_ref());
        texts.fields(&page, &event.data);
    }
    texts.0
}

/// In code, invisible characters are shown as escapes.
fn is_seen(text: &&String) -> bool {
    let is_seen =
        |letter: char| letter == ' ' || letter.is_ascii_graphic() || letter.is_alphabetic();
    text.trim() == text.as_str() && text.chars().all(is_seen)
}

struct Texts(Vec<(String, String)>);

impl Texts {
    fn add<'a>(&mut self, page: &str, texts: impl IntoIterator<Item = &'a String>) {
        self.0.extend(texts.into_iter().map(|text| (page.to_owned(), text.clone())));
    }

    fn deprecation(&mut self, page: &str, deprecation: Option<&Deprecation>) {
        self.add(page, deprecation.map(|deprecation| &deprecation.note));
    }

    fn fields(&mut self, page: &str, fields: &[Field]) {
        for field in fields {
            self.add(page, [&field.name, &field.description]);
            self.add(page, field.limits.pattern.iter().filter(is_seen));
            self.deprecation(page, field.deprecated.as_ref());
        }
    }
}

/// The records of an event's own fields, and where they are.
pub(crate) fn data_records(model: &Model, event: &Event) -> Vec<(String, RecordId)> {
    let mut records = Vec::new();
    for field in &event.data {
        let Some(record) = record_in(&field.ty) else { continue };
        records.push((field.name.clone(), record));
        for inner in &model[record].fields {
            if let (Type::Record(inner_record), Type::Record(_)) = (&inner.ty, &field.ty) {
                records.push((format!("{}.{}", field.name, inner.name), *inner_record));
            }
        }
    }
    records
}

fn record_in(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(record) => Some(*record),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => record_in(inner),
        _ => None,
    }
}
