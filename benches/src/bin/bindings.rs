//! Times rustc on the generated crate of a synthetic catalog: `bindings PATH_OF_ANNALS [NUMBER_OF_EVENTS [PATH_OF_PEERS]]`.
//! With the program in `benches/peers`, then also on what prost-build makes of the same content.
//!
//! The crate is in a temporary folder, with the profile that `annals init` writes, and uses this workspace's runtime.
//! Only that crate is recompiled: five runs each of `cargo check`, `cargo build`, `cargo build --release`, and of
//! `cargo build` after an edit of the catalog, which the build script compiles. Then the same content with a crate for
//! each domain, built and edited. Printed are the minimum and median of seconds, and of processor seconds where the
//! system reports them. The README of this crate compares the figures with those of other generators.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const RUNS: usize = 5;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let size = |text: &OsStr| text.to_str()?.parse().ok();
    let annals = arguments.next();
    let events = arguments.next().map_or(Some(100), |text| size(&text));
    let (Some(annals), Some(events)) = (annals, events) else {
        let usage = "usage: bindings PATH_OF_ANNALS [NUMBER_OF_EVENTS [PATH_OF_PEERS]]";
        let _ = writeln!(io::stderr(), "{usage}");
        return ExitCode::from(2);
    };
    let peers = arguments.next().map(PathBuf::from);
    match measure(Path::new(&annals), events, peers.as_deref()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(3)
        }
    }
}

fn measure(annals: &Path, events: usize, peers: Option<&Path>) -> io::Result<()> {
    let folder = std::env::temp_dir().join(format!("annals-bindings-{}", std::process::id()));
    let bindings = bindings(annals, &folder, events)?;
    let (check, build, release): (Arguments, Arguments, Arguments) =
        (&["check"], &["build"], &["build", "--release"]);
    rows(&bindings, &format!("{events} events  check"), check, |_| touch(&bindings))?;
    rows(&bindings, &format!("{events} events  build"), build, |_| cold(&bindings))?;
    rows(&bindings, &format!("{events} events  edit"), build, |run| {
        edit(&folder.join("catalog.yaml"), run)
    })?;
    rows(&bindings, &format!("{events} events  release"), release, |_| touch(&bindings))?;
    let split = folder.join("split");
    annals_benches::crates::write(&split, events)?;
    rows(&split, &format!("{events} events  split build"), build, |_| cold_all(&split))?;
    rows(&split, &format!("{events} events  split edit"), build, |run| {
        edit(&split.join("area0.yaml"), run)
    })?;
    if let Some(peers) = peers {
        let prost = prost(peers, &folder, events)?;
        rows(&prost, &format!("{events} events  prost build"), build, |_| cold(&prost))?;
        rows(&prost, &format!("{events} events  prost edit"), build, |run| {
            edit(&folder.join("catalog.proto"), run)
        })?;
    }
    fs::remove_dir_all(&folder)
}

/// Makes cargo compile the crate again without what incremental compilation knows, which it would only read.
fn cold(bindings: &Path) -> io::Result<()> {
    let incremental = bindings.join("target/debug/incremental");
    if incremental.exists() {
        fs::remove_dir_all(incremental)?
    }
    touch(bindings)
}

/// The same for a crate for each domain.
fn cold_all(workspace: &Path) -> io::Result<()> {
    let crates = fs::read_dir(workspace.join("crates"))?;
    let crates = crates.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    let incremental = workspace.join("target/debug/incremental");
    if incremental.exists() {
        fs::remove_dir_all(incremental)?;
    }
    crates.iter().try_for_each(|folder| touch(folder))
}

type Arguments = &'static [&'static str];

/// Runs cargo after each change, and prints how long it took.
fn rows(
    bindings: &Path,
    what: &str,
    arguments: Arguments,
    change: impl Fn(usize) -> io::Result<()>,
) -> io::Result<()> {
    // The first run compiles the dependencies.
    time(bindings, arguments)?;
    let (mut times, mut busy) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        change(run)?;
        let before = processor();
        times.push(time(bindings, arguments)?.as_secs_f64());
        busy.extend(processor().zip(before).map(|(after, before)| after - before));
    }
    let mut out = io::stdout();
    write!(out, "{what:<24} {}", summary(&mut times))?;
    if !busy.is_empty() {
        write!(out, "  of the processor {}", summary(&mut busy))?;
    }
    writeln!(out)
}

