//! Makes the entries of the catalog's file from the draft.

use std::collections::BTreeMap;

use annals_catalog::format::Yaml;
use annals_catalog::model::{Clock, Primitive, Unit};
use annals_catalog::names::{title, without_dots};
use annals_catalog::text::MomentText;
use annals_codegen::json::Json;

use super::draft::{
    Case, Catalog, Declared, Deprecation, Enum, EnumValue, Event, Field, JSON, Limits, Properties,
    Record, Scalar, Tag, Ty, Variant,
};

/// Keys of a mapping and their values.
type Entries = Vec<(String, Yaml)>;

/// The entries of the file.
pub(super) fn document(catalog: &Catalog) -> Entries {
    let about = &catalog.about;
    let header = Keys::default()
        .put("name", text(&catalog.name))
        .put("title", text(&catalog.title))
        .put("namespace", text(&catalog.namespace))
        .put("event_types", about.event_types.map(text))
        .put("version", text(about.version.as_deref().unwrap_or("1.0.0")))
        .put("description", about.description.as_deref().map(text));
    let properties = catalog.properties.iter().map(|item| (item.name.clone(), declared(item)));
    let domain =
        |name: &String| (name.clone(), Keys::default().put("title", text(&title(name))).mapping());
    let domains = catalog.domains.iter().map(domain);
    let scalars = catalog.scalars.iter().map(|item| (item.name.clone(), scalar(item)));
    let enums = catalog.enums.iter().map(|item| (item.name.clone(), enumeration(item)));
    let variants = catalog.variants.iter().map(|item| {
        (item.domain.as_deref().unwrap_or_default(), &item.name, variant(catalog, item))
    });
    let records = catalog.records.iter().map(|item| {
        (item.domain.as_deref().unwrap_or_default(), &item.name, record(catalog, item))
    });
    let events =
        catalog.events.iter().map(|item| (item.domain.as_str(), &item.name, event(catalog, item)));
    let json = Keys::default()
        .put("open", about.open.then(|| word(true)))
        .put("formats", catalog.annotated.then(|| text("annotated")));
    let json = (!json.0.is_empty()).then(|| json.mapping());
    let lint = catalog.lint.iter().map(|rule| ((*rule).to_owned(), word("allow")));
    let file = Keys::default()
        .put("annals", word(1))
        .put("catalog", header.mapping())
        .put("avro", avro(catalog))
        .put("json", json)
        .put("properties", section(properties.collect()))
        .put("domains", section(domains.collect()))
        .put("scalars", section(scalars.collect()))
        .put("enums", section(enums.collect()))
        .put("variants", section(by_domain(catalog, variants)))
        .put("records", section(by_domain(catalog, records)))
        .put("events", section(by_domain(catalog, events)))
        .put("lint", section(lint.collect()));
    file.0
}

/// How Avro schemas are written, if not as usual.
fn avro(catalog: &Catalog) -> Option<Yaml> {
    let doc = catalog.doc.as_deref().filter(|doc| !doc.trim().is_empty()).map(text);
    if catalog.about.open_edx {
        return Some(Keys::default().put("profile", text("open-edx")).put("doc", doc).mapping());
    }
    let record = catalog.top.as_ref().map(|record| text(record));
    let namespace = catalog.own_namespaces.then(|| text("event"));
    if record.is_none() && namespace.is_none() {
        return None;
    }
    let keys = Keys::default().put("record", record).put("doc", doc);
    Some(keys.put("namespace", namespace).mapping())
}

fn declared(Declared { name, wire, ty, known, default }: &Declared) -> Yaml {
    let wire = Some(wire).filter(|wire| *wire != name);
    let on = known.map(|known| Yaml::List(known.on.iter().map(|item| text(item)).collect()));
    Keys::default()
        .put("type", text(ty))
        .put("on", on)
        .put("wire", wire.map(|wire| text(wire)))
        .put("default", default.as_ref().map(value))
        .put("description", known.map(|known| text(known.description)))
        .mapping()
}

fn section(entries: Entries) -> Option<Yaml> {
    (!entries.is_empty()).then_some(Yaml::Map(entries))
}

