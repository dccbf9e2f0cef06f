//! Finds Python, and keeps virtual environments for the tests that ask Python libraries.
//!
//! Such a test has a harness of its own (`harness = false`), since only that can report a test as
//! ignored where there is no Python; see [`is_required`].

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{output_of, same_bytes};

/// True where a missing Python is a failure and not a reason to ignore a test: in CI.
#[must_use]
pub fn is_required() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true" || value == "1")
}

/// A Python 3 of at least this minor version that can make virtual environments:
/// one on the `PATH`, or one that pyenv installed.
#[must_use]
pub fn find(minor: u32) -> Option<PathBuf> {
    let on_path = (minor..minor + 8).map(|minor| format!("python3.{minor}"));
    let on_path =
        ["python3", "python"].map(str::to_owned).into_iter().chain(on_path).map(PathBuf::from);
    on_path.chain(pyenv()).find(|python| is_usable(python, minor))
}

fn pyenv() -> Vec<PathBuf> {
    let home = std::env::home_dir().map(|home| home.join(".pyenv"));
    let Some(root) = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home) else {
        return Vec::new();
    };
    let versions = fs::read_dir(root.join("versions")).into_iter().flatten().flatten();
    let mut pythons: Vec<_> = versions.map(|version| version.path().join("bin/python")).collect();
    pythons.sort();
    pythons
}

fn is_usable(python: &Path, minor: u32) -> bool {
    let question =
        format!("import ensurepip, sys, venv; sys.exit(sys.version_info < (3, {minor}))");
    Command::new(python)
        .args(["-c", &question])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// A virtual environment with everything a requirements file asks for.
#[derive(Debug)]
pub struct Environment {
    python: PathBuf,
}

impl Environment {
    /// Makes the environment called as the requirements file, or takes the one made earlier.
    /// It lies in `target/python-venv`; `target_tmpdir` is the caller's `CARGO_TARGET_TMPDIR`.
    ///
    /// # Errors
    /// If the environment cannot be made or filled.
    pub fn new(python: &Path, target_tmpdir: &str, requirements: &Path) -> io::Result<Self> {
        let name = requirements.file_stem().unwrap_or_default();
        let home = Path::new(target_tmpdir).with_file_name("python-venv");
        fs::create_dir_all(&home)?;
        // Test binaries run at the same time; the lock goes with the process that holds it.
        let lock_file = File::create(home.join(name).with_extension("lock"))?;
        let mut lock = fd_lock::RwLock::new(lock_file);
        let _guard = lock.write()?;
        let folder = home.join(name);
        let environment = Self { python: folder.join(executable()) };
        let stamp = folder.join("requirements.txt");
        if !same_bytes(&stamp, requirements) {
            output_of(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
            let pip =
                ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
            output_of(Command::new(&environment.python).args(pip).arg(requirements))?;
            fs::copy(requirements, stamp)?;
        }
        Ok(environment)
    }

    /// Runs a script and gives back what it prints.
    ///
    /// # Errors
    /// If it fails; the error holds what it said.
    pub fn run<I: IntoIterator<Item: AsRef<OsStr>>>(
        &self,
        script: &Path,
        arguments: I,
    ) -> io::Result<String> {
        // Isolated from the user's settings, and from the script's folder as a place of modules.
        output_of(Command::new(&self.python).arg("-I").arg(script).args(arguments))
    }
}

fn executable() -> &'static str {
    if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" }
}
