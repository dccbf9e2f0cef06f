//! Merges an import into a catalog that is there, by event type.
//!
//! ```text
//! catalog, draft ─► pairs (view, fields: what both say) ─► reuse (what is new, and what of it is there)
//!                ─► place (files and order) ─► write (texts, which are compiled) ─► report
//! ```
//!
//! Only new items are written. What differs is reported, and left as it is.

mod added;
mod domains;
mod fields;
mod items;
mod pairs;
mod place;
mod report;
mod reuse;
mod schemas;
mod sides;
mod view;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::model::{Event, EventId, Model};
use annals_catalog::source::{SourceMap, Span};
use annals_codegen::project::Project;
use serde::Serialize;

use super::note::{Broken, Note};
use super::{Format, Imported};
use crate::addition;
use crate::fix::Edited;
use pairs::{Pairs, joined};
pub(crate) use report::{json, summary, text};
use sides::{Pair, Sides};
use view::View;

/// A catalog with the new events of a source, which is not written yet.
#[derive(Debug)]
pub(crate) struct Merge {
    /// The catalog as it will be.
    pub(crate) project: Project,
    pub(crate) files: Vec<Edited>,
    pub(crate) added: Vec<Added>,
    pub(crate) differences: Vec<Difference>,
    /// Differences in descriptions and warnings, which are the words of the catalog's owner.
    pub(crate) wording: Vec<Difference>,
    /// The events that only the catalog has.
    pub(crate) only_in_catalog: Vec<Only>,
    /// How many events the catalog and the source have.
    pub(crate) common: usize,
    /// The events that cannot be added.
    pub(crate) refused: Vec<Broken>,
    /// The notes about new events.
    pub(crate) notes: Vec<Note>,
    /// What the compiler says of the catalog now, and did not before.
    pub(crate) fresh: Vec<Diagnostic>,
}

/// Something that was added.
#[derive(Debug, Serialize)]
pub(crate) struct Added {
    /// `event`, `record`, `variant`, `enum` or `scalar`.
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// `None` for enums and scalars.
    pub(crate) domain: Option<String>,
    /// The type of an event.
    #[serde(rename = "type")]
    pub(crate) event_type: Option<String>,
    pub(crate) place: Spot,
}

/// An event that only the catalog has.
#[derive(Debug, Serialize)]
pub(crate) struct Only {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) event_type: String,
}

/// A place in a file of the catalog, with the new items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Spot {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Something that the catalog and the source say differently.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Difference {
    pub(crate) kind: &'static str,
    /// The types of the events that it concerns.
    pub(crate) events: Vec<String>,
    /// The name of the first one.
    #[serde(skip)]
    pub(crate) event: String,
    /// The field in the first one: `course.course_key`; empty for the event itself.
    pub(crate) path: String,
    /// What the catalog says; `None` for nothing.
    pub(crate) catalog: Option<String>,
    /// What the source says; `None` for nothing.
    pub(crate) source: Option<String>,
    pub(crate) place: Spot,
}

/// Merges an import into a catalog without errors. Nothing is written.
///
/// # Errors
/// If a file of the catalog cannot be read or has no place for an entry.
pub(crate) fn merge(
    format: Format,
    project: Project,
    catalog: &Model,
    imported: Imported,
) -> Result<Merge, String> {
    let view = View::of(format);
    let Imported { mut draft, compiled, mut notes, .. } = imported;
    let source = compiled.model.as_ref().ok_or("the catalog of the source has errors")?;
    let mut pairs = Pairs::new(Sides { source, catalog, view });
    let common = matches(source, catalog);
    common.iter().for_each(|pair| pairs.compare(*pair));
    let there: BTreeSet<&str> =
        catalog.events.iter().map(|event| event.event_type.as_str()).collect();
    let is_new = |id: &usize| !there.contains(draft.events[*id].event_type.as_str());
    let new: Vec<usize> = (0..draft.events.len()).filter(is_new).collect();
    let plan = reuse::plan(&mut draft, new, &mut pairs);
    let plan = plan.ok_or("the names of the source do not form a catalog")?;
    let new: BTreeSet<String> =
        plan.events.iter().map(|id| draft.events[*id].file.clone()).collect();
    let (after, files) = match plan.events.is_empty() {
        true => (None, Vec::new()),
        false => {
            let (after, files) = write::write(&project, catalog, (&mut draft, &plan), &mut notes)?;
            (Some(after), files)
        }
    };
    let fresh = after
        .as_ref()
        .map(|after| addition::fresh(&project.compiled.diagnostics, &after.compiled.diagnostics));
    let is_new = |note: &Note| new.contains(&note.file);
    let mut merge = Merge {
        files,
        added: Vec::new(),
        differences: Vec::new(),
        wording: Vec::new(),
        only_in_catalog: only_in_catalog(source, catalog),
        common: common.len(),
        notes: notes.into_iter().filter(is_new).collect(),
        fresh: fresh.unwrap_or_default(),
        project: after.unwrap_or(project),
        refused: plan.refused.clone(),
    };
    // In the catalog with the new events, which could be different there from what the source says.
    if let Some(catalog) = &merge.project.compiled.model {
        let mut pairs = Pairs::new(Sides { source, catalog, view });
        let common = matches(source, catalog);
        common.iter().for_each(|pair| pairs.compare(*pair));
        let sources = &merge.project.compiled.sources;
        (merge.differences, merge.wording) = differences(&pairs, &common, sources);
        merge.added = added::added(&merge.project, catalog, (&draft, &plan));
    }
    Ok(merge)
}

