//! `annals import`: schemas in, a catalog that makes them again on stdout or in a file.

use std::path::{Path, PathBuf};

use annals_catalog::model::Date;
use clap::{Args, ValueEnum};

use super::Outcome;
use super::reporting;
use super::terminal::Terminal;
use super::today::today;
use crate::import::{self, Broken, Imported, Input, Settings};
use annals_codegen::output;
use annals_codegen::report::Sources;

/// Arguments of `annals import`.
#[derive(Debug, Args)]
#[command(
    after_help = "What the catalog cannot hold is listed on stderr, with its file and place, and what was made \
    instead; the exit code is then 1, unless `--lossy` is given. docs/import.md has the whole list."
)]
pub(super) struct Import {
    /// What the files are
    #[arg(value_enum, value_name = "KIND")]
    kind: Kind,
    /// Schema files, one an event, or folders of them
    #[arg(required = true, value_name = "FILES", value_hint = clap::ValueHint::AnyPath)]
    files: Vec<PathBuf>,
    /// Write the catalog into this new file [default: stdout]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Replace the file of `--out` if it is there
    #[arg(long, requires = "out")]
    force: bool,
    /// End with 0 even if something could not be expressed
    #[arg(long)]
    lossy: bool,
    /// How to print what there is to say; JSON goes to stdout and needs `--out`
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Name of the catalog and its crate [default: end of the namespace, and `-events`]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Title of the catalog [default: the words of its name]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What event types begin with [default: the two segments that most of them share]
    #[arg(long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    /// Domain of all events [default: the segment of the event type behind the namespace]
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Event types, made of {namespace}, {name} and {file} [default: what the schema or file says]
    ///
    /// {namespace} is that of the schema, {name} its name in snake_case, {file} the name of the file
    /// without its end and with dots for every plus.
    #[arg(long, value_name = "PATTERN")]
    event_type: Option<String>,
    /// Who sends the events, as owner/name [default: not said]
    #[arg(long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// When the events came [default: what the schema says, else SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    added: Option<Date>,
}

/// What the files are.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// Avro schemas.
    Avsc,
    /// JSON Schemas.
    JsonSchema,
}

/// How to print what there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on stderr.
    Text,
    /// One JSON document on stdout.
    Json,
}

impl Import {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Outcome {
        if self.format == Format::Json && self.out.is_none() {
            return self.fail(
                "`--format json` needs `--out FILE`: stdout holds one thing",
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
            Err(broken) => self.fail("no catalog was made", &broken, terminal),
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
            return Err(format!("no file there ends in `{end}`"));
        }
        paths.iter().map(|path| read(path)).collect()
    }

    /// Hands over the catalog, if the front end takes it, and says what there is to say.
    fn finish(&self, imported: &Imported, terminal: &mut Terminal) -> Outcome {
        if imported.compiled.model.is_none() {
            return self.refused(imported, terminal);
        }
        match &self.out {
            None => terminal.out(&imported.catalog),
            Some(path) => {
                if let Err(error) = output::create(path, imported.catalog.as_bytes(), self.force) {
                    let more = if self.force { "" } else { "; `--force` replaces a file" };
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

    /// Names that nobody can mend but people.
    fn refused(&self, imported: &Imported, terminal: &mut Terminal) -> Outcome {
        if self.format == Format::Text {
            let sources = Sources { map: &imported.compiled.sources, prefix: "" };
            reporting::list(&imported.compiled.diagnostics, sources, terminal);
        }
        let first = imported.compiled.diagnostics.first().map_or("", |item| item.message.as_str());
        self.fail(&format!("the schemas do not make a catalog: {first}"), &[], terminal);
        Outcome::Findings
    }
}

/// `36 events, 20 records, 0 scalars, 0 enums; nothing was lost`
fn summary(imported: &Imported, losses: usize) -> String {
    let [events, records, scalars, enums] = imported.counts;
    let warnings = imported.compiled.diagnostics.len();
    let warned = match warnings {
        0 => String::new(),
        count => format!("; `annals check` will have {count} warnings"),
    };
    let lost = match losses {
        0 => "all of it could be expressed".to_owned(),
        1 => "1 thing could not be expressed".to_owned(),
        count => format!("{count} things could not be expressed"),
    };
    format!("{events} events, {records} records, {scalars} scalars, {enums} enums; {lost}{warned}")
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
    let size = path.metadata().map_err(|error| cannot(&error))?.len();
    if size > import::LARGEST {
        return Err(cannot(&"it has more than 64 MiB"));
    }
    let bytes = std::fs::read(path).map_err(|error| cannot(&error))?;
    Ok(Input { file: path.display().to_string().replace('\\', "/"), bytes })
}
