//! Binds the data of events.

use std::collections::BTreeSet;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model::{self, RecordId};
use crate::parallel;
use crate::resolve::bind::Binder;
use crate::resolve::fields::{Field, fields, listed_names};
use crate::resolve::records::{INHERITED_LIMIT, Records};
use crate::resolve::scalars::Bases;
use crate::rule::meaning::EXTENDS_UNKNOWN;
use crate::rule::yaml::FILE_SIZE;

/// The data of an event.
#[derive(Debug)]
pub(crate) struct Data<'a> {
    /// The record it begins with.
    pub(crate) base: Option<RecordId>,
    /// All of it in wire order; the event defines the last ones itself.
    pub(crate) fields: Vec<Field<'a>>,
    /// How many of the fields are inherited.
    pub(crate) inherited: usize,
    /// A part of it was reported, so fields may be missing.
    pub(crate) broken: bool,
}

impl<'a> Data<'a> {
    /// What the event defines itself.
    pub(crate) fn own(&self) -> &[Field<'a>] {
        &self.fields[self.inherited..]
    }
}

/// Binds the data of every event. `None` if they inherit too much, which was reported.
pub(crate) fn data<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, 'a>,
    bases: &Bases,
    records: &Records<'a>,
) -> Option<Vec<Data<'a>>> {
    let index = binder.index;
    let events = &index.events.items;
    let begin = || Binder::new(index);
    let sound = parallel::map_sound(index.size(), events, begin, |diagnostics, binder, event| {
        bind(diagnostics, binder, bases, event)
    });
    let bind = |event: &&'a ast::Event| bind(diagnostics, binder, bases, event);
    let mut data = sound.unwrap_or_else(|| events.iter().map(bind).collect());
    let mut total = 0;
    for (event, data) in events.iter().zip(&mut data) {
        let Some(base) = data.base else { continue };
        total += records.get(base).flat.len();
        if total > INHERITED_LIMIT {
            let span = event.extends.as_ref().map_or(event.name.span, |text| text.span);
            let message =
                format!("the events up to here inherit more than {INHERITED_LIMIT} fields");
            diagnostics
                .report(&FILE_SIZE, span, message)
                .hint("add a data key that holds the record instead, or extend a smaller record");
            return None;
        }
        inherit(data, records, base);
    }
    Some(data)
}

/// Binds what an event defines itself.
fn bind<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, 'a>,
    bases: &Bases,
    event: &'a ast::Event,
) -> Data<'a> {
    let domain = event.domain.value.as_str();
    let fields = fields(diagnostics, binder, bases, domain, &event.data);
    let extends = event.extends.as_ref();
    let base = extends.and_then(|text| binder.record(diagnostics, &EXTENDS_UNKNOWN, domain, text));
    let broken = event.broken || base.is_none() && extends.is_some();
    Data { base, fields, inherited: 0, broken }
}

/// Puts the fields of the base first; a redefined one is where it is redefined.
fn inherit<'a>(data: &mut Data<'a>, records: &Records<'a>, base: RecordId) {
    let own = listed_names(&data.fields);
    let inherited = records.fields(base).filter(|field| field.is_inherited_beside(&own));
    let inherited: Vec<Field<'a>> = inherited.cloned().collect();
    data.inherited = inherited.len();
    data.broken |= records.get(base).broken;
    data.fields.splice(..0, inherited);
}

/// Puts the built fields of the base before those that the event defines itself.
pub(crate) fn complete(event: &mut model::Event, records: &[model::Record]) {
    let Some(base) = event.extends else { return };
    let own: BTreeSet<&str> = event.data.iter().map(|field| field.name.as_str()).collect();
    let fields = records[base.0 as usize].fields.iter();
    let inherited =
        fields.filter(|field| !field.presence.is_extra() && !own.contains(field.name.as_str()));
    let inherited = inherited.map(|field| {
        let from = field.inherited_from.or(Some(base));
        // An event is never part of a record.
        model::Field { inherited_from: from, boxed: false, ..field.clone() }
    });
    let inherited: Vec<model::Field> = inherited.collect();
    event.pii |= inherited.iter().any(|field| field.pii);
    event.data.splice(..0, inherited);
}
