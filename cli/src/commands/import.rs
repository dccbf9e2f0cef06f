//! `annals import`: creates a catalog from the given schemas or catalogs.

mod files;
mod into;
mod python;

use std::path::PathBuf;

use annals_catalog::count::counted;
use annals_catalog::model::Date;
use annals_codegen::output;
use clap::{Args, ValueEnum};

use super::Outcome;
use super::terminal::Terminal;
use super::today::today;
use crate::import::{self, Broken, Imported, Settings};

#[derive(Debug, Args)]
#[command(
    after_help = "If the catalog cannot express a part of a schema, a note on stderr says where and what \
    was used instead, and the exit code is 1 unless `--lossy` is set. docs/import.md has the complete list."
)]
pub(super) struct Import {
    /// Kind of the schemas or catalogs
    #[arg(value_enum, value_name = "KIND")]
    kind: Kind,
    /// Schema files, folders with such files at any depth, or `-` for stdin; for `openedx`, a Python interpreter, a
    /// virtual environment or a folder of packages [default for `openedx`: python3]
    #[arg(value_name = "FILES", value_hint = clap::ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// Write the catalog to this file, which must not exist [default: stdout]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Add new events to this catalog, and report what differs
    #[arg(
        long,
        value_name = "CATALOG",
        conflicts_with_all = ["out", "name", "title"],
        value_hint = clap::ValueHint::FilePath
    )]
    into: Option<PathBuf>,
    /// With `--into`: print a diff, write nothing
    #[arg(long, requires = "into")]
    dry_run: bool,
    /// With `--into`: write nothing; fail with a diff if anything would be added
    #[arg(long, requires = "into")]
    check: bool,
    /// Overwrite the file of `--out` if it exists
    #[arg(long, requires = "out")]
    force: bool,
    /// Exit with 0 even if something could not be expressed or read
    #[arg(long)]
    lossy: bool,
    /// Create no catalog if a schema cannot be read [default: leave that schema out]
    #[arg(long)]
    strict: bool,
    /// Output format of the notes; `json` goes to stdout and needs `--out` or `--into`
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Name of the catalog and its crate [default: last segment of the namespace and `-events`]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Title of the catalog [default: from its name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Beginning of all event types [default: the two segments that most of them share]
    #[arg(long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    /// Domain of all events [default: the segment of the event type after the namespace]
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Pattern of event types, with {namespace}, {name}, {file}, … [default: from the schema or file]
    ///
    /// {namespace} or {vendor} is the namespace of the schema, {name} its name in snake_case, {version} its version, {id}
    /// the last part of its `$id`, {file} the name of the file without its extension and with a dot for each plus, and
    /// {folder} and {parent} the names of its folder and of the one around it in snake_case.
    #[arg(long, value_name = "PATTERN")]
    event_type: Option<String>,
    /// Repository that sends the events [default: none]
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// Date of the events [default: from the schema, else SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    added: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Avro schemas
    Avsc,
    /// JSON Schemas
    JsonSchema,
    /// Events of a registry of OpenTelemetry's semantic conventions
    Otel,
    /// Events of Glean, from `metrics.yaml`
    Glean,
    /// Messages of AsyncAPI 2 or 3
    Asyncapi,
    /// Message definitions of an xRegistry, for CloudEvents
    Cloudevents,
    /// Messages of Protobuf, from what `protoc --descriptor_set_out` or `buf build` writes
    Protobuf,
    /// The events of an installed openedx-events
    Openedx,
}

