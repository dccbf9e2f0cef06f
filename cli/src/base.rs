//! The older catalog that a command compares with: a release, a file, a folder, or a revision of git.

mod git;

use std::collections::BTreeMap;
use std::path::Path;

use annals_catalog::Compiled;
use annals_catalog::count::counted;
use annals_catalog::diagnostic::Severity;
use annals_codegen::Run;
use annals_codegen::history::{self, current};
use annals_codegen::project::{CATALOG, Project};
use annals_contract::Lock;
use annals_evolution::{Change, Contract, History, Reader, Version, compare, since};

use git::Repository;

/// What says that a name is a revision, even if there is a file with it.
const GIT: &str = "git:";

/// What a catalog is compared with.
pub(crate) struct Base {
    /// Its name in reports.
    pub(crate) name: String,
    /// Its contract; that of the last release, if it is every release.
    pub(crate) lock: Lock,
    /// Every release, if the catalog is compared with all of them.
    all: Option<History>,
}

/// The base with a name, or the last release, or `all` releases. `catalog` is the catalog that it is compared with.
pub(crate) fn find(name: Option<&str>, all: bool, catalog: &Path) -> Result<Base, String> {
    let version = name.and_then(|name| name.parse::<Version>().ok());
    if let (Some(name), None) = (name, version) {
        return Ok(Base { name: name.to_owned(), lock: open(name, catalog)?, all: None });
    }
    let history = history::read(catalog).map_err(|error| error.to_string())?;
    let released = match version {
        Some(version) => history.releases().iter().find(|release| release.version == version),
        None => history.last(),
    };
    let Some(released) = released else {
        return match name {
            Some(name) => Ok(Base { name: name.to_owned(), lock: open(name, catalog)?, all: None }),
            None => Err(
                "the catalog has no release to compare with; name a base, or begin a history with \
                         `annals release`"
                    .to_owned(),
            ),
        };
    };
    let lock = released.lock().map_err(|fault| fault.to_string())?;
    if all {
        return Ok(Base { name: "the releases".to_owned(), lock, all: Some(history) });
    }
    Ok(Base { name: released.version.to_string(), lock, all: None })
}

impl Base {
    /// What happened to each event, by event type.
    pub(crate) fn changes(
        &self,
        after: &Lock,
        readers: &[Reader],
    ) -> Result<Vec<(String, Change)>, String> {
        if let Some(history) = &self.all {
            return since_all(history, &self.lock, after, readers);
        }
        let contract = |lock| Contract::new(lock).map_err(|error| error.to_string());
        let (old, new) = (contract(&self.lock)?, contract(after)?);
        let changes = compare(&old, &new, readers).into_iter();
        Ok(changes.map(|(event, change)| (event.to_owned(), change)).collect())
    }
}

/// What happened to each event since any release; it came or went since the last one.
fn since_all(
    history: &History,
    last: &Lock,
    after: &Lock,
    readers: &[Reader],
) -> Result<Vec<(String, Change)>, String> {
    let text = after.to_text();
    let found = since(history, &current(after, &text), true, &|_| readers.to_vec());
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    for event in after.events.keys() {
        let is_new = !last.events.contains_key(event);
        let change = if is_new { Change::Added } else { Change::Unchanged };
        changes.insert(event.clone(), change);
    }
    let found = found.map_err(|fault| fault.to_string())?;
    for (event, change) in found.into_iter().flat_map(|since| since.changes) {
        match (changes.get_mut(&event), change) {
            (Some(Change::Changed(verdicts)), Change::Changed(more)) => {
                for more in more {
                    let mut known = verdicts.iter_mut();
                    match known.find(|verdict| verdict.reader == more.reader) {
                        Some(verdict) => {
                            verdict.backward.extend(more.backward);
                            verdict.forward.extend(more.forward);
                        }
                        None => verdicts.push(more),
                    }
                }
            }
            (_, change) => {
                changes.insert(event, change);
            }
        }
    }
    Ok(changes.into_iter().collect())
}

/// The contract of the base. `catalog` is the catalog that it is compared with.
fn open(base: &str, catalog: &Path) -> Result<Lock, String> {
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
