//! Limits how deeply sends are nested, so that receivers that send events without end do not overflow the stack.

use std::cell::Cell;

/// Maximum number of sends that are nested in each other on one thread.
///
/// Beyond it, receivers are not called, and each has the failure [`Cause::TooDeep`](crate::signal::Cause::TooDeep). So
/// have all further sends on the thread, until the outermost one has returned: otherwise two receivers that send to each
/// other would be called 2<sup>64</sup> times.
pub const MAX_NESTED_SENDS: u32 = 64;

/// Set in [`DEPTH`] when the limit was exceeded.
const EXCEEDED: u32 = 1 << 31;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Counts a send until it is dropped.
pub(crate) struct Nested(());

impl Nested {
    /// Returns `None` if sends are nested too deeply.
    #[inline]
    pub(crate) fn enter() -> Option<Self> {
        let depth = DEPTH.get();
        if depth >= MAX_NESTED_SENDS {
            DEPTH.set(depth | EXCEEDED);
            return None;
        }
        DEPTH.set(depth + 1);
        Some(Self(()))
    }
}

impl Drop for Nested {
    #[inline]
    fn drop(&mut self) {
        let depth = DEPTH.get() - 1;
        DEPTH.set(if depth == EXCEEDED { 0 } else { depth });
    }
}
