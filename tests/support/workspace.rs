//! The repository's places, and small workspaces beside it that are built with its crates.

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

/// The crates that others depend on, with their folders; the bindings need the first three.
pub const CRATES: [(&str, &str); 5] = [
    ("annals", "runtime"),
    ("annals-macros", "macros"),
    ("annals-contract", "contract"),
    ("annals-catalog", "catalog"),
    ("annals-codegen", "codegen"),
];

/// A workspace made for a test; its dependencies come from the repository and the lock file there.
#[derive(Debug)]
pub struct Workspace {
    /// Where it is.
    pub folder: Folder,
    target: PathBuf,
}

impl Workspace {
    /// Lays a workspace with these members out in `place`, with a target folder beside it that all
    /// of them share, so that dependencies are compiled once. The members come from the caller.
    #[must_use]
    pub fn new(place: &Path, members: &[&str]) -> Self {
        let folder = Folder::empty(place);
        let lock = Folder::read_path(&repository().join("Cargo.lock"));
        folder.write("Cargo.lock", lock);
        folder.write("Cargo.toml", manifest(members));
        Self { folder, target: place.with_file_name("scratch-target") }
    }

    /// The folder that cargo builds in.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Copies a file of the repository to the same or another place.
    pub fn copy(&self, from: &str, to: &str) {
        self.folder.write(to, Folder::read_path(&repository().join(from)));
    }

    /// Runs cargo in the workspace, offline.
    #[must_use]
    pub fn cargo<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.cargo_with(arguments, &[])
    }

    /// The same with these variables set.
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

/// Cargo, started in `folder`, building in `target`, offline: whatever the repository needs is
/// there once it was built.
#[must_use]
pub fn cargo(folder: &Path, target: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    command.env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never");
    // What cargo sets for the tests is not for what they start.
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

[workspace.lints.rust]
missing_docs = "deny"
warnings = "deny"

[workspace.dependencies]
{dependencies}
[profile.dev]
debug = false
"#,
        version = env!("CARGO_PKG_VERSION"),
        rust = env!("CARGO_PKG_RUST_VERSION"),
        dependencies = dependencies.concat(),
    )
}
