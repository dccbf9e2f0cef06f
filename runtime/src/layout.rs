//! Reads, views, clones and compares records through a table of their fields: the offset of each, and functions for its
//! type.
//!
//! The table makes it possible to compile this once instead of once per record, and to read each field in place.

mod copy;
mod erased;
mod json;
mod list;
mod slot;

use std::alloc;
use std::marker::PhantomData;
use std::mem::{MaybeUninit, needs_drop};
use std::ptr::{self, NonNull};

use crate::avro::{Codec, DecodeError, Decoder};
use crate::json::JsonError;
use crate::json::parser::Parser;
use crate::record::{FieldDescription, Record, RecordDescription};
use crate::shape::Shape;
use crate::value::{MapView, Value, View};

pub use copy::cloned;
use copy::{clone_fields, clone_to, eq_at, fields_equal};
pub(crate) use erased::{ErasedRecord, encode_default};
use list::ListType;
pub(crate) use list::{decode_list, read_json_list};
pub use slot::{Filled, Slot};

/// Reads a record from Avro.
#[inline]
pub(crate) fn decode_record<R: Record>(decoder: &mut Decoder<'_>) -> Result<R, DecodeError> {
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
pub(crate) fn decode_record_to<'a, R: Record>(
    decoder: &mut Decoder<'_>,
    slot: Slot<'a, R>,
) -> Result<Filled<'a, R>, DecodeError> {
    // SAFETY: `R: Record` guarantees that this is the layout of `R`, and `slot` has room for an `R`.
    match unsafe { decode(R::DESCRIPTION, decoder, slot.0.as_mut_ptr().cast()) } {
        Ok(()) => Ok(Filled(PhantomData)),
        Err(error) => Err(error),
    }
}

