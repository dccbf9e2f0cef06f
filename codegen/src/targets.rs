//! A model and what is remembered of its output in, the files of one target after the other out.

use annals_catalog::model::{EventId, Model};
use annals_catalog::names;
use annals_contract::{ArtifactKind, Digest};
use rayon::prelude::*;

use crate::file_set::{File, FileSet, Subject, Target};
use crate::lower::example::Samples;
use crate::lower::fingerprint::Fingerprints;
use crate::lower::lock::{Entries, SourceDigest};
use crate::lower::pages::{self, Outline, Overview, Page, Single};
use crate::lower::{avro, event_ids, json_schema, rust};
use crate::output::memory::Recall;
use crate::render;

/// One run over a model.
pub(crate) struct Generation<'a> {
    model: &'a Model,
    samples: Samples,
    recall: Option<&'a Recall<'a>>,
    /// Only there if somebody is to remember them.
    fingerprints: Option<Fingerprints>,
}

impl<'a> Generation<'a> {
    /// Makes nothing yet.
    pub(crate) fn of(model: &'a Model, recall: Option<&'a Recall<'a>>) -> Self {
        let fingerprints = recall.map(|_| Fingerprints::of(model));
        Self { model, samples: Samples::of(model), recall, fingerprints }
    }

    /// The files of a target.
    pub(crate) fn files(&self, target: Target) -> Vec<File> {
        match target {
            Target::Rust => self.rust(),
            Target::JsonSchema => self.json_schemas(),
            Target::Avro => self.avro_schemas(),
            Target::Docs => self.pages(),
        }
    }

    /// The text of the lock over all other files.
    pub(crate) fn lock(&self, files: &FileSet, sources: &[SourceDigest]) -> String {
        let Self { model, samples, recall, fingerprints: _ } = self;
        Entries { model, samples, files, recall: *recall }.text(sources)
    }

    /// Samples take a while to be taken apart, and nobody has to wait for it.
    pub(crate) fn discard(self) {
        rayon::spawn(move || drop(self.samples));
    }

    fn rust(&self) -> Vec<File> {
        let (model, recall) = (self.model, self.recall);
        let file = |which: rust::Which| match self.basis_of_rust(which) {
            basis @ Some(_) => File::made(which.path(model), basis, recall, || {
                render::rust::render(&which.lower(model))
            }),
            None => {
                let render = |file| render::rust::render(&file);
                File::rendered(which.path(model), which.lower(model), recall, render)
            }
        };
        rust::files(model).into_par_iter().map(file).collect()
    }

    fn basis_of_rust(&self, which: rust::Which) -> Option<Digest> {
        let fingerprints = self.fingerprints.as_ref()?;
        match which {
            rust::Which::Events(domain) => Some(fingerprints.rust_events(self.model, domain)),
            rust::Which::Records(domain) => Some(fingerprints.rust_records(self.model, domain)),
            rust::Which::Catalog | rust::Which::Types | rust::Which::Domain(_) => None,
        }
    }

    fn json_schemas(&self) -> Vec<File> {
        let model = self.model;
        let schema = |id: EventId| {
            let path = names::json_schema_file(&model[id].event_type);
            let basis = self.fingerprints.as_ref().map(|prints| prints.json_schema(id));
            let make = || {
                let sample = self.samples.event(model, id);
                render::json::render(&json_schema::lower(model, &model[id], sample))
            };
            let file = File::made(path, basis, self.recall, make);
            file.about(Subject::Event(id, ArtifactKind::Json))
        };
        event_ids(model).map(schema).collect()
    }

    fn avro_schemas(&self) -> Vec<File> {
        let model = self.model;
        let carried = event_ids(model).filter(|id| model[*id].local_only.is_none());
        let schema = |id: EventId| {
            let path = names::avro_file(&model[id].event_type);
            let basis = self.fingerprints.as_ref().map(|prints| prints.avro(model, id));
            let make = || render::json::render(&avro::lower(model, &model[id]));
            let file = File::made(path, basis, self.recall, make);
            file.about(Subject::Event(id, ArtifactKind::Avro))
        };
        carried.map(schema).collect()
    }

    fn pages(&self) -> Vec<File> {
        let (model, recall) = (self.model, self.recall);
        let templates = render::template::Templates::new();
        let usage = model.usage();
        let render = |page: &Page| {
            templates.render(page).expect("our templates use only what their pages have")
        };
        let overview = |page: Overview| {
            let Outline { path, template, extract } = page.outline(model, &usage);
            File::rendered(path, extract, recall, |extract| {
                render(&Page { template, context: extract.lower() })
            })
        };
        let single = |page: Single| {
            let basis = self.fingerprints.as_ref().map(|prints| match page {
                Single::Event(id) => prints.event_page(model, id),
                Single::Record(id) => prints.record_page(model, id, &usage[id.0 as usize]),
            });
            let make = || render(&page.lower(model, &self.samples, &usage));
            File::made(page.path(model), basis, recall, make).about(page.subject())
        };
        // The long pages first, so that no core is left with one in the end.
        pages::overviews(model).map(overview).chain(pages::singles(model).map(single)).collect()
    }
}
