//! Prints a synthetic catalog: `synthetic N > catalog.yaml`.

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let count = std::env::args().nth(1).and_then(|argument| argument.parse::<usize>().ok());
    let Some(count) = count else {
        let _ = writeln!(std::io::stderr(), "usage: synthetic NUMBER_OF_EVENTS");
        return ExitCode::from(2);
    };
    match std::io::stdout().write_all(annals_benches::catalog(count).as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(3),
    }
}
