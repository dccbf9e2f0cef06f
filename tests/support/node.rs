//! Finds Node.js, and keeps folders of npm packages for the tests that ask JavaScript tools.
//!
//! Where there is none such a test is reported as ignored; in CI it fails, like those for Python.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{output_of, same_bytes};

/// True if there are a Node.js of at least this version and its npm on the `PATH`.
#[must_use]
pub fn is_there(major: u32) -> bool {
    let version = output_of(Command::new("node").arg("--version")).unwrap_or_default();
    let number = version.trim().trim_start_matches('v').split('.').next().unwrap_or_default();
    number.parse().is_ok_and(|number: u32| number >= major)
        && output_of(Command::new(npm()).arg("--version")).is_ok()
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// A folder with the packages that a manifest asks for.
#[derive(Debug)]
pub struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// Installs the packages of `manifest`, or takes those installed earlier. They lie in
    /// `target/node/<name>`; `target_tmpdir` is the caller's `CARGO_TARGET_TMPDIR`.
    ///
    /// # Errors
    /// If they cannot be installed.
    pub fn new(target_tmpdir: &str, name: &str, manifest: &Path) -> io::Result<Self> {
        let home = Path::new(target_tmpdir).with_file_name("node");
        fs::create_dir_all(&home)?;
        // Test binaries run at the same time; the lock goes with the process that holds it.
        let lock_file = File::create(home.join(name).with_extension("lock"))?;
        let mut lock = fd_lock::RwLock::new(lock_file);
        let _guard = lock.write()?;
        let folder = home.join(name);
        let stamp = folder.join("installed.json");
        if !same_bytes(&stamp, manifest) {
            fs::create_dir_all(&folder)?;
            fs::copy(manifest, folder.join("package.json"))?;
            let install = [
                "install",
                "--no-audit",
                "--no-fund",
                "--silent",
                "--ignore-scripts",
                "--no-package-lock",
            ];
            output_of(Command::new(npm()).args(install).current_dir(&folder))?;
            fs::copy(manifest, stamp)?;
        }
        Ok(Self { folder })
    }

    /// Runs a script that uses the packages, and gives back what it prints.
    ///
    /// # Errors
    /// If it fails; the error holds what it said.
    pub fn run(&self, script: &Path, argument: &Path) -> io::Result<String> {
        let mut node = Command::new("node");
        node.env("NODE_PATH", self.folder.join("node_modules"));
        output_of(node.arg(script).arg(argument))
    }
}
