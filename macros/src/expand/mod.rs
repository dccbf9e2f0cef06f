//! What was verified in, tokens out: implementations, all from the lock, inside an unnamed const.

mod codec;
mod constructor;
mod description;
mod slot;
mod structure;
mod tokens;
mod types;

pub(crate) use slot::Structure;
pub(crate) use structure::{event, record};
pub(crate) use types::{enumeration, scalar};
