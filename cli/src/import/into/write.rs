//! Puts new items into the texts of a catalog, so that it still compiles.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::format::{self, New, Yaml, insert_all};
use annals_catalog::model::{Field, Model, RecordId};
use annals_catalog::names::qualified;
use annals_catalog::source::FileId;
use annals_codegen::Run;
use annals_codegen::project::Project;

use super::place::{Place, Spot, places};
use super::reuse::Plan;
use crate::addition::formatted;
use crate::fix::{self, Edited};
use crate::import::document::document;
use crate::import::draft::Catalog;
use crate::import::note::Note;
use crate::import::settle::waiver_of;

/// The kind of the notes about waivers.
const CONVENTION: &str = "convention";

/// How often the catalog is compiled to find out which waivers the new items need.
const ROUNDS: usize = 4;

/// The catalog with all new items, and the files that differ. `notes` get the waivers that it needs.
pub(super) fn write(
    project: &Project,
    model: &Model,
    (draft, plan): (&mut Catalog, &Plan),
    notes: &mut Vec<Note>,
) -> Result<(Project, Vec<Edited>), String> {
    let places = places(&project.compiled.sources, model, draft, plan);
    unwaive(draft, plan, notes);
    let mut round = 1;
    loop {
        let files = files(project, &places, &document(draft))?;
        let edited = files.iter().map(|file| (file.path.clone(), file.after.clone())).collect();
        let after = Project::open_edited(&project.path, edited, &mut Run::default())
            .map_err(|error| error.to_string())?;
        let is_done = match &after.compiled.model {
            Some(model) => !close(model, draft, plan),
            // An error may be that of an open record, where the catalog has no other ones.
            None => {
                !waive(&after, (draft, plan), notes)
                    && std::mem::replace(&mut draft.about.closed, true)
            }
        };
        if round == ROUNDS || is_done {
            return Ok((after, files));
        }
        round += 1;
    }
}

/// Removes the waivers that new items need by the usual conventions, which the catalog may have changed.
fn unwaive(draft: &mut Catalog, plan: &Plan, notes: &mut Vec<Note>) {
    for id in &plan.events {
        draft.events[*id].waivers.clear();
    }
    for id in &plan.records {
        draft.records[*id].waivers.clear();
    }
    notes.retain(|note| note.kind != CONVENTION);
}

/// Says of new items that they are not open, if they are in the catalog and not in the source. True if so.
fn close(model: &Model, draft: &mut Catalog, plan: &Plan) -> bool {
    let is_open = |fields: &[Field]| fields.iter().any(|field| field.presence.is_extra());
    let open_events: BTreeSet<&str> = (model.events.iter())
        .filter(|event| is_open(&event.data))
        .map(|event| event.event_type.as_str())
        .collect();
    let open_records: BTreeSet<String> = (0u32..)
        .zip(&model.records)
        .filter(|(_, record)| is_open(&record.fields))
        .map(|(id, _)| model.qualified(RecordId(id)))
        .collect();
    let event = |id: &usize| {
        let event = &draft.events[*id];
        open_events.contains(event.event_type.as_str())
            && !event.data.iter().any(|field| field.extra)
    };
    let record = |id: &usize| {
        let record = &draft.records[*id];
        let name = qualified(record.domain.as_deref().unwrap_or_default(), &record.name);
        open_records.contains(&name) && !record.fields.iter().any(|field| field.extra)
    };
    let is_open = plan.events.iter().any(event) || plan.records.iter().any(record);
    draft.about.closed |= is_open;
    is_open
}