impl Kind {
    fn format(self) -> import::Format {
        match self {
            Self::Avsc => import::Format::Avro,
            Self::JsonSchema => import::Format::JsonSchema,
            Self::Otel => import::Format::Otel,
            Self::Glean => import::Format::Glean,
            Self::Asyncapi => import::Format::Asyncapi,
            Self::Cloudevents => import::Format::Cloudevents,
            Self::Protobuf => import::Format::Protobuf,
            Self::Openedx => import::Format::OpenEdx,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on stderr
    Text,
    /// One JSON document on stdout
    Json,
}

impl Import {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        if self.files.is_empty() && self.kind != Kind::Openedx {
            terminal.error("no files are given; name schema files, folders, or `-` for stdin");
            return Outcome::Usage;
        }
        if let Some(path) = &self.into {
            return self.run_into(path, terminal);
        }
        if self.format == Format::Json && self.out.is_none() {
            return self.fail(
                "`--format json` needs `--out FILE`, because the document goes to stdout",
                &[],
                terminal,
            );
        }
        let mut unread = Vec::new();
        let read = self.inputs(&mut unread);
        let prepared = self.settings().and_then(|settings| Ok((settings, read?)));
        let (settings, inputs) = match prepared {
            Ok(prepared) => prepared,
            Err(message) => return self.fail(&message, &[], terminal),
        };
        let (imported, broken) = match import::import(self.kind.format(), &inputs, &settings) {
            Ok(imported) => (Some(imported), Vec::new()),
            Err(broken) => (None, broken),
        };
        match imported {
            Some(mut imported)
                if !self.strict || (unread.is_empty() && imported.broken.is_empty()) =>
            {
                imported.broken.splice(0..0, unread);
                self.finish(&imported, terminal)
            }
            imported => {
                unread.extend(imported.map_or(broken, |imported| imported.broken));
                self.fail("no catalog was created", &unread, terminal)
            }
        }
    }

    fn inputs(&self, unread: &mut Vec<Broken>) -> Result<Vec<import::Input>, String> {
        match self.kind {
            Kind::Openedx => python::read(&self.files),
            Kind::Avsc | Kind::JsonSchema => files::read(self.kind.format(), &self.files, unread),
            Kind::Otel | Kind::Glean | Kind::Asyncapi | Kind::Cloudevents | Kind::Protobuf => {
                files::read(self.kind.format(), &self.files, unread)
            }
        }
    }

    fn fail(&self, message: &str, broken: &[Broken], terminal: &mut Terminal) -> Outcome {
        match self.format {
            Format::Json => terminal.out(&import::json(None, broken, Some(message))),
            Format::Text => {
                terminal.report(&import::broken(broken));
                terminal.error(message);
            }
        }
        Outcome::Failed
    }

    fn settings(&self) -> Result<Settings, String> {
        Ok(Settings {
            name: self.name.clone(),
            title: self.title.clone(),
            namespace: self.namespace.clone(),
            domain: self.domain.clone(),
            event_type: self.event_type.clone(),
            repository: self.repository.clone(),
            added: today(self.added)?.to_string(),
            added_by_hand: self.added.is_some(),
            target: None,
        })
    }

    /// Writes the catalog and prints the notes, if the catalog has no errors.
    fn finish(&self, imported: &Imported, terminal: &mut Terminal) -> Outcome {
        if imported.compiled.model.is_none() {
            return self.refused(imported, terminal);
        }
        match &self.out {
            None => terminal.out(&imported.catalog),
            Some(path) => {
                if let Err(error) = output::create(path, imported.catalog.as_bytes(), self.force) {
                    let more =
                        if self.force { "" } else { "; `--force` overwrites an existing file" };
                    return self.fail(&format!("{error}{more}"), &[], terminal);
                }
            }
        }
        let losses = imported.notes.iter().filter(|note| note.loss).count();
        match self.format {
            Format::Json => terminal.out(&import::json(Some(imported), &imported.broken, None)),
            Format::Text if terminal.quiet() => {}
            Format::Text => {
                terminal.report(&import::text(&imported.notes));
                terminal.report(&import::broken(&imported.broken));
            }
        }
        terminal.note(&summary(imported, losses));
        let is_whole = losses == 0 && imported.broken.is_empty();
        if is_whole || self.lossy { Outcome::Clean } else { Outcome::Findings }
    }

    /// Reports a catalog with errors that only people can fix, such as clashing names.
    fn refused(&self, imported: &Imported, terminal: &mut Terminal) -> Outcome {
        let first = imported.refused.first();
        let cause = first.map_or_else(String::new, |first| {
            format!("{} in {}", first.message, import::place(&first.file, &first.pointer))
        });
        let message = format!("the catalog of these schemas would have errors: {cause}");
        self.fail(&message, &imported.refused, terminal);
        Outcome::Findings
    }
}

/// `36 events, 20 records, 0 scalars, 0 enums; everything could be expressed`
fn summary(imported: &Imported, losses: usize) -> String {
    let [events, records, scalars, enums, variants] = imported.counts;
    let warnings = imported.compiled.diagnostics.len();
    let warned = match warnings {
        0 => String::new(),
        count => format!("; `annals check` will have {}", counted(count, "warning")),
    };
    let lost = match losses {
        0 => "everything could be expressed".to_owned(),
        count => format!("{} could not be expressed", counted(count, "thing")),
    };
    let unread = match imported.broken.len() {
        0 => String::new(),
        count => format!("; {} could not be read", counted(count, "schema")),
    };
    let [events, records, scalars, enums] =
        [(events, "event"), (records, "record"), (scalars, "scalar"), (enums, "enum")]
            .map(|(number, noun)| counted(number, noun));
    let variants = match variants {
        0 => String::new(),
        count => format!(", {}", counted(count, "variant")),
    };
    format!("{events}, {records}, {scalars}, {enums}{variants}; {lost}{unread}{warned}")
}
