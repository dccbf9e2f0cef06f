//! Reads records from JSON text.

use std::marker::PhantomData;

use super::{Filled, Place, Slot, view};
use crate::json::JsonError;
use crate::json::parser::{Container, Parser};
use crate::record::{Record, RecordDescription};

/// Reads a record from JSON into `slot`.
#[inline]
pub fn read_record<'a, R: Record>(
    parser: &mut Parser<'_>,
    slot: Slot<'a, R>,
) -> Result<Filled<'a, R>, JsonError> {
    // SAFETY: `R: Record` guarantees that this is the layout of `R`, and `slot` has room for an `R`.
    match unsafe { read(R::DESCRIPTION, parser, slot.0.as_mut_ptr().cast()) } {
        Ok(()) => Ok(Filled(PhantomData)),
        Err(error) => Err(error),
    }
}

/// Reads a record into `record`, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// `record` must be valid for writes of a record with this layout, and aligned for it.
pub(super) unsafe fn read(
    description: &'static RecordDescription,
    parser: &mut Parser<'_>,
    record: *mut u8,
) -> Result<(), JsonError> {
    let places = description.layout.fields;
    let mut filled = Set::below(places.len());
    // SAFETY: the caller guarantees what `fields` requires.
    let read = unsafe { fields(description, parser, record, &mut filled) };
    if read.is_err() {
        for (index, place) in places.iter().enumerate() {
            if filled.contains(index) {
                // SAFETY: the field was initialized by `fields`, and nothing uses it afterwards.
                unsafe { place.drop(record) };
            }
        }
    }
    read
}

/// Reads the fields of a record. `filled` is the set of those that are initialized, which is all if the result is `Ok`.
///
/// # Safety
///
/// As for [`read`].
unsafe fn fields(
    description: &'static RecordDescription,
    parser: &mut Parser<'_>,
    record: *mut u8,
    filled: &mut Set,
) -> Result<(), JsonError> {
    let places = description.layout.fields;
    parser.enter(Container::Object)?;
    let (mut first, mut next) = (true, 0);
    while parser.next(Container::Object, first)? {
        // Most writers keep the order of the fields.
        let (index, place) = match (places.get(next), description.fields.get(next)) {
            (Some(place), Some(field)) if parser.key_is(field.name) => (next, place),
            _ => named(description, &parser.key()?)?,
        };
        if filled.contains(index) {
            return Err(JsonError::duplicate(description.fields[index].name));
        }
        // SAFETY: the caller guarantees that `record` has this layout.
        match unsafe { field(description, index, place, parser, record) } {
            Ok(()) => filled.insert(index),
            Err(error) => return Err(in_field(error, description, index)),
        }
        (first, next) = (false, index + 1);
    }
    for (index, place) in places.iter().enumerate() {
        if !filled.contains(index) {
            // SAFETY: the caller guarantees that `record` has this layout.
            match unsafe { default(description, index, place, record) } {
                Ok(()) => filled.insert(index),
                Err(error) => return Err(in_field(error, description, index)),
            }
        }
    }
    Ok(())
}

/// The field with this name.
fn named(
    description: &'static RecordDescription,
    name: &str,
) -> Result<(usize, &'static Place), JsonError> {
    let found = description.field(name);
    found
        .and_then(|(index, _)| Some((index, description.layout.fields.get(index)?)))
        .ok_or_else(|| JsonError::new(format_args!("`{}` has no field {name:?}", description.name)))
}

#[cold]
fn in_field(error: JsonError, description: &RecordDescription, index: usize) -> JsonError {
    match description.fields.get(index) {
        Some(field) => error.in_field(field.name, field.pii),
        None => error,
    }
}

/// Reads the field at `index`, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// As for [`read`]. `place` must be that of the field at `index`.
unsafe fn field(
    description: &'static RecordDescription,
    index: usize,
    place: &Place,
    parser: &mut Parser<'_>,
    record: *mut u8,
) -> Result<(), JsonError> {
    // SAFETY: the caller guarantees that `record` has this layout, so the field is inside it, writable and aligned.
    unsafe { (place.read_json)(parser, record.add(place.offset)) }?;
    let limits = description.fields.get(index).and_then(|field| field.limits);
    // SAFETY: the field was initialized above, and the view is dropped before anything else uses it.
    if let Some(limits) = limits
        && let Err(breach) = limits.check(unsafe { view(description, record, index) })
    {
        // SAFETY: the field was initialized above, and nothing uses it afterwards.
        unsafe { place.drop(record) };
        return Err(JsonError::new(breach));
    }
    Ok(())
}

/// Reads the default of the field at `index`, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// As for [`field`].
pub(super) unsafe fn default(
    description: &'static RecordDescription,
    index: usize,
    place: &Place,
    record: *mut u8,
) -> Result<(), JsonError> {
    match description.fields.get(index).and_then(|field| field.default) {
        // SAFETY: the caller guarantees what `field` requires.
        Some(json) => unsafe { field(description, index, place, &mut Parser::new(json), record) },
        None => Err(JsonError::new("missing")),
    }
}

/// A set of indices.
struct Set {
    /// Those below 64, so that most records need no allocation.
    low: u64,
    high: Vec<u64>,
}

impl Set {
    /// An empty set of indices below `bound`.
    fn below(bound: usize) -> Self {
        Self { low: 0, high: vec![0; bound.saturating_sub(1) / 64] }
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => self.low,
            Some(word) => self.high[word],
        };
        word & 1 << (index % 64) != 0
    }

    fn insert(&mut self, index: usize) {
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.low,
            Some(word) => &mut self.high[word],
        };
        *word |= 1 << (index % 64);
    }
}
