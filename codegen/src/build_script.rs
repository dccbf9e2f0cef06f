//! The `build.rs` door: regenerates the crate around it whenever its catalog changes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annals_catalog::diagnostic::Severity;

use crate::file_set::Target;
use crate::output::plan;
use crate::project::Project;
use crate::{freshness, manifest, report};

/// Set to `1`, nothing is written and a difference fails the build with a diff. For CI.
const CHECK: &str = "ANNALS_CHECK";

/// Brings the generated files of the crate being built up to date with `catalog` (relative to the
/// crate's folder); to be called from `build.rs`, whose `main` returns the result.
///
/// Writes into the source tree on purpose: the output is reviewed, published and read by other
/// languages, so it is committed. Only files that differ are written. The catalog and its includes
/// are watched, the output is not, so the build after next does nothing. Without a catalog nothing
/// happens: that is a packaged crate.
pub fn run(catalog: &str) -> ExitCode {
    let Some(folder) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        say(
            "error: this is to be called from a build script, which cargo gives CARGO_MANIFEST_DIR\n",
        );
        return ExitCode::from(2);
    };
    let path = folder.join(catalog);
    directive("rerun-if-changed", &path.display().to_string());
    directive("rerun-if-env-changed", CHECK);
    if !path.is_file() {
        return ExitCode::SUCCESS;
    }
    match regenerate(&path, &folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say(&message);
            ExitCode::FAILURE
        }
    }
}

/// One pass over catalog and output; an error is the whole text to show.
fn regenerate(path: &Path, folder: &Path) -> Result<(), String> {
    let project = Project::open(path).map_err(|error| format!("error: {error}\n"))?;
    watch(&project);
    let compiled = &project.compiled;
    let prefix = format!("{}/", project.folder().display());
    let text = report::diagnostics(&compiled.diagnostics, &compiled.sources, &prefix, false);
    let Some(model) = &compiled.model else {
        return Err(format!("{text}{}\n", report::summary(&compiled.diagnostics, &[])));
    };
    for item in compiled.diagnostics.iter().filter(|item| item.severity == Severity::Warning) {
        directive("warning", &item.to_text(&compiled.sources).replace('\n', " "));
    }
    manifest::check(&folder.join("Cargo.toml"), model)
        .map_err(|error| format!("error: {error}\n"))?;
    let files = crate::generate(model, &project.options(&Target::ALL, folder));
    let plan = plan(folder, &files, &Target::ALL).map_err(|error| format!("error: {error}\n"))?;
    if std::env::var_os(CHECK).is_some_and(|value| value == "1") {
        let findings = freshness::findings(&plan);
        if findings.is_empty() {
            return Ok(());
        }
        let text = report::findings(&findings, &folder.display().to_string(), false);
        return Err(format!(
            "{text}{CHECK}=1 forbids writing; run `cargo codegen` and commit the result\n"
        ));
    }
    plan.write().map_err(|error| format!("error: {error}\n"))
}

/// Tells cargo what was read: every file, and the folders where a new file could match an include.
fn watch(project: &Project) {
    for (path, _) in &project.sources {
        directive("rerun-if-changed", &project.folder().join(path).display().to_string());
    }
    for folder in &project.watched_folders {
        directive("rerun-if-changed", &folder.display().to_string());
    }
}

fn directive(key: &str, value: &str) {
    let _ = writeln!(std::io::stdout(), "cargo::{key}={value}");
}

fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
