//! Prints lowered trees; nothing is decided here.

pub mod json;
pub(crate) mod rust;
pub(crate) mod template;
pub use template::strict;
pub mod user;
