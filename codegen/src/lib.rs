//! The back end of Annals: a checked model in, named bytes out, and the doors that use it.
//!
//! ```text
//! doors: cli, build_script ─► project (reads the catalog) ─► generate ─► output (writes)
//!                                                              │
//!                             lower::{rust, json_schema, avro, pages, lock} ─► render::{rust, json, template}
//! ```
//!
//! Beside this way go two others: [`import`] makes a catalog of schemas, and [`templates`] renders
//! templates of users over `lower::view`.
//!
//! [`generate`] does no I/O and knows no clock, environment or working folder: the same catalog
//! gives the same bytes on any machine, any day. Only [`output`] writes, and only below its root.

pub mod build_script;
pub mod cli;
mod file_set;
pub mod freshness;
pub mod import;
mod json;
mod lower;
mod manifest;
pub mod output;
pub mod project;
mod render;
mod repair;
pub mod report;
pub mod templates;

use annals_catalog::model::Model;
use annals_catalog::names;
pub use file_set::{FileSet, Target};
use rayon::prelude::*;

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
    let made: Vec<Vec<(String, Vec<u8>)>> = options
        .targets
        .par_iter()
        .map(|target| match target {
            Target::Rust => render::rust::render(&lower::rust::lower(model)),
            Target::JsonSchema => json_schemas(model),
            Target::Avro => avro_schemas(model),
            Target::Docs => pages(model),
        })
        .collect();
    let mut files = FileSet::default();
    for target in made {
        files.extend(target);
    }
    if Target::ALL.iter().all(|target| options.targets.contains(target)) {
        let lock = lower::lock::lower(model, &files, &options.sources);
        files.add(lower::lock::FILE.to_owned(), lock.to_string().into_bytes());
    }
    files
}

fn avro_schemas(model: &Model) -> Vec<(String, Vec<u8>)> {
    let carried = model.events.par_iter().filter(|event| event.local_only.is_none());
    carried
        .map(|event| {
            let text = render::json::render(&lower::avro::lower(model, event));
            (names::avro_file(&event.event_type), text.into_bytes())
        })
        .collect()
}

fn json_schemas(model: &Model) -> Vec<(String, Vec<u8>)> {
    let events = model.events.par_iter();
    events
        .map(|event| {
            let text = render::json::render(&lower::json_schema::lower(model, event));
            (names::json_schema_file(&event.event_type), text.into_bytes())
        })
        .collect()
}

fn pages(model: &Model) -> Vec<(String, Vec<u8>)> {
    let templates = render::template::Templates::new();
    let pages = lower::pages::lower(model);
    pages
        .par_iter()
        .map(|page| {
            let text =
                templates.render(page).expect("our templates use only what their pages have");
            (page.path.clone(), text.into_bytes())
        })
        .collect()
}