/// Items below their domains, both in the order of the catalog.
fn by_domain<'a>(
    catalog: &Catalog,
    items: impl Iterator<Item = (&'a str, &'a String, Yaml)>,
) -> Entries {
    let mut domains: BTreeMap<&str, Entries> = BTreeMap::new();
    for (domain, name, item) in items {
        domains.entry(domain).or_default().push((name.clone(), item));
    }
    let domain = |name: &String| Some((name.clone(), Yaml::Map(domains.remove(name.as_str())?)));
    catalog.domains.iter().filter_map(domain).collect()
}

fn scalar(scalar: &Scalar) -> Yaml {
    Keys::default()
        .put("base", text(scalar.base.name()))
        .precision(scalar.base)
        .limits(&scalar.limits)
        .put("example", scalar.example.as_ref().map(value))
        .put("description", scalar.description.as_deref().map(text))
        .custom(&scalar.properties)
        .mapping()
}

fn enumeration(item: &Enum) -> Yaml {
    let is_bare = |value: &EnumValue| {
        let EnumValue { value: _, wire, aliases, description, properties, deprecated } = value;
        wire.is_none()
            && aliases.is_empty()
            && description.is_none()
            && properties.is_empty()
            && deprecated.is_none()
    };
    let values = if item.values.iter().all(is_bare) {
        Yaml::List(item.values.iter().map(|value| text(&value.value)).collect())
    } else {
        Yaml::Map(item.values.iter().map(|item| (item.value.clone(), enum_value(item))).collect())
    };
    Keys::default()
        .put("description", item.description.as_deref().map(text))
        .put("avro_name", item.avro_name.as_deref().map(text))
        .put("open", (!item.open).then(|| word(false)))
        .put("default", item.default.as_deref().map(text))
        .custom(&item.properties)
        .put("values", values)
        .mapping()
}

fn enum_value(item: &EnumValue) -> Yaml {
    let aliases = Yaml::List(item.aliases.iter().map(value).collect());
    Keys::default()
        .put("wire", item.wire.as_ref().map(value))
        .put("aliases", (!item.aliases.is_empty()).then_some(aliases))
        .put("description", item.description.as_deref().map(text))
        .put("deprecated", item.deprecated.as_ref().map(deprecation))
        .custom(&item.properties)
        .mapping()
}

fn variant(catalog: &Catalog, variant: &Variant) -> Yaml {
    let domain = variant.domain.as_deref().unwrap_or_default();
    let tag = match &variant.tag {
        Tag::None => None,
        Tag::Inside(key) => Some(text(key)),
        Tag::Beside(name, content) => {
            Some(Keys::default().put("name", text(name)).put("content", text(content)).mapping())
        }
    };
    let case = |case: &Case| {
        let ty = text(&catalog.type_text(&case.ty, domain));
        let more = Keys::default()
            .put("wire", case.wire.as_deref().map(text))
            .put("description", case.description.as_deref().map(text));
        let case_text = if more.0.is_empty() { ty } else { more.put("type", ty).mapping() };
        (case.name.clone(), case_text)
    };
    Keys::default()
        .put("description", variant.description.as_deref().map(text))
        .put("tag", tag)
        .put("open", variant.open.then(|| word(true)))
        .custom(&variant.properties)
        .put("cases", Yaml::Map(variant.cases.iter().map(case).collect()))
        .mapping()
}

fn record(catalog: &Catalog, record: &Record) -> Yaml {
    let domain = record.domain.as_deref().unwrap_or_default();
    Keys::default()
        .put("description", record.description.as_deref().map(text))
        .put("pii", record.pii.then(|| word(true)))
        .put("deprecated", record.deprecated.as_ref().map(deprecation))
        .custom(&record.properties)
        .put("allow", waivers(&record.waivers))
        .put("open", open(catalog, &record.fields, domain))
        .put("avro_name", record.avro_name.as_deref().map(text))
        .put("fields", fields(catalog, &record.fields, domain, record.pii))
        .mapping()
}

