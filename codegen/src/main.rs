//! The command `annals`; everything it does is in the library.

use std::process::ExitCode;

/// Catalogs become millions of small texts, made and dropped on all cores.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    annals_codegen::cli::run(std::env::args_os())
}
