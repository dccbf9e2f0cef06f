//! Finds Python, and keeps virtual environments for tests with Python libraries.
//!
//! Such a test has its own harness (`harness = false`), which can report it as ignored when there is no
//! Python; see [`is_required`].

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed;
use crate::process::output_of;

/// True in CI, where a missing Python is a failure and not a reason to ignore a test.
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

/// A virtual environment with the packages of a requirements file.
#[derive(Debug)]
pub struct Environment {
    python: PathBuf,
}

impl Environment {
    /// Creates the environment in `target/python-venv`, named like the requirements file, or reuses the
    /// one created earlier. `target_tmpdir` is the caller's `CARGO_TARGET_TMPDIR`.
    ///
    /// # Errors
    /// If the environment cannot be created or filled.
    pub fn new(python: &Path, target_tmpdir: &str, requirements: &Path) -> io::Result<Self> {
        let name = requirements.file_stem().unwrap_or_default();
        let folder = Path::new(target_tmpdir).with_file_name("python-venv").join(name);
        let environment = Self { python: folder.join(executable()) };
        installed::once(&folder, "requirements.txt", requirements, || {
            output_of(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
            let pip =
                ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
            output_of(Command::new(&environment.python).args(pip).arg(requirements)).map(drop)
        })?;
        Ok(environment)
    }

    /// Its interpreter.
    #[must_use]
    pub fn interpreter(&self) -> &Path {
        &self.python
    }

    /// Runs a script and returns what it prints.
    ///
    /// # Errors
    /// If it fails; the error contains its stderr.
    pub fn run<I: IntoIterator<Item: AsRef<OsStr>>>(
        &self,
        script: &Path,
        arguments: I,
    ) -> io::Result<String> {
        // `-I` ignores the user's settings, and does not import modules from the script's folder.
        output_of(Command::new(&self.python).arg("-I").arg(script).args(arguments))
    }
}

/// A folder with the files of the packages of a requirements file, without the packages that they need. It is named like
/// the requirements file's folder, in `target/python-packages`.
///
/// # Errors
/// If they cannot be installed.
pub fn unpacked(python: &Path, target_tmpdir: &str, requirements: &Path) -> io::Result<PathBuf> {
    let name = requirements.parent().and_then(Path::file_name).unwrap_or_default();
    let folder = Path::new(target_tmpdir).with_file_name("python-packages").join(name);
    installed::once(&folder, "requirements.txt", requirements, || {
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
        let mut install = Command::new(python);
        install.args(pip).arg("--upgrade").arg("--target").arg(&folder);
        output_of(install.arg("--requirement").arg(requirements)).map(drop)
    })?;
    Ok(folder)
}

/// A folder with the source distributions of the packages of a requirements file, unpacked. It is named like the
/// requirements file's folder, in `target/python-sources`.
///
/// # Errors
/// If they cannot be downloaded.
pub fn sources(python: &Path, target_tmpdir: &str, requirements: &Path) -> io::Result<PathBuf> {
    let name = requirements.parent().and_then(Path::file_name).unwrap_or_default();
    let folder = Path::new(target_tmpdir).with_file_name("python-sources").join(name);
    let archives = folder.join("archives");
    installed::once(&folder, "requirements.txt", requirements, || {
        let pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
        let mut download = Command::new(python);
        download.args(pip).args(["--no-binary", ":all:", "--requirement"]).arg(requirements);
        output_of(download.arg("--dest").arg(&archives))?;
        let unpack = "import pathlib, shutil, sys\n\
            for archive in pathlib.Path(sys.argv[1]).iterdir():\n    shutil.unpack_archive(archive, sys.argv[2])";
        output_of(Command::new(python).args(["-I", "-c", unpack]).arg(&archives).arg(&folder))
            .map(drop)
    })?;
    Ok(folder)
}

fn executable() -> &'static str {
    if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" }
}
