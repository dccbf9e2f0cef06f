//! Finds the files that are about one event or record.

use annals_catalog::model::{EventId, Model, RecordId};
use annals_contract::{Artifact, ArtifactKind, Line};

use crate::file_set::{File, FileSet, Subject};

/// The files by what they are about.
pub(super) struct Listing<'a> {
    events: Vec<Files<'a>>,
    records: Vec<Files<'a>>,
    all: &'a [File],
}

/// The files of one event or record: Avro schema, JSON Schema and page. An event that is local only
/// has no Avro schema; a record has only a page.
#[derive(Clone, Copy, Default)]
pub(super) struct Files<'a>([Option<&'a File>; ArtifactKind::ALL.len()]);

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

    /// The files that are not about one event or record.
    pub(super) fn others(&self) -> impl Iterator<Item = &'a File> {
        self.all.iter().filter(|file| file.subject == Subject::Catalog)
    }
}

impl<'a> Files<'a> {
    fn add(&mut self, kind: ArtifactKind, file: &'a File) {
        self.0[kind as usize] = Some(file);
    }

    /// True if the lock says the same of the item as before: the key of its page covers all of that.
    pub(super) fn are_unchanged(&self) -> bool {
        self.0[ArtifactKind::Page as usize].is_some_and(|page| page.bytes.is_none())
    }

    pub(super) fn artifacts(&self) -> Vec<Artifact> {
        let artifact = |kind: ArtifactKind| {
            let file = self.0[kind as usize]?;
            let (path, digest) = (file.path.clone(), file.digest);
            Some(Artifact { kind, path, digest, line: Line::default() })
        };
        ArtifactKind::ALL.into_iter().filter_map(artifact).collect()
    }
}
