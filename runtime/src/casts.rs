//! Proof that a field has its type in the catalog.

use std::marker::PhantomData;

use seal::Same;

/// `Written: FieldType<Expected, _>` holds if the two are the same type. `Written` is the type of a field in the
/// source, `Expected` its type in the catalog. The derived code uses the casts, so that a field of the wrong type
/// causes only one error message.
#[diagnostic::on_unimplemented(
    message = "`catalog.lock` line {LINE} says this field is `{Expected}`, but it is `{Self}`",
    label = "not the type in the catalog",
    note = "run `annals generate` (in the repository of Annals, `cargo codegen`), and if the change was meant, make it in the \
            catalog first"
)]
pub trait FieldType<Expected, const LINE: u32>: Same<Expected> {
    /// The identity.
    const CASTS: Casts<Self, Expected>;
}

mod seal {
    /// Implemented for every type and itself. It cannot be named outside this crate, so nothing else implements
    /// `FieldType`.
    pub trait Same<T>: Sized {}

    impl<T> Same<T> for T {}
}

impl<T, const LINE: u32> FieldType<T, LINE> for T {
    const CASTS: Casts<T, T> = Casts { expected: |value| value, exact: PhantomData };
}

/// Proof that two types are the same.
pub struct Casts<Written, Expected> {
    expected: fn(&Written) -> &Expected,
    /// Has no subtypes, so that these are the two types and not only a subtype and a supertype of them.
    exact: PhantomData<(*mut Written, *mut Expected)>,
}

impl<Written, Expected> Casts<Written, Expected> {
    /// Casts a reference.
    pub fn expected<'a>(&self, written: &'a Written) -> &'a Expected {
        (self.expected)(written)
    }

    /// Casts a pointer to a field.
    pub const fn place(&self, written: *mut Written) -> *mut Expected {
        written.cast()
    }
}

/// Returns the casts. An argument of another type, whose methods lead elsewhere, does not compile.
pub const fn casts<Written, Expected>(
    casts: &Casts<Written, Expected>,
) -> &Casts<Written, Expected> {
    casts
}
