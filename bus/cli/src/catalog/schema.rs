//! A catalog as payloads are read and written by it: every name is bound.

use std::collections::BTreeMap;

use annals_contract as contract;
use annals_contract::{Lock, Primitive, Unknown};
use serde_json::Value;

use super::error::Invalid;
use super::limits::Limits;
use super::spelling::Names;
use super::types::Type;

/// The types and events of a catalog.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    /// First part of `source`.
    pub(super) source: String,
    pub(super) version: Vec<u32>,
    pub(super) scalars: Vec<(Primitive, Limits)>,
    pub(super) enums: Vec<contract::Enum>,
    pub(super) variants: Vec<Variant>,
    pub(super) records: Vec<Vec<Field>>,
    /// By event type.
    pub(super) events: BTreeMap<String, Event>,
}

/// The data of an event.
#[derive(Debug)]
pub(crate) struct Event {
    pub(super) event_type: String,
    pub(super) minor_version: u32,
    pub(super) local_only: bool,
    /// The names in JSON that lead to the key.
    pub(super) key: Option<Vec<String>>,
    pub(super) fields: Vec<Field>,
}

/// A field of a record or event.
#[derive(Debug)]
pub(super) struct Field {
    /// In the catalog.
    pub(super) name: String,
    /// In JSON.
    pub(super) wire: String,
    pub(super) ty: Type,
    pub(super) presence: Presence,
    pub(super) limits: Limits,
}

#[derive(Debug)]
pub(super) enum Presence {
    Required,
    Default(Value),
    Optional,
    Extra,
    Constant(Value),
}

#[derive(Debug)]
pub(super) struct Variant {
    pub(super) tag: Option<String>,
    pub(super) content: Option<String>,
    pub(super) open: bool,
    /// Tag and type of each.
    pub(super) cases: Vec<(String, Type)>,
}

impl Schema {
    /// Binds the names of a contract. The error names what it cannot bind.
    pub(super) fn of(lock: &Lock) -> Result<Self, String> {
        let names = Names::of(lock);
        let version = lock.catalog.version.split('.').map(|part| part.parse().unwrap_or(0));
        let mut schema = Self {
            source: lock.catalog.source.clone(),
            version: version.collect(),
            enums: lock.enums.values().cloned().collect(),
            ..Self::default()
        };
        for scalar in lock.scalars.values() {
            schema.scalars.push((scalar.base, Limits::of(&scalar.limits)));
        }
        for variant in lock.variants.values() {
            let case =
                |case: &contract::Case| Ok((case.tag.clone(), names.ty(&case.ty, &case.rust)?));
            let cases = variant.cases.iter().map(case).collect::<Result<_, String>>()?;
            let (tag, content) = (variant.tag.clone(), variant.content.clone());
            schema.variants.push(Variant { tag, content, open: variant.open, cases });
        }
        for record in lock.records.values() {
            schema.records.push(fields(&names, &record.fields)?);
        }
        for (event_type, event) in &lock.events {
            let fields = fields(&names, &event.fields)?;
            let key = event.key.as_deref().map(|path| schema.key(&fields, path)).transpose()?;
            let event = Event {
                event_type: event_type.clone(),
                minor_version: event.minor_version,
                local_only: event.local_only,
                key,
                fields,
            };
            schema.events.insert(event_type.clone(), event);
        }
        Ok(schema)
    }

    /// The names in JSON on the path to a key.
    fn key<'a>(&'a self, mut fields: &'a [Field], path: &str) -> Result<Vec<String>, String> {
        let mut wires = Vec::new();
        for name in path.split('.') {
            let field = fields.iter().find(|field| field.name == name);
            let field = field.ok_or_else(|| format!("the key `{path}` leads nowhere"))?;
            wires.push(field.wire.clone());
            fields = match &field.ty {
                Type::Record(record) => &self.records[*record],
                _ => &[],
            };
        }
        Ok(wires)
    }

    /// Checks the limits of a field.
    pub(super) fn check(&self, field: &Field, value: &Value) -> Result<(), Invalid> {
        let ty = match &field.ty {
            Type::Nullable(inner) => inner,
            ty => ty,
        };
        match (ty, value) {
            (Type::List(_), Value::Array(items)) => field.limits.check_count(items.len()),
            (Type::Map(_), Value::Object(entries)) => field.limits.check_count(entries.len()),
            (Type::Primitive(primitive), value) => field.limits.check(*primitive, value),
            (Type::Scalar(index), value) => field.limits.check(self.scalars[*index].0, value),
            // What has the wrong type is found elsewhere.
            (Type::List(_) | Type::Map(_), _) => Ok(()),
            (Type::Nullable(_) | Type::Enum(_) | Type::Record(_) | Type::Variant(_), _) => Ok(()),
        }
    }

    /// The value that readers take for one that an enum does not list.
    pub(super) fn unlisted<'a>(&'a self, item: &'a contract::Enum) -> Option<&'a str> {
        match &item.unknown {
            Unknown::Kept | Unknown::Refused => None,
            Unknown::Default(variant) => {
                let value = item.values.iter().find(|value| value.variant == *variant);
                value.map(|value| value.value.as_str())
            }
        }
    }
}

fn fields(names: &Names, fields: &[contract::Field]) -> Result<Vec<Field>, String> {
    let json = |text: &String| {
        serde_json::from_str(text).map_err(|error| format!("a default is not JSON: {error}"))
    };
    let field = |field: &contract::Field| {
        Ok(Field {
            name: field.name.clone(),
            wire: field.wire.clone().unwrap_or_else(|| field.name.clone()),
            ty: names.ty(&field.ty, &field.rust)?,
            presence: match &field.presence {
                contract::Presence::Required | contract::Presence::Initial(_) => Presence::Required,
                contract::Presence::Default(text) => Presence::Default(json(text)?),
                contract::Presence::Optional => Presence::Optional,
                contract::Presence::Extra => Presence::Extra,
                contract::Presence::Constant(text) => Presence::Constant(json(text)?),
            },
            limits: Limits::of(&field.limits),
        })
    };
    fields.iter().map(field).collect()
}
