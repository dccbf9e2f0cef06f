//! A scratch house: a catalog, a generated crate beside it as in the repository, and a program on top.

use std::path::Path;

use crate::folder::Snapshot;
use crate::process::{Run, annals};
use crate::workspace::Workspace;

/// The small house that tests of the build live in.
#[derive(Debug)]
pub struct House {
    /// Where it stands.
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

impl House {
    /// Builds it in `place`; `program` is the command `annals`.
    ///
    /// The crate takes its manifest, build script and root module from the repository, as they are.
    #[must_use]
    pub fn new(place: &Path, program: &str) -> Self {
        let workspace = Workspace::new(place, &["generated", "consumer"]);
        let house = Self { workspace, program: program.to_owned() };
        house.workspace.folder.write("consumer/Cargo.toml", CONSUMER);
        house.reset();
        house
    }

    /// Brings every source back to where it was in the beginning, and the output with it.
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

    /// Builds all of it; the generator runs first if the catalog has changed.
    #[must_use]
    pub fn build(&self) -> Run {
        self.workspace.cargo(["build", "--verbose"])
    }

    /// Builds the bindings alone, as somebody does who has no generator.
    #[must_use]
    pub fn build_without_generator(&self) -> Run {
        let arguments = ["--no-default-features", "--features=learning"];
        self.workspace.cargo([&["check", "--package=openedx-events"], &arguments[..]].concat())
    }

    /// Runs the program on top.
    #[must_use]
    pub fn consume(&self) -> Run {
        self.workspace.cargo(["run", "--package=consumer"])
    }

    /// Runs the command in the house.
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
