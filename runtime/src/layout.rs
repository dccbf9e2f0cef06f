//! Reads and views records through a table of their fields: the offset of each, and functions for its type.
//!
//! The table makes it possible to compile reading once instead of once per record, and to read each field in place.

mod erased;
mod json;
mod list;
mod slot;

use std::alloc;
use std::fmt;
use std::marker::PhantomData;
use std::mem::{MaybeUninit, needs_drop};
use std::ptr::{self, NonNull};

use crate::avro::{Codec, DecodeError, Decoder};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::record::{Record, RecordDescription};
use crate::value::{Value, View};

pub(crate) use erased::{ErasedRecord, encode_default};
pub use json::read_record;
pub(crate) use list::{decode_list, read_json_list};
pub use slot::{Filled, Slot};

/// Reads a record from Avro.
#[inline]
pub fn decode_record<R: Record>(decoder: &mut Decoder<'_>) -> Result<R, DecodeError> {
    let mut record = MaybeUninit::<R>::uninit();
    // SAFETY: `R: Record` guarantees that this is the layout of `R`, and `record` has room for an `R`.
    match unsafe { decode(R::DESCRIPTION, decoder, record.as_mut_ptr().cast()) } {
        // SAFETY: `decode` initialized `record`, because it returned `Ok`.
        Ok(()) => Ok(unsafe { record.assume_init() }),
        Err(error) => Err(error),
    }
}

/// Reads a record from Avro into `slot`.
#[inline]
pub fn decode_record_to<'a, R: Record>(
    decoder: &mut Decoder<'_>,
    slot: Slot<'a, R>,
) -> Result<Filled<'a, R>, DecodeError> {
    // SAFETY: `R: Record` guarantees that this is the layout of `R`, and `slot` has room for an `R`.
    match unsafe { decode(R::DESCRIPTION, decoder, slot.0.as_mut_ptr().cast()) } {
        Ok(()) => Ok(Filled(PhantomData)),
        Err(error) => Err(error),
    }
}

/// Reads a value from JSON.
#[inline]
pub fn read_json<T: Value>(parser: &mut Parser<'_>) -> Result<T, JsonError> {
    let mut value = MaybeUninit::<T>::uninit();
    match T::read_json(parser, Slot(&mut value)) {
        // SAFETY: `Filled` proves that `value` was initialized.
        Ok(Filled(_)) => Ok(unsafe { value.assume_init() }),
        Err(error) => Err(error),
    }
}

/// The field of a record at `index`; [`View::Null`] beyond the end.
#[inline]
pub fn view_field<R: Record>(record: &R, index: usize) -> View<'_> {
    // SAFETY: `R: Record` guarantees that this is the layout of `R`, and `record` is borrowed for as long as the view.
    unsafe { view(R::DESCRIPTION, ptr::from_ref(record).cast(), index) }
}

/// The layout of a record type. Code outside this crate can neither make nor copy one.
pub(crate) struct Layout {
    memory: alloc::Layout,
    fields: &'static [Place],
}

impl Layout {
    /// The layout of `R`.
    ///
    /// # Safety
    ///
    /// `fields` must contain every field of `R` exactly once.
    pub(crate) const unsafe fn new<R>(fields: &'static [Place]) -> Self {
        Self { memory: alloc::Layout::new::<R>(), fields }
    }

    /// A layout of `R` that cannot be read: reading panics.
    pub(crate) const fn unreadable<R>() -> Self {
        const UNREADABLE: Place = Place {
            offset: 0,
            reader: Reader {
                read: |_, _| unreachable!("its derive reported an error"),
                drop: None,
            },
            read_json: |_, _| unreachable!("its derive reported an error"),
            view: |_, _| View::Null,
        };
        Self { memory: alloc::Layout::new::<R>(), fields: &[UNREADABLE] }
    }
}

impl fmt::Debug for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Layout({} bytes)", self.memory.size())
    }
}

/// A field: its offset in the record, and functions for its type.
pub struct Place {
    offset: usize,
    reader: Reader,
    read_json: ReadJson,
    view: for<'a> unsafe fn(*const u8, PhantomData<&'a ()>) -> View<'a>,
}

