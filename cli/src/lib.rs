//! The command `annals`: everything a person types.
//!
//! [`run`] parses the arguments and calls one module of `commands`, which does its work with the
//! modules beside it (`import`, `inspect`, `validate`, `fix`, …) and with `annals_codegen`, and
//! prints the result. Only `commands` knows the terminal.

mod addition;
mod commands;
mod explain;
mod fix;
pub mod import;
mod inspect;
pub mod language;
mod report;
mod scaffold;
mod timings;
pub mod validate;

pub use commands::run;

/// A catalog becomes millions of small texts, made and dropped on all cores.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
