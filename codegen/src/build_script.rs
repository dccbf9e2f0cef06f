//! The function to call from `build.rs`: regenerates the crate whenever its catalog changes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use annals_catalog::diagnostic::Severity;

use crate::cache::store::Store;
use crate::freshness::{self, Finding};
use crate::history;
use crate::output::plan;
use crate::project::{CATALOG, NO_WAY, Project, place};
use crate::report::{ENOUGH, Report, Sources};
use crate::templates::{self, Choice};
use crate::{Run, Target, manifest, repair, report};

/// If set to `1`, nothing is written, and the build fails with a diff if a file differs. For CI.
const CHECK: &str = "ANNALS_CHECK";

/// The name of the build script in the cache.
const CACHE: &str = "build";

/// Files that only a packaged crate has: one from a registry, or a vendored one.
const PACKAGED: [&str; 4] =
    [".cargo-ok", ".cargo-checksum.json", ".cargo_vcs_info.json", "Cargo.toml.orig"];

/// Updates the generated files of the crate that is being built. Call this from `build.rs`, and
/// return the result from `main`. `catalog` is relative to the folder of the crate.
///
/// Files are written into the source tree, because they are reviewed, committed, published and read
/// by other languages. Only files that differ are written.
///
/// Cargo watches the catalog and its includes, but not the output. So the first build after a change
/// regenerates, and a deleted output file is restored by the next change of the catalog or by
/// `annals generate`.
///
/// A packaged crate has no catalog, so nothing is done. Otherwise a missing catalog is an error.
pub fn run(catalog: &str) -> ExitCode {
    let Some(folder) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        say("error: CARGO_MANIFEST_DIR is not set; call this function from a build script\n");
        return ExitCode::from(2);
    };
    let path = place::tidy(&folder.join(catalog));
    directive("rerun-if-env-changed", CHECK);
    if !path.is_file() && PACKAGED.iter().any(|file| folder.join(file).is_file()) {
        return ExitCode::SUCCESS;
    }
    directive("rerun-if-changed", &path.display().to_string());
    let done = if path.is_file() { regenerate(&path, &folder) } else { Err(absent(&path)) };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say(&message);
            ExitCode::FAILURE
        }
    }
}

fn absent(path: &Path) -> String {
    format!(
        "error: there is no catalog `{}`; correct its path in build.rs (relative to the folder of \
         Cargo.toml), or build without the generator\n",
        path.display()
    )
}

/// Compiles the catalog and writes the files that differ. An error is the complete text to print.
fn regenerate(path: &Path, folder: &Path) -> Result<(), String> {
    let check = std::env::var_os(CHECK).is_some_and(|value| value == "1");
    let (mut store, project) = rayon::join(
        || if check { None } else { Store::open(folder, CACHE) },
        || Project::open(path, &mut Run::default()),
    );
    let mut project = project.map_err(|error| format!("error: {error}\n"))?;
    history::judge_project(&mut project, &mut Run::default())
        .map_err(|error| format!("error: {error}\n"))?;
    if let Err(error) = project.split(folder) {
        directive("rerun-if-changed", &folder.join(manifest::FILE).display().to_string());
        watch(&project, path);
        return Err(format!("error: {error}\n"));
    }
    watch(&project, path);
    watch_templates(folder)?;
    let compiled = &project.compiled;
    let prefix = format!("{}/", project.folder().display());
    let sources = Sources { map: &compiled.sources, prefix: &prefix };
    let Some(model) = &compiled.model else {
        return Err(listed(Report::new(&compiled.diagnostics, sources)) + "\n");
    };
    for item in compiled.diagnostics.iter().filter(|item| item.severity == Severity::Warning) {
        directive("warning", &item.to_text(&compiled.sources));
    }
    if project.way_home(folder).is_none() {
        directive("warning", NO_WAY);
    }
    let cache = store.as_mut().map(Store::cache).unwrap_or_default();
    let mut run = Run { cache, ..Run::default() };
    let files = crate::generate(model, &project.options(&Target::ALL, folder), &mut run);
    let mut plan = plan(folder, &files, &Target::ALL, &run.cache)
        .map_err(|error| format!("error: {error}\n"))?;
    templates::extend(&mut plan, model, folder, &Choice::Recorded, &files)
        .map_err(|error| format!("error: {error}\n"))?;
    for path in &plan.foreign {
        directive("warning", &report::foreign(&folder.join(path)));
    }
    let features = manifest::check(folder, model).map_err(|error| format!("error: {error}\n"))?;
    let mut findings: Vec<Finding> = features.into_iter().collect();
    if check {
        findings.extend(freshness::findings(&plan));
    }
    if findings.is_empty() {
        if !check {
            let cache = plan.write().map_err(|error| format!("error: {error}\n"))?;
            if let Some(store) = store.filter(|_| compiled.diagnostics.is_empty()) {
                store.save(&project, model, cache);
            }
        }
        return Ok(());
    }
    Err(refusal(&findings, &project, folder, check))
}

/// The text that reports files that disagree, with a command that fixes them from any folder.
fn refusal(findings: &[Finding], project: &Project, folder: &Path, check: bool) -> String {
    let map = &project.compiled.sources;
    let shown = folder.display().to_string();
    let report = Report::new(&[], Sources { map, prefix: "" }).with_files(findings, &shown);
    let command = repair::command(Some(&project.path), Some(folder), &[]);
    let advice = repair::advice(findings, &command);
    let alias = advice.contains(&format!("`{command}`")) && has_alias(project, folder);
    let same = if alias { " (or `cargo codegen`)" } else { "" };
    let forbidden = if check { format!("; {CHECK}=1 prevents writing") } else { String::new() };
    format!("{}{forbidden}{advice}{same}\n", listed(report))
}

/// A report, limited to [`ENOUGH`] findings, with the line that counts all of them.
fn listed(report: Report<'_>) -> String {
    let (counts, report) = (report.counts, report.limited(ENOUGH));
    let (catalog, files) = (report::diagnostics(&report, false), report::findings(&report, false));
    let more = report::omitted(&report).map_or_else(String::new, |line| format!("{line}\n\n"));
    format!("{catalog}{files}{more}{}", report::summary(counts))
}

/// True if `cargo codegen` generates these files too, as in the repository of Annals.
fn has_alias(project: &Project, folder: &Path) -> bool {
    let home = project.folder();
    let usual = project.path == home.join(CATALOG)
        && place::real(&project.default_output()) == place::real(folder);
    let text = std::fs::read_to_string(home.join(".cargo/config.toml")).unwrap_or_default();
    let config: toml::Table = text.parse().unwrap_or_default();
    usual && config.get("alias").is_some_and(|alias| alias.get("codegen").is_some())
}

/// Tells cargo to watch every other file that was read, the history, and the folders where a new file could match an
/// include.
fn watch(project: &Project, catalog: &Path) {
    let history = Some(history::folder(catalog)).filter(|folder| folder.is_dir());
    for path in project.watched().into_iter().chain(history).filter(|path| path != catalog) {
        directive("rerun-if-changed", &path.display().to_string());
    }
}

/// Tells cargo to watch the folder of the templates.
fn watch_templates(folder: &Path) -> Result<(), String> {
    let templates =
        templates::recorded_folder(folder).map_err(|error| format!("error: {error}\n"))?;
    if let Some(templates) = templates {
        directive("rerun-if-changed", &templates.display().to_string());
    }
    Ok(())
}

fn directive(key: &str, value: &str) {
    // A second line would be another directive.
    let _ = writeln!(std::io::stdout(), "cargo::{key}={}", value.replace('\n', " "));
}

fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}
