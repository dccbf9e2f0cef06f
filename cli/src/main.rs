//! The program `annals`.

use std::process::ExitCode;

fn main() -> ExitCode {
    annals_cli::run(std::env::args_os())
}