/// Changes the description of an event, as a person does who edits the catalog.
fn edit(path: &Path, run: usize) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    put(path, &text.replacen("has changed in area", &format!("has changed {run} in area"), 1))
}

fn summary(seconds: &mut [f64]) -> String {
    seconds.sort_by(f64::total_cmp);
    format!("min {:.2} s  median {:.2} s", seconds[0], seconds[seconds.len() / 2])
}

/// Processor seconds of child processes, in user mode and in the kernel.
fn processor() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may contain anything: the 14th and 15th field, in hundredths of a second.
    let fields = status.rsplit_once(')')?.1.split_whitespace().skip(13).take(2);
    let hundredths = fields.map(|field| field.parse::<f64>().ok()).sum::<Option<f64>>()?;
    Some(hundredths / 100.0)
}

/// Writes the generated crate.
fn bindings(annals: &Path, folder: &Path, events: usize) -> io::Result<PathBuf> {
    let bindings = folder.join("generated");
    fs::create_dir_all(bindings.join("src"))?;
    put(&folder.join("catalog.yaml"), &annals_benches::catalog(events))?;
    let catalog = folder.join("catalog.yaml");
    run(Command::new(annals).args(["generate", "--quiet", "--catalog"]).arg(catalog))?;
    let modules = fs::read_to_string(bindings.join("src/catalog.rs"))?;
    let features = modules.split("feature = \"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut features: Vec<_> = features.map(|name| format!("{name} = []\n")).collect();
    features.sort();
    features.dedup();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("runtime");
    let codegen = runtime.with_file_name("codegen");
    let manifest = format!(
        "[package]\nname = \"bindings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [features]\n{}\n[dependencies]\nannals = {{ path = {runtime:?} }}\n\n\
         [build-dependencies]\nannals-codegen = {{ path = {codegen:?} }}\n\n\
         [profile.dev.package.bindings]\ndebug = false\n",
        features.concat()
    );
    put(&bindings.join("Cargo.toml"), &manifest)?;
    put(
        &bindings.join("build.rs"),
        "fn main() -> std::process::ExitCode { annals_codegen::build_script::run(\"../catalog.yaml\") }\n",
    )?;
    put(&bindings.join("src/lib.rs"), "//! Bindings.\n\nmod catalog;\n\npub use catalog::*;\n")?;
    Ok(bindings)
}

/// Writes a crate of prost, whose build script runs prost-build on the same content.
fn prost(peers: &Path, folder: &Path, events: usize) -> io::Result<PathBuf> {
    let prost = folder.join("prost");
    fs::create_dir_all(prost.join("src"))?;
    let proto = folder.join("catalog.proto");
    let made = Command::new(peers).args(["proto", &events.to_string()]).output()?;
    put(&proto, &String::from_utf8_lossy(&made.stdout))?;
    put(
        &prost.join("Cargo.toml"),
        "[package]\nname = \"peer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nprost = \"0.14\"\n",
    )?;
    let script = format!(
        "fn main() {{\n    println!(\"cargo::rerun-if-changed={{}}\", {proto:?});\n    \
         let out = std::env::var(\"OUT_DIR\").unwrap();\n    let mut prost = std::process::Command::new({peers:?});\n    \
         assert!(prost.arg(\"prost\").arg({proto:?}).arg(out).status().unwrap().success());\n}}\n"
    );
    put(&prost.join("build.rs"), &script)?;
    put(&prost.join("src/lib.rs"), "include!(concat!(env!(\"OUT_DIR\"), \"/synthetic.rs\"));\n")?;
    Ok(prost)
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    io::copy(&mut text.as_bytes(), &mut File::create(path)?).map(drop)
}

/// Makes cargo compile the generated crate again, and nothing else.
fn touch(bindings: &Path) -> io::Result<()> {
    let file = File::options().append(true).open(bindings.join("src/lib.rs"))?;
    file.set_modified(std::time::SystemTime::now())
}

fn time(bindings: &Path, arguments: &[&str]) -> io::Result<Duration> {
    let mut cargo = Command::new("cargo");
    cargo.args(arguments).args(["--quiet", "--all-features"]).current_dir(bindings);
    let start = Instant::now();
    run(&mut cargo)?;
    Ok(start.elapsed())
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?}: {status}"))) }
}
