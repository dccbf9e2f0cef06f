//! The command line: parses the arguments, runs one command and returns its exit code.
//!
//! | Code | Meaning |
//! | --- | --- |
//! | 0 | success |
//! | 1 | findings: mistakes in the catalog, or files that disagree with it |
//! | 2 | wrong command line |
//! | 3 | something could not be read or written |

mod changelog;
mod check;
mod compare;
mod docs;
mod explain;
mod features;
mod fix;
mod fmt;
mod generate;
mod import;
mod init;
mod list;
mod locate;
mod new;
mod release;
mod reporting;
mod schema;
mod shell;
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
use annals_codegen::freshness::{self, Finding};
use annals_codegen::output::{Plan, plan};
use annals_codegen::project::Project;
use annals_codegen::templates::{self, Choice, TemplatesError};
use annals_codegen::{Run, Target, manifest, report};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};

use locate::{named_or_found, open, output_folder, shown_folder, shown_prefix};
use terminal::Terminal;

/// Compile an event catalog into Rust bindings, JSON Schemas, Avro schemas, an index and docs
#[derive(Debug, Parser)]
#[command(name = "annals", version, long_version = env!("ANNALS_VERSION"), max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 success, 1 findings, 2 wrong command line, 3 could not read or write."
)]
struct Arguments {
    /// Path to the catalog [default: catalog.yaml in the current folder or the nearest one above]
    #[arg(long, short = 'C', global = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    catalog: Option<PathBuf>,
    /// When to use colors; NO_COLOR is respected
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Colour::Auto)]
    color: Colour,
    /// Print errors only
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Update the generated files
    Generate(generate::Generate),
    /// Report mistakes in the catalog and generated files that disagree with it
    Check(check::Check),
    /// Compare the catalog with an older one: which readers can still read which events
    Compare(compare::Compare),
    /// Record the contract of the catalog as a release in its history
    Release(release::Release),
    /// Say what changed between releases, for people
    Changelog(changelog::Changelog),
    /// Explain a rule: what it requires and why, with a wrong and a right example
    Explain(explain::Explain),
    /// List events or records, by domain, date, personal data, deprecation, record or type
    List(list::List),
    /// Show everything about an event or a record
    Show(show::Show),
    /// Count the items of the catalog, and how many of them are described
    Stats(stats::Stats),
    /// Build the published docs: a static site with search
    Docs(docs::Docs),
    /// Run `generate` whenever the catalog is saved
    Watch(watch::Watch),
    /// Check recorded payloads of an event, in JSON or Avro
    Validate(validate::Validate),
    /// Print the JSON Schema of catalog.yaml, for editors
    Schema(schema::Schema),
    /// Create a catalog from schemas, or from the catalog of another tool
    Import(import::Import),
    /// Format the catalog and the files that it includes
    Fmt(fmt::Fmt),
    /// Create a new project: a small catalog and crates that use it
    Init(init::Init),
    /// Add an event or a record to the catalog
    New(new::New),
    /// Print a completion script for a shell
    Completions(shell::Completions),
    /// Print a manual page
    Man(shell::Man),
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

/// Why a command failed, and with which outcome.
struct Refusal {
    outcome: Outcome,
    message: String,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self { outcome: Outcome::Failed, message }
    }
}

/// A mistake in a template is a finding, like a mistake in the catalog.
impl From<TemplatesError> for Refusal {
    fn from(error: TemplatesError) -> Self {
        let wrong = matches!(error, TemplatesError::Faults(_) | TemplatesError::Taken { .. });
        let outcome = if wrong { Outcome::Findings } else { Outcome::Failed };
        Self { outcome, message: error.to_string() }
    }
}

/// Runs the command line. The first argument is the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = shell::command_line().try_get_matches_from(arguments);
    let arguments = match parsed.and_then(|parsed| Arguments::from_arg_matches(&parsed)) {
        Ok(arguments) => arguments,
        Err(error) => {
            // If the terminal is gone, the exit code still says what happened.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut terminal = Terminal::new(arguments.color, arguments.quiet);
    let catalog = arguments.catalog.as_deref();
    let outcome = match &arguments.command {
        Command::Generate(generate) => generate.run(catalog, &mut terminal),
        Command::Check(check) => check.run(catalog, &mut terminal),
        Command::Compare(compare) => compare.run(catalog, &mut terminal),
        Command::Release(release) => release.run(catalog, &mut terminal),
        Command::Changelog(changelog) => changelog.run(catalog, &mut terminal),
        Command::Explain(explain) => explain.run(&mut terminal),
        Command::List(list) => list.run(catalog, &mut terminal),
        Command::Show(show) => show.run(catalog, &mut terminal),
        Command::Stats(stats) => stats.run(catalog, &mut terminal),
        Command::Docs(docs) => docs.run(catalog, &mut terminal),
        Command::Watch(watch) => watch.run(catalog, &mut terminal),
        Command::Validate(validate) => validate.run(catalog, &mut terminal),
        Command::Schema(schema) => schema.run(&mut terminal),
        Command::Import(import) => import.run(&mut terminal),
        Command::Fmt(fmt) => fmt.run(catalog, &mut terminal),
        Command::Init(init) => init.run(&mut terminal),
        Command::New(new) => new.run(catalog, &mut terminal),
        Command::Completions(completions) => completions.run(&mut terminal),
        Command::Man(man) => man.run(&mut terminal),
    };
    outcome.into()
}

/// Parses the name of a target.
fn target_parser() -> impl TypedValueParser<Value = Target> {
    let values = Target::ALL.map(|target| PossibleValue::new(target.name).help(target.about));
    PossibleValuesParser::new(values).try_map(|word| {
        let target = Target::ALL.into_iter().find(|target| target.name == word);
        target.ok_or_else(|| format!("there is no target `{word}`"))
    })
}

/// The targets of `--only`; all targets without it.
fn targets(only: &[Target]) -> Vec<Target> {
    let chosen = |target: &Target| only.is_empty() || only.contains(target);
    Target::ALL.into_iter().filter(chosen).collect()
}

/// The name of the command line in the cache.
const CACHE: &str = "command";

/// Where a command generates, and what.
#[derive(Clone, Copy)]
struct Goal<'a> {
    output: &'a Path,
    targets: &'a [Target],
    templates: &'a Choice,
}

/// Generates the targets, and compares them with the output folder.
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
    // With `--only`, recorded templates are not rendered.
    let left = targets != Target::ALL && *templates == Choice::Recorded;
    let templates = if left { &Choice::Left } else { templates };
    templates::extend(&mut plan, model, output, templates, &files)?;
    // Dropping many files takes a while, so this does not wait for it.
    rayon::spawn(move || drop(files));
    Ok(plan)
}

/// The files in an output folder that disagree with the catalog.
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

/// Notes the files that `annals generate` leaves, and that should not be where they are.
fn note_foreign(plan: &Plan, output: &Path, terminal: &mut Terminal) {
    for path in &plan.foreign {
        terminal.note(&format!("note: {}", report::foreign(&output.join(path))));
    }
}

/// The findings that `annals generate` cannot fix.
fn lasting(model: &Model, output: &Path, targets: &[Target]) -> Result<Vec<Finding>, String> {
    if !targets.contains(&Target::RUST) {
        return Ok(Vec::new());
    }
    let feature = manifest::check(output, model).map_err(|error| error.to_string())?;
    Ok(feature.into_iter().collect())
}
