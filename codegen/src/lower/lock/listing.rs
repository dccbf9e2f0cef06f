//! All files of a generation in; which of them each event and record has to itself out.

use annals_catalog::model::{EventId, Model, RecordId};
use annals_contract::{Artifact, ArtifactKind, Line};

use crate::file_set::{File, FileSet, Subject};

/// The files by what they are about.
pub(super) struct Listing<'a> {
    events: Vec<Files<'a>>,
    records: Vec<Files<'a>>,
    all: &'a [File],
}

/// The files of one event or record: Avro schema, JSON Schema, page. An event that never goes on a
/// bus has no Avro schema, for example.
#[derive(Clone, Copy, Default)]
pub(super) struct Files<'a>([Option<&'a File>; 3]);

const KINDS: [ArtifactKind; 3] = [ArtifactKind::Avro, ArtifactKind::Json, ArtifactKind::Page];

impl<'a> Listing<'a> {
    pub(super) fn of(model: &Model, files: &'a FileSet) -> Self {
        let none = |count| vec![Files::default(); count];
        let (mut events, mut records) = (none(model.events.len()), none(model.records.len()));
        for file in files.files() {
            match file.subject {
                Subject::Event(id, kind) => events[id.0 as usize].add(kind, file),
                Subject::Record(id) => records[id.0 as usize].add(ArtifactKind::Page, file),
                Subject::Catalog => {}
            }
        }
        Self { events, records, all: files.files() }
    }

    pub(super) fn event(&self, id: EventId) -> Files<'a> {
        self.events[id.0 as usize]
    }

    pub(super) fn record(&self, id: RecordId) -> Files<'a> {
        self.records[id.0 as usize]
    }

    /// The files that belong to no event or record alone.
    pub(super) fn others(&self) -> impl Iterator<Item = &'a File> {
        self.all.iter().filter(|file| file.subject == Subject::Catalog)
    }
}

impl<'a> Files<'a> {
    fn add(&mut self, kind: ArtifactKind, file: &'a File) {
        let Self([avro, json, page]) = self;
        let place = match kind {
            ArtifactKind::Avro => avro,
            ArtifactKind::Json => json,
            ArtifactKind::Page => page,
        };
        *place = Some(file);
    }

    pub(super) fn artifacts(&self) -> Vec<Artifact> {
        let files = KINDS.into_iter().zip(self.0);
        let artifact = |(kind, file): (_, Option<&File>)| {
            let file = file?;
            let (path, digest) = (file.path.clone(), file.digest);
            Some(Artifact { kind, path, digest, line: Line::default() })
        };
        files.filter_map(artifact).collect()
    }
}
