//! The allocator of the command: nothing in, a static for its `main.rs` out.

#[cfg(feature = "mimalloc")]
#[doc(hidden)]
pub use mimalloc::MiMalloc;

/// Gives a program the allocator of the command, as far as the feature `mimalloc` is on: a catalog
/// becomes millions of small texts, made and dropped on all cores.
#[cfg(feature = "mimalloc")]
#[macro_export]
macro_rules! allocator {
    () => {
        #[global_allocator]
        static ALLOCATOR: $crate::allocator::MiMalloc = $crate::allocator::MiMalloc;
    };
}

/// Leaves a program the allocator of the system, since the feature `mimalloc` is off.
#[cfg(not(feature = "mimalloc"))]
#[macro_export]
macro_rules! allocator {
    () => {};
}

/// The number of `mi_option_purge_delay` in mimalloc.h, which the crate has no name for: after how
/// many milliseconds unused memory goes back to the system, and never below 0.
#[cfg(feature = "mimalloc")]
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// Lets a process keep the memory that it does not use at the moment, to use it again: memory from
/// the system is cleared first, page by page, and large pages that were given back in part come as
/// small ones. To be called before there are other threads.
pub(crate) fn keep_memory() {
    #[cfg(feature = "mimalloc")]
    // SAFETY: it stores a number in a table, which is ready before `main`; no other thread reads it
    // meanwhile.
    unsafe {
        libmimalloc_sys::mi_option_set(PURGE_DELAY, -1);
    }
}

#[cfg(all(test, feature = "mimalloc"))]
mod tests {
    use super::PURGE_DELAY;

    /// The number is mimalloc's affair; its default is what the option is known by.
    #[test]
    fn the_option_is_the_one_that_is_meant() {
        // SAFETY: it reads a number from a table.
        let delay = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(delay(), 1000);
        super::keep_memory();
        assert_eq!(delay(), -1);
    }
}
