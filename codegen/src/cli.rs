//! The command line: arguments in, an exit code out.
//!
//! | Code | Meaning |
//! | --- | --- |
//! | 0 | clean |
//! | 1 | findings: mistakes in the catalog, or files that disagree with it |
//! | 2 | the command line itself is wrong |
//! | 3 | something could not be read or written |

mod check;
mod generate;
mod last_run;
mod terminal;
mod today;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annals_catalog::model::Model;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::file_set::Target;
use crate::freshness::{self, Finding};
use crate::manifest;
use crate::output::memory::Recall;
use crate::output::{Plan, plan, plan_with};
use crate::project::{self, Project};
use crate::timings::Timings;
use last_run::LastRun;
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
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => Self::from(0),
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(3),
        }
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
    Project::open(&located(catalog)?).map_err(|error| error.to_string())
}

/// The catalog that was named, or the one found here or above; otherwise says that there is none.
fn located(catalog: Option<&Path>) -> Result<PathBuf, String> {
    let found = match catalog {
        Some(path) => Some(path.to_owned()),
        None => project::find(Path::new(".")),
    };
    let missing = "no catalog.yaml here or in a folder above; name one with `--catalog FILE`";
    found.ok_or_else(|| missing.to_owned())
}

/// The targets that were asked for: all of them if none was.
fn targets(only: &[Target]) -> Vec<Target> {
    let chosen = |target: &Target| only.is_empty() || only.contains(target);
    Target::ALL.into_iter().filter(chosen).collect()
}

/// Makes the targets, and compares them with the output folder.
fn planned(
    project: &Project,
    model: &Model,
    output: &Path,
    targets: &[Target],
) -> Result<Plan, String> {
    let files = crate::generate(model, &project.options(targets, output));
    plan(output, &files, targets).map_err(|error| error.to_string())
}

/// The same; says when a stage begins, and takes for granted what is remembered of files.
fn planned_again(
    project: &Project,
    model: &Model,
    output: &Path,
    targets: &[Target],
    last_run: Option<&LastRun>,
    timings: &mut Timings,
) -> Result<Plan, String> {
    let options = project.options(targets, output);
    let memory = last_run.and_then(LastRun::memory);
    let recall = last_run.map(|_| Recall { root: output, memory });
    let begin = &mut |stage| timings.begin(stage);
    let files = crate::generate_observed(model, &options, recall.as_ref(), begin);
    timings.begin("compare");
    plan_with(output, &files, targets, memory).map_err(|error| error.to_string())
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
    if !targets.contains(&Target::Rust) {
        return Ok(Vec::new());
    }
    let feature = manifest::check(output, model).map_err(|error| error.to_string())?;
    Ok(feature.into_iter().collect())
}

/// The folder of the catalog as shown before its sources' paths: empty or ending in `/`.
fn shown_folder(project: &Project) -> String {
    let folder =
        project.path.parent().unwrap_or(Path::new("")).display().to_string().replace('\\', "/");
    if folder.is_empty() || folder.ends_with('/') { folder } else { folder + "/" }
}
