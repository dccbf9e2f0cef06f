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
