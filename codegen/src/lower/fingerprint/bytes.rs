//! A thing of the model in, bytes that tell it from any other one out.
//!
//! Each thing is taken apart without `..`, so nothing is forgotten: what lowering never looks at is
//! left out by name. Texts and lists begin with their length, so that no two things share their bytes.

use annals_catalog::model::{
    Date, Deprecation, DomainId, Enum, EnumId, EnumValue, Event, EventId, Field, Key, Limits,
    Model, Number, Primitive, Record, RecordId, Replacement, Scalar, ScalarId, Type, Value,
};
use annals_contract::{Digest, digest};

use super::Own;

/// A thing that a type leads to.
#[derive(Clone, Copy)]
pub(super) enum Target {
    Record(RecordId),
    Scalar(ScalarId),
    Enum(EnumId),
}

/// As many bytes as most things have.
const ENOUGH: usize = 512;

/// The bytes of one thing, and what its types lead to.
pub(super) struct Bytes<'a> {
    model: &'a Model,
    bytes: Vec<u8>,
    uses: Vec<Target>,
}

/// Something that has bytes of its own.
pub(super) trait Part {
    fn add_to(&self, bytes: &mut Bytes<'_>);
}

impl<'a> Bytes<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        Self { model, bytes: Vec::with_capacity(ENOUGH), uses: Vec::new() }
    }

    pub(super) fn add(&mut self, parts: &[&dyn Part]) {
        for part in parts {
            part.add_to(self);
        }
    }

    pub(super) fn digest(&self) -> Digest {
        digest(&self.bytes)
    }

    /// The digest of one thing; starts anew.
    pub(super) fn own(&mut self, thing: &dyn Part) -> Own {
        self.bytes.clear();
        thing.add_to(self);
        Own { digest: self.digest(), uses: std::mem::take(&mut self.uses) }
    }

    /// The digest of several things.
    pub(super) fn of_all(mut self, all: impl Iterator<Item = Digest>) -> Digest {
        all.for_each(|own| own.add_to(&mut self));
        self.digest()
    }

    fn tag(&mut self, tag: u8) {
        self.bytes.push(tag);
    }

    fn length(&mut self, length: usize) {
        self.bytes.extend((length as u64).to_le_bytes());
    }
}

impl Part for String {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.length(self.len());
        bytes.bytes.extend(self.as_bytes());
    }
}

impl Part for bool {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.tag((*self).into());
    }
}

impl Part for u32 {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.bytes.extend(self.to_le_bytes());
    }
}

impl Part for u64 {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.bytes.extend(self.to_le_bytes());
    }
}

impl Part for i64 {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.bytes.extend(self.to_le_bytes());
    }
}

impl Part for f64 {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        self.to_bits().add_to(bytes);
    }
}

impl Part for Digest {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.bytes.extend(self.0.to_le_bytes());
    }
}

impl<T: Part> Part for Option<T> {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.tag(self.is_some().into());
        if let Some(part) = self {
            part.add_to(bytes);
        }
    }
}

impl<T: Part> Part for Vec<T> {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.length(self.len());
        for part in self {
            part.add_to(bytes);
        }
    }
}

impl<T: Part, U: Part> Part for (T, U) {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.add(&[&self.0, &self.1]);
    }
}

/// By its name; its title is the affair of the files that show it.
impl Part for DomainId {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.model[*self].name.add_to(bytes);
    }
}

/// By its names.
impl Part for RecordId {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let record = &bytes.model[*self];
        bytes.add(&[&record.domain, &record.name]);
    }
}

/// By its names, among them its event type, which a JSON Schema calls it by.
impl Part for EventId {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let event = &bytes.model[*self];
        bytes.add(&[&event.domain, &event.name, &event.event_type]);
    }
}