/// Reads a value from JSON in place.
type ReadJson = unsafe fn(&mut Parser<'_>, *mut u8) -> Result<(), JsonError>;

/// How values of a type are read in place.
#[derive(Clone, Copy)]
struct Reader {
    read: unsafe fn(&mut Decoder<'_>, *mut u8) -> Result<(), DecodeError>,
    /// `None` if dropping does nothing.
    drop: Option<unsafe fn(*mut u8)>,
}

impl Reader {
    const fn of<T: Codec>() -> Self {
        let drop: Option<unsafe fn(*mut u8)> =
            if needs_drop::<T>() { Some(drop_at::<T>) } else { None };
        Self { read: read_to::<T>, drop }
    }
}

impl Place {
    /// A field of type `T` at this offset. `field` is `None`: its type makes the compiler compare `T` with the type of
    /// the field.
    ///
    /// # Safety
    ///
    /// The record must have a field of type `T` at `offset`, and must keep it aligned.
    pub const unsafe fn of<T: Value + 'static>(offset: usize, _field: Option<&T>) -> Self {
        Self { offset, reader: Reader::of::<T>(), read_json: read_json_to::<T>, view: view_at::<T> }
    }

    /// Drops the field of `record`.
    ///
    /// # Safety
    ///
    /// `record` must point to a record with this field, which must be initialized and not be used afterwards.
    unsafe fn drop(&self, record: *mut u8) {
        if let Some(drop) = self.reader.drop {
            // SAFETY: the caller guarantees that the field is initialized and not used afterwards.
            unsafe { drop(record.add(self.offset)) };
        }
    }
}

/// The pointer to memory that was not allocated, because its size is zero.
fn dangling(layout: alloc::Layout) -> NonNull<u8> {
    let start = ptr::without_provenance_mut(layout.align());
    // SAFETY: an alignment is never zero.
    unsafe { NonNull::new_unchecked(start) }
}

/// Reads a `T` into `place`, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// `place` must be valid for writes of `T` and aligned for it.
unsafe fn read_to<T: Codec>(decoder: &mut Decoder<'_>, place: *mut u8) -> Result<(), DecodeError> {
    // SAFETY: the caller guarantees that `place` is valid for writes of `T` and aligned.
    let slot = Slot(unsafe { &mut *place.cast::<MaybeUninit<T>>() });
    match T::decode_to(decoder, slot) {
        Ok(Filled(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// As [`read_to`], from JSON.
///
/// # Safety
///
/// As for [`read_to`].
unsafe fn read_json_to<T: Value>(parser: &mut Parser<'_>, place: *mut u8) -> Result<(), JsonError> {
    // SAFETY: the caller guarantees that `place` is valid for writes of `T` and aligned.
    let slot = Slot(unsafe { &mut *place.cast::<MaybeUninit<T>>() });
    match T::read_json(parser, slot) {
        Ok(Filled(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// # Safety
///
/// `place` must point to an initialized `T` that is not mutated or dropped during the lifetime of the result.
unsafe fn view_at<T: Value + 'static>(place: *const u8, _: PhantomData<&()>) -> View<'_> {
    // SAFETY: the caller guarantees that `place` points to a `T` that outlives the result.
    unsafe { &*place.cast::<T>() }.view()
}

/// # Safety
///
/// `place` must point to an initialized `T`, which must not be used afterwards.
unsafe fn drop_at<T>(place: *mut u8) {
    // SAFETY: the caller guarantees that `place` points to a `T` that is not used afterwards.
    unsafe { ptr::drop_in_place(place.cast::<T>()) }
}

/// Reads a record into `record`, which is initialized if the result is `Ok`.
///
/// # Safety
///
/// `record` must be valid for writes of a record with this layout, and aligned for it.
unsafe fn decode(
    description: &'static RecordDescription,
    decoder: &mut Decoder<'_>,
    record: *mut u8,
) -> Result<(), DecodeError> {
    for (index, place) in description.layout.fields.iter().enumerate() {
        let start = decoder.offset();
        // SAFETY: the caller guarantees that `record` has this layout, so the field is inside it, writable and aligned.
        let read = unsafe { (place.reader.read)(decoder, record.add(place.offset)) };
        if let Err(error) = read {
            // SAFETY: the fields before `index` were initialized above.
            unsafe { drop_fields(description, index, record) };
            return Err(in_field(error, description, index));
        }
        let limits = description.fields.get(index).and_then(|field| field.limits);
        // SAFETY: the field at `index` was initialized above, and the view is dropped before anything else uses it.
        if let Some(limits) = limits
            && let Err(breach) = limits.check(unsafe { view(description, record, index) })
        {
            // SAFETY: the fields up to and including `index` were initialized above.
            unsafe { drop_fields(description, index + 1, record) };
            return Err(in_field(DecodeError::invalid(start, breach), description, index));
        }
    }
    Ok(())
}

#[cold]
fn in_field(error: DecodeError, description: &RecordDescription, index: usize) -> DecodeError {
    match description.fields.get(index) {
        Some(field) => error.in_field(field.name, field.pii),
        None => error,
    }
}

/// A view of the field at `index`; [`View::Null`] beyond the end.
///
/// # Safety
///
/// `record` must point to a record with this layout whose field at `index` is initialized, and not mutated or dropped
/// during `'a`.
unsafe fn view<'a>(
    description: &'static RecordDescription,
    record: *const u8,
    index: usize,
) -> View<'a> {
    match description.layout.fields.get(index) {
        // SAFETY: the caller guarantees that `record` has this layout and that the field is initialized during `'a`.
        Some(place) => unsafe { (place.view)(record.add(place.offset), PhantomData) },
        None => View::Null,
    }
}

/// Drops the first `count` fields.
///
/// # Safety
///
/// `record` must point to a record with this layout whose first `count` fields are initialized. They must not be used
/// afterwards.
#[cold]
unsafe fn drop_fields(description: &'static RecordDescription, count: usize, record: *mut u8) {
    for place in description.layout.fields.iter().take(count) {
        // SAFETY: the caller guarantees that the field is initialized and not used afterwards.
        unsafe { place.drop(record) };
    }
}
