//! `annals validate`: checks recorded payloads of an event against the catalog.

mod print;

use std::fs::File;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::terminal::Terminal;
use super::view::{misnamed, open_clean};
use crate::inspect;
use crate::validate::{Encoding, Options, Totals, Validator, check};
use print::Printer;

/// The name of stdin among the files.
const STDIN: &str = "-";

#[derive(Debug, Args)]
#[command(
    after_help = "A payload is valid if the JSON Schema of its event accepts it and it has no duplicate \
    keys. Findings name the file, the line and the field; they never contain values."
)]
pub(super) struct Validate {
    /// Event type or name of the event
    #[arg(value_name = "EVENT")]
    event: String,
    /// Files with one payload per line; `-` is stdin
    #[arg(value_name = "FILE", required = true, value_hint = clap::ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Encoding of the lines
    #[arg(long, value_enum, default_value_t = Encoding::Auto, value_name = "ENCODING")]
    encoding: Encoding,
    /// Expect JSON lines to be objects with `metadata` and `data`, and check only the data
    #[arg(long)]
    envelope: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Print at most COUNT findings and count the rest; 0 prints all
    #[arg(long, default_value_t = 100, value_name = "COUNT")]
    max_errors: u64,
    /// Maximum length of a line in bytes; a longer line is a finding [default: 16 MiB]
    #[arg(long, default_value_t = 16 << 20, value_name = "BYTES", hide_default_value = true)]
    max_line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, on stderr
    Text,
    /// One JSON document on stdout
    Json,
    /// GitHub workflow commands on stdout: annotations in a pull request
    Github,
}

impl Validate {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let project = match open_clean(catalog, terminal) {
            Ok(project) => project,
            Err(outcome) => return outcome,
        };
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        let event = match inspect::event(model, &self.event) {
            Ok(event) => event,
            Err(unknown) => return misnamed(unknown, terminal),
        };
        let validator = Validator::new(model, event);
        let mut printer = Printer::new(self.format, self.max_errors, terminal);
        printer.begin(&model[event]);
        let mut totals = Totals::default();
        for path in &self.files {
            let shown = path.display().to_string();
            match self.check(&validator, path, &mut printer) {
                Ok(found) => {
                    totals.payloads += found.payloads;
                    totals.invalid += found.invalid;
                }
                Err(error) => {
                    printer.fail(totals, &format!("cannot read `{shown}`: {error}"));
                    return Outcome::Failed;
                }
            }
        }
        printer.finish(totals);
        if totals.invalid == 0 { Outcome::Clean } else { Outcome::Findings }
    }

    fn check(
        &self,
        validator: &Validator,
        path: &Path,
        printer: &mut Printer<'_>,
    ) -> std::io::Result<Totals> {
        let options =
            Options { encoding: self.encoding, envelope: self.envelope, longest: self.max_line };
        if path.as_os_str() == STDIN {
            let input = std::io::stdin().lock();
            return check(validator, input, &options, |item| printer.finding("stdin", &item));
        }
        let shown = path.display().to_string();
        check(validator, File::open(path)?, &options, |item| printer.finding(&shown, &item))
    }
}