/// Reads a record from JSON into `slot`.
#[inline]
pub(crate) fn read_record<'a, R: Record>(
    parser: &mut Parser<'_>,
    slot: Slot<'a, R>,
) -> Result<Filled<'a, R>, JsonError> {
    // SAFETY: `R: Record` guarantees that this is the layout of `R`, and `slot` has room for an `R`.
    match unsafe { json::read(R::DESCRIPTION, parser, slot.0.as_mut_ptr().cast()) } {
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

/// A field: its offset in the record, and how values of its type are accessed.
pub(crate) struct Place {
    offset: usize,
    access: &'static Access,
}

impl Place {
    /// A field that cannot be read: reading panics.
    pub(crate) const UNREADABLE: Self = Self {
        offset: 0,
        access: &Access(Kind::Value {
            read: |_, _| unreachable!("its derive reported an error"),
            read_json: |_, _| unreachable!("its derive reported an error"),
            drop: None,
            view: |_, _| View::Null,
            clone: |_, _| unreachable!("its derive reported an error"),
            eq: |_, _| false,
            shape: || Shape::Json,
        }),
    };

    /// The field of `record` that `field` points to. The compiler compares `T` with the type of the field: a mutable
    /// pointer has no subtypes, so it is that type and not only a subtype of it.
    ///
    /// # Safety
    ///
    /// `field` must point to a field of `record`, and both must be inside one allocation. The record must keep the field
    /// aligned.
    pub(crate) const unsafe fn of<R, T: Value>(record: *mut R, field: *mut T) -> Self {
        // SAFETY: the caller guarantees that both pointers are inside one allocation.
        let offset = unsafe { field.byte_offset_from(record) };
        // A field is never before its record, and a record is smaller than `isize::MAX`.
        Self { offset: offset.cast_unsigned(), access: &T::ACCESS.0 }
    }

    /// The type as data.
    pub(crate) fn shape(&self) -> Shape {
        match &self.access.0 {
            Kind::Record(description) => Shape::Record(description),
            Kind::List(list) => (list.shape)(),
            Kind::Value { shape, .. } => shape(),
        }
    }
}

/// Access to values of `T`. Only for that type, so that no other can claim it.
pub struct AccessTo<T>(Access, PhantomData<fn(T) -> T>);

/// How values of a type are read, viewed, cloned, compared and dropped in place.
pub(crate) struct Access(Kind);

enum Kind {
    /// By the layout of the record. No functions, because a catalog has many records.
    Record(&'static RecordDescription),
    /// By the type of the items. Few functions, because a catalog has many lists of records.
    List(ListType),
    /// By functions for the type.
    Value {
        read: unsafe fn(&mut Decoder<'_>, *mut u8) -> Result<(), DecodeError>,
        read_json: unsafe fn(&mut Parser<'_>, *mut u8) -> Result<(), JsonError>,
        /// `None` if dropping does nothing.
        drop: Option<unsafe fn(*mut u8)>,
        view: for<'a> unsafe fn(*const u8, PhantomData<&'a ()>) -> View<'a>,
        clone: unsafe fn(*const u8, *mut u8),
        eq: unsafe fn(*const u8, *const u8) -> bool,
        shape: fn() -> Shape,
    },
}

impl<T: Value> AccessTo<T> {
    /// Access by the functions of `T`.
    pub(crate) const fn value() -> Self {
        let drop: Option<unsafe fn(*mut u8)> =
            if needs_drop::<T>() { Some(drop_at::<T>) } else { None };
        Self::of(Kind::Value {
            read: read_to::<T>,
            read_json: read_json_to::<T>,
            drop,
            view: view_at::<T>,
            clone: clone_to::<T>,
            eq: eq_at::<T>,
            shape: shape::<T>,
        })
    }

    const fn of(kind: Kind) -> Self {
        Self(Access(kind), PhantomData)
    }
}

impl<T: Value> AccessTo<Vec<T>> {
    /// Access to a list by the type of its items.
    pub(crate) const fn list() -> Self {
        Self::of(Kind::List(ListType::of::<T>()))
    }
}

impl<R: Record> AccessTo<R> {
    /// Access by the layout of `R`.
    pub(crate) const fn record() -> Self {
        Self::of(Kind::Record(R::DESCRIPTION))
    }
}

impl Access {
    /// Reads a value into `place`, which is initialized if the result is `Ok`.
    ///
    /// # Safety
    ///
    /// `place` must be valid for writes of a value of this type, and aligned for it.
    #[inline]
    unsafe fn read(
        &'static self,
        decoder: &mut Decoder<'_>,
        place: *mut u8,
    ) -> Result<(), DecodeError> {
        match &self.0 {
            // SAFETY: the caller guarantees that `place` is valid for writes of this record.
            Kind::Record(description) => unsafe { decode(description, decoder, place) },
            // SAFETY: the caller guarantees that `place` is valid for writes of this list.
            Kind::List(list) => unsafe { list.read(decoder, place) },
            // SAFETY: the caller guarantees that `place` is valid for writes of this type.
            Kind::Value { read, .. } => unsafe { read(decoder, place) },
        }
    }

    /// As [`read`](Self::read), from JSON.
    ///
    /// # Safety
    ///
    /// As for [`read`](Self::read).
    #[inline]
    unsafe fn read_json(
        &'static self,
        parser: &mut Parser<'_>,
        place: *mut u8,
    ) -> Result<(), JsonError> {
        match &self.0 {
            // SAFETY: the caller guarantees that `place` is valid for writes of this record.
            Kind::Record(description) => unsafe { json::read(description, parser, place) },
            // SAFETY: the caller guarantees that `place` is valid for writes of this list.
            Kind::List(list) => unsafe { list.read_json(parser, place) },
            // SAFETY: the caller guarantees that `place` is valid for writes of this type.
            Kind::Value { read_json, .. } => unsafe { read_json(parser, place) },
        }
    }

    /// # Safety
    ///
    /// `place` must point to an initialized value of this type that is not mutated or dropped during `'a`.
    #[inline]
    unsafe fn view<'a>(&self, place: *const u8) -> View<'a> {
        match &self.0 {
            Kind::Record(description) => {
                // SAFETY: the caller guarantees that `place` points to such a record during `'a`.
                View::Record(unsafe { RecordView::new(description, place) })
            }
            // SAFETY: the caller guarantees that `place` points to such a list during `'a`.
            Kind::List(list) => unsafe { (list.view)(place, PhantomData) },
            // SAFETY: the caller guarantees that `place` points to a value of this type during `'a`.
            Kind::Value { view, .. } => unsafe { view(place, PhantomData) },
        }
    }

    /// Clones the value at `from` into `to`, which is initialized then.
    ///
    /// # Safety
    ///
    /// `from` must point to an initialized value of this type, and `to` must be valid for writes of another, and aligned
    /// for it.
    unsafe fn clone(&'static self, from: *const u8, to: *mut u8) {
        match &self.0 {
            // SAFETY: the caller guarantees that `from` is such a record, and that `to` is valid for writes of one.
            Kind::Record(description) => unsafe { clone_fields(description, from, to) },
            // SAFETY: the caller guarantees that `from` is such a list, and that `to` is valid for writes of one.
            Kind::List(list) => unsafe { list.clone(from, to) },
            // SAFETY: the caller guarantees that `from` is of this type, and that `to` is valid for writes of it.
            Kind::Value { clone, .. } => unsafe { clone(from, to) },
        }
    }

    /// # Safety
    ///
    /// Both must point to initialized values of this type.
    unsafe fn eq(&self, left: *const u8, right: *const u8) -> bool {
        match &self.0 {
            // SAFETY: the caller guarantees that both are such records.
            Kind::Record(description) => unsafe { fields_equal(description, left, right) },
            // SAFETY: the caller guarantees that both are such lists.
            Kind::List(list) => unsafe { list.eq(left, right) },
            // SAFETY: the caller guarantees that both are of this type.
            Kind::Value { eq, .. } => unsafe { eq(left, right) },
        }
    }

    /// # Safety
    ///
    /// `place` must point to an initialized value of this type, which must not be used afterwards.
    unsafe fn drop(&self, place: *mut u8) {
        match &self.0 {
            // SAFETY: the caller guarantees that all fields are initialized and not used afterwards.
            Kind::Record(description) => unsafe { drop_fields(description, usize::MAX, place) },
            // SAFETY: the caller guarantees that the list is initialized and not used afterwards.
            Kind::List(list) => unsafe { (list.drop)(place) },
            Kind::Value { drop: Some(drop), .. } => {
                // SAFETY: the caller guarantees that the value is initialized and not used afterwards.
                unsafe { drop(place) };
            }
            Kind::Value { drop: None, .. } => {}
        }
    }
}

/// A function, because a record may contain itself but a constant may not refer to itself.
fn shape<T: Value>() -> Shape {
    T::SHAPE
}

/// A borrowed record of any type.
#[derive(Clone, Copy)]
pub struct RecordView<'a> {
    description: &'static RecordDescription,
    record: *const u8,
    borrowed: PhantomData<&'a ()>,
}

impl<'a> RecordView<'a> {
    /// A view of a record.
    #[inline]
    pub fn of<R: Record>(record: &'a R) -> Self {
        // A cast and not a call, since without optimization each type has its own functions.
        let start = &raw const *record as *const u8;
        // SAFETY: `R: Record` guarantees that this is the layout of `R`. `record` is borrowed for `'a`.
        unsafe { Self::new(R::DESCRIPTION, start) }
    }

    /// # Safety
    ///
    /// `record` must point to an initialized record with this description that is not mutated or dropped during `'a`.
    #[inline]
    unsafe fn new(description: &'static RecordDescription, record: *const u8) -> Self {
        Self { description, record, borrowed: PhantomData }
    }

    /// What the catalog says about the record.
    #[inline]
    pub fn description(&self) -> &'static RecordDescription {
        self.description
    }

    /// The field at `index` of [`RecordDescription::fields`]; [`View::Null`] beyond the end.
    #[inline]
    pub fn field(&self, index: usize) -> View<'a> {
        // SAFETY: `new` guarantees that this is an initialized record with this description during `'a`.
        unsafe { view(self.description, self.record, index) }
    }

    /// The fields that an open record does not list.
    pub(crate) fn others(&self) -> Option<&'a dyn MapView> {
        let listed = self.description.listed().len();
        match (listed < self.description.fields.len()).then(|| self.field(listed)) {
            Some(View::Map(others)) => Some(others),
            _ => None,
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
    let slot = Slot(unsafe { &mut *(place as *mut MaybeUninit<T>) });
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
    let slot = Slot(unsafe { &mut *(place as *mut MaybeUninit<T>) });
    match T::read_json(parser, slot) {
        Ok(Filled(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// # Safety
///
/// `place` must point to an initialized `T` that is not mutated or dropped during the lifetime of the result.
unsafe fn view_at<T: Value>(place: *const u8, _: PhantomData<&()>) -> View<'_> {
    // SAFETY: the caller guarantees that `place` points to a `T` that outlives the result.
    unsafe { &*(place as *const T) }.view()
}

/// # Safety
///
/// `place` must point to an initialized `T`, which must not be used afterwards.
unsafe fn drop_at<T>(place: *mut u8) {
    // SAFETY: the caller guarantees that `place` points to a `T` that is not used afterwards.
    unsafe { ptr::drop_in_place(place as *mut T) }
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
    for (index, field) in description.fields.iter().enumerate() {
        let start = decoder.offset();
        // SAFETY: the caller guarantees that this is the layout of `record`, so the field is inside it, writable and
        // aligned.
        let place = unsafe { record.add(field.place.offset) };
        // SAFETY: `place` has the type of the field.
        if let Err(error) = unsafe { field.place.access.read(decoder, place) } {
            // SAFETY: the fields before `index` were initialized above.
            unsafe { drop_fields(description, index, record) };
            return Err(error.in_field(field.name, field.pii));
        }
        // SAFETY: the field was initialized above, and the view is dropped before anything else uses it.
        if let Some(limits) = field.limits
            && let Err(breach) = limits.check(unsafe { field.place.access.view(place) })
        {
            // SAFETY: the fields up to and including `index` were initialized above.
            unsafe { drop_fields(description, index + 1, record) };
            return Err(DecodeError::invalid(start, breach).in_field(field.name, field.pii));
        }
    }
    Ok(())
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
    match description.fields.get(index) {
        // SAFETY: the caller guarantees that `record` has this layout and that the field is initialized during `'a`.
        Some(FieldDescription { place, .. }) => unsafe {
            place.access.view(record.add(place.offset))
        },
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
    for FieldDescription { place, .. } in description.fields.iter().take(count) {
        // SAFETY: the caller guarantees that the field is initialized and not used afterwards.
        unsafe { place.access.drop(record.add(place.offset)) };
    }
}
