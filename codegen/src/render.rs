//! Lowered trees in, text out; decides nothing.

pub(crate) mod json;
pub(crate) mod rust;
pub(crate) mod template;
pub(crate) mod user;
