//! Judges a catalog by its history: the promises that it breaks, as diagnostics.

use std::collections::BTreeMap;

use annals_catalog::diagnostic::{Diagnostics, Fix};
use annals_catalog::model::{self, Model};
use annals_catalog::rule::history::{ACCEPTANCE_UNUSED, MINOR_VERSION, REMOVED};
use annals_catalog::source::SourceMap;
use annals_contract::Event;

use crate::Change;
use crate::cause::Causes;
use crate::finding::{by_change, report};
use crate::history::{Fault, History, Released};
use crate::minor;
use crate::promises::{Accepted, Promises};
use crate::since::{Current, Since, since};
use crate::version::Bump;

/// A catalog that is judged.
#[derive(Clone, Copy)]
pub struct Catalog<'c> {
    /// What it means.
    pub model: &'c Model,
    /// Its files.
    pub sources: &'c SourceMap,
    /// Its contract.
    pub current: &'c Current<'c>,
}

/// What is wrong with a catalog, by its history.
#[derive(Debug, Default)]
pub struct Judgement {
    /// The findings.
    pub diagnostics: Diagnostics,
    /// How large the change since the last release is; nothing if there is no change, or no release.
    pub bump: Option<Bump>,
}

/// Compares a catalog with its releases, as far as it promises something about them.
///
/// # Errors
///
/// If a release cannot be read.
pub fn judge<'c>(catalog: Catalog<'c>, history: &'c History) -> Result<Judgement, Fault> {
    let Some(last) = history.last() else { return Ok(Judgement::default()) };
    let promises = Promises::of(catalog.model);
    let readers = |is_last| promises.readers(is_last);
    let found = since(history, catalog.current, promises.is_transitive(), &readers)?;
    let mut judge = Judge {
        catalog,
        last,
        accepted: Accepted::of(catalog.model),
        promises,
        diagnostics: Diagnostics::default(),
        bump: catalog.current.bump(last),
    };
    judge.promises_about(&found);
    if let Some(since) = found.iter().find(|since| since.release.version == last.version) {
        judge.removed(since);
        judge.minor_versions(since);
    }
    judge.unused();
    Ok(Judgement { diagnostics: judge.diagnostics, bump: judge.bump })
}

struct Judge<'c> {
    catalog: Catalog<'c>,
    last: &'c Released,
    promises: Promises,
    accepted: Accepted<'c>,
    diagnostics: Diagnostics,
    bump: Option<Bump>,
}

impl Judge<'_> {
    fn promises_about(&mut self, found: &[Since<'_>]) {
        let mut causes = Causes::default();
        for since in found {
            let version = since.release.version.to_string();
            for (event_type, change) in &since.changes {
                let Change::Changed(verdicts) = change else { continue };
                let event = &self.catalog.current.lock.events[event_type];
                for verdict in verdicts {
                    let covers = |direction| self.promises.cover(verdict.reader, direction);
                    causes.add(&event.name, verdict, Some(&version), covers);
                }
            }
        }
        let causes = causes.into_vec();
        for causes in by_change(&causes) {
            let newest = causes.iter().filter_map(|cause| cause.releases.first());
            let newest = |since: &&Since<'_>| {
                newest.clone().any(|of| *of == since.release.version.to_string())
            };
            // The newest release is the first.
            let Some(Since { release, lock, .. }) = found.iter().find(newest) else { continue };
            self.bump = Some(Bump::Major);
            if !self.accepted.take(&causes[0].change(), release.version) {
                let Catalog { model, current, .. } = self.catalog;
                let (locks, version) = ((lock, current.lock), release.version.to_string());
                report(&mut self.diagnostics, model, locks, &causes, &version);
            }
        }
    }

    /// Reports the events that are gone.
    fn removed(&mut self, since: &Since<'_>) {
        let removed = since.changes.iter().filter(|(_, change)| *change == Change::Removed);
        for (event_type, _) in removed {
            self.bump = Some(Bump::Major);
            let Event { name, domain, deprecated, .. } = &since.lock.events[event_type];
            let version = since.release.version;
            if deprecated.is_some()
                || self.promises.is_empty()
                || self.accepted.take(event_type, version)
            {
                continue;
            }
            let model = self.catalog.model;
            let domain = model.domains.iter().find(|item| item.name == *domain);
            let span = domain.map_or(model.version_span, |domain| domain.span);
            let message =
                format!("the event `{name}` of {version} is gone, and was not deprecated");
            self.diagnostics
                .report(&REMOVED, span, message)
                .label("it was here")
                .hint("put it back, deprecate it, and remove it in a later release")
                .note(format!("change: {event_type}"));
        }
    }

    fn minor_versions(&mut self, since: &Since<'_>) {
        let Catalog { model, sources, current } = self.catalog;
        let changed: BTreeMap<&String, &Change> =
            since.changes.iter().map(|(event, change)| (event, change)).collect();
        let events: BTreeMap<&String, &model::Event> =
            model.events.iter().map(|event| (&event.event_type, event)).collect();
        for (event_type, old) in &since.lock.events {
            let Some(new) = current.lock.events.get(event_type) else { continue };
            let has_changed = matches!(changed.get(event_type), Some(Change::Changed(_)));
            let least = old.minor_version.saturating_add(u32::from(has_changed));
            if new.minor_version >= least {
                continue;
            }
            let Some(event) = events.get(event_type) else { continue };
            let (version, before) = (self.last.version, old.minor_version);
            let message = match has_changed {
                true => format!(
                    "`{}` has changed since {version}, where its minor version was {before}",
                    event.name
                ),
                false => format!("the minor version of `{}` was {before} in {version}", event.name),
            };
            let span = event.minor_span.unwrap_or(event.span);
            let report = self.diagnostics.report(&MINOR_VERSION, span, message);
            report.hint(format!("write `minor_version: {least}`"));
            let fix = match event.minor_span {
                Some(span) => Some(Fix { span, text: least.to_string() }),
                None => minor::insert(sources, event.span, least),
            };
            if let Some(fix) = fix {
                report.replace(fix);
            }
        }
    }

    fn unused(&mut self) {
        for item in self.accepted.unused() {
            let message = format!("no promise is broken by a change of `{}`", item.change);
            self.diagnostics
                .report(&ACCEPTANCE_UNUSED, item.span, message)
                .hint("remove the entry")
                .remove();
        }
    }
}
