//! Finds Node.js, and keeps folders of npm packages for tests with JavaScript tools.
//!
//! Without Node.js such a test is ignored; in CI it fails, like those for Python.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::installed;
use crate::process::output_of;

/// True if the `PATH` has a Node.js of at least this version, and npm.
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

/// A folder with the packages of a manifest.
#[derive(Debug)]
pub struct Packages {
    folder: PathBuf,
}

impl Packages {
    /// Installs the packages of `manifest` in `target/node/<name>`, or reuses those installed earlier.
    /// `target_tmpdir` is the caller's `CARGO_TARGET_TMPDIR`.
    ///
    /// # Errors
    /// If they cannot be installed.
    pub fn new(target_tmpdir: &str, name: &str, manifest: &Path) -> io::Result<Self> {
        let folder = Path::new(target_tmpdir).with_file_name("node").join(name);
        installed::once(&folder, "installed.json", manifest, || {
            fs::copy(manifest, folder.join("package.json"))?;
            let install = [
                "install",
                "--no-audit",
                "--no-fund",
                "--silent",
                "--ignore-scripts",
                "--no-package-lock",
            ];
            output_of(Command::new(npm()).args(install).current_dir(&folder)).map(drop)
        })?;
        Ok(Self { folder })
    }

    /// The folder of the packages of a list, `NAME@VERSION` in each line, without the packages that they need. It is
    /// `target/node/<name>`.
    ///
    /// # Errors
    /// If they cannot be downloaded or unpacked.
    pub fn unpacked(target_tmpdir: &str, name: &str, list: &Path) -> io::Result<PathBuf> {
        let folder = Path::new(target_tmpdir).with_file_name("node").join(name);
        installed::once(&folder, "installed.txt", list, || {
            for package in fs::read_to_string(list)?.lines() {
                let mut pack = Command::new(npm());
                let archive =
                    output_of(pack.args(["pack", "--silent", package]).current_dir(&folder))?;
                let own = folder.join(package.replace(['/', '@'], "_"));
                fs::create_dir_all(&own)?;
                let archive = folder.join(archive.trim());
                output_of(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(&own))?;
            }
            Ok(())
        })?;
        Ok(folder)
    }

    /// The folder of the packages.
    #[must_use]
    pub fn modules(&self) -> PathBuf {
        self.folder.join("node_modules")
    }

    /// Runs a script that uses the packages, and returns what it prints.
    ///
    /// # Errors
    /// If it fails; the error contains its stderr.
    pub fn run(&self, script: &Path, argument: &Path) -> io::Result<String> {
        let mut node = Command::new("node");
        node.env("NODE_PATH", self.folder.join("node_modules"));
        output_of(node.arg(script).arg(argument))
    }
}
