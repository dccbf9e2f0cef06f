//! Does reading a list allocate in proportion to the list, whatever blocks it consists of?

#![allow(missing_docs, reason = "a test has no interface")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use annals::WriterSchema;
use annals::avro::from_slice;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// Counts what the current thread allocates.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every method calls that of `System` with the same arguments.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller guarantees what `System` requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        // SAFETY: the caller guarantees what `System` requires.
        unsafe { System.dealloc(start, layout) }
    }

    unsafe fn realloc(&self, start: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: the caller guarantees what `System` requires.
        unsafe { System.realloc(start, layout, size) }
    }
}

fn count(size: usize) {
    ALLOCATED.set(ALLOCATED.get() + size);
    CALLS.set(CALLS.get() + 1);
}

/// Number of bytes and of allocations during `work`.
fn allocated(work: impl FnOnce()) -> (usize, usize) {
    let before = (ALLOCATED.get(), CALLS.get());
    work();
    (ALLOCATED.get() - before.0, CALLS.get() - before.1)
}

const ITEMS: usize = 100_000;

#[test]
fn one_block() {
    let mut bytes = annals::avro::to_vec(&(ITEMS as i64));
    bytes.resize(bytes.len() + ITEMS + 1, 0);
    let (size, calls) = allocated(|| {
        assert_eq!(from_slice::<Vec<bool>>(&bytes).map(|list| list.len()), Ok(ITEMS));
    });
    assert!(size < 2 * ITEMS && calls < 3, "{size} bytes in {calls} allocations");
}

#[test]
fn blocks_of_one_item() {
    let mut bytes = [2, 1].repeat(ITEMS);
    bytes.push(0);
    let (size, calls) = allocated(|| {
        assert_eq!(from_slice::<Vec<bool>>(&bytes).map(|list| list.len()), Ok(ITEMS));
    });
    assert!(size < 4 * ITEMS && calls < 50, "{size} bytes in {calls} allocations");
}

/// Resolution writes each item as a block of its own.
#[test]
fn a_list_in_another_schema() {
    let schema = WriterSchema::parse(r#"{"type": "array", "items": "int"}"#);
    let schema = schema.expect("a valid schema");
    let mut bytes = annals::avro::to_vec(&(ITEMS as i64));
    bytes.resize(bytes.len() + ITEMS + 1, 2);
    bytes.pop();
    bytes.push(0);
    let (size, calls) = allocated(|| {
        assert_eq!(schema.read::<Vec<i64>>(&bytes).map(|list| list.len()), Ok(ITEMS));
    });
    assert!(size < 100 * ITEMS && calls < 100, "{size} bytes in {calls} allocations");
}
