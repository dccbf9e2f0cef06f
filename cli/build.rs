//! Finds the commit that the program is built from, for `annals --version`.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

fn main() -> io::Result<()> {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let (version, folder) = (variable("CARGO_PKG_VERSION"), variable("CARGO_MANIFEST_DIR"));
    let repository = Path::new(&folder).join("..");
    let mut out = io::stdout().lock();
    writeln!(out, "cargo::rerun-if-changed=build.rs")?;
    let shown = if variable("PROFILE") != "release" {
        // The tests would be built again after each commit.
        format!("{version} (debug build)")
    } else if repository.join(".git").exists() {
        // It grows with every commit and every checkout.
        let log =
            git(&repository, &["rev-parse", "--path-format=absolute", "--git-path", "logs/HEAD"]);
        if let Some(log) = log.filter(|log| Path::new(log).is_file()) {
            writeln!(out, "cargo::rerun-if-changed={log}")?;
        }
        // The date of the commit: that of the build would differ each time.
        let commit = git(&repository, &["log", "-1", "--abbrev=9", "--format=%h %cs"]);
        commit.map_or_else(|| version.clone(), |commit| format!("{version} ({commit})"))
    } else {
        let commit = packaged_commit(Path::new(&folder));
        commit.map_or_else(|| version.clone(), |commit| format!("{version} ({commit})"))
    };
    writeln!(out, "cargo::rustc-env=ANNALS_VERSION={shown}")
}

/// The line that git prints; `None` without git, or if it fails.
fn git(repository: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(repository).args(arguments).output().ok()?;
    let line = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}

/// The commit that a package was made from, which cargo writes into it; `None` if files differed from the commit.
fn packaged_commit(package: &Path) -> Option<String> {
    let info = fs::read_to_string(package.join(".cargo_vcs_info.json")).ok()?;
    let (_, commit) = info.split_once("\"sha1\": \"")?;
    let is_clean = !info.contains("\"dirty\": true");
    commit.get(..9).filter(|_| is_clean).map(str::to_owned)
}
