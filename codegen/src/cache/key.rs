//! Cache keys: the digest of everything that a file is made from, taken from the model.
//!
//! An item's own digest is its hash, in which ids count as the names of what they refer to; its
//! whole digest also covers every item that it leads to. [`Hash`] is derived throughout the model, so
//! a new field is part of the keys as soon as it exists.

use std::collections::{HashSet, VecDeque};
use std::hash::{Hash, Hasher};

use annals_catalog::model::{AnyId, DomainId, EventId, Model, RecordId, Usage};
use annals_contract::{Digest, digest};

use crate::parallel;

/// The digests of the items of a model.
pub(crate) struct Keys {
    /// Of what the catalog says outside of its items; part of every key.
    header: Digest,
    events: Vec<Digests>,
    records: Vec<Digests>,
}

/// The digests of an event or a record.
struct Digests {
    own: Digest,
    whole: Digest,
}

impl Keys {
    pub(crate) fn of(model: &Model) -> Self {
        let Model {
            name,
            title,
            namespace,
            source,
            version,
            // Where it is written.
            version_span: _,
            description,
            avro,
            json,
            // It is judged with each run, and shown nowhere.
            evolution: _,
            properties,
            domains,
            scalars,
            enums,
            variants,
            records,
            events,
            homes,
            // Only the site is made from it.
            docs: _,
        } = model;
        let header = (
            name,
            title,
            namespace,
            source,
            version,
            description,
            avro,
            json,
            properties,
            domains,
            homes,
        );
        let header = Own::of(model, &header).digest;
        let events = Own::all(model, events);
        let types = Types {
            scalars: Own::all(model, scalars),
            enums: Own::all(model, enums),
            variants: Own::all(model, variants),
            records: Own::all(model, records),
        };
        let items = |all: &[Own]| {
            let item = |own: &Own| Digests { own: own.digest, whole: types.whole(header, own) };
            parallel::map(all, item)
        };
        Self { header, events: items(&events), records: items(&types.records) }
    }

    /// The key of files about one event.
    pub(crate) fn event(&self, id: EventId) -> Digest {
        self.events[id.0 as usize].whole
    }

    /// The key of a record's page, which lists its users.
    pub(crate) fn record_page(&self, id: RecordId, usage: &Usage) -> Digest {
        let Usage { events, records, extended_by, extended_by_events, inherited_by } = usage;
        let mut bytes = Bytes::default();
        self.records[id.0 as usize].whole.hash(&mut bytes);
        for (id, paths) in events {
            (self.events[id.0 as usize].own, paths).hash(&mut bytes);
        }
        for (id, fields) in records {
            (self.records[id.0 as usize].own, fields).hash(&mut bytes);
        }
        for id in extended_by {
            self.records[id.0 as usize].own.hash(&mut bytes);
        }
        for id in extended_by_events.iter().chain(inherited_by) {
            self.events[id.0 as usize].own.hash(&mut bytes);
        }
        digest(&bytes.0)
    }

    /// The key of files about the events of a domain.
    pub(crate) fn events_of(&self, model: &Model, domain: DomainId) -> Digest {
        let events = model.events.iter().zip(&self.events);
        self.all(events.filter(|(event, _)| event.domain == domain).map(|(_, item)| item))
    }

    /// The key of files about the records of a domain.
    pub(crate) fn records_of(&self, model: &Model, domain: DomainId) -> Digest {
        let records = model.records.iter().zip(&self.records);
        self.all(records.filter(|(record, _)| record.domain == domain).map(|(_, item)| item))
    }

    /// The key of files about all events and records of a domain.
    pub(crate) fn domain(&self, model: &Model, domain: DomainId) -> Digest {
        let mut bytes = Bytes::default();
        let parts = [self.events_of(model, domain), self.records_of(model, domain)];
        (&model[domain].name, parts).hash(&mut bytes);
        digest(&bytes.0)
    }

    fn all<'a>(&self, items: impl Iterator<Item = &'a Digests>) -> Digest {
        let mut bytes = Bytes::default();
        self.header.hash(&mut bytes);
        items.for_each(|item| item.own.hash(&mut bytes));
        digest(&bytes.0)
    }
}

/// The own digest of an item, and the ids in it.
struct Own {
    digest: Digest,
    ids: Vec<AnyId>,
}

impl Own {
    fn of(model: &Model, item: &impl Hash) -> Self {
        let mut hasher = Named { model, bytes: Bytes::default(), ids: Vec::new() };
        item.hash(&mut hasher);
        Self { digest: digest(&hasher.bytes.0), ids: hasher.ids }
    }

    fn all(model: &Model, items: &[impl Hash + Sync]) -> Vec<Self> {
        parallel::map(items, |item| Self::of(model, item))
    }
}

/// What types lead to.
struct Types {
    scalars: Vec<Own>,
    enums: Vec<Own>,
    variants: Vec<Own>,
    records: Vec<Own>,
}

impl Types {
    /// The digest of an item with everything that it leads to, each once and in the order in which
    /// the ids are found, which is decided by the items alone.
    fn whole(&self, header: Digest, start: &Own) -> Digest {
        let mut bytes = Bytes::default();
        (header, start.digest).hash(&mut bytes);
        let mut seen = HashSet::new();
        let mut waiting = VecDeque::new();
        let mut ids = start.ids.as_slice();
        loop {
            waiting.extend(ids.iter().filter(|id| seen.insert(**id)));
            let Some(id) = waiting.pop_front() else { return digest(&bytes.0) };
            ids = match id {
                AnyId::Scalar(id) => self.add(&mut bytes, &self.scalars[id.0 as usize]),
                AnyId::Enum(id) => self.add(&mut bytes, &self.enums[id.0 as usize]),
                AnyId::Variant(id) => self.add(&mut bytes, &self.variants[id.0 as usize]),
                AnyId::Record(id) => self.add(&mut bytes, &self.records[id.0 as usize]),
                // Only their names are shown, which are part of what refers to them.
                AnyId::Domain(_) | AnyId::Event(_) => &[],
            };
        }
    }

    fn add<'a>(&self, bytes: &mut Bytes, own: &'a Own) -> &'a [AnyId] {
        own.digest.hash(bytes);
        &own.ids
    }
}

/// Collects what is hashed, with names in place of ids; notes the ids.
struct Named<'a> {
    model: &'a Model,
    bytes: Bytes,
    ids: Vec<AnyId>,
}

impl Hasher for Named<'_> {
    fn write(&mut self, bytes: &[u8]) {
        self.bytes.write(bytes);
    }

    fn write_u128(&mut self, bits: u128) {
        let id = AnyId::from_bits(bits).expect("only ids hash as 128 bits in a model");
        let model = self.model;
        let domain = |id: DomainId| model[id].name.as_str();
        let names = match id {
            AnyId::Domain(id) => [domain(id), "", ""],
            AnyId::Scalar(id) => [&model[id].name, "", ""],
            AnyId::Enum(id) => [&model[id].name, "", ""],
            AnyId::Record(id) => [domain(model[id].domain), &model[id].name, ""],
            AnyId::Variant(id) => [domain(model[id].domain), &model[id].name, ""],
            // What replaces an event is shown by its name and type.
            AnyId::Event(id) => [domain(model[id].domain), &model[id].name, &model[id].event_type],
        };
        names.hash(&mut self.bytes);
        self.ids.push(id);
    }

    fn finish(&self) -> u64 {
        self.bytes.finish()
    }
}

/// Collects what is hashed: a digest wants long pieces, and a model is many short ones.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        digest(&self.0).0 as u64
    }
}
