//! A record of which only the description is known: Avro in, a view out.

use std::alloc::{self, handle_alloc_error};
use std::ptr::NonNull;

use crate::avro::{DecodeError, Decoder};
use crate::record::{RecordDescription, RecordView};
use crate::value::View;

/// A record of any type, on the heap.
pub(crate) struct Held {
    description: &'static RecordDescription,
    memory: Memory,
}

impl Held {
    /// Reads a record from Avro.
    pub(crate) fn decode(
        description: &'static RecordDescription,
        decoder: &mut Decoder<'_>,
    ) -> Result<Self, DecodeError> {
        let memory = Memory::of(description);
        // SAFETY: the memory has room for a record of this layout.
        unsafe { super::decode(description, decoder, memory.start.as_ptr()) }?;
        Ok(Self { description, memory })
    }

    /// What a `Box` of the record would be.
    pub(crate) fn into_raw(self) -> *mut u8 {
        let start = self.memory.start.as_ptr();
        std::mem::forget(self);
        start
    }
}

impl RecordView for Held {
    fn description(&self) -> &'static RecordDescription {
        self.description
    }

    fn field(&self, index: usize) -> View<'_> {
        // SAFETY: a record of this layout was read, and it is there as long as this.
        unsafe { super::view(self.description, self.memory.start.as_ptr(), index) }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // SAFETY: all fields were read, and nobody sees them any more.
        unsafe { super::drop_fields(self.description, usize::MAX, self.memory.start.as_ptr()) };
    }
}

/// Memory from the allocator, of which a record without fields needs none.
struct Memory {
    start: NonNull<u8>,
    layout: alloc::Layout,
}

impl Memory {
    fn of(description: &RecordDescription) -> Self {
        let (size, align) = (description.layout.size, description.layout.align);
        let layout = alloc::Layout::from_size_align(size, align).expect("a type has it");
        if size == 0 {
            return Self { start: NonNull::dangling(), layout };
        }
        // SAFETY: the size is not zero.
        let start = NonNull::new(unsafe { alloc::alloc(layout) });
        Self { start: start.unwrap_or_else(|| handle_alloc_error(layout)), layout }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        if self.layout.size() > 0 {
            // SAFETY: it was allocated with this layout.
            unsafe { alloc::dealloc(self.start.as_ptr(), self.layout) };
        }
    }
}
