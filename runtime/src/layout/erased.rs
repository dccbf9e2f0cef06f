//! Records whose type is not known, only their description.

use std::alloc::{self, handle_alloc_error};
use std::ptr::NonNull;

use crate::avro::{self, DecodeError, Decoder};
use crate::json::{self, JsonError};
use crate::layout::RecordView;
use crate::record::RecordDescription;

/// A record of any type, allocated on the heap.
pub(crate) struct ErasedRecord {
    description: &'static RecordDescription,
    memory: Memory,
}

impl ErasedRecord {
    /// Reads a record from Avro.
    pub(crate) fn decode(
        description: &'static RecordDescription,
        decoder: &mut Decoder<'_>,
    ) -> Result<Self, DecodeError> {
        let memory = Memory::of(description);
        // SAFETY: the memory has the size and alignment of the layout.
        unsafe { super::decode(description, decoder, memory.start.as_ptr()) }?;
        Ok(Self { description, memory })
    }

    /// Reads a record from JSON text.
    pub(crate) fn from_json(
        description: &'static RecordDescription,
        text: &str,
    ) -> Result<Self, JsonError> {
        json::document(text, |parser| {
            let memory = Memory::of(description);
            // SAFETY: the memory has the size and alignment of the layout.
            unsafe { super::json::read(description, parser, memory.start.as_ptr()) }?;
            Ok(Self { description, memory })
        })
    }

    /// Returns the pointer, like `Box::into_raw` for a `Box` of the record.
    pub(crate) fn into_raw(self) -> *mut u8 {
        let start = self.memory.start.as_ptr();
        std::mem::forget(self);
        start
    }
}

impl ErasedRecord {
    /// A view of the record.
    pub(crate) fn view(&self) -> RecordView<'_> {
        // SAFETY: `decode` initialized the record, which stays unchanged while `self` is borrowed.
        unsafe { RecordView::new(self.description, self.memory.start.as_ptr()) }
    }
}

impl Drop for ErasedRecord {
    fn drop(&mut self) {
        // SAFETY: `decode` initialized all fields, and nothing uses them after `drop`.
        unsafe { super::drop_fields(self.description, usize::MAX, self.memory.start.as_ptr()) };
    }
}

/// Appends the default of the field at `index` as Avro.
pub(crate) fn encode_default(
    description: &'static RecordDescription,
    index: usize,
    out: &mut Vec<u8>,
) -> Result<(), JsonError> {
    let field = &description.fields[index];
    let memory = Memory::of(description);
    let record = memory.start.as_ptr();
    // SAFETY: the memory has the size and alignment of the record, which has this field.
    unsafe { super::json::default(field, record) }?;
    // SAFETY: the field was initialized above, and the view is dropped before the field.
    avro::view::value(unsafe { super::view(description, record, index) }, field.shape(), out);
    // SAFETY: the field was initialized above, and nothing uses it afterwards.
    unsafe { field.place.access.drop(record.add(field.place.offset)) };
    Ok(())
}

/// Memory for a record. None is allocated if the size is zero; the pointer is aligned all the same.
struct Memory {
    start: NonNull<u8>,
    layout: alloc::Layout,
}

impl Memory {
    fn of(description: &RecordDescription) -> Self {
        let layout = description.memory;
        if layout.size() == 0 {
            return Self { start: super::dangling(layout), layout };
        }
        // SAFETY: the size of the layout is not zero.
        let start = NonNull::new(unsafe { alloc::alloc(layout) });
        Self { start: start.unwrap_or_else(|| handle_alloc_error(layout)), layout }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: `start` was allocated with this layout, because the size is not zero.
            unsafe { alloc::dealloc(self.start.as_ptr(), self.layout) };
        }
    }
}
