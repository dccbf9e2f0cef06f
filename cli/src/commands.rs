//! The command line: arguments in, an exit code out.
//!
//! | Code | Meaning |
//! | --- | --- |
//! | 0 | clean |
//! | 1 | findings: mistakes in the catalog, or files that disagree with it |
//! | 2 | the command line itself is wrong |
//! | 3 | something could not be read or written |

mod check;
mod explain;
mod fix;
mod fmt;
mod generate;
mod import;
mod init;
mod list;
mod new;
mod reporting;
mod schema;
mod show;
mod stats;
mod table;
mod terminal;
mod today;
mod validate;
mod view;
mod watch;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annals_catalog::model::Model;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use annals_codegen::freshness::{self, Finding};
use annals_codegen::manifest;
use annals_codegen::output::{Plan, plan};
use annals_codegen::project::{self, Project};
use annals_codegen::templates::{self, Choice, TemplatesError};
use annals_codegen::{Run, Target};
use terminal::Terminal;

/// Compile an event catalog into Rust bindings, JSON Schema, Avro, an index and docs.
#[derive(Debug, Parser)]
#[command(name = "annals", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 clean, 1 findings, 2 usage, 3 could not read or write.")]
struct Arguments {
    /// The catalog [default: catalog.yaml here or in a folder above]
    #[arg(long, short = 'C', global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    catalog: Option<PathBuf>,
    /// When to use colours; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bring the generated files up to date with the catalog
    Generate(generate::Generate),
    /// Report mistakes in the catalog and generated files that disagree with it
    Check(check::Check),
    /// Explain a rule: what it demands and why, with a wrong and a right example
    Explain(explain::Explain),
    /// List events or records, by domain, date, personal data, deprecation, record or type
    List(list::List),
    /// Show all there is to know of an event or a record
    Show(show::Show),
    /// Count what the catalog has, and how much of it is described
    Stats(stats::Stats),
    /// Generate again whenever the catalog is saved
    Watch(watch::Watch),
    /// Check recorded payloads of an event, in JSON or Avro
    Validate(validate::Validate),
    /// Print the JSON Schema of catalog.yaml, for editors
    Schema(schema::Schema),
    /// Make a catalog from Avro schemas or JSON Schemas
    Import(import::Import),
    /// Bring the catalog and what it includes into canonical form
    Fmt(fmt::Fmt),
    /// Begin a project: a small catalog, and crates that build
    Init(init::Init),
    /// Add an event or a record to the catalog
    New(new::New),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Clean,
    Findings,
    Usage,
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::from(0),
            Outcome::Findings => Self::from(1),
            Outcome::Usage => Self::from(2),
            Outcome::Failed => Self::from(3),
        }
    }
}

/// Why a command could not do what it was asked for, and how it ends.
struct Refusal {
    outcome: Outcome,
    message: String,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self { outcome: Outcome::Failed, message }
    }
}

/// A template that is wrong is a finding, like a catalog that is.
impl From<TemplatesError> for Refusal {
    fn from(error: TemplatesError) -> Self {
        let wrong = matches!(error, TemplatesError::Faults(_) | TemplatesError::Taken { .. });
        let outcome = if wrong { Outcome::Findings } else { Outcome::Failed };
        Self { outcome, message: error.to_string() }
    }
}

/// Runs the command line; the first argument is the program's name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nothing can be done if the terminal is gone; the exit code still says what happened.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut terminal = Terminal::new(arguments.color, arguments.quiet);
    let catalog = arguments.catalog.as_deref();
    let outcome = match &arguments.command {
        Command::Generate(generate) => generate.run(catalog, &mut terminal),
        Command::Check(check) => check.run(catalog, &mut terminal),
        Command::Explain(explain) => explain.run(&mut terminal),
        Command::List(list) => list.run(catalog, &mut terminal),
        Command::Show(show) => show.run(catalog, &mut terminal),
        Command::Stats(stats) => stats.run(catalog, &mut terminal),
        Command::Watch(watch) => watch.run(catalog, &mut terminal),
        Command::Validate(validate) => validate.run(catalog, &mut terminal),
        Command::Schema(schema) => schema.run(&mut terminal),
        Command::Import(import) => import.run(&mut terminal),
        Command::Fmt(fmt) => fmt.run(catalog, &mut terminal),
        Command::Init(init) => init.run(&mut terminal),
        Command::New(new) => new.run(catalog, &mut terminal),
        Command::Completions { shell } => completions(*shell, &mut terminal),
    };
    outcome.into()
}

