//! Reads, clones and compares lists. The code is not generic, because a catalog has many types of lists.

use std::alloc::{self, handle_alloc_error};
use std::marker::PhantomData;
use std::ptr::{self, NonNull};

use super::{Access, dangling};
use crate::avro::{DecodeError, Decoder, Next};
use crate::json::JsonError;
use crate::json::parser::{Container, Parser};
use crate::shape::Shape;
use crate::value::{Value, View};

/// Reads a list from Avro.
#[inline]
pub(crate) fn decode_list<T: Value>(decoder: &mut Decoder<'_>) -> Result<Vec<T>, DecodeError> {
    match decode(item::<T>(), decoder) {
        // SAFETY: the items are of type `T`.
        Ok(list) => Ok(unsafe { list.into_vec() }),
        Err(error) => Err(error),
    }
}

/// Reads a list from JSON.
#[inline]
pub(crate) fn read_json_list<T: Value>(parser: &mut Parser<'_>) -> Result<Vec<T>, JsonError> {
    match read_json(item::<T>(), parser) {
        // SAFETY: the items are of type `T`.
        Ok(list) => Ok(unsafe { list.into_vec() }),
        Err(error) => Err(error),
    }
}

/// The type of a list's items.
struct ItemType {
    layout: alloc::Layout,
    access: &'static Access,
}

impl ItemType {
    const fn of<T: Value>() -> Self {
        Self { layout: alloc::Layout::new::<T>(), access: &T::ACCESS.0 }
    }

    /// # Safety
    ///
    /// `start` must point to more than `index` items of this type.
    unsafe fn at(&self, start: *const u8, index: usize) -> *const u8 {
        // SAFETY: the caller guarantees that the item is inside the allocation.
        unsafe { start.add(index * self.layout.size()) }
    }
}

fn item<T: Value>() -> &'static ItemType {
    const { &ItemType::of::<T>() }
}

/// The type of a list.
pub(super) struct ListType {
    /// A function, because a record may contain a list of itself but a constant may not refer to itself.
    item: fn() -> &'static ItemType,
    pub(super) view: for<'a> unsafe fn(*const u8, PhantomData<&'a ()>) -> View<'a>,
    pub(super) drop: unsafe fn(*mut u8),
    pub(super) shape: fn() -> Shape,
    /// The first item, and the number of items.
    items: unsafe fn(*const u8) -> (*const u8, usize),
    /// Makes a list of a [`List`] with items of this type.
    fill: unsafe fn(List, *mut u8),
}

impl ListType {
    pub(super) const fn of<T: Value>() -> Self {
        Self {
            item: item::<T>,
            view: super::view_at::<Vec<T>>,
            drop: super::drop_at::<Vec<T>>,
            shape: super::shape::<Vec<T>>,
            items: items::<T>,
            fill: fill::<T>,
        }
    }

    /// # Safety
    ///
    /// As for `Access::read`.
    pub(super) unsafe fn read(
        &'static self,
        decoder: &mut Decoder<'_>,
        place: *mut u8,
    ) -> Result<(), DecodeError> {
        let list = decode((self.item)(), decoder)?;
        // SAFETY: the items are of this type. The caller guarantees that `place` is valid for writes of this list.
        unsafe { (self.fill)(list, place) };
        Ok(())
    }

    /// # Safety
    ///
    /// As for `Access::read`.
    pub(super) unsafe fn read_json(
        &'static self,
        parser: &mut Parser<'_>,
        place: *mut u8,
    ) -> Result<(), JsonError> {
        let list = read_json((self.item)(), parser)?;
        // SAFETY: the items are of this type. The caller guarantees that `place` is valid for writes of this list.
        unsafe { (self.fill)(list, place) };
        Ok(())
    }

    /// # Safety
    ///
    /// As for `Access::clone`.
    pub(super) unsafe fn clone(&'static self, from: *const u8, to: *mut u8) {
        // SAFETY: the caller guarantees that `from` points to a list of this type.
        let (start, count) = unsafe { (self.items)(from) };
        let item = (self.item)();
        let mut list = List::new(item);
        list.reserve(count);
        for index in 0..count {
            // SAFETY: the list has `count` items, and `list` has room for as many.
            unsafe { item.access.clone(item.at(start, index), list.end()) };
            list.count += 1;
        }
        // SAFETY: the items are of this type. The caller guarantees that `to` is valid for writes of this list.
        unsafe { (self.fill)(list, to) };
    }

