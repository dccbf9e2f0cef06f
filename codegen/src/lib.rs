//! Generates the files of a catalog: Rust bindings, JSON Schema, Avro schemas and docs.
//!
//! A crate of bindings needs it in `build.rs`, so that `cargo build` updates them whenever the catalog changes:
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     annals_codegen::build_script::run("../catalog.yaml")
//! }
//! ```
//!
//! The catalog says which events exist and what data they carry. Programs send and receive them through the crate
//! `annals`; see [`build_script`] for what a build does.
//!
//! # Inside
//!
//! It is the back end of the compiler, and turns a checked catalog into files.
//!
//! ```text
//! project (reads) ─► generate ─► output (writes)
//!                       │
//!     lower::{rust, json_schema, avro, pages, lock} ─► render::{rust, json, template}
//! ```
//!
//! Two programs call it: a build script, through [`build_script`], and the command `annals`.
//!
//! [`generate`] does no I/O and knows no clock, environment or working folder: the same catalog
//! gives the same bytes on any machine, any day. Only [`output`] writes, and only below its root.
//! With a [`cache`] from the last run, [`generate`] makes only the files that an edit touches.
//!
//! [`samples`] makes what other docs show of an event, and [`templates`] renders templates of
//! users over a view of the same model.

pub mod build_script;
pub mod cache;
pub mod diff;
mod file_set;
pub mod freshness;
pub mod history;
pub mod json;
pub mod lower;
pub mod manifest;
pub mod output;
mod parallel;
pub mod project;
pub mod render;
pub mod repair;
pub mod report;
mod run;
pub mod samples;
mod targets;
pub mod templates;

use annals_catalog::model::Model;
use file_set::File;
pub use file_set::FileSet;
pub use lower::lock::{SourceDigest, contract};
pub use run::{Observer, Run};
use targets::Generation;
pub use targets::Target;

/// What to generate.
#[derive(Debug, Clone)]
pub struct Options {
    /// Targets to make. `catalog.lock` is made only if this holds all of them,
    /// because it records every other file.
    pub targets: Vec<Target>,
    /// The catalog's files as the lock records them: path relative to the output folder, and bytes' digest.
    pub sources: Vec<SourceDigest>,
}

impl Options {
    /// Options that make everything.
    #[must_use]
    pub fn all(sources: Vec<SourceDigest>) -> Self {
        Self { targets: Target::ALL.to_vec(), sources }
    }
}

/// Turns a model into files.
///
/// For an observer one target is made after the other, each on all cores; otherwise all of them at
/// once, so that no core waits for the end of a target.
#[must_use]
pub fn generate(model: &Model, options: &Options, run: &mut Run<'_>) -> FileSet {
    run.begin("keys");
    let mut cache = std::mem::take(&mut run.cache);
    let generation = Generation::of(model, &cache);
    let targets = Target::ALL.into_iter().filter(|target| options.targets.contains(target));
    let files: Vec<File> = if run.observer.is_some() {
        let made = |target: Target| {
            run.begin(target.name);
            generation.files(target)
        };
        targets.flat_map(made).collect()
    } else {
        let targets: Vec<Target> = targets.collect();
        let files = parallel::map(&targets, |target| generation.files(*target));
        files.into_iter().flatten().collect()
    };
    run.begin("lock");
    let mut files = FileSet::new(files);
    if Target::ALL.iter().all(|target| options.targets.contains(target)) {
        let lock = generation.lock(&files, &options.sources);
        files.add(File::new(lower::lock::FILE.to_owned(), lock));
    }
    generation.discard();
    // It is long, and nothing after this reads it.
    cache.lock = String::new();
    run.cache = cache;
    files
}
