//! Notes of an import: what the catalog cannot hold, and what was decided.

use serde::Serialize;

/// Something that the catalog has in another form, or that the schema does not say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// True if the schema made from the catalog differs here from the one that was read.
    pub loss: bool,
    /// The kind: `default`, `logical-type`, …
    pub kind: &'static str,
    /// The schema file.
    pub file: String,
    /// A JSON pointer into it; empty for the whole file.
    pub pointer: String,
    /// What was found.
    pub found: String,
    /// What was made instead.
    pub made: String,
}

/// The notes of one file.
#[derive(Debug)]
pub(super) struct Notes {
    /// The file that is being read.
    pub(super) file: String,
    pub(super) found: Vec<Note>,
}

impl Notes {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), found: Vec::new() }
    }

    /// Something that the catalog cannot hold.
    pub(super) fn loss(
        &mut self,
        kind: &'static str,
        pointer: &str,
        found: impl Into<String>,
        made: impl Into<String>,
    ) {
        self.note(kind, pointer, found, made);
        self.found.iter_mut().last().into_iter().for_each(|note| note.loss = true);
    }

    /// Something that the catalog says in another way.
    pub(super) fn note(
        &mut self,
        kind: &'static str,
        pointer: &str,
        found: impl Into<String>,
        made: impl Into<String>,
    ) {
        let (file, loss) = (self.file.clone(), false);
        let (found, made) = (found.into(), made.into());
        self.found.push(Note { loss, kind, file, pointer: pointer.to_owned(), found, made });
    }
}

/// A schema that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The schema file.
    pub file: String,
    /// A JSON pointer into it; empty for the whole file.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

/// A schema that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Read {
    /// The schema file.
    pub file: String,
    /// A JSON pointer into it; empty for the whole file.
    pub pointer: String,
    /// The type of its event; `None` for a part of other schemas.
    #[serde(rename = "type")]
    pub event: Option<String>,
}

/// The pointer to a part of a schema that cannot be read, and what is wrong.
pub(super) type Fault = (String, String);
