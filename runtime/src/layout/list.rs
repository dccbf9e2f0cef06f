//! The elements of a list: Avro in, the parts of a vector out. Not generic: there are many types of lists.

use std::alloc::{self, handle_alloc_error};
use std::ptr::NonNull;

use super::Reader;
use crate::avro::{Codec, DecodeError, Decoder, Next};

/// Reads a list.
#[inline]
pub(crate) fn decode_list<T: Codec>(decoder: &mut Decoder<'_>) -> Result<Vec<T>, DecodeError> {
    match decode(const { Item::of::<T>() }, decoder) {
        // SAFETY: the parts are those of a vector of these elements.
        Ok((start, count, room)) => {
            Ok(unsafe { Vec::from_raw_parts(start.cast::<T>().as_ptr(), count, room) })
        }
        Err(error) => Err(error),
    }
}

/// An element.
#[derive(Clone, Copy)]
struct Item {
    layout: alloc::Layout,
    reader: Reader,
}

impl Item {
    const fn of<T: Codec>() -> Self {
        Self { layout: alloc::Layout::new::<T>(), reader: Reader::of::<T>() }
    }
}

/// The start of the elements, how many there are, and for how many there is room.
fn decode(
    item: Item,
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
    item: Item,
    start: NonNull<u8>,
    count: usize,
    room: usize,
}

impl List {
    fn read(&mut self, decoder: &mut Decoder<'_>) -> Result<(), DecodeError> {
        if self.count == self.room {
            self.reserve(self.room.max(4));
        }
        // SAFETY: there is room for one more.
        unsafe { (self.item.reader.read)(decoder, self.end()) }?;
        self.count += 1;
        Ok(())
    }

    /// Makes room for so many more.
    fn reserve(&mut self, more: usize) {
        let room = self.count.checked_add(more).expect("memory holds fewer");
        let size = self.item.layout.size();
        if room <= self.room || size == 0 {
            self.room = self.room.max(room);
            return;
        }
        let bytes = room.checked_mul(size).expect("memory holds fewer");
        let layout = alloc::Layout::from_size_align(bytes, self.item.layout.align());
        let layout = layout.expect("memory holds fewer");
        // SAFETY: the size is not zero, and what was allocated was so with that layout.
        let start = unsafe {
            match self.allocated() {
                None => alloc::alloc(layout),
                Some(before) => alloc::realloc(self.start.as_ptr(), before, bytes),
            }
        };
        self.start = NonNull::new(start).unwrap_or_else(|| handle_alloc_error(layout));
        self.room = room;
    }

    /// What was allocated, if anything.
    fn allocated(&self) -> Option<alloc::Layout> {
        let bytes = self.room * self.item.layout.size();
        let layout = alloc::Layout::from_size_align(bytes, self.item.layout.align());
        layout.ok().filter(|layout| layout.size() > 0)
    }

    /// Behind the last element.
    fn end(&self) -> *mut u8 {
        // SAFETY: there is room for as many.
        unsafe { self.start.as_ptr().add(self.count * self.item.layout.size()) }
    }
}

impl Drop for List {
    fn drop(&mut self) {
        while let Some(count) = self.count.checked_sub(1) {
            self.count = count;
            if let Some(drop) = self.item.reader.drop {
                // SAFETY: it was read, and nobody sees it any more.
                unsafe { drop(self.end()) };
            }
        }
        if let Some(layout) = self.allocated() {
            // SAFETY: it was allocated so.
            unsafe { alloc::dealloc(self.start.as_ptr(), layout) };
        }
    }
}

/// Where a list without room begins: aligned, as a vector demands.
fn dangling(layout: alloc::Layout) -> NonNull<u8> {
    let start = std::ptr::without_provenance_mut(layout.align());
    // SAFETY: an alignment is not zero.
    unsafe { NonNull::new_unchecked(start) }
}
