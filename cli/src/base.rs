//! The older catalog that a command compares with: a file, a folder, or a revision of git.

mod git;

use std::path::Path;

use annals_catalog::Compiled;
use annals_catalog::count::counted;
use annals_catalog::diagnostic::Severity;
use annals_codegen::Run;
use annals_codegen::project::{CATALOG, Project};
use annals_contract::Lock;

use git::Repository;

/// What says that a name is a revision, even if there is a file with it.
const GIT: &str = "git:";

/// The contract of the base. `catalog` is the catalog that it is compared with.
pub(crate) fn open(base: &str, catalog: &Path) -> Result<Lock, String> {
    if let Some(revision) = base.strip_prefix(GIT) {
        return at_revision(revision, catalog);
    }
    let path = Path::new(base);
    if path.is_dir() {
        return of_catalog(base, &path.join(CATALOG));
    }
    if !path.exists() {
        let missing = format!("there is no file `{base}`");
        return at_revision(base, catalog).map_err(|error| format!("{missing}, and {error}"));
    }
    // Reading a pipe could block forever.
    if !path.is_file() {
        return Err(format!("`{base}` is not a file"));
    }
    // A name like a path is meant as one.
    if !base.contains(['/', '\\', '.']) && Repository::of(catalog).commit(base).is_ok() {
        return Err(format!(
            "`{base}` is a file and a revision; write `./{base}` or `{GIT}{base}`"
        ));
    }
    let text = std::fs::read(path).map_err(|error| format!("cannot read `{base}`: {error}"))?;
    let text = String::from_utf8(text).map_err(|_| format!("`{base}` is not UTF-8"))?;
    if is_lock(&text) { of_lock(base, &text) } else { of_catalog(base, path) }
}

/// True for the text of a lock, which begins with its edition.
fn is_lock(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| line.starts_with("annals-lock "))
}

fn of_lock(base: &str, text: &str) -> Result<Lock, String> {
    if !text.lines().any(|line| line == "avro" || line.starts_with("avro ")) {
        return Err(format!(
            "`{base}` does not say how its Avro schemas are written: it is of an older version of annals"
        ));
    }
    Lock::parse(text).map_err(|error| format!("`{base}`: {error}"))
}

fn of_catalog(base: &str, path: &Path) -> Result<Lock, String> {
    let project = Project::open(path, &mut Run::default()).map_err(|error| error.to_string())?;
    of_compiled(base, &project.compiled)
}

/// The catalog as it was in a revision.
fn at_revision(revision: &str, catalog: &Path) -> Result<Lock, String> {
    let repository = Repository::of(catalog);
    let tree = repository.tree(&repository.commit(revision)?)?;
    let name = catalog.file_name().unwrap_or_default().to_string_lossy();
    let main = tree.read(&name)?.ok_or_else(|| {
        format!("the revision `{revision}` has no `{name}` in the folder of the catalog")
    })?;
    of_compiled(revision, &annals_catalog::compile(main, &tree, &mut |_| {}))
}

fn of_compiled(base: &str, compiled: &Compiled) -> Result<Lock, String> {
    if let Some(model) = &compiled.model {
        return Ok(annals_codegen::contract(model));
    }
    let is_error = |severity: Severity| severity == Severity::Error;
    let errors = compiled.diagnostics.iter().filter(|item| is_error(item.severity));
    let first = errors.clone().next().map(|item| item.to_text(&compiled.sources));
    let count = counted(errors.count(), "error");
    Err(format!("the catalog in `{base}` has {count}: {}", first.unwrap_or_default().trim_end()))
}
