//! Memory that is initialized in place.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Uninitialized memory for a value.
pub struct Slot<'a, T>(pub(super) &'a mut MaybeUninit<T>);

/// Proof that a [`Slot`] was initialized. Only code that initializes one returns it.
pub struct Filled<'a, T>(pub(super) PhantomData<&'a mut T>);

impl<'a, T> Slot<'a, T> {
    /// Initializes the slot with a value.
    #[inline]
    pub fn fill(self, value: T) -> Filled<'a, T> {
        self.0.write(value);
        Filled(PhantomData)
    }
}
