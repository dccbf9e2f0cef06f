//! The back end of Annals: a checked model in, named bytes out, and the doors that use it.
//!
//! ```text
//! doors: cli, build_script ─► project (reads the catalog) ─► generate ─► output (writes)
//!                                                              │
//!                             lower::{rust, json_schema, avro, pages, lock} ─► render::{rust, json, template}
//! ```
//!
//! What the output folder holds already and rests on nothing that changed is not made again:
//! `lower::fingerprint` tells by the model, `output::memory` knows what was there.
//!
//! Beside this way go two others: [`import`] makes a catalog of schemas, and [`templates`] renders
//! templates of users over `lower::view`.
//!
//! [`generate`] does no I/O and knows no clock, environment or working folder: the same catalog
//! gives the same bytes on any machine, any day. Only [`output`] writes, and only below its root.
//!

pub mod build_script;
mod file_set;
pub mod freshness;
pub mod json;
pub mod lower;
pub mod manifest;
pub mod output;
pub mod project;
pub mod render;
pub mod repair;
pub mod report;
mod targets;
pub mod templates;

use annals_catalog::model::Model;
use file_set::File;
pub use file_set::{FileSet, Target};
use output::memory::Recall;
use rayon::prelude::*;
use targets::Generation;

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

pub use lower::lock::SourceDigest;

/// Turns a model into files.
#[must_use]
pub fn generate(model: &Model, options: &Options) -> FileSet {
    generate_observed(model, options, None, None)
}

/// Is told when a stage begins.
pub type Begin<'a> = &'a mut dyn FnMut(&'static str);

/// The same; does not make what can be recalled. For a caller with a clock one target is made after
/// the other, each on all cores; else all of them at once, which leaves no core without work between
/// them.
pub fn generate_observed(
    model: &Model,
    options: &Options,
    recall: Option<&Recall<'_>>,
    mut begin: Option<Begin<'_>>,
) -> FileSet {
    let observed = begin.is_some();
    let mut begin = |stage| begin.iter_mut().for_each(|begin| begin(stage));
    begin("fingerprints");
    let generation = Generation::of(model, recall);
    let targets = Target::ALL.into_iter().filter(|target| options.targets.contains(target));
    let files: Vec<File> = if observed {
        let made = |target: Target| {
            begin(target.word());
            generation.files(target)
        };
        targets.flat_map(made).collect()
    } else {
        let targets: Vec<Target> = targets.collect();
        targets.into_par_iter().flat_map_iter(|target| generation.files(target)).collect()
    };
    begin("lock");
    let mut files = FileSet::new(files);
    if Target::ALL.iter().all(|target| options.targets.contains(target)) {
        let lock = generation.lock(&files, &options.sources);
        files.add(File::new(lower::lock::FILE.to_owned(), lock));
    }
    generation.discard();
    files
}