/// The texts of the files with new entries, whose values are those of `entries` with the same path.
fn files(
    project: &Project,
    places: &[(Vec<String>, Place)],
    entries: &[(String, Yaml)],
) -> Result<Vec<Edited>, String> {
    let entries = Index::of(entries);
    let mut new: BTreeMap<FileId, Vec<New<'_>>> = BTreeMap::new();
    for (path, place) in places {
        let value = entries.get(path).ok_or_else(|| format!("`{}` is missing", path.join(".")))?;
        let spot = match &place.spot {
            Spot::First => format::Spot::First,
            Spot::After(name) => format::Spot::After(name),
            Spot::Last => format::Spot::Last,
        };
        let path = path.iter().map(String::as_str).collect();
        new.entry(place.file).or_default().push(New { path, spot, value });
    }
    let edit = |(file, new): (FileId, Vec<New<'_>>)| {
        let path = project.compiled.sources.get(file).path.clone();
        let before = fix::original(project, &path).map_err(|error| error.to_string())?;
        let shown = project.path.with_file_name(&path);
        let text = String::from_utf8_lossy(&before);
        let after = insert_all(&text, &new).ok_or_else(|| {
            let path = shown.display();
            format!("cannot insert into `{path}`; run `annals fmt` and try again")
        })?;
        let after = formatted(&text, after).into_bytes();
        Ok(Edited { path, before, after })
    };
    new.into_iter().map(edit).collect()
}

/// The values of a document by their paths.
struct Index<'y>(BTreeMap<Vec<&'y str>, &'y Yaml>);

impl<'y> Index<'y> {
    /// The entries of the sections, and those of the domains in them.
    fn of(entries: &'y [(String, Yaml)]) -> Self {
        let mut index = BTreeMap::new();
        for (section, value) in entries {
            let Yaml::Map(names) = value else { continue };
            for (name, value) in names {
                index.insert(vec![section.as_str(), name.as_str()], value);
                let Yaml::Map(items) = value else { continue };
                for (item, value) in items {
                    index.insert(vec![section.as_str(), name.as_str(), item.as_str()], value);
                }
            }
        }
        Self(index)
    }

    fn get(&self, path: &[String]) -> Option<&'y Yaml> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        self.0.get(&path).copied()
    }
}

/// Waives the conventions that new items break. True if there were any.
fn waive(after: &Project, (draft, plan): (&mut Catalog, &Plan), notes: &mut Vec<Note>) -> bool {
    let errors = after
        .compiled
        .diagnostics
        .iter()
        .filter(|item| item.severity == Severity::Error && item.rule.is_waivable());
    let mut found: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    errors.for_each(|item| found.entry(item.span.file).or_default().push(item));
    let mut changed = false;
    for (file, found) in found {
        let bytes: Vec<usize> = found.iter().map(|item| item.span.start as usize).collect();
        let paths = format::paths(&after.compiled.sources.get(file).text, &bytes);
        for (item, path) in found.iter().zip(&paths) {
            let Some((waivers, file)) = waivers(draft, plan, path) else { continue };
            if waivers.contains(&item.rule.code) {
                continue;
            }
            waivers.push(item.rule.code);
            waivers.sort_unstable();
            notes.push(Note {
                loss: false,
                kind: CONVENTION,
                file: file.clone(),
                pointer: String::new(),
                found: item.message.clone(),
                made: waiver_of(item.rule.code),
            });
            changed = true;
        }
    }
    changed
}

/// The waivers of the new item at a path, and the file that it comes from.
fn waivers<'d>(
    draft: &'d mut Catalog,
    plan: &Plan,
    path: &[String],
) -> Option<(&'d mut Vec<&'static str>, &'d String)> {
    let [section, domain, name, ..] = path else { return None };
    match section.as_str() {
        "events" => {
            let is_it = |id: &&usize| draft.events[**id].name == *name;
            let id = *plan.events.iter().find(is_it)?;
            let event = &mut draft.events[id];
            Some((&mut event.waivers, &event.file))
        }
        "records" => {
            let is_it = |id: &&usize| {
                let record = &draft.records[**id];
                record.name == *name && record.domain.as_ref() == Some(domain)
            };
            let id = *plan.records.iter().find(is_it)?;
            let record = &mut draft.records[id];
            Some((&mut record.waivers, &record.file))
        }
        _ => None,
    }
}
