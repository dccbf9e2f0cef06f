//! Reads lists from Avro. The code is not generic, because a catalog has many types of lists.

use std::alloc::{self, handle_alloc_error};
use std::ptr::NonNull;

use super::{Access, dangling};
use crate::avro::{DecodeError, Decoder, Next};
use crate::value::Value;

/// Reads a list.
#[inline]
pub(crate) fn decode_list<T: Value>(decoder: &mut Decoder<'_>) -> Result<Vec<T>, DecodeError> {
    match decode(const { ItemType::of::<T>() }, decoder) {
        // SAFETY: `decode` returns a pointer from the global allocator (dangling but aligned if nothing was
        // allocated), with room for `room` items of type `T`, of which the first `count` are initialized.
        Ok((start, count, room)) => {
            Ok(unsafe { Vec::from_raw_parts(start.cast::<T>().as_ptr(), count, room) })
        }
        Err(error) => Err(error),
    }
}

/// The type of a list's items.
#[derive(Clone, Copy)]
struct ItemType {
    layout: alloc::Layout,
    access: &'static Access,
}

impl ItemType {
    const fn of<T: Value>() -> Self {
        Self { layout: alloc::Layout::new::<T>(), access: &T::ACCESS }
    }
}

/// Returns the pointer, the length and the capacity of a vector of the items.
fn decode(
    item: ItemType,
    decoder: &mut Decoder<'_>,
) -> Result<(NonNull<u8>, usize, usize), DecodeError> {
    let mut list = List { item, start: dangling(item.layout), count: 0, room: 0 };
    decoder.blocks(&mut |decoder, next| {
        match next {
            Next::Block(count) => list.reserve(decoder.at_most(count, item.layout.size())),
            Next::Item => list.read(decoder).map_err(|error| error.in_item(list.count))?,
        }
        Ok(())
    })?;
    let parts = (list.start, list.count, list.room);
    std::mem::forget(list);
    Ok(parts)
}

/// A list that is being read.
struct List {
    item: ItemType,
    start: NonNull<u8>,
    count: usize,
    room: usize,
}

impl List {
    fn read(&mut self, decoder: &mut Decoder<'_>) -> Result<(), DecodeError> {
        if self.count == self.room {
            self.reserve(4);
        }
        // SAFETY: `room` is greater than `count`, so `end` is valid for writes of one item, and aligned.
        unsafe { self.item.access.read(decoder, self.end()) }?;
        self.count += 1;
        Ok(())
    }

    /// Makes room for `more` items after those that were read.
    fn reserve(&mut self, more: usize) {
        let needed =
            self.count.checked_add(more).expect("a list is smaller than the address space");
        if needed <= self.room {
            return;
        }
        // At least doubles, so that many small blocks take linear time.
        let room = needed.max(self.room.saturating_mul(2));
        let size = self.item.layout.size();
        if size == 0 {
            self.room = room;
            return;
        }
        let bytes = room.checked_mul(size).expect("a list is smaller than the address space");
        let layout = alloc::Layout::from_size_align(bytes, self.item.layout.align());
        let layout = layout.expect("a list is smaller than the address space");
        // SAFETY: `bytes` is not zero, and `before` is the layout that `start` was allocated with.
        let start = unsafe {
            match self.allocated() {
                None => alloc::alloc(layout),
                Some(before) => alloc::realloc(self.start.as_ptr(), before, bytes),
            }
        };
        self.start = NonNull::new(start).unwrap_or_else(|| handle_alloc_error(layout));
        self.room = room;
    }

    /// The layout that `start` was allocated with; `None` if nothing was allocated.
    fn allocated(&self) -> Option<alloc::Layout> {
        let bytes = self.room * self.item.layout.size();
        let layout = alloc::Layout::from_size_align(bytes, self.item.layout.align());
        layout.ok().filter(|layout| layout.size() > 0)
    }

    /// The place after the last item that was read.
    fn end(&self) -> *mut u8 {
        // SAFETY: `count` is at most `room`, so the result is inside the allocation or one past its end.
        unsafe { self.start.as_ptr().add(self.count * self.item.layout.size()) }
    }
}

impl Drop for List {
    fn drop(&mut self) {
        while let Some(count) = self.count.checked_sub(1) {
            self.count = count;
            // SAFETY: the item at `count` was read, and nothing uses it after `drop`.
            unsafe { self.item.access.drop(self.end()) };
        }
        if let Some(layout) = self.allocated() {
            // SAFETY: `allocated` returns the layout that `start` was allocated with.
            unsafe { alloc::dealloc(self.start.as_ptr(), layout) };
        }
    }
}
