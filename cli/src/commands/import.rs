//! `annals import`: creates a catalog that generates the given schemas.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use annals_catalog::count::counted;
use annals_catalog::model::Date;
use annals_codegen::output;
use annals_codegen::report::Sources;
use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, reporting};
use crate::import::{self, Broken, Imported, Input, Settings};

#[derive(Debug, Args)]
#[command(
    after_help = "If the catalog cannot express a part of a schema, a note on stderr says where and what \
    was used instead, and the exit code is 1 unless `--lossy` is set. docs/import.md has the complete list."
)]
pub(super) struct Import {
    /// Kind of the schemas
    #[arg(value_enum, value_name = "KIND")]
    kind: Kind,
    /// Schema files, one per event, or folders with such files
    #[arg(required = true, value_name = "FILES", value_hint = clap::ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// Write the catalog to this file, which must not exist [default: stdout]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Overwrite the file of `--out` if it exists
    #[arg(long, requires = "out")]
    force: bool,
    /// Exit with 0 even if something could not be expressed
    #[arg(long)]
    lossy: bool,
    /// Output format of the notes; `json` goes to stdout and needs `--out`
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
    /// Pattern of event types, with {namespace}, {name} and {file} [default: from the schema or file]
    ///
    /// {namespace} is the namespace of the schema, {name} its name in snake_case, and {file} the name
    /// of the file without its extension and with a dot for each plus.
    #[arg(long, value_name = "PATTERN")]
    event_type: Option<String>,
    /// Repository that sends the events [default: none]
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// Date of the events [default: from the schema, else SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    added: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Avro schemas
    Avsc,
    /// JSON Schemas
    JsonSchema,
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
        if self.format == Format::Json && self.out.is_none() {
            return self.fail(
                "`--format json` needs `--out FILE`, because the document goes to stdout",
                &[],
                terminal,
            );
        }
        let prepared = self.settings().and_then(|settings| Ok((settings, self.inputs()?)));
        let (settings, inputs) = match prepared {
            Ok(prepared) => prepared,
            Err(message) => return self.fail(&message, &[], terminal),
        };
        let kind = match self.kind {
            Kind::Avsc => import::Format::Avro,
            Kind::JsonSchema => import::Format::JsonSchema,
        };
        match import::import(kind, &inputs, &settings) {
            Ok(imported) => self.finish(&imported, terminal),
            Err(broken) => self.fail("no catalog was created", &broken, terminal),
        }
    }

    fn fail(&self, message: &str, broken: &[Broken], terminal: &mut Terminal) -> Outcome {
        match self.format {
            Format::Json => {
                terminal.out(&import::json(Default::default(), &[], broken, Some(message)))
            }
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
        })
    }

    fn inputs(&self) -> Result<Vec<Input>, String> {
        let end = match self.kind {
            Kind::Avsc => ".avsc",
            Kind::JsonSchema => ".json",
        };
        let mut paths = Vec::new();
        for path in &self.files {
            if path.is_dir() {
                paths.extend(files_in(path, end)?);
            } else {
                paths.push(path.clone());
            }
        }
        if paths.is_empty() {
            return Err(format!("no file in these folders ends in `{end}`"));
        }
        paths.iter().map(|path| read(path)).collect()
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
            Format::Json => {
                terminal.out(&import::json(imported.counts, &imported.notes, &[], None))
            }
            Format::Text if terminal.quiet() => {}
            Format::Text => terminal.report(&import::text(&imported.notes)),
        }
        terminal.note(&summary(imported, losses));
        if losses > 0 && !self.lossy { Outcome::Findings } else { Outcome::Clean }
    }

    /// Reports a catalog with errors that only people can fix, such as clashing names.
    fn refused(&self, imported: &Imported, terminal: &mut Terminal) -> Outcome {
        if self.format == Format::Text {
            let sources = Sources { map: &imported.compiled.sources, prefix: "" };
            reporting::list(&imported.compiled.diagnostics, sources, terminal);
        }
        let first = imported.compiled.diagnostics.first().map_or("", |item| item.message.as_str());
        self.fail(
            &format!("the catalog of these schemas would have errors: {first}"),
            &[],
            terminal,
        );
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
    let [events, records, scalars, enums] =
        [(events, "event"), (records, "record"), (scalars, "scalar"), (enums, "enum")]
            .map(|(number, noun)| counted(number, noun));
    let variants = match variants {
        0 => String::new(),
        count => format!(", {}", counted(count, "variant")),
    };
    format!("{events}, {records}, {scalars}, {enums}{variants}; {lost}{warned}")
}

fn files_in(folder: &Path, end: &str) -> Result<Vec<PathBuf>, String> {
    let cannot = |error: std::io::Error| format!("cannot read `{}`: {error}", folder.display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.is_file() && path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<Input, String> {
    let cannot =
        |error: &dyn std::fmt::Display| format!("cannot read `{}`: {error}", path.display());
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| cannot(&error))?;
    // A pipe or a device does not say how long it is.
    file.take(import::LARGEST + 1).read_to_end(&mut bytes).map_err(|error| cannot(&error))?;
    if bytes.len() as u64 > import::LARGEST {
        return Err(cannot(&"it is larger than 64 MiB"));
    }
    Ok(Input { file: path.display().to_string().replace('\\', "/"), bytes })
}
