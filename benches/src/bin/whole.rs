//! Times `annals` as a process: `whole PATH_OF_ANNALS CATALOG...`, where each catalog is a number of
//! events, for a synthetic one, or a path.
//!
//! Prints the minimum and median of several runs in milliseconds, and the peak memory where the system
//! reports it (Linux).

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Number of runs of each command.
const RUNS: usize = 5;

/// How often the memory of a run is sampled.
const LOOK: Duration = Duration::from_millis(5);

/// The text that is added to a description to edit an event.
const EDIT: &str = "Sent when";

/// Files written less than two seconds ago are checked more thoroughly, so runs wait for longer than
/// that. A person does not save more often either, so a watching process is idle by then.
const PAUSE: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let annals = arguments.next();
    let catalogs: Vec<String> = arguments.collect();
    let (Some(annals), false) = (annals, catalogs.is_empty()) else {
        let _ = writeln!(io::stderr(), "usage: whole PATH_OF_ANNALS NUMBER_OF_EVENTS|CATALOG...");
        return ExitCode::from(2);
    };
    match catalogs.iter().try_for_each(|catalog| measure(Path::new(&annals), catalog)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(3)
        }
    }
}

/// A folder with a catalog, removed when dropped.
struct Case {
    annals: PathBuf,
    folder: PathBuf,
    name: String,
}

impl Case {
    fn new(annals: &Path, catalog: &str) -> io::Result<Self> {
        let text = match catalog.parse() {
            Ok(events) => annals_benches::catalog(events),
            Err(_) => std::fs::read_to_string(catalog)?,
        };
        let folder = std::env::temp_dir().join(format!("annals-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let case = Self { annals: annals.to_owned(), folder, name: catalog.to_owned() };
        case.write(&text)?;
        Ok(case)
    }

    fn catalog(&self) -> PathBuf {
        self.folder.join("catalog.yaml")
    }

    fn write(&self, text: &str) -> io::Result<()> {
        std::fs::File::create(self.catalog())?.write_all(text.as_bytes())
    }

    /// Changes the description of one event, a different one each time.
    fn edited(&self) -> io::Result<String> {
        let text = std::fs::read_to_string(self.catalog())?;
        let place = text.rfind(EDIT).ok_or_else(|| io::Error::other(format!("no `{EDIT}`")))?;
        let (before, after) = text.split_at(place);
        Ok(format!("{before}Often s{}", after.trim_start_matches('S')))
    }

    fn edit(&self) -> io::Result<()> {
        self.write(&self.edited()?)
    }

    /// Runs a command several times, each time after `before`, which may add arguments.
    fn row(
        &self,
        what: &str,
        arguments: &[&str],
        before: &dyn Fn(&Self, usize) -> io::Result<Vec<String>>,
    ) -> io::Result<()> {
        let (mut times, mut peak) = (Vec::new(), 0);
        for number in 0..RUNS {
            let more = before(self, number)?;
            let more = more.iter().map(String::as_str);
            let arguments: Vec<&str> = arguments.iter().copied().chain(more).collect();
            let (took, memory) = self.run(&arguments)?;
            times.push(took.as_secs_f64() * 1e3);
            peak = peak.max(memory);
        }
        self.print(what, times, peak)
    }

    fn print(&self, what: &str, mut times: Vec<f64>, peak: u64) -> io::Result<()> {
        times.sort_by(f64::total_cmp);
        let (least, median) = (times[0], times[times.len() / 2]);
        let peak = peak / 1024;
        let Self { name, .. } = self;
        writeln!(
            io::stdout(),
            "{name:<14} {what:<16} min {least:>8.1} ms  median {median:>8.1} ms  {peak:>5} MiB"
        )
    }

    /// Edits the catalog several times while one process watches it, and measures from the rename that
    /// saves it to the line that is printed after the last file was written.
    fn watch(&self, what: &str) -> io::Result<()> {
        let mut command = Command::new(&self.annals);
        command.arg("watch").arg("--catalog").arg(self.catalog());
        let mut watching = Watching(command.stderr(Stdio::piped()).spawn()?);
        let stderr = watching.0.stderr.take().ok_or_else(|| io::Error::other("no stderr"))?;
        let mut lines = BufReader::new(stderr).lines();
        wait_for(&mut lines, "watching ")?;
        let beside = self.folder.join("catalog.yaml.new");
        let mut times = Vec::new();
        for _ in 0..RUNS {
            std::thread::sleep(PAUSE);
            std::fs::File::create(&beside)?.write_all(self.edited()?.as_bytes())?;
            let start = Instant::now();
            std::fs::rename(&beside, self.catalog())?;
            wait_for(&mut lines, "wrote ")?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        self.print(what, times, memory(&watching.0))
    }

    fn run(&self, arguments: &[&str]) -> io::Result<(Duration, u64)> {
        let mut command = Command::new(&self.annals);
        command.args(arguments).arg("--quiet").arg("--catalog").arg(self.catalog());
        let start = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn()?;
        let (mut peak, mut looked) = (0, start);
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if looked.elapsed() > LOOK {
                peak = peak.max(memory(&child));
                looked = Instant::now();
            }
            std::thread::sleep(Duration::from_micros(200));
        };
        let took = start.elapsed();
        if status.success() {
            Ok((took, peak))
        } else {
            Err(io::Error::other(format!("{arguments:?} failed: {status}")))
        }
    }
}

/// A watching process, killed when dropped.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Reads up to the line that begins with `words`.
fn wait_for(lines: &mut impl Iterator<Item = io::Result<String>>, words: &str) -> io::Result<()> {
    for line in lines {
        let line = line?;
        if line.starts_with(words) {
            return Ok(());
        }
        if line.starts_with("error") {
            return Err(io::Error::other(line));
        }
    }
    Err(io::Error::other(format!("it ended before it said `{words}`")))
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn measure(annals: &Path, catalog: &str) -> io::Result<()> {
    let case = Case::new(annals, catalog)?;
    let nothing = |_: &Case, _| Ok(Vec::new());
    // A new folder each time: some file systems are slow after many files were removed.
    let into = |name: &'static str| {
        move |case: &Case, number: usize| {
            let folder = case.folder.join(format!("{name}-{number}"));
            Ok(vec!["--out".to_owned(), folder.display().to_string()])
        }
    };
    let edit = |case: &Case, _| case.edit().map(|()| Vec::new());
    case.row("check catalog", &["check", "--no-files"], &nothing)?;
    case.row("rust, cold", &["generate", "--only", "rust"], &into("rust"))?;
    case.row("generate, cold", &["generate"], &into("cold"))?;
    case.run(&["generate"])?;
    std::thread::sleep(PAUSE);
    case.row("generate, again", &["generate"], &nothing)?;
    case.row("no cache, again", &["generate", "--no-cache"], &nothing)?;
    case.row("check", &["check"], &nothing)?;
    case.row("check, no cache", &["check", "--no-cache"], &nothing)?;
    case.row("one event edited", &["generate"], &edit)?;
    case.watch("watch, an edit")
}

/// The peak memory of a process so far, in KiB; 0 if the system does not report it.
fn memory(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
    let status = status.unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
