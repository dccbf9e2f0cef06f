//! What the last run left to know: a catalog and its output folder in; whether there is nothing to
//! do, or what the next run can take for granted, out.
//!
//! Only runs of all targets are remembered, and only those that had nothing to report.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use annals_catalog::model::{Date, Deprecation, Model};

use annals_codegen::manifest;
use annals_codegen::output::look::{Look, Looking};
use annals_codegen::output::memory::{self, Inputs, Known, Memory, Recall};
use annals_codegen::project::{self, Project};
use annals_codegen::templates;

/// A catalog, its output folder, and what the last run knew of them.
pub(super) struct LastRun {
    output: PathBuf,
    generator: String,
    memory: Option<Memory>,
    /// When this run began, since 1970: before it looked at anything.
    begun: Duration,
    /// What it sees of the output folder, as long as it looks.
    looking: Option<Looking>,
    /// And then.
    look: Option<Look>,
    /// Some files had to be read, which the next run can be spared.
    outdated: bool,
}

impl LastRun {
    /// Looks for what the last run left; `None` where this program cannot be told from another
    /// build of it.
    pub(super) fn find(output: &Path) -> Option<Self> {
        // What templates make is not remembered.
        if output.join(templates::FILE).exists() {
            return None;
        }
        let (generator, begun) = (generator()?, memory::now()?);
        let looking = if Memory::is_there(output) { Looking::begin(output) } else { None };
        let memory = Memory::read(output, &generator);
        let (output, look) = (output.to_owned(), None);
        Some(Self { output, generator, memory, begun, looking, look, outdated: false })
    }

    /// Begins another run of this process.
    pub(super) fn again(&mut self) {
        self.begun = memory::now().unwrap_or(self.begun);
        self.look = None;
        self.looking = self.memory.as_ref().and_then(|_| Looking::begin(&self.output));
    }

    /// The number of files, if all of them, the catalog and the manifest are as they were, and
    /// there is nothing to report (on this day, if days matter).
    pub(super) fn unchanged(&mut self, catalog: &Path, today: Option<Date>) -> Option<usize> {
        let memory = self.memory.as_ref()?;
        let ended = |until: &String| today.is_some_and(|today| today.to_string() >= *until);
        if memory.until.as_ref().is_some_and(ended) {
            return None;
        }
        let inputs = &memory.inputs;
        let same = project::digests(catalog, &inputs.patterns)? == inputs.sources
            && project::way_home(catalog, &self.output)? == inputs.way;
        let featured = || {
            let domains = memory.domains.iter().map(String::as_str);
            matches!(manifest::check_domains(&self.output, domains), Ok(None))
        };
        if !same || !featured() {
            return None;
        }
        // What cannot be read is for the whole run to report.
        self.look();
        let memory = self.memory.as_mut()?;
        self.outdated = memory.agrees(&self.output, self.look.as_ref()).ok()?? > 0;
        Some(memory.files.len())
    }

    /// Writes down what had to be looked up again.
    pub(super) fn refresh(&self) {
        if let Some(memory) = self.memory.as_ref().filter(|_| self.outdated) {
            memory.save(&self.output);
        }
    }

    /// What is known of the files, whatever became of the catalog.
    pub(super) fn recall(&mut self) -> Recall<'_> {
        self.look();
        let Self { output, memory, look, .. } = self;
        Recall { root: output, memory: memory.as_ref(), look: look.as_ref() }
    }

    /// Waits until what there is to see has been seen.
    fn look(&mut self) {
        if let Some(looking) = self.looking.take() {
            self.look = looking.end();
        }
    }

    /// Remembers a run that had nothing to report.
    pub(super) fn remember(self, project: &Project, model: &Model, files: HashMap<String, Known>) {
        if let Some(memory) = self.memory_of(project, model, files) {
            memory.save(&self.output);
        }
    }

    /// Keeps a run in mind for the next one of this process; nothing is written down.
    pub(super) fn keep(&mut self, project: &Project, model: &Model, files: HashMap<String, Known>) {
        self.memory = self.memory_of(project, model, files);
        self.look = None;
    }

    fn memory_of(
        &self,
        project: &Project,
        model: &Model,
        files: HashMap<String, Known>,
    ) -> Option<Memory> {
        let inputs = Inputs {
            generator: self.generator.clone(),
            way: project.way_home(&self.output)?,
            patterns: project.patterns.clone(),
            sources: project.sources.clone(),
        };
        let domains = model.domains.iter().map(|domain| domain.name.clone()).collect();
        let until = earliest(model).map(|date| date.to_string());
        Memory::new(inputs, domains, until, files, self.begun)
    }
}

/// The first day on which a rule about days could speak: a waiver ends, or a thing was to go.
fn earliest(model: &Model) -> Option<Date> {
    let waivers = model.waivers().filter_map(|waiver| waiver.until);
    waivers.chain(removals(model)).min()
}

fn removals(model: &Model) -> impl Iterator<Item = Date> {
    let of = |deprecated: &Option<Deprecation>| deprecated.as_ref().and_then(|item| item.removal);
    let values = model.enums.iter().flat_map(|item| &item.values);
    let records = model.records.iter().flat_map(move |record| {
        let fields = record.fields.iter().map(move |field| of(&field.deprecated));
        fields.chain([of(&record.deprecated)])
    });
    let events = model.events.iter().flat_map(move |event| {
        let fields = event.data.iter().map(move |field| of(&field.deprecated));
        fields.chain([of(&event.deprecated)])
    });
    values.map(move |value| of(&value.deprecated)).chain(records).chain(events).flatten()
}

/// This build of the program: another one has another size or another time.
fn generator() -> Option<String> {
    let metadata = std::env::current_exe().ok()?.metadata().ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    let mut generator = format!("{version} {} {}", metadata.len(), modified.as_nanos());
    // Whoever packs programs may give them all one time.
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let (number, changed) = (metadata.ino(), metadata.ctime());
        generator.push_str(&format!(" {number} {changed}.{}", metadata.ctime_nsec()));
    }
    Some(generator)
}
