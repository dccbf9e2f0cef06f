//! Generates the implementations from the lock.

mod description;
mod slot;
mod structure;
mod tokens;
mod types;

pub(crate) use slot::Structure;
pub(crate) use structure::{event, record};
pub(crate) use types::{enumeration, scalar, variant};