impl Part for Event {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self {
            name,
            event_type,
            domain,
            added,
            description,
            key,
            data,
            definition,
            triggers,
            repositories,
            minor_version,
            local_only,
            warning,
            deprecated,
            pii,
            waivers: _,
            span: _,
        } = self;
        bytes.add(&[name, event_type, domain, added, description, key, data, definition, triggers]);
        bytes.add(&[repositories, minor_version, local_only, warning, deprecated, pii]);
    }
}

impl Part for Record {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self {
            name,
            domain,
            description,
            extends,
            fields,
            pii,
            added,
            deprecated,
            waivers: _,
            span: _,
        } = self;
        bytes.add(&[name, domain, description, extends, fields, pii, added, deprecated]);
    }
}

impl Part for Field {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self {
            name,
            ty,
            description,
            default,
            example,
            pii,
            added,
            deprecated,
            limits,
            inherited_from,
            waivers: _,
            boxed,
            span: _,
        } = self;
        bytes.add(&[name, ty, description, default, example, pii, added, deprecated, limits]);
        bytes.add(&[inherited_from, boxed]);
    }
}

impl Part for Scalar {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { name, base, limits, example, description, waivers: _, span: _ } = self;
        bytes.add(&[name, base, limits, example, description]);
    }
}

impl Part for Enum {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { name, values, description, waivers: _, span: _ } = self;
        bytes.add(&[name, values, description]);
    }
}

impl Part for EnumValue {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { value, description, deprecated, waivers: _ } = self;
        bytes.add(&[value, description, deprecated]);
    }
}

impl Part for Deprecation {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { since, removal, replacement, note } = self;
        bytes.add(&[since, removal, replacement, note]);
    }
}

impl Part for Replacement {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let (tag, part): (u8, &dyn Part) = match self {
            Self::Event(id) => (0, id),
            Self::Record(id) => (1, id),
            Self::Sibling(name) => (2, name),
        };
        bytes.tag(tag);
        part.add_to(bytes);
    }
}

/// The steps and the type at the end follow from the path and the fields.
impl Part for Key {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { path, steps: _, ty: _ } = self;
        path.add_to(bytes);
    }
}

impl Part for Date {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { year, month, day } = *self;
        (u32::from(year) << 16 | u32::from(month) << 8 | u32::from(day)).add_to(bytes);
    }
}

impl Part for Limits {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let Self { min, max, min_length, max_length, pattern } = self;
        bytes.add(&[min, max, min_length, max_length, pattern]);
    }
}

impl Part for Number {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let (tag, part): (u8, &dyn Part) = match self {
            Self::Int(number) => (0, number),
            Self::Float(number) => (1, number),
        };
        bytes.tag(tag);
        part.add_to(bytes);
    }
}

impl Part for Primitive {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        bytes.tag(*self as u8);
    }
}

impl Part for Type {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let (tag, part): (u8, &dyn Part) = match self {
            Self::Primitive(primitive) => (0, primitive),
            Self::List(inner) => (1, &**inner),
            Self::Map(inner) => (2, &**inner),
            Self::Nullable(inner) => (3, &**inner),
            Self::Scalar(id) => {
                bytes.uses.push(Target::Scalar(*id));
                (4, &bytes.model[*id].name)
            }
            Self::Enum(id) => {
                bytes.uses.push(Target::Enum(*id));
                (5, &bytes.model[*id].name)
            }
            Self::Record(id) => {
                bytes.uses.push(Target::Record(*id));
                (6, id)
            }
        };
        bytes.tag(tag);
        part.add_to(bytes);
    }
}

impl Part for Value {
    fn add_to(&self, bytes: &mut Bytes<'_>) {
        let (tag, part): (u8, &dyn Part) = match self {
            Self::Null => return bytes.tag(0),
            Self::Bool(value) => (1, value),
            Self::Int(number) => (2, number),
            Self::Float(number) => (3, number),
            Self::String(text) => (4, text),
            Self::List(items) => (5, items),
            Self::Map(entries) => (6, entries),
        };
        bytes.tag(tag);
        part.add_to(bytes);
    }
}
