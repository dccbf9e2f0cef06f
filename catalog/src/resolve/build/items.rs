//! Builds the records and events of the model on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::diagnostic::Diagnostics;
use crate::model::{self, EventId, RecordId};
use crate::parallel;
use crate::resolve::bind::Binder;
use crate::resolve::build::record::{self, Own};
use crate::resolve::build::{Builder, event};
use crate::resolve::cycle::Boxes;
use crate::resolve::data::{self, Data};
use crate::resolve::personal::Personal;
use crate::resolve::value::{FILL_LIMIT, Reader};

/// The records and events of the model; `data` has the bound data of each event.
pub(crate) fn items<'a>(
    diagnostics: &mut Diagnostics,
    mut builder: Builder<'_, 'a>,
    boxes: &Boxes,
    personal: &Personal<'_, '_>,
    data: &[Data<'a>],
) -> (Option<Vec<model::Record>>, Option<Vec<model::Event>>) {
    let ids: Vec<RecordId> = builder.records.ids().collect();
    let events = (0..).map(EventId).zip(&builder.index().events.items).zip(data);
    let events: Vec<event::Item<'_, 'a>> =
        events.map(|((id, ast), data)| (id, *ast, data)).collect();
    if let Some((own, events)) = side_by_side(&builder, personal, &ids, &events) {
        let records = record::records(diagnostics, &mut builder, boxes, own);
        return complete(records, events.into_iter().collect());
    }
    let mut own = Vec::with_capacity(ids.len());
    for id in ids {
        own.push(record::own(diagnostics, &mut builder, id));
    }
    let records = record::records(diagnostics, &mut builder, boxes, own);
    let mut built = Vec::with_capacity(events.len());
    for item in &events {
        built.push(event::event(diagnostics, &mut builder, personal, item));
    }
    complete(records, built.into_iter().collect())
}

/// Gives every event the fields of the record that it extends.
fn complete(
    records: Option<Vec<model::Record>>,
    mut events: Option<Vec<model::Event>>,
) -> (Option<Vec<model::Record>>, Option<Vec<model::Event>>) {
    if let (Some(records), Some(events)) = (&records, &mut events) {
        events.iter_mut().for_each(|event| data::complete(event, records));
    }
    (records, events)
}

/// Builds the fields of records and the events on all cores; `None` if there is anything to report.
fn side_by_side<'a>(
    builder: &Builder<'_, 'a>,
    personal: &Personal<'_, '_>,
    records: &[RecordId],
    events: &[event::Item<'_, 'a>],
) -> Option<(Vec<Own>, Vec<Option<model::Event>>)> {
    let (index, bases, all) = (builder.index(), builder.bases, builder.records);
    let (variants, declared) = (builder.variants, builder.declared);
    let begin = || {
        let reader = Reader::new(Binder::new(index), bases, all);
        Builder::new(reader, bases, all, variants, declared)
    };
    let filled = AtomicUsize::new(0);
    let own = parallel::map_sound(index.size(), records, begin, |diagnostics, builder, id| {
        counted(&filled, builder, |builder| record::own(diagnostics, builder, *id))
    })?;
    let events = parallel::map_sound(index.size(), events, begin, |diagnostics, builder, item| {
        counted(&filled, builder, |builder| event::event(diagnostics, builder, personal, item))
    })?;
    // Each builder checks the limit on its own. Together they read a default more often than one
    // builder would, so the limit is not exceeded for one either.
    (filled.into_inner() <= FILL_LIMIT).then_some((own, events))
}

/// Adds to `filled` the values that defaults fill in during `build`.
fn counted<'s, 'a, T>(
    filled: &AtomicUsize,
    builder: &mut Builder<'s, 'a>,
    build: impl FnOnce(&mut Builder<'s, 'a>) -> T,
) -> T {
    let before = builder.reader.filled();
    let built = build(builder);
    filled.fetch_add(builder.reader.filled() - before, Ordering::Relaxed);
    built
}
