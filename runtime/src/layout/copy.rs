//! Clones and compares records through the table of their fields.

use std::mem::MaybeUninit;
use std::ptr;

use super::RecordView;
use crate::record::{FieldDescription, Record, RecordDescription};

/// Clones a record. Panics if it is not an `R`.
pub fn cloned<R: Record>(record: RecordView<'_>) -> R {
    assert!(ptr::eq(record.description, R::DESCRIPTION), "a view of another record");
    let mut clone = const { MaybeUninit::<R>::uninit() };
    // A cast and not a call, since without optimization each type has its own functions.
    let to = &raw mut clone as *mut u8;
    // SAFETY: the view guarantees an initialized record with this description, which is the layout of `R`. `clone` has
    // room for an `R`.
    unsafe { clone_fields(record.description, record.record, to) };
    // SAFETY: `clone_fields` initialized every field, and the description has every field of `R`.
    unsafe { clone.assume_init() }
}

/// Two records are equal if they are of the same type and their fields are.
impl PartialEq for RecordView<'_> {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.description, other.description)
            // SAFETY: both views guarantee initialized records with this description.
            && unsafe { fields_equal(self.description, self.record, other.record) }
    }
}

/// # Safety
///
/// `from` must point to an initialized `T`, and `to` must be valid for writes of `T` and aligned for it.
pub(super) unsafe fn clone_to<T: Clone>(from: *const u8, to: *mut u8) {
    // SAFETY: the caller guarantees that `from` points to a `T`, which nothing mutates meanwhile.
    let value = unsafe { &*(from as *const T) }.clone();
    // SAFETY: the caller guarantees that `to` is valid for writes of `T` and aligned.
    unsafe { ptr::write(to as *mut T, value) };
}

/// # Safety
///
/// Both must point to an initialized `T`.
pub(super) unsafe fn eq_at<T: PartialEq>(left: *const u8, right: *const u8) -> bool {
    // SAFETY: the caller guarantees that both point to a `T`, which nothing mutates meanwhile.
    unsafe { *(left as *const T) == *(right as *const T) }
}

/// Clones a record into `to`, which is initialized then. If a field panics, the clones of those before it are leaked.
///
/// # Safety
///
/// `from` must point to an initialized record with this layout, and `to` must be valid for writes of one, and aligned for
/// it.
pub(super) unsafe fn clone_fields(
    description: &'static RecordDescription,
    from: *const u8,
    to: *mut u8,
) {
    for FieldDescription { place, .. } in description.fields {
        // SAFETY: the caller guarantees that both have this layout, so each contains the field, `from` initialized and
        // `to` writable and aligned.
        unsafe { place.access.clone(from.add(place.offset), to.add(place.offset)) };
    }
}

/// # Safety
///
/// Both must point to initialized records with this layout.
pub(super) unsafe fn fields_equal(
    description: &'static RecordDescription,
    left: *const u8,
    right: *const u8,
) -> bool {
    description.fields.iter().all(|FieldDescription { place, .. }| {
        // SAFETY: the caller guarantees that both have this layout, so each contains the field, initialized.
        unsafe { place.access.eq(left.add(place.offset), right.add(place.offset)) }
    })
}
