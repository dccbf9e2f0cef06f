//! The targets: what files each makes of a model.

use std::fmt;

use annals_catalog::model::{EventId, Model};
use annals_catalog::names;
use annals_contract::ArtifactKind;

use crate::cache::Cache;
use crate::cache::key::Keys;
use crate::file_set::{File, FileSet, Subject};
use crate::lower::example::Samples;
use crate::lower::lock::{Entries, SourceDigest};
use crate::lower::pages::{Page, pages};
use crate::lower::{avro, event_ids, json_schema, rust};
use crate::parallel;
use crate::render;

/// A kind of files that a catalog is compiled to.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it makes, for the command line's help.
    pub about: &'static str,
    /// The folder that all of its files are in, relative to the output folder.
    pub folder: &'static str,
    /// How the names of files end that nobody else may have there, since consumers read each of them;
    /// `None` if users keep files of their own in the folder.
    pub owned: Option<&'static str>,
    /// True if its files say that they are generated. Where the format has no comments, only
    /// `catalog.lock` does.
    pub marked: bool,
    /// Makes its files.
    files: fn(&Generation<'_>) -> Vec<File>,
}

impl Target {
    /// Rust bindings.
    pub const RUST: Self = Self {
        name: "rust",
        about: "Rust bindings under `src/`",
        folder: "src",
        owned: None,
        marked: true,
        files: rust_files,
    };

    /// Every target, in the order in which they are made.
    pub const ALL: [Self; 4] = [
        Self::RUST,
        Self {
            name: "json-schema",
            about: "JSON Schema under `schemas/json/`",
            folder: "schemas/json",
            owned: Some(".json"),
            marked: true,
            files: json_schema_files,
        },
        Self {
            name: "avro",
            about: "Avro schemas under `schemas/avro/`",
            folder: "schemas/avro",
            owned: Some(".avsc"),
            marked: false,
            files: avro_files,
        },
        Self {
            name: "docs",
            about: "The Sphinx project under `docs/`: index, pages, glossary",
            folder: "docs",
            owned: None,
            marked: true,
            files: page_files,
        },
    ];

    /// True if a file in its folder must be one of its own.
    pub(crate) fn owns(&self, path: &str) -> bool {
        // Some file systems do not distinguish case, nor do those who look for files in them.
        let ends = |end: &str| path.to_ascii_lowercase().ends_with(end);
        self.owned.is_some_and(ends) && !path.contains("/.")
    }
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Target {}

impl fmt::Debug for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// One run over a model.
pub(crate) struct Generation<'a> {
    model: &'a Model,
    cache: &'a Cache,
    keys: Keys,
    samples: Samples,
}

impl<'a> Generation<'a> {
    /// Makes nothing yet.
    pub(crate) fn of(model: &'a Model, cache: &'a Cache) -> Self {
        Self { model, cache, keys: Keys::of(model), samples: Samples::of(model) }
    }

    /// The files of a target.
    pub(crate) fn files(&self, target: Target) -> Vec<File> {
        (target.files)(self)
    }

    /// The text of the lock over all other files.
    pub(crate) fn lock(&self, files: &FileSet, sources: &[SourceDigest]) -> String {
        let Self { model, samples, cache, .. } = self;
        Entries { model, samples, files, last: &cache.lock }.text(sources)
    }

    /// Drops the samples in the background, which takes a while for a large catalog.
    pub(crate) fn discard(self) {
        rayon::spawn(move || drop(self.samples));
    }
}

fn rust_files(run: &Generation<'_>) -> Vec<File> {
    let Generation { model, cache, keys, .. } = run;
    let file = |&which: &rust::Which| {
        let path = which.path(model);
        let make = || render::rust::render(&which.lower(model));
        match which {
            rust::Which::Events(id) => File::cached(path, keys.events_of(model, id), cache, make),
            rust::Which::Records(id) => File::cached(path, keys.records_of(model, id), cache, make),
            rust::Which::Required(id) => File::cached(path, keys.domain(model, id), cache, make),
            rust::Which::Catalog
            | rust::Which::Types
            | rust::Which::Variants(_)
            | rust::Which::Domain(_) => File::new(path, make()),
        }
    };
    parallel::map(&rust::files(model), file)
}

fn json_schema_files(run: &Generation<'_>) -> Vec<File> {
    let Generation { model, cache, keys, samples } = run;
    let schema = |&id: &EventId| {
        let path = names::json_schema_file(&model[id].event_type);
        let make = || {
            let sample = samples.event(model, id);
            render::json::render(&json_schema::lower(model, &model[id], sample))
        };
        let file = File::cached(path, keys.event(id), cache, make);
        file.about(Subject::Event(id, ArtifactKind::Json))
    };
    parallel::map(&event_ids(model), schema)
}

fn avro_files(run: &Generation<'_>) -> Vec<File> {
    let Generation { model, cache, keys, .. } = run;
    let mut carried = event_ids(model);
    carried.retain(|id| model[*id].local_only.is_none());
    let schema = |&id: &EventId| {
        let path = names::avro_file(&model[id].event_type);
        let make = || render::json::render(&avro::lower(model, &model[id]));
        let file = File::cached(path, keys.event(id), cache, make);
        file.about(Subject::Event(id, ArtifactKind::Avro))
    };
    parallel::map(&carried, schema)
}

fn page_files(run: &Generation<'_>) -> Vec<File> {
    let Generation { model, cache, keys, samples } = run;
    if model.is_split() {
        // They link to each other, so they are one site of the whole catalog.
        return Vec::new();
    }
    let templates = render::template::Templates::new();
    let usage = model.usage();
    let file = |&page: &Page| {
        let path = page.path(model);
        let make = || {
            let page = page.lower(model, samples, &usage);
            templates.render(&page).expect("our templates use only what their pages have")
        };
        let file = match page {
            Page::Whole(_) => File::new(path, make()),
            Page::Domain(id) => File::cached(path, keys.domain(model, id), cache, make),
            Page::Event(id) => File::cached(path, keys.event(id), cache, make),
            Page::Record(id) => {
                let key = keys.record_page(id, &usage[id.0 as usize]);
                File::cached(path, key, cache, make)
            }
        };
        file.about(page.subject())
    };
    parallel::map(&pages(model), file)
}