    /// # Safety
    ///
    /// As for `Access::eq`.
    pub(super) unsafe fn eq(&self, left: *const u8, right: *const u8) -> bool {
        // SAFETY: the caller guarantees that both point to lists of this type.
        let ((left, count), (right, other)) = unsafe { ((self.items)(left), (self.items)(right)) };
        let item = (self.item)();
        count == other
            && (0..count).all(|index| {
                // SAFETY: both lists have `count` items.
                unsafe { item.access.eq(item.at(left, index), item.at(right, index)) }
            })
    }
}

/// # Safety
///
/// `list` must point to an initialized `Vec<T>`.
unsafe fn items<T>(list: *const u8) -> (*const u8, usize) {
    // SAFETY: the caller guarantees that `list` points to a `Vec<T>`.
    let list = unsafe { &*(list as *const Vec<T>) };
    (list.as_ptr() as *const u8, list.len())
}

/// # Safety
///
/// The items must be of type `T`, and `place` must be valid for writes of a `Vec<T>` and aligned for it.
unsafe fn fill<T>(list: List, place: *mut u8) {
    // SAFETY: the caller guarantees both.
    unsafe { ptr::write(place as *mut Vec<T>, list.into_vec()) };
}

fn decode(item: &'static ItemType, decoder: &mut Decoder<'_>) -> Result<List, DecodeError> {
    let mut list = List::new(item);
    decoder.blocks(&mut |decoder, next| {
        match next {
            Next::Block(count) => list.reserve(decoder.at_most(count, item.layout.size())),
            Next::Item => {
                // SAFETY: `place` is valid for writes of one item, and aligned.
                let read = |place| unsafe { item.access.read(decoder, place) };
                // SAFETY: the item is initialized if the result of `read` is `Ok`.
                unsafe { list.push(read) }.map_err(|error| error.in_item(list.count))?;
            }
        }
        Ok(())
    })?;
    Ok(list)
}

fn read_json(item: &'static ItemType, parser: &mut Parser<'_>) -> Result<List, JsonError> {
    let mut list = List::new(item);
    parser.enter(Container::List)?;
    while parser.next(Container::List, list.count == 0)? {
        // SAFETY: `place` is valid for writes of one item, and aligned.
        let read = |place| unsafe { item.access.read_json(parser, place) };
        // SAFETY: the item is initialized if the result of `read` is `Ok`.
        unsafe { list.push(read) }.map_err(|error| error.in_item(list.count))?;
    }
    Ok(list)
}

/// A list that is being read.
struct List {
    item: &'static ItemType,
    start: NonNull<u8>,
    count: usize,
    room: usize,
}

impl List {
    fn new(item: &'static ItemType) -> Self {
        Self { item, start: dangling(item.layout), count: 0, room: 0 }
    }

    /// Adds the item that `read` writes. Its argument is valid for writes of one item, and aligned.
    ///
    /// # Safety
    ///
    /// The item must be initialized if the result of `read` is `Ok`.
    unsafe fn push<E>(&mut self, read: impl FnOnce(*mut u8) -> Result<(), E>) -> Result<(), E> {
        if self.count == self.room {
            self.reserve(4);
        }
        read(self.end())?;
        self.count += 1;
        Ok(())
    }

    /// # Safety
    ///
    /// The items must be of type `T`.
    unsafe fn into_vec<T>(self) -> Vec<T> {
        let (start, count, room) = (self.start.as_ptr() as *mut T, self.count, self.room);
        std::mem::forget(self);
        // SAFETY: `start` is from the global allocator (dangling but aligned if nothing was allocated), with room for
        // `room` items, of which the first `count` are initialized. The caller guarantees that they are of type `T`.
        unsafe { Vec::from_raw_parts(start, count, room) }
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