fn event(catalog: &Catalog, event: &Event) -> Yaml {
    let extends = event.extends.map(|id| text(&catalog.type_text(&Ty::Record(id), &event.domain)));
    let own = event.extends.is_none() || event.data.iter().any(|field| !field.extra);
    let data = own.then(|| fields(catalog, &event.data, &event.domain, false));
    Keys::default()
        .put("type", text(&event.event_type))
        .put("avro_name", event.avro_name.as_deref().map(text))
        .put("added", text(&event.added))
        .put("description", event.description.as_deref().map(text))
        .put("key", event.key.as_deref().map(text))
        .put("extends", extends)
        .put("open", open(catalog, &event.data, &event.domain))
        .put("data", data)
        .put("minor_version", (event.minor_version > 0).then(|| word(event.minor_version)))
        .put("warning", event.warning.as_deref().map(text))
        .put("local_only", event.local_only.as_deref().map(text))
        .put("repository", repository(&event.repositories))
        .put("deprecated", event.deprecated.as_ref().map(deprecation))
        .custom(&event.properties)
        .put("allow", waivers(&event.waivers))
        .mapping()
}

/// One repository, or several.
fn repository(all: &[String]) -> Option<Yaml> {
    match all {
        [] => None,
        [one] => Some(text(one)),
        several => Some(Yaml::List(several.iter().map(|one| text(one)).collect())),
    }
}

/// The fields of a record or event in `domain`; `pii` if the whole record is personal data.
fn fields(catalog: &Catalog, fields: &[Field], domain: &str, pii: bool) -> Yaml {
    let entry = |item: &Field| (key(item).to_owned(), field(catalog, item, domain, pii));
    Yaml::Map(fields.iter().filter(|item| !item.extra).map(entry).collect())
}

/// The key of a field: its name on the wire, if only the dots of that are underscores in its name.
fn key(field: &Field) -> &str {
    let is_name = |wire: &&str| without_dots(wire).as_ref() == Some(&field.name);
    field.wire.as_deref().filter(is_name).unwrap_or(&field.name)
}

/// What an open record says of the fields that it does not list.
fn open(catalog: &Catalog, fields: &[Field], domain: &str) -> Option<Yaml> {
    let Some(extra) = fields.iter().find(|field| field.extra) else {
        return catalog.about.closed.then(|| word(false));
    };
    match &extra.ty {
        Ty::Map(ty) if **ty == JSON => Some(word(true)),
        Ty::Map(ty) => Some(text(&catalog.type_text(ty, domain))),
        _ => None,
    }
}

fn field(catalog: &Catalog, field: &Field, domain: &str, pii: bool) -> Yaml {
    let ty = text(&catalog.type_text(&field.ty, domain));
    let more = Keys::default()
        .put("wire", field.wire.as_deref().filter(|wire| *wire != key(field)).map(text))
        .put("required", field.required.map(word))
        .put("const", field.constant.as_ref().map(value))
        .precision_of(&field.ty)
        .limits(&field.limits)
        .put("default", field.default.as_ref().map(|json| typed(catalog, &field.ty, json)))
        .put("example", field.example.as_ref().map(|json| typed(catalog, &field.ty, json)))
        .put("pii", own_pii(catalog, field, pii).map(word))
        .put("description", field.description.as_deref().map(text))
        .put("deprecated", field.deprecated.as_ref().map(deprecation))
        .custom(&field.properties);
    if more.0.is_empty() { ty } else { more.put("type", ty).mapping() }
}

/// What a field says of personal data itself, if its record and its type do not say the same.
fn own_pii(catalog: &Catalog, field: &Field, record: bool) -> Option<bool> {
    let by_type = matches!(field.ty.leaf(), Ty::Record(id) if catalog.records[*id].pii);
    (field.pii != (record || by_type)).then_some(field.pii)
}

fn deprecation(deprecation: &Deprecation) -> Yaml {
    Keys::default()
        .put("since", text(&deprecation.since))
        .put("removal", deprecation.removal.as_deref().map(text))
        .put("replacement", deprecation.replacement.as_deref().map(text))
        .put("note", deprecation.note.as_deref().map(text))
        .mapping()
}

fn waivers(rules: &[&str]) -> Option<Yaml> {
    let waiver = |rule: &&str| {
        let reason = text("It was so when it was imported.");
        Keys::default().put("rule", text(rule)).put("reason", reason).mapping()
    };
    (!rules.is_empty()).then(|| Yaml::List(rules.iter().map(waiver).collect()))
}

