//! Times `annals` as whole processes on synthetic catalogs: `whole PATH_OF_ANNALS N...`.
//!
//! For each N: `check` of a fresh tree, `generate` into nothing, and `generate` with nothing to do;
//! five runs each, minimum and median in milliseconds.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 5;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let annals = arguments.next();
    let sizes: Option<Vec<usize>> = arguments.map(|size| size.parse().ok()).collect();
    let (Some(annals), Some(sizes)) = (annals, sizes.filter(|sizes| !sizes.is_empty())) else {
        let _ = writeln!(io::stderr(), "usage: whole PATH_OF_ANNALS NUMBER_OF_EVENTS...");
        return ExitCode::from(2);
    };
    match sizes.iter().try_for_each(|size| measure(Path::new(&annals), *size)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(3)
        }
    }
}

fn measure(annals: &Path, size: usize) -> io::Result<()> {
    let folder = std::env::temp_dir().join(format!("annals-bench-{}-{size}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let catalog = folder.join("catalog.yaml");
    io::copy(&mut annals_benches::catalog(size).as_bytes(), &mut std::fs::File::create(&catalog)?)?;
    let output = folder.join("generated");
    let mut cold = Vec::new();
    for _ in 0..RUNS {
        if output.exists() {
            std::fs::remove_dir_all(&output)?;
        }
        cold.push(time(annals, &["generate"], &catalog)?);
    }
    let warm =
        (0..RUNS).map(|_| time(annals, &["generate"], &catalog)).collect::<io::Result<Vec<_>>>()?;
    let check =
        (0..RUNS).map(|_| time(annals, &["check"], &catalog)).collect::<io::Result<Vec<_>>>()?;
    std::fs::remove_dir_all(&folder)?;
    for (what, times) in [("generate cold", cold), ("generate again", warm), ("check", check)] {
        report(size, what, times)?;
    }
    Ok(())
}

fn time(annals: &Path, arguments: &[&str], catalog: &Path) -> io::Result<Duration> {
    let mut command = Command::new(annals);
    command.args(arguments).arg("--quiet").arg("--catalog").arg(catalog);
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    let took = start.elapsed();
    if status.success() {
        Ok(took)
    } else {
        Err(io::Error::other(format!("{arguments:?} failed: {status}")))
    }
}

fn report(size: usize, what: &str, mut times: Vec<Duration>) -> io::Result<()> {
    times.sort();
    let (least, median) =
        (times[0].as_secs_f64() * 1e3, times[times.len() / 2].as_secs_f64() * 1e3);
    writeln!(
        io::stdout(),
        "{size:>6} events  {what:<15} min {least:>8.1} ms  median {median:>8.1} ms"
    )
}
