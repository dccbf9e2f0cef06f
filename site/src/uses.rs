//! Which events and records use which type, and along which paths.
//!
//! A record that is extended is used by those that extend it: their payloads have its fields. The number of paths can be
//! exponential, so beyond [`LIMIT`] fields of one event a record is entered only if no other path led to it.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{Core, EventId, Field, Model, RecordId, Type};
use rayon::prelude::*;

/// Most fields of an event that are reached along every path.
const LIMIT: usize = 1_000;

/// The users of all types.
pub(crate) struct Uses {
    by_type: BTreeMap<Core, Users>,
}

/// Where a field is in the data of an event.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: String,
    /// How much of the path is on the page of the event: the cases of a variant are not.
    pub(crate) shown: usize,
}

/// The users of one type, in the order of the catalog.
#[derive(Debug, Default)]
pub(crate) struct Users {
    /// The events, with the paths to the fields that hold it, in wire order.
    pub(crate) events: Vec<(EventId, Vec<Place>)>,
    /// The records whose own fields hold it, with their names.
    pub(crate) records: Vec<(RecordId, Vec<String>)>,
}

impl Uses {
    pub(crate) fn of(model: &Model) -> Self {
        let mut by_type: BTreeMap<Core, Users> = BTreeMap::new();
        let numbered: Vec<EventId> = (0..).map(EventId).take(model.events.len()).collect();
        // Walking is slow and runs on all cores; noting keeps the order.
        let walked: Vec<Vec<(Core, Place)>> =
            numbered.par_iter().map(|id| Walk::over(model, *id)).collect();
        for (id, found) in numbered.into_iter().zip(walked) {
            for (core, place) in found {
                note(&mut by_type.entry(core).or_default().events, id, place);
            }
        }
        for (id, record) in (0..).map(RecordId).zip(&model.records) {
            for field in record.own() {
                let mut cores = Vec::new();
                cores_of(model, &field.ty, &mut cores);
                for core in cores {
                    note(&mut by_type.entry(core).or_default().records, id, field.name.clone());
                }
            }
        }
        Self { by_type }
    }

    /// The users of a type.
    pub(crate) fn of_type(&self, core: Core) -> Option<&Users> {
        self.by_type.get(&core)
    }

    /// Every type that a field has.
    pub(crate) fn types(&self) -> impl Iterator<Item = Core> {
        self.by_type.keys().copied()
    }
}

/// Adds a path to its user, which is the last one or a new one.
fn note<Id: PartialEq, P>(users: &mut Vec<(Id, Vec<P>)>, user: Id, place: P) {
    match users.last_mut() {
        Some((last, places)) if *last == user => places.push(place),
        _ => users.push((user, vec![place])),
    }
}

/// The type at the core, and for a variant those of its cases.
fn cores_of(model: &Model, ty: &Type, found: &mut Vec<Core>) {
    let core = ty.core();
    found.push(core);
    match core {
        Core::Variant(id) => {
            let cases = model[id].cases.iter().map(|case| case.ty.core());
            found.extend(cases.filter(|case| *case != core).collect::<BTreeSet<_>>());
        }
        Core::Record(id) => found.extend(bases(model, Some(id)).map(Core::Record)),
        Core::Primitive(_) | Core::Scalar(_) | Core::Enum(_) => {}
    }
}

/// The records that a record extends, the nearest first.
fn bases(model: &Model, record: Option<RecordId>) -> impl Iterator<Item = RecordId> {
    let next = |id: &RecordId| model[*id].extends;
    std::iter::successors(record.and_then(|id| model[id].extends), next)
}

struct Walk<'m> {
    model: &'m Model,
    /// The records around the current field.
    open: Vec<RecordId>,
    seen: BTreeSet<RecordId>,
    /// The fields so far that the page of the event shows, and all.
    shown: usize,
    fields: usize,
    found: Vec<(Core, Place)>,
}

impl<'m> Walk<'m> {
    fn over(model: &'m Model, id: EventId) -> Vec<(Core, Place)> {
        let (open, seen, found) = (Vec::new(), BTreeSet::new(), Vec::new());
        let mut walk = Self { model, open, seen, shown: 0, fields: 0, found };
        let event = &model[id];
        if let Some(base) = event.extends {
            let all = std::iter::once(base).chain(bases(model, event.extends));
            let place = || Place { path: String::new(), shown: 0 };
            walk.found.extend(all.map(|base| (Core::Record(base), place())));
        }
        walk.enter(&event.data, "", None);
        // Paths to one type follow each other.
        walk.found.sort_by_key(|(core, _)| *core);
        walk.found
    }

    /// `hidden` is how much of the paths is shown, if the fields themselves are not.
    fn enter(&mut self, fields: &'m [Field], outer: &str, hidden: Option<usize>) {
        for field in fields {
            self.fields += 1;
            self.shown += usize::from(hidden.is_none());
            let path = field.path(outer);
            let shown = hidden.unwrap_or(path.len());
            let mut cores = Vec::new();
            cores_of(self.model, &field.ty, &mut cores);
            let mut inner = path.clone();
            field.ty.descend(&mut inner);
            let place = |core| (core, Place { path: path.clone(), shown });
            self.found.extend(cores.into_iter().map(place));
            for record in self.model.records_in(&field.ty) {
                let is_new = self.seen.insert(record);
                let is_around = self.open.contains(&record);
                if is_around || !is_new && self.fields >= LIMIT {
                    continue;
                }
                // As the tree of the page decides.
                let all = self.shown + self.model[record].fields.len();
                let stays = field.ty.record() == Some(record) && all < LIMIT;
                let hidden = hidden.or((!stays).then_some(path.len()));
                self.open.push(record);
                self.enter(&self.model[record].fields, &inner, hidden);
                self.open.pop();
            }
        }
    }
}
