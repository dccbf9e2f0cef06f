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
//!
//! The command line stands behind the feature `cli`, with everything that serves it alone.

#![cfg_attr(
    not(feature = "cli"),
    allow(dead_code, unused_imports, reason = "the command line uses it")
)]

#[cfg(feature = "cli")]
mod addition;
pub mod allocator;
pub mod build_script;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod explain;
mod file_set;
#[cfg(feature = "cli")]
mod fix;
pub mod freshness;
#[cfg(feature = "cli")]
pub mod import;
#[cfg(feature = "cli")]
mod inspect;
mod json;
#[cfg(feature = "cli")]
pub mod language;
mod lower;
mod manifest;
pub mod output;
pub mod project;
mod render;
mod repair;
pub mod report;
#[cfg(feature = "cli")]
mod scaffold;
pub mod templates;
#[cfg(feature = "cli")]
mod timings;
#[cfg(feature = "cli")]
pub mod validate;

use annals_catalog::model::{Event, Model, Value};
use annals_catalog::names;
use file_set::File;
pub use file_set::{FileSet, Target};
use lower::example::Samples;
use lower::pages::Page;
use output::memory::Recall;
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
    generate_observed(model, options, None, &mut |_| {})
}

/// The same; says when a stage begins, for callers with a clock, and does not render what can be
/// recalled. One target is made after the other, each on all cores.
pub(crate) fn generate_observed(
    model: &Model,
    options: &Options,
    recall: Option<&Recall<'_>>,
    begin: &mut dyn FnMut(&'static str),
) -> FileSet {
    begin("samples");
    let samples = lower::example::samples(model);
    let mut files = Vec::new();
    for target in Target::ALL.into_iter().filter(|target| options.targets.contains(target)) {
        begin(target.word());
        files.extend(match target {
            Target::Rust => render::rust::render(&lower::rust::lower(model), recall),
            Target::JsonSchema => json_schemas(model, &samples),
            Target::Avro => avro_schemas(model),
            Target::Docs => pages(model, &samples, recall),
        });
    }
    begin("lock");
    let mut files = FileSet::new(files);
    if Target::ALL.iter().all(|target| options.targets.contains(target)) {
        let lock = lower::lock::lower(model, &samples, &files, &options.sources);
        files.add(File::new(lower::lock::FILE.to_owned(), lower::lock::text(&lock)));
        // Taking large trees apart takes a while, and nobody has to wait for it.
        rayon::spawn(move || drop((lock, samples)));
    }
    files
}

fn avro_schemas(model: &Model) -> Vec<File> {
    let carried = model.events.par_iter().filter(|event| event.local_only.is_none());
    let schema = |event: &Event| {
        let text = render::json::render(&lower::avro::lower(model, event));
        File::new(names::avro_file(&event.event_type), text)
    };
    carried.map(schema).collect()
}

fn json_schemas(model: &Model, samples: &Samples) -> Vec<File> {
    let events = model.events.par_iter().zip(&samples.events);
    let schema = |(event, sample): (&Event, &Option<Value>)| {
        let document = lower::json_schema::lower(model, event, sample.as_ref());
        File::new(names::json_schema_file(&event.event_type), render::json::render(&document))
    };
    events.map(schema).collect()
}

fn pages(model: &Model, samples: &Samples, recall: Option<&Recall<'_>>) -> Vec<File> {
    let templates = render::template::Templates::new();
    let usage = lower::pages::usage::lower(model);
    let page = |page: Page| {
        File::rendered(page.path.clone(), &page, recall, |page| {
            templates.render(page).expect("our templates use only what their pages have")
        })
    };
    lower::pages::lower(model, samples, &usage).map(page).collect()
}
