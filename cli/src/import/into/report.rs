//! Prints a merge as text or JSON.

use annals_catalog::count::counted;
use annals_codegen::report::ENOUGH;
use serde::Serialize;

use super::{Added, Difference, Merge, Only};
use crate::import::note::{Broken, Note};

/// The version of the document.
const VERSION: u32 = 1;

/// The names of events that are written out.
const NAMED: usize = 5;

/// The document that `annals import --into FILE --format json` prints.
#[derive(Serialize)]
struct Document<'a> {
    /// Increased when a key is removed or changes its meaning.
    version: u32,
    /// How many events the catalog and the source have.
    common: usize,
    added: &'a [Added],
    differences: &'a [Difference],
    wording: &'a [Difference],
    only_in_catalog: &'a [Only],
    notes: &'a [Note],
    broken: Vec<&'a Broken>,
    /// The files of the catalog that change.
    files: Vec<&'a str>,
    /// Why nothing was written; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// The JSON document; `unread` are the schemas that could not be read.
pub(crate) fn json(merge: Option<&Merge>, unread: &[Broken], error: Option<&str>) -> String {
    let refused = merge.iter().flat_map(|merge| &merge.refused);
    let document = Document {
        version: VERSION,
        common: merge.map_or(0, |merge| merge.common),
        added: merge.map_or(&[], |merge| &merge.added),
        differences: merge.map_or(&[], |merge| &merge.differences),
        wording: merge.map_or(&[], |merge| &merge.wording),
        only_in_catalog: merge.map_or(&[], |merge| &merge.only_in_catalog),
        notes: merge.map_or(&[], |merge| &merge.notes),
        broken: unread.iter().chain(refused).collect(),
        files: merge.map_or_else(Vec::new, |merge| {
            merge.files.iter().map(|file| file.path.as_str()).collect()
        }),
        error,
    };
    annals_codegen::render::json::render(&document)
}

/// What differs, and what only the catalog has. `prefix` is the folder of the catalog.
pub(crate) fn text(merge: &Merge, prefix: &str) -> String {
    let all = &merge.differences;
    let mut text: String = all.iter().take(ENOUGH).map(|item| difference(item, prefix)).collect();
    if let Some(more @ 1..) = all.len().checked_sub(ENOUGH) {
        let more = counted(more, "more difference");
        text.push_str(&format!("and {more}; `--format json` lists them\n"));
    }
    if let count @ 1.. = merge.wording.len() {
        let (words, is) = (counted(count, "description"), if count == 1 { "is" } else { "are" });
        text.push_str(&format!("note: {words} {is} in other words; `--format json` lists them\n"));
    }
    let names: Vec<&str> = merge.only_in_catalog.iter().map(|event| event.name.as_str()).collect();
    if !names.is_empty() {
        text.push_str(&format!("note: only in the catalog: {}\n", listed(&names)));
    }
    text
}

fn difference(item: &Difference, prefix: &str) -> String {
    let Difference { kind, events, event, path, catalog, source, place } = item;
    let what = match path.as_str() {
        "" => event.clone(),
        path => format!("`{path}` of {event}"),
    };
    let others = match events.len() - 1 {
        0 => String::new(),
        more => format!(" and {}", counted(more, "other event")),
    };
    let said = |text: &Option<String>| text.as_deref().unwrap_or("nothing").to_owned();
    format!(
        "differs[{kind}]: {what}{others}\n   = catalog: {}\n   = source: {}\n  --> {prefix}{}:{}:{}\n",
        said(catalog),
        said(source),
        place.file,
        place.line,
        place.column
    )
}

/// The first names, and the number of the others.
fn listed(names: &[&str]) -> String {
    let named = names[..names.len().min(NAMED)].join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// `added 2 events, 1 record; 73 events are in both, with 1 difference`
pub(crate) fn summary(merge: &Merge, dry_run: bool) -> String {
    let count = |kind: &str| merge.added.iter().filter(|item| item.kind == kind).count();
    let added = ["event", "record", "variant", "enum", "scalar"].map(|kind| (count(kind), kind));
    let added = added.into_iter().filter(|(count, _)| *count > 0);
    let added: Vec<String> = added.map(|(count, kind)| counted(count, kind)).collect();
    let added = match (added.is_empty(), dry_run) {
        (true, _) => "nothing to add".to_owned(),
        (false, true) => format!("would add {}", added.join(", ")),
        (false, false) => format!("added {}", added.join(", ")),
    };
    let common = counted(merge.common, "event");
    let is = if merge.common == 1 { "is" } else { "are" };
    let differences = match merge.differences.len() {
        0 => "nothing differs".to_owned(),
        count => counted(count, "difference"),
    };
    let refused = match merge.refused.len() {
        0 => String::new(),
        count => format!("; {} could not be added", counted(count, "event")),
    };
    let warned = match merge.fresh.len() {
        0 => String::new(),
        count => format!("; `annals check` will have {}", counted(count, "more warning")),
    };
    format!("{added}; {common} {is} in both, {differences}{refused}{warned}")
}
