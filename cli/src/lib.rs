//! The command line of Annals.
//!
//! [`run`] parses the arguments and calls one module of `commands`. That module does its work with
//! `annals_codegen` and the other modules of this crate (`import`, `inspect`, `validate`, `fix`, …),
//! and prints the result. Only `commands` uses the terminal.

mod addition;
mod base;
mod changelog;
mod commands;
mod comparison;
mod explain;
mod fix;
pub mod import;
mod inspect;
pub mod language;
mod report;
mod reported;
mod scaffold;
mod timings;
pub mod validate;

pub use commands::run;

/// Faster than the allocator of the system for millions of small strings on all cores.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
