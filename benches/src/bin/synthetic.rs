//! Prints a synthetic catalog: `synthetic N > catalog.yaml`. `synthetic N --split DIR` writes it with a file and a crate
//! for each domain.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let count = arguments.first().and_then(|count| count.parse::<usize>().ok());
    let done = match (count, arguments.get(1..)) {
        (Some(count), Some([])) => {
            io::stdout().write_all(annals_benches::catalog(count).as_bytes())
        }
        (Some(count), Some(["--split", folder])) => {
            annals_benches::crates::write(Path::new(folder), count)
        }
        (Some(_) | None, Some(_) | None) => {
            let _ = writeln!(io::stderr(), "usage: synthetic NUMBER_OF_EVENTS [--split FOLDER]");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(3)
        }
    }
}
