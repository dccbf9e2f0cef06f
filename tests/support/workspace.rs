//! The repository's root, and scratch workspaces that are built with its crates.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::Folder;
use crate::process::Run;

/// The root of the repository.
#[must_use]
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the repository")
}

/// The crates that others depend on, with their folders; the generated crate needs the first three.
pub const CRATES: [(&str, &str); 6] = [
    ("annals", "runtime"),
    ("annals-macros", "macros"),
    ("annals-contract", "contract"),
    ("annals-catalog", "catalog"),
    ("annals-evolution", "evolution"),
    ("annals-codegen", "codegen"),
];

/// A workspace for a test; its dependencies are the repository's crates and those in its lock file.
#[derive(Debug)]
pub struct Workspace {
    /// Its folder.
    pub folder: Folder,
    target: PathBuf,
}

impl Workspace {
    /// Creates a workspace with these members, which the caller writes, in `place`. The target folder
    /// beside it is shared by all workspaces, so that dependencies are compiled once.
    #[must_use]
    pub fn new(place: &Path, members: &[&str]) -> Self {
        let folder = Folder::empty(place);
        let lock = Folder::read_path(&repository().join("Cargo.lock"));
        folder.write("Cargo.lock", lock);
        folder.write("Cargo.toml", manifest(members));
        Self { folder, target: place.with_file_name("scratch-target") }
    }

    /// The target folder.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Copies a file of the repository into the workspace.
    pub fn copy(&self, from: &str, to: &str) {
        self.folder.write(to, Folder::read_path(&repository().join(from)));
    }

    /// Runs cargo in the workspace, offline.
    #[must_use]
    pub fn cargo<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.cargo_with(arguments, &[])
    }

    /// Runs cargo with these variables set.
    #[must_use]
    pub fn cargo_with<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        variables: &[(&str, &str)],
    ) -> Run {
        let mut command = cargo(self.folder.root(), &self.target);
        Run::of(command.args(arguments).envs(variables.iter().copied()))
    }
}

/// Cargo, run in `folder`, building in `target`, offline: what the repository needs has been
/// downloaded when these tests run.
#[must_use]
pub fn cargo(folder: &Path, target: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    command.env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never");
    // What incremental compilation keeps was most of the target folder, and these crates are small.
    command.env("CARGO_INCREMENTAL", "0");
    // As in the repository's `.cargo/config.toml`, which folders elsewhere do not see: so they share builds, too.
    command.env("CARGO_PROFILE_DEV_DEBUG", "false");
    // Variables that cargo sets for the tests must not affect the cargo that they run.
    for variable in ["ANNALS_CHECK", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(variable);
    }
    command
}

fn manifest(members: &[&str]) -> String {
    let dependencies = CRATES.map(|(name, folder)| {
        let path = repository().join(folder);
        let version = env!("CARGO_PKG_VERSION");
        format!("{name} = {{ path = {path:?}, version = \"={version}\" }}\n")
    });
    format!(
        r#"[workspace]
resolver = "3"
members = {members:?}

[workspace.package]
version = "{version}"
edition = "2024"
rust-version = "{rust}"
license = "MIT OR Apache-2.0"
repository = "https://example.org/scratch"
keywords = ["scratch"]

[workspace.lints.rust]
missing_docs = "deny"
warnings = "deny"

[workspace.dependencies]
{dependencies}"#,
        version = env!("CARGO_PKG_VERSION"),
        rust = env!("CARGO_PKG_RUST_VERSION"),
        dependencies = dependencies.concat(),
    )
}
