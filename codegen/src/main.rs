//! The command `annals`; everything it does is in the library.

use std::process::ExitCode;

annals_codegen::allocator!();

fn main() -> ExitCode {
    annals_codegen::cli::run(std::env::args_os())
}
