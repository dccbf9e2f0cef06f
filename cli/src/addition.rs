//! Adds a new event or record to the text of a catalog.

mod naming;

pub(crate) use naming::{data_key, event_type, next_version};

use std::collections::BTreeMap;
use std::path::PathBuf;

use annals_catalog::Compiled;
use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::format::{self, Yaml, format, insert};
use annals_catalog::model::{DomainId, Model};
use annals_catalog::source::{FileId, Position, Source, Span};
use annals_catalog::suggest::nearest;

use annals_codegen::project::Project;

/// The section it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Records,
    Events,
}

impl Section {
    fn key(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Events => "events",
        }
    }
}

/// A new event or record.
#[derive(Debug)]
pub(crate) struct Addition {
    pub(crate) section: Section,
    pub(crate) domain: String,
    pub(crate) name: String,
    pub(crate) keys: Vec<(String, Yaml)>,
}

/// The catalog with the addition, which is not written yet.
#[derive(Debug)]
pub(crate) struct Added {
    /// The file it goes to.
    pub(crate) path: PathBuf,
    pub(crate) before: String,
    pub(crate) after: String,
    /// Where it is.
    pub(crate) position: Position,
    pub(crate) compiled: Compiled,
    /// The new diagnostics.
    pub(crate) fresh: Vec<Diagnostic>,
}

impl Added {
    /// True if the addition causes an error, so it must not be written.
    pub(crate) fn is_wrong(&self) -> bool {
        self.fresh.iter().any(|item| item.severity == Severity::Error)
    }
}

impl Addition {
    /// Adds it to the catalog. The error is a message for people.
    pub(crate) fn add(&self, project: &Project, model: &Model) -> Result<Added, String> {
        self.check_domain(model)?;
        self.check_name(project, model)?;
        let file = self.file(project, model);
        let source = project.compiled.sources.get(file);
        let path = project.path.with_file_name(&source.path);
        let before = std::fs::read_to_string(&path)
            .map_err(|cause| format!("cannot read `{}`: {cause}", path.display()))?;
        let place = [self.section.key(), &self.domain, &self.name];
        let after = insert(&before, &place, &Yaml::Map(self.keys.clone())).ok_or_else(|| {
            let section = self.section.key();
            format!(
                "cannot insert it below `{section}` in `{}`; run `annals fmt` and try again",
                path.display()
            )
        })?;
        let after = formatted(&before, after);
        let compiled =
            project.compile_with(&source.path, &after).map_err(|error| error.to_string())?;
        let fresh = fresh(&project.compiled.diagnostics, &compiled.diagnostics);
        let position = self.position(&compiled, file, &after);
        Ok(Added { path, before, after, position, compiled, fresh })
    }

    fn check_domain(&self, model: &Model) -> Result<(), String> {
        let known = || model.domains.iter().map(|domain| domain.name.as_str());
        if known().any(|name| name == self.domain) {
            return Ok(());
        }
        let hint = match nearest(&self.domain, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "expected one of `{}`; add a new domain to `domains` by hand",
                known().collect::<Vec<_>>().join("`, `")
            ),
        };
        Err(format!("there is no domain `{}`; {hint}", self.domain))
    }

    fn check_name(&self, project: &Project, model: &Model) -> Result<(), String> {
        let taken = match self.section {
            Section::Events => span_of_event(model, &self.name),
            Section::Records => span_of_record(model, &self.domain, &self.name),
        };
        let Some(span) = taken else { return Ok(()) };
        let (what, advice) = match self.section {
            Section::Events => {
                let is_taken = |name: &str| span_of_event(model, name).is_some();
                let free = next_version(&self.name, is_taken);
                ("an event", format!("its next version is `{free}`"))
            }
            Section::Records => ("a record", "extend it, or choose another name".to_owned()),
        };
        let sources = &project.compiled.sources;
        let line = sources.position(span.file, span.start).line;
        let path = project.path.with_file_name(&sources.get(span.file).path);
        Err(format!(
            "there is already {what} `{}` at {}:{line}; {advice}",
            self.name,
            path.display()
        ))
    }

    /// The file of the last item of its kind in the domain, else of the last other item, else of the
    /// domain itself.
    fn file(&self, project: &Project, model: &Model) -> FileId {
        let here = |domain: DomainId| model[domain].name == self.domain;
        let events = model.events.iter().filter(|event| here(event.domain));
        let event = events.map(|event| event.span.file).next_back();
        let records = model.records.iter().filter(|record| here(record.domain));
        let record = records.map(|record| record.span.file).next_back();
        let found = match self.section {
            Section::Events => event.or(record),
            Section::Records => record.or(event),
        };
        let defined = || {
            let path = ["domains", self.domain.as_str()];
            let mut sources = project.compiled.sources.iter();
            sources.find(|(_, source)| format::contains(&source.text, &path)).map(|(file, _)| file)
        };
        found.or_else(defined).unwrap_or(FileId(0))
    }

    /// Where the addition is. In a catalog that does not compile, the last place of its name.
    fn position(&self, compiled: &Compiled, file: FileId, text: &str) -> Position {
        let span = compiled.model.as_ref().and_then(|model| match self.section {
            Section::Events => span_of_event(model, &self.name),
            Section::Records => span_of_record(model, &self.domain, &self.name),
        });
        let start = span
            .map_or_else(|| text.rfind(&self.name).unwrap_or_default(), |span| span.start as usize);
        compiled.sources.position(file, u32::try_from(start).unwrap_or_default())
    }
}

fn span_of_event(model: &Model, name: &str) -> Option<Span> {
    model.events.iter().find(|event| event.name == name).map(|event| event.span)
}

fn span_of_record(model: &Model, domain: &str, name: &str) -> Option<Span> {
    let same = |record: &&annals_catalog::model::Record| {
        record.name == name && model[record.domain].name == domain
    };
    model.records.iter().find(same).map(|record| record.span)
}

/// The new text, in canonical form if the old one was.
pub(crate) fn formatted(before: &str, after: String) -> String {
    let canonical = |text: &str| format(Source { path: String::new(), text: text.to_owned() }).ok();
    match canonical(before) {
        Some(text) if text == before => canonical(&after).unwrap_or(after),
        _ => after,
    }
}

/// The diagnostics of the second list that are not in the first, whatever their places.
pub(crate) fn fresh(before: &[Diagnostic], after: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for item in before {
        *known.entry((item.rule.code, &item.message)).or_default() += 1;
    }
    let mut fresh = Vec::new();
    for item in after {
        match known.get_mut(&(item.rule.code, item.message.as_str())) {
            Some(left @ 1..) => *left -= 1,
            Some(_) | None => fresh.push(item.clone()),
        }
    }
    fresh
}
