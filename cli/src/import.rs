//! Makes a catalog from the schemas of events.
//!
//! ```text
//! files ─► documents ─► roots (which are events) ─► avro, json_schema (a unit per event) ─► event (types, names)
//!       ─► merge (one draft) ─► document (entries of the file) ─► settle (compile, remove what is refused) ─► Imported
//! ```
//!
//! Whatever a schema says goes into the catalog or into a [`Note`]; nothing is dropped silently.

mod asyncapi;
mod avro;
mod avro_names;
mod cases;
mod cloudevents;
mod document;
mod documents;
mod draft;
mod event;
mod glean;
pub(crate) mod into;
mod json_schema;
mod merge;
mod names;
mod node;
mod note;
mod openedx;
mod otel;
mod payload;
mod properties;
mod protobuf;
mod report;
mod roots;
mod settle;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::Compiled;
use annals_catalog::model::AvroProfile;

use documents::Documents;
use draft::{About, Catalog, Unit};
pub use note::{Broken, Note, Read};
use note::{Fault, Notes};
pub use openedx::SCRIPT as OPENEDX_SCRIPT;
pub use report::{broken, json, place, text};
use roots::Language;

/// The largest schema file, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// A kind of schema or catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Avro: each event is a record.
    Avro,
    /// JSON Schema: each event is an object.
    JsonSchema,
    /// A registry of the semantic conventions of OpenTelemetry.
    Otel,
    /// Metrics of Glean.
    Glean,
    /// AsyncAPI 2 and 3: each message is an event.
    Asyncapi,
    /// xRegistry: each message definition is an event, mostly of CloudEvents.
    Cloudevents,
    /// Descriptors of Protobuf: each message that no other one contains is an event.
    Protobuf,
    /// What [`OPENEDX_SCRIPT`] prints.
    OpenEdx,
}

/// A schema file.
#[derive(Debug)]
pub struct Input {
    /// Its path, as messages show it.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Options for what schemas do not say.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Name of the catalog.
    pub name: Option<String>,
    /// Title of the catalog.
    pub title: Option<String>,
    /// Namespace of the event types.
    pub namespace: Option<String>,
    /// Domain of all events.
    pub domain: Option<String>,
    /// Pattern of event types, with `{namespace}`, `{name}` and `{file}`.
    pub event_type: Option<String>,
    /// The repository that sends the events, `owner/name`.
    pub repository: Option<String>,
    /// The date of the events, `YYYY-MM-DD`.
    pub added: String,
    /// True if the date replaces those in the schemas.
    pub added_by_hand: bool,
    /// What the catalog that the events go to says, if there is one.
    pub target: Option<Target>,
}

/// The catalog that the events go to.
#[derive(Debug, Clone)]
pub struct Target {
    /// How it writes Avro.
    pub avro: AvroProfile,
    /// The namespace of its event types. Those that an import makes may be in another one.
    pub namespace: String,
}

impl Settings {
    /// The namespace of the catalog, if it is known before the events are.
    fn namespace(&self) -> Option<String> {
        let target = self.target.as_ref().map(|target| target.namespace.clone());
        target.or_else(|| self.namespace.clone())
    }

    /// The settings, and what the files say where there is none.
    fn beside(&self, about: &About) -> Self {
        let mut all = self.clone();
        all.title = all.title.or_else(|| about.title.clone());
        all.namespace = all.namespace.or_else(|| about.namespace.clone());
        all
    }
}

/// What was read from the files.
#[derive(Default)]
struct Gathered {
    about: About,
    units: Vec<Unit>,
    /// The parts of others.
    schemas: Vec<Read>,
    notes: Vec<Note>,
    broken: Vec<Broken>,
}

impl Gathered {
    /// Adds an event, or why it cannot be read.
    fn add(&mut self, unit: Result<Unit, Fault>, mut notes: Notes) {
        match unit {
            Ok(unit) => {
                self.units.push(unit);
                self.notes.append(&mut notes.found);
            }
            Err((pointer, message)) => self.fault(&notes.file, pointer, message),
        }
    }

    /// Adds a part that cannot be read.
    fn fault(&mut self, file: &str, pointer: String, message: String) {
        self.broken.push(Broken { file: file.to_owned(), pointer, message });
    }
}

/// The result of an import.
#[derive(Debug)]
pub struct Imported {
    /// The text of the catalog.
    pub catalog: String,
    /// The result of compiling it.
    pub compiled: Compiled,
    /// The schemas that were read, in the order of the files.
    pub schemas: Vec<Read>,
    /// What it cannot hold and what was decided, in the order of the files.
    pub notes: Vec<Note>,
    /// The schemas that cannot be read, and are not in it.
    pub broken: Vec<Broken>,
    /// The errors of the catalog, which only people can fix, with the places in the schemas.
    pub refused: Vec<Broken>,
    /// Number of events, records, scalars, enums and variants.
    pub counts: [usize; 5],
    draft: Catalog,
}

