//! The model in; digests of all that a file is made from, taken before anything is lowered, out.
//!
//! Equal digests, equal files: so nothing that lowering looks at may be missing here. Every thing of
//! the model is taken apart field by field (see [`bytes`]), and a new field does not compile until
//! somebody decides about it. A thing is known by its name and never by its number, which another
//! one may get when something is inserted before it. Files about many things are few, and rest on
//! little of each; their digests are those of what is taken from the model for them.

mod bytes;

use annals_catalog::model::{AvroProfile, Domain, DomainId, EventId, Model, RecordId, Usage};
use annals_contract::Digest;
use rayon::prelude::*;

use bytes::{Bytes, Part, Target};

/// Digests of a model.
pub(crate) struct Fingerprints {
    events: Vec<Fingerprint>,
    records: Vec<Fingerprint>,
}

/// Digests of an event or record.
struct Fingerprint {
    /// Of what is written in it; other things by their names.
    own: Digest,
    /// Of that and of everything that its types lead to.
    whole: Digest,
}

/// What is written in one thing, and what its types lead to from there.
struct Own {
    digest: Digest,
    uses: Vec<Target>,
}

impl Fingerprints {
    /// Takes the digests of a model, on all cores.
    pub(crate) fn of(model: &Model) -> Self {
        let Model {
            // These are known by their names, and what shows more of them says so below.
            name: _,
            avro: _,
            domains: _,
            // Only files about the whole catalog show these.
            title: _,
            namespace: _,
            version: _,
            description: _,
            scalars,
            enums,
            records,
            events,
        } = model;
        let events = owns(model, events);
        let types = Types {
            records: owns(model, records),
            scalars: owns(model, scalars),
            enums: owns(model, enums),
        };
        let fingerprints = |all: &[Own]| {
            let whole = |walk: &mut Walk<'_>, own: &Own| Fingerprint {
                own: own.digest,
                whole: walk.whole(own),
            };
            all.par_iter().map_init(|| Walk::new(&types), whole).collect()
        };
        Self { events: fingerprints(&events), records: fingerprints(&types.records) }
    }

    /// What an event's JSON Schema is made from, and whatever else is about the event alone.
    pub(crate) fn json_schema(&self, EventId(id): EventId) -> Digest {
        self.events[id as usize].whole
    }

    /// What an event's Avro schema is made from.
    pub(crate) fn avro(&self, model: &Model, EventId(id): EventId) -> Digest {
        let AvroProfile { record, doc } = &model.avro;
        let mut bytes = Bytes::new(model);
        bytes.add(&[record, doc, &self.events[id as usize].whole]);
        bytes.digest()
    }

    /// What an event's page is made from.
    pub(crate) fn event_page(&self, model: &Model, id: EventId) -> Digest {
        let mut bytes = page(model, model[id].domain);
        bytes.add(&[&self.events[id.0 as usize].whole]);
        bytes.digest()
    }

    /// What a record's page is made from; `usage` is who uses the record.
    pub(crate) fn record_page(&self, model: &Model, id: RecordId, usage: &Usage) -> Digest {
        let Usage { events, records, extended_by } = usage;
        let mut bytes = page(model, model[id].domain);
        bytes.add(&[&self.records[id.0 as usize].whole, events, records, extended_by]);
        bytes.digest()
    }

    /// What the bindings of a domain's events are made from.
    pub(crate) fn rust_events(&self, model: &Model, domain: DomainId) -> Digest {
        let events = self.events.iter().zip(&model.events);
        let events = events.filter(|(_, event)| event.domain == domain);
        Bytes::new(model).of_all(events.map(|(print, _)| print.own))
    }

    /// What the bindings of a domain's records are made from.
    pub(crate) fn rust_records(&self, model: &Model, domain: DomainId) -> Digest {
        let records = self.records.iter().zip(&model.records);
        let records = records.filter(|(_, record)| record.domain == domain);
        Bytes::new(model).of_all(records.map(|(print, _)| print.own))
    }
}

/// What is written in each of many things.
fn owns<T: Part + Sync>(model: &Model, things: &[T]) -> Vec<Own> {
    things.par_iter().map_init(|| Bytes::new(model), |bytes, thing| bytes.own(thing)).collect()
}

/// What every page in a domain shows: the name of the crate, and the domain it belongs to.
fn page(model: &Model, domain: DomainId) -> Bytes<'_> {
    let Domain { name, title, description: _, waivers: _ } = &model[domain];
    let mut bytes = Bytes::new(model);
    bytes.add(&[&model.name, name, title]);
    bytes
}

/// What types can lead to.
struct Types {
    records: Vec<Own>,
    scalars: Vec<Own>,
    enums: Vec<Own>,
}

/// A way through everything that an event or record leads to; each thing is met once.
///
/// The order in which things are met is decided by what is written in them. So the digests in that
/// order tell any two such wholes apart, also where records hold each other.
struct Walk<'a> {
    types: &'a Types,
    /// The walk that met a record last, so that nothing is cleared between walks.
    met: [Vec<u32>; 3],
    number: u32,
    waiting: Vec<Target>,
    digests: Vec<u8>,
}

impl<'a> Walk<'a> {
    fn new(types: &'a Types) -> Self {
        let Types { records, scalars, enums } = types;
        let met = [vec![0; records.len()], vec![0; scalars.len()], vec![0; enums.len()]];
        Self { types, met, number: 0, waiting: Vec::new(), digests: Vec::new() }
    }

    fn whole(&mut self, start: &Own) -> Digest {
        self.number += 1;
        self.waiting.clear();
        self.digests.clear();
        self.visit(start);
        let mut next = 0;
        while let Some(target) = self.waiting.get(next) {
            next += 1;
            let types = self.types;
            self.visit(match target {
                Target::Record(id) => &types.records[id.0 as usize],
                Target::Scalar(id) => &types.scalars[id.0 as usize],
                Target::Enum(id) => &types.enums[id.0 as usize],
            });
        }
        annals_contract::digest(&self.digests)
    }

    fn visit(&mut self, own: &Own) {
        self.digests.extend(own.digest.0.to_le_bytes());
        for target in &own.uses {
            let (kind, index) = match target {
                Target::Record(id) => (0, id.0),
                Target::Scalar(id) => (1, id.0),
                Target::Enum(id) => (2, id.0),
            };
            let met = &mut self.met[kind][index as usize];
            if std::mem::replace(met, self.number) != self.number {
                self.waiting.push(*target);
            }
        }
    }
}
