//! `annals release`: records the contract of the catalog in its history.

use std::path::Path;

use annals_catalog::count::counted;
use annals_catalog::model::{Date, Model};
use annals_catalog::rule::Series;
use annals_codegen::history::{FOLDER, Last, judge_project};
use annals_codegen::output;
use annals_codegen::project::Project;
use annals_codegen::{Run, contract};
use annals_evolution::{Bump, SUFFIX, Version};
use clap::Args;

use super::reporting::report_project;
use super::terminal::Terminal;
use super::today::today;
use super::{Outcome, open, shown_folder};

#[derive(Debug, Args)]
#[command(
    after_help = "Nothing is written while the catalog breaks a promise that it makes below `evolution`, or if the \
    version is too small for the changes since the last release. Commit the file: it works without git."
)]
pub(super) struct Release {
    /// The version to release, which is also written into the catalog [default: that of the catalog]
    #[arg(value_name = "VERSION", value_parser = version)]
    version: Option<Version>,
    /// Write nothing; say what would be written
    #[arg(long)]
    dry_run: bool,
    /// Date of the release [default: SOURCE_DATE_EPOCH, else today; in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

pub(super) fn version(text: &str) -> Result<Version, String> {
    text.parse().map_err(|()| "expected three numbers, such as 1.2.0".to_owned())
}

impl Release {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        self.try_run(catalog, terminal).unwrap_or_else(|message| {
            terminal.error(&message);
            Outcome::Failed
        })
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<Outcome, String> {
        let date = today(self.today)?.to_string();
        let mut project = open(catalog)?;
        let last = judge_project(&mut project, &mut Run::default());
        let last = last.map_err(|error| error.to_string())?;
        let diagnostics = &project.compiled.diagnostics;
        let (Some(model), false) = (
            &project.compiled.model,
            diagnostics.iter().any(|item| item.rule.series == Series::History),
        ) else {
            report_project(&project, diagnostics, terminal);
            terminal.error("nothing was released, since the catalog has findings");
            return Ok(Outcome::Findings);
        };
        let version = self.version.unwrap_or(Version(model.version));
        if let Some(message) = last.and_then(|last| too_small(version, last)) {
            terminal.error(&message);
            return Ok(Outcome::Findings);
        }
        let mut lock = contract(model);
        lock.catalog.version = version.to_string();
        let after = last.map(|last| (last.version.to_string(), last.digest));
        let path = format!("{FOLDER}/{version}{SUFFIX}");
        let text = lock.released(date, after);
        if !self.dry_run {
            let files = [(path.as_str(), text.as_bytes())];
            output::create_all(project.folder(), files.into_iter())
                .map_err(|error| error.to_string())?;
            self.write_version(&project, model)?;
        }
        let verb = if self.dry_run { "would release" } else { "released" };
        let events = counted(lock.events.len(), "event");
        let prefix = shown_folder(&project);
        terminal.note(&format!("{verb} {version} with {events} in {prefix}{path}"));
        Ok(Outcome::Clean)
    }

    /// Writes the version into the catalog, if it is another one.
    fn write_version(&self, project: &Project, model: &Model) -> Result<(), String> {
        let Some(version) = self.version.filter(|version| version.0 != model.version) else {
            return Ok(());
        };
        let (sources, span) = (&project.compiled.sources, model.version_span);
        let source = sources.get(span.file);
        let path = project.folder().join(&source.path);
        let bytes = std::fs::read(&path)
            .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        // The text of the source has no byte order mark.
        let mark = bytes.len() - source.text.len();
        let (start, end) = (mark + span.start as usize, mark + span.end as usize);
        let written = sources.text(span);
        let quote = if written.starts_with(['"', '\'']) { &written[..1] } else { "" };
        let version = format!("{quote}{version}{quote}");
        let text = [&bytes[..start], version.as_bytes(), &bytes[end..]].concat();
        output::replace(&path, &text).map_err(|error| error.to_string())
    }
}

/// Why a version cannot follow the last release.
fn too_small(version: Version, last: Last) -> Option<String> {
    let needed = last.version.after(last.bump.unwrap_or(Bump::Patch));
    if version >= needed {
        return None;
    }
    let Last { version: before, bump, .. } = last;
    Some(match bump {
        None if version == before => {
            format!("{version} is released, and nothing has changed since")
        }
        None => format!("{version} is not after the last release, {before}"),
        Some(_) => format!(
            "{version} is too small for the changes since {before}; `annals release {needed}` is large enough"
        ),
    })
}