/// The value of a default or example, with the names of values of enums.
fn typed(catalog: &Catalog, ty: &Ty, json: &Json) -> Yaml {
    match (ty, json) {
        (Ty::Enum(id), json) => {
            let named = catalog.enums[*id].values.iter().find(|value| value.is(json));
            named.map_or_else(|| value(json), |named| text(&named.value))
        }
        (Ty::Nullable(inner), json) => typed(catalog, inner, json),
        (Ty::List(inner), Json::Array(items)) => {
            Yaml::List(items.iter().map(|item| typed(catalog, inner, item)).collect())
        }
        (Ty::Map(inner), Json::Object(object)) => {
            let entry = |(key, item): &(String, Json)| (key.clone(), typed(catalog, inner, item));
            Yaml::Map(object.0.iter().map(entry).collect())
        }
        (Ty::Primitive(Primitive::Moment(moment)), Json::Number(number)) => {
            let read = number.as_i64().and_then(|count| MomentText::from_count(*moment, count));
            read.map_or_else(|| value(json), |read| text(&read.to_string()))
        }
        (Ty::Record(id), Json::Object(object)) => {
            let fields = &catalog.records[*id].fields;
            let entry = |(key, item): &(String, Json)| {
                let is_named = |field: &&Field| field.on_wire() == key;
                match fields.iter().find(is_named) {
                    Some(field) => (field.name.clone(), typed(catalog, &field.ty, item)),
                    None => (key.clone(), value(item)),
                }
            };
            Yaml::Map(object.0.iter().map(entry).collect())
        }
        (
            Ty::List(_)
            | Ty::Map(_)
            | Ty::Record(_)
            | Ty::Primitive(_)
            | Ty::Scalar(_)
            | Ty::Variant(_),
            json,
        ) => value(json),
    }
}

/// A value as JSON has it.
fn value(json: &Json) -> Yaml {
    match json {
        Json::Null | Json::Bool(_) | Json::Number(_) => word(json.compact()),
        Json::String(value) => text(value),
        Json::Array(items) => Yaml::List(items.iter().map(value).collect()),
        Json::Object(object) => {
            Yaml::Map(object.0.iter().map(|(key, item)| (key.clone(), value(item))).collect())
        }
    }
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn word(word: impl ToString) -> Yaml {
    Yaml::Word(word.to_string())
}

/// The keys of a mapping of the language; those without a value are left out.
#[derive(Default)]
struct Keys(Entries);

impl Keys {
    fn put(mut self, key: &str, value: impl Into<Option<Yaml>>) -> Self {
        self.0.extend(value.into().map(|value| (key.to_owned(), value)));
        self
    }

    fn custom(mut self, properties: &Properties) -> Self {
        self.0.extend(properties.iter().map(|(name, json)| (name.clone(), value(json))));
        self
    }

    /// The precision of the primitive that a type holds.
    fn precision_of(self, ty: &Ty) -> Self {
        match ty.leaf() {
            Ty::Primitive(primitive) => self.precision(*primitive),
            Ty::Scalar(_) | Ty::Enum(_) | Ty::Record(_) | Ty::Variant(_) => self,
            Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) => self,
        }
    }

    fn precision(self, primitive: Primitive) -> Self {
        if let Primitive::Decimal(decimal) = primitive {
            let scale = (decimal.scale > 0).then(|| word(decimal.scale));
            return self.put("precision", word(decimal.precision)).put("scale", scale);
        }
        if let Primitive::Moment(moment) = primitive {
            // What a local one is without the key.
            let is_needed = moment.clock == Clock::Utc || moment.unit != Unit::Micros;
            return self.put("precision", is_needed.then(|| word(moment.unit.name())));
        }
        self
    }

    fn limits(self, limits: &Limits) -> Self {
        self.put("min", limits.min.as_ref().map(word))
            .put("max", limits.max.as_ref().map(word))
            .put("multiple_of", limits.multiple_of.as_ref().map(word))
            .put("min_length", limits.min_length.map(word))
            .put("max_length", limits.max_length.map(word))
            .put("format", limits.format.map(word))
            .put("pattern", limits.pattern.as_deref().map(text))
    }

    fn mapping(self) -> Yaml {
        Yaml::Map(self.0)
    }
}
