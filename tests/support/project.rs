//! A scratch project: a catalog, a generated crate beside it, and a program that depends on it.

use std::path::Path;

use crate::folder::Snapshot;
use crate::process::{Run, annals};
use crate::workspace::Workspace;

/// A small project for tests of the build.
#[derive(Debug)]
pub struct Project {
    /// Its workspace.
    pub workspace: Workspace,
    program: String,
}

const CONSUMER: &str = r#"[package]
name = "consumer"
edition.workspace = true

[dependencies]
annals = { workspace = true }
openedx-events = { path = "../generated", features = ["regenerate"] }
"#;

impl Project {
    /// Creates it in `place`; `program` is the command `annals`.
    ///
    /// The manifest, build script and root module of the crate are those of the repository.
    #[must_use]
    pub fn new(place: &Path, program: &str) -> Self {
        let workspace = Workspace::new(place, &["generated", "consumer"]);
        let project = Self { workspace, program: program.to_owned() };
        project.workspace.folder.write("consumer/Cargo.toml", CONSUMER);
        project.reset();
        project
    }

    /// Restores the initial sources and generates the output.
    ///
    /// # Panics
    /// If the generator fails.
    pub fn reset(&self) {
        for folder in ["generated", "more"] {
            let place = self.workspace.folder.path(folder);
            if place.exists() {
                std::fs::remove_dir_all(place).expect("a scratch folder can be removed");
            }
        }
        for file in ["Cargo.toml", "README.md", "build.rs", "src/lib.rs"] {
            self.workspace.copy(&format!("generated/{file}"), &format!("generated/{file}"));
        }
        self.workspace.copy("tests/build/catalog.yaml", "catalog.yaml");
        self.workspace.copy("tests/build/lessons.yaml", "more/lessons.yaml");
        self.workspace.copy("tests/build/consumer.rs", "consumer/src/main.rs");
        self.annals(&["generate"]).ends(0);
    }

    /// Builds everything; the generator runs first if the catalog has changed.
    #[must_use]
    pub fn build(&self) -> Run {
        self.workspace.cargo(["build", "--verbose"])
    }

    /// Builds the generated crate as its users do, without the generator.
    #[must_use]
    pub fn build_without_generator(&self) -> Run {
        let arguments = ["--no-default-features", "--features=learning"];
        self.workspace.cargo([&["check", "--package=openedx-events"], &arguments[..]].concat())
    }

    /// Runs the program.
    #[must_use]
    pub fn consume(&self) -> Run {
        self.workspace.cargo(["run", "--package=consumer"])
    }

    /// Runs the command in the project.
    #[must_use]
    pub fn annals(&self, arguments: &[&str]) -> Run {
        Run::of(&mut annals(&self.program, self.workspace.folder.root(), arguments))
    }

    /// The generated files with their times.
    #[must_use]
    pub fn output(&self) -> Snapshot {
        self.workspace.folder.snapshot("generated")
    }
}