/// Makes one catalog from schemas. Those that cannot be read are left out.
///
/// # Errors
/// Returns every schema that cannot be read, if none can.
pub fn import(
    format: Format,
    inputs: &[Input],
    settings: &Settings,
) -> Result<Imported, Vec<Broken>> {
    let Gathered { mut units, mut schemas, mut broken, mut notes, about } =
        gather(format, inputs, settings);
    let settings = &settings.beside(&about);
    event::settle(&mut units, settings, &mut notes);
    once(&mut units, &mut broken);
    if units.is_empty() {
        let part = |Read { file, pointer, .. }| {
            let message = "this is a part of other schemas, and there is no event".to_owned();
            Broken { file, pointer, message }
        };
        broken.extend(schemas.into_iter().map(part));
        if broken.is_empty() {
            let message = "there is no event in this file".to_owned();
            let none = |input: &Input| Broken {
                file: input.file.clone(),
                pointer: String::new(),
                message: message.clone(),
            };
            broken.extend(inputs.iter().map(none));
        }
        return Err(broken);
    }
    schemas.extend(units.iter().map(|unit| Read {
        file: unit.file.clone(),
        pointer: unit.pointer.clone(),
        event: Some(unit.event.event_type.clone()),
    }));
    let mut catalog = merge::merge(units, settings, about, &mut notes);
    let may_turn_off = settings.target.is_none();
    let (text, compiled, refused) = settle::settle(&mut catalog, may_turn_off, &mut notes);
    sort(inputs, &mut schemas, &mut notes, &mut broken);
    let counts = [
        catalog.events.len(),
        catalog.records.len(),
        catalog.scalars.len(),
        catalog.enums.len(),
        catalog.variants.len(),
    ];
    Ok(Imported {
        catalog: text,
        compiled,
        schemas,
        notes,
        broken,
        refused,
        counts,
        draft: catalog,
    })
}

/// Reads the events of all files.
fn gather(format: Format, inputs: &[Input], settings: &Settings) -> Gathered {
    let mut found = Gathered::default();
    let documents = match format == Format::Protobuf {
        // They are not text.
        true => Documents::default(),
        false => Documents::read(inputs, &mut found.broken),
    };
    match format {
        Format::Avro => schemas(Language::Avro, documents, &mut found),
        Format::JsonSchema => schemas(Language::JsonSchema, documents, &mut found),
        Format::Otel => otel::read(&documents.merged(), &mut found),
        Format::Glean => glean::read(&documents.merged(), &mut found),
        Format::Asyncapi => {
            let documents = json_schema::fold(&documents.merged());
            asyncapi::read(&documents, settings, &mut found);
        }
        Format::Cloudevents => cloudevents::read(&documents.merged(), &mut found),
        Format::OpenEdx => openedx::read(&documents, settings, &mut found),
        Format::Protobuf => protobuf::read(inputs, &mut found),
    }
    found
}

/// Reads each schema of an event.
fn schemas(language: Language, documents: Documents, found: &mut Gathered) {
    let mut documents = match language {
        Language::Avro => documents,
        Language::JsonSchema => json_schema::fold(&documents),
    };
    let roots = roots::find(language, &documents);
    if language == Language::Avro {
        let named = roots::named(&documents, &roots);
        documents.know(named);
    }
    for root in roots {
        let file = &documents.all[root.document].file;
        let mut notes = Notes::new(file);
        if root.is_part {
            found.schemas.push(Read { file: file.clone(), pointer: root.pointer, event: None });
            continue;
        }
        let unit = match language {
            Language::Avro => avro::read(&documents, &root, &mut notes),
            Language::JsonSchema => json_schema::read(&documents, &root, &mut notes),
        };
        found.add(unit, notes);
    }
}

/// Brings everything into the order of the files, without the notes that are there twice.
fn sort(inputs: &[Input], schemas: &mut [Read], notes: &mut Vec<Note>, broken: &mut [Broken]) {
    let mut seen = BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    let order: BTreeMap<&str, usize> =
        inputs.iter().enumerate().map(|(index, input)| (input.file.as_str(), index)).collect();
    let place = |file: &str| order.get(file).copied();
    notes.sort_by_key(|note| place(&note.file));
    schemas.sort_by_key(|schema| place(&schema.file));
    broken.sort_by_key(|item| place(&item.file));
}

/// Leaves out the second of two schemas that describe the same event.
fn once(units: &mut Vec<Unit>, broken: &mut Vec<Broken>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    units.retain(|unit| {
        let event_type = &unit.event.event_type;
        let Some(first) = seen.get(event_type) else {
            seen.insert(event_type.clone(), unit.file.clone());
            return true;
        };
        let message = format!("the event `{event_type}` already has a schema in `{first}`");
        let (file, pointer) = (unit.file.clone(), unit.pointer.clone());
        broken.push(Broken { file, pointer, message });
        false
    });
}
