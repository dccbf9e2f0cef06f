//! Support for the code that the derives emit; no part of the public interface.

use crate::Json;
use crate::json::{self, JsonError, Path};
use crate::value::Value;

pub use crate::debug::debug_record;
pub use crate::json::fields::Fields;
pub use crate::scalar::glue::{display_scalar, parse_scalar, read_scalar};
#[cfg(feature = "serde")]
pub use crate::serde_glue::{deserialize, serde_core, serialize};

/// The text that `json` is, or the error that text was expected.
pub fn text<'a>(json: &'a Json, path: &Path<'_>) -> Result<&'a str, JsonError> {
    path.text("text", json)
}

/// A default that the catalog gives as JSON text. The catalog's check has read it, so it is of the field's type.
pub fn default_value<T: Value>(json: &'static str) -> T {
    json::from_str(json).expect("the catalog checks defaults against their types")
}

/// Holds for `Written: FieldType<Expected, _>` exactly if the two are one type, where `Written` is what the source of a
/// field says and `Expected` what the catalog says. The casts let the derive's other code go on as if it held, so that
/// one wrong type is one message.
#[diagnostic::on_unimplemented(
    message = "`catalog.lock` line {LINE} says this field is `{Expected}`, but it is `{Self}`",
    label = "not the type in the catalog",
    note = "run `annals generate` (in the repository of Annals, `cargo codegen`), and if the change was meant, make it in the \
            catalog first"
)]
pub trait FieldType<Expected, const LINE: u32>: Sized {
    /// Both ways, the identity.
    const CASTS: Casts<Self, Expected>;
}

/// A cast of the reference, and one back of the value.
pub type Casts<Written, Expected> = (fn(&Written) -> &Expected, fn(Expected) -> Written);

impl<T, const LINE: u32> FieldType<T, LINE> for T {
    const CASTS: Casts<T, T> = (|value| value, |value| value);
}