impl Merge {
    /// True if the compiler refuses the catalog with the new events.
    pub(crate) fn is_wrong(&self) -> bool {
        self.project.compiled.model.is_none()
    }
}

/// The events that a source and a catalog both have, in the order of the source.
fn matches(source: &Model, catalog: &Model) -> Vec<Pair> {
    let ids = (0u32..).zip(&catalog.events);
    let ids: BTreeMap<&str, EventId> =
        ids.map(|(id, event)| (event.event_type.as_str(), EventId(id))).collect();
    let pair = |(id, event): (u32, &Event)| {
        Some(Pair::Event(EventId(id), *ids.get(event.event_type.as_str())?))
    };
    (0u32..).zip(&source.events).filter_map(pair).collect()
}

fn only_in_catalog(source: &Model, catalog: &Model) -> Vec<Only> {
    let theirs: BTreeSet<&str> =
        source.events.iter().map(|event| event.event_type.as_str()).collect();
    let only = catalog.events.iter().filter(|event| !theirs.contains(event.event_type.as_str()));
    only.map(|event| Only { name: event.name.clone(), event_type: event.event_type.clone() })
        .collect()
}

/// What differs in these events: what programs depend on, and words. What several events share is listed once.
fn differences(
    pairs: &Pairs<'_>,
    events: &[Pair],
    sources: &SourceMap,
) -> (Vec<Difference>, Vec<Difference>) {
    let mut found: Vec<(bool, Difference)> = Vec::new();
    let mut known: BTreeMap<(Pair, usize), usize> = BTreeMap::new();
    let differs = |event: &&Pair| pairs.reached(**event).any(|(.., it)| !it.found.is_empty());
    let same = match events.iter().any(|event| differs(&event)) {
        true => schemas::same(&pairs.sides),
        false => BTreeSet::new(),
    };
    for event in events {
        let Pair::Event(_, id) = event else { continue };
        let event_type = &pairs.sides.catalog[*id].event_type;
        let is_same = same.contains(event_type);
        for (path, pair, compared) in pairs.reached(*event) {
            for (index, item) in compared.found.iter().enumerate() {
                // Its form in the catalog makes no difference to what the source can say.
                if is_same && !item.is_wording() && item.is_in_schemas() {
                    continue;
                }
                let index = *known.entry((pair, index)).or_insert(found.len());
                if let Some((_, difference)) = found.get_mut(index) {
                    difference.events.push(event_type.clone());
                    continue;
                }
                let difference = Difference {
                    kind: item.kind,
                    events: vec![event_type.clone()],
                    event: pairs.sides.catalog[*id].name.clone(),
                    path: joined(&path, item.field.as_deref().unwrap_or_default()),
                    catalog: item.catalog.clone(),
                    source: item.source.clone(),
                    place: spot(sources, item.span),
                };
                found.push((item.is_wording(), difference));
            }
        }
    }
    let (wording, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(wording, _)| *wording);
    let only = |all: Vec<(bool, Difference)>| all.into_iter().map(|(_, item)| item).collect();
    (only(others), only(wording))
}

fn spot(sources: &SourceMap, span: Span) -> Spot {
    let position = sources.position(span.file, span.start);
    let file = sources.get(span.file).path.clone();
    Spot { file, line: position.line, column: position.column }
}
