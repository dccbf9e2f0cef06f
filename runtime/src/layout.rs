//! Where the fields of a record stand in memory, and what each can do: Avro or JSON in, a record read or viewed out.
//!
//! Both are read through these tables. So reading is compiled once, not again for each record, and every field is read
//! to where it is to stay.

mod held;
mod list;

use std::fmt;
use std::marker::PhantomData;
use std::mem::{MaybeUninit, needs_drop};
use std::ptr;

use crate::Json;
use crate::avro::{Codec, DecodeError, Decoder};
use crate::json::{self, JsonError, Path};
use crate::record::{Record, RecordDescription};
use crate::value::{Value, View};

pub(crate) use held::Held;
pub(crate) use list::decode_list;

/// Reads a record from Avro.
#[inline]
pub fn decode_record<R: Record>(decoder: &mut Decoder<'_>) -> Result<R, DecodeError> {
    let mut record = MaybeUninit::<R>::uninit();
    // SAFETY: who implements `Record` promises that this is the layout of `R`.
    match unsafe { decode(R::DESCRIPTION, decoder, record.as_mut_ptr().cast()) } {
        // SAFETY: it was read.
        Ok(()) => Ok(unsafe { record.assume_init() }),
        Err(error) => Err(error),
    }
}

/// Reads a record from Avro to where it is to stand.
#[inline]
pub fn decode_record_to<'a, R: Record>(
    decoder: &mut Decoder<'_>,
    slot: Slot<'a, R>,
) -> Result<Filled<'a, R>, DecodeError> {
    // SAFETY: who implements `Record` promises that this is the layout of `R`.
    match unsafe { decode(R::DESCRIPTION, decoder, slot.0.as_mut_ptr().cast()) } {
        Ok(()) => Ok(Filled(PhantomData)),
        Err(error) => Err(error),
    }
}

/// Reads a record from JSON.
#[inline]
pub fn record_from_json<R: Record>(json: &Json, path: &Path<'_>) -> Result<R, JsonError> {
    let mut record = MaybeUninit::<R>::uninit();
    // SAFETY: who implements `Record` promises that this is the layout of `R`.
    match unsafe { read_json(R::DESCRIPTION, json, path, record.as_mut_ptr().cast()) } {
        // SAFETY: it was read.
        Ok(()) => Ok(unsafe { record.assume_init() }),
        Err(error) => Err(error),
    }
}

/// The field of a record at `index`; [`View::Null`] beyond the end.
#[inline]
pub fn view_field<R: Record>(record: &R, index: usize) -> View<'_> {
    // SAFETY: who implements `Record` promises that this is the layout of `R`.
    unsafe { view(R::DESCRIPTION, ptr::from_ref(record).cast(), index) }
}

/// Memory for a value.
pub struct Slot<'a, T>(&'a mut MaybeUninit<T>);

/// The proof that a [`Slot`] was filled: nothing else makes one.
pub struct Filled<'a, T>(PhantomData<&'a mut T>);

impl<'a, T> Slot<'a, T> {
    /// Puts a value there.
    #[inline]
    pub fn fill(self, value: T) -> Filled<'a, T> {
        self.0.write(value);
        Filled(PhantomData)
    }
}

/// The fields of a record of some type.
#[derive(Clone, Copy)]
pub struct Layout {
    size: usize,
    align: usize,
    fields: &'static [Place],
}

impl Layout {
    /// The layout of `R`.
    ///
    /// # Safety
    ///
    /// These must be all fields of `R`, none twice; and `R` must have nothing else that reading would have to set.
    pub const unsafe fn new<R>(fields: &'static [Place]) -> Self {
        Self { size: size_of::<R>(), align: align_of::<R>(), fields }
    }
}

impl fmt::Debug for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Layout({} bytes)", self.size)
    }
}