fn completions(shell: clap_complete::Shell, terminal: &mut Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "annals", &mut script);
    terminal.out(&String::from_utf8_lossy(&script));
    Outcome::Clean
}

/// Opens the catalog that was named, or the one found here or above; otherwise says why not.
fn open(catalog: Option<&Path>) -> Result<Project, String> {
    Project::open(&named_or_found(catalog)?, &mut Run::default()).map_err(|error| error.to_string())
}

/// The catalog that was named, or the one found here or above.
fn named_or_found(catalog: Option<&Path>) -> Result<PathBuf, String> {
    let found = match catalog {
        Some(path) => Some(path.to_owned()),
        None => project::find(Path::new(".")),
    };
    let missing = "no catalog.yaml here or in a folder above; name one with `--catalog FILE`";
    found.ok_or_else(|| missing.to_owned())
}

/// Parses the name of a target.
fn target_parser() -> impl TypedValueParser<Value = Target> {
    let values = Target::ALL.map(|target| PossibleValue::new(target.name).help(target.about));
    PossibleValuesParser::new(values).try_map(|word| {
        let target = Target::ALL.into_iter().find(|target| target.name == word);
        target.ok_or_else(|| format!("there is no target `{word}`"))
    })
}

/// The targets that were asked for: all of them if none was.
fn targets(only: &[Target]) -> Vec<Target> {
    let chosen = |target: &Target| only.is_empty() || only.contains(target);
    Target::ALL.into_iter().filter(chosen).collect()
}

/// The name of the command line in the cache.
const DOOR: &str = "command";

/// Where a command generates, and what.
#[derive(Clone, Copy)]
struct Goal<'a> {
    output: &'a Path,
    targets: &'a [Target],
    templates: &'a Choice,
}

/// Makes the targets, and compares them with the output folder.
fn planned(
    project: &Project,
    model: &Model,
    goal: &Goal<'_>,
    run: &mut Run<'_>,
) -> Result<Plan, Refusal> {
    let Goal { output, targets, templates } = *goal;
    let options = project.options(targets, output);
    let files = annals_codegen::generate(model, &options, run);
    run.begin("compare");
    let mut plan = plan(output, &files, targets, &run.cache).map_err(|error| error.to_string())?;
    // Templates that were not asked for are part of everything, not of a target.
    let left = targets != Target::ALL && *templates == Choice::Recorded;
    let templates = if left { &Choice::Left } else { templates };
    templates::extend(&mut plan, model, output, templates, &files)?;
    // Dropping many files takes a while, for which nobody has to wait.
    rayon::spawn(move || drop(files));
    Ok(plan)
}

/// What disagrees with the catalog in an output folder.
fn findings(
    plan: &Plan,
    model: &Model,
    output: &Path,
    targets: &[Target],
) -> Result<Vec<Finding>, String> {
    let mut findings = freshness::findings(plan);
    findings.extend(lasting(model, output, targets)?);
    Ok(findings)
}

/// What disagrees and generating does not mend.
fn lasting(model: &Model, output: &Path, targets: &[Target]) -> Result<Vec<Finding>, String> {
    if !targets.contains(&Target::RUST) {
        return Ok(Vec::new());
    }
    let feature = manifest::check(output, model).map_err(|error| error.to_string())?;
    Ok(feature.into_iter().collect())
}

/// The folder of the catalog as shown before its sources' paths: empty or ending in `/`.
fn shown_folder(project: &Project) -> String {
    shown_prefix(&project.path)
}

/// The folder of a file as shown before its name: empty or ending in `/`.
fn shown_prefix(file: &Path) -> String {
    let folder = file.parent().unwrap_or(Path::new("")).display().to_string().replace('\\', "/");
    if folder.is_empty() || folder.ends_with('/') { folder } else { folder + "/" }
}