/// A field: how far it is from the record's beginning, and what can be done with it.
pub struct Place {
    offset: usize,
    reader: Reader,
    view: for<'a> unsafe fn(*const u8, PhantomData<&'a ()>) -> View<'a>,
}

/// How values of some type are read to a place.
#[derive(Clone, Copy)]
struct Reader {
    read: unsafe fn(&mut Decoder<'_>, *mut u8) -> Result<(), DecodeError>,
    /// `None` if there is nothing to do.
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
    /// A field of type `T`, so far from the beginning.
    pub const fn of<T: Value + 'static>(offset: usize) -> Self {
        Self { offset, reader: Reader::of::<T>(), view: view_at::<T> }
    }
}

/// SAFETY: `place` must have room for a `T`; it holds one if there is no error.
unsafe fn read_to<T: Codec>(decoder: &mut Decoder<'_>, place: *mut u8) -> Result<(), DecodeError> {
    // SAFETY: what the caller promises.
    let slot = Slot(unsafe { &mut *place.cast::<MaybeUninit<T>>() });
    match T::decode_to(decoder, slot) {
        Ok(Filled(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// SAFETY: a `T` must stand there for as long as `'a`.
unsafe fn view_at<T: Value + 'static>(place: *const u8, _: PhantomData<&()>) -> View<'_> {
    // SAFETY: what the caller promises.
    unsafe { &*place.cast::<T>() }.view()
}

/// SAFETY: a `T` must stand there, which is none afterwards.
unsafe fn drop_at<T>(place: *mut u8) {
    // SAFETY: what the caller promises.
    unsafe { ptr::drop_in_place(place.cast::<T>()) }
}

/// Reads the fields one after the other.
///
/// SAFETY: `record` must have room for a record of this layout; it holds one if there is no error.
unsafe fn decode(
    description: &'static RecordDescription,
    decoder: &mut Decoder<'_>,
    record: *mut u8,
) -> Result<(), DecodeError> {
    for (index, place) in description.layout.fields.iter().enumerate() {
        let start = decoder.offset();
        // SAFETY: a field of a record is inside it, and there is room for it.
        let read = unsafe { (place.reader.read)(decoder, record.add(place.offset)) };
        if let Err(error) = read {
            // SAFETY: so many were read.
            unsafe { drop_fields(description, index, record) };
            return Err(in_field(error, description, index));
        }
        let limits = description.fields.get(index).and_then(|field| field.limits);
        // SAFETY: it was read.
        if let Some(limits) = limits
            && let Err(breach) = limits.check(unsafe { view(description, record, index) })
        {
            // SAFETY: so many were read.
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

/// Reads the fields from JSON.
///
/// SAFETY: as `decode`.
unsafe fn read_json(
    description: &'static RecordDescription,
    json: &Json,
    path: &Path<'_>,
    record: *mut u8,
) -> Result<(), JsonError> {
    let mut bytes = Vec::new();
    json::transcode::record(description, json, path, &mut bytes)?;
    // SAFETY: what the caller promises.
    unsafe { decode(description, &mut Decoder::new(&bytes), record) }
        .map_err(|error| path.error(error))
}

/// The field at `index`.
///
/// SAFETY: a record of this layout must stand there for as long as `'a`.
unsafe fn view<'a>(
    description: &'static RecordDescription,
    record: *const u8,
    index: usize,
) -> View<'a> {
    match description.layout.fields.get(index) {
        // SAFETY: a field of a record is inside it, and there as long as it is.
        Some(place) => unsafe { (place.view)(record.add(place.offset), PhantomData) },
        None => View::Null,
    }
}

/// Drops the first fields.
///
/// SAFETY: so many must stand there, which are none afterwards.
#[cold]
unsafe fn drop_fields(description: &'static RecordDescription, count: usize, record: *mut u8) {
    for place in description.layout.fields.iter().take(count) {
        if let Some(drop) = place.reader.drop {
            // SAFETY: what the caller promises.
            unsafe { drop(record.add(place.offset)) };
        }
    }
}
