//! Does Sphinx build the generated docs without warnings, and does the site show the whole catalog?
//!
//! Needs Python 3.12 or later. Where there is none, these tests are reported as ignored; in CI
//! (`CI=true`) they fail.

#[path = "docs/site.rs"]
mod site;
#[path = "docs/texts.rs"]
mod texts;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use annals_catalog::model::Event;
use annals_catalog::names;
use annals_tests::folder::Folder;
use annals_tests::{hostile, python};
use libtest_mimic::{Arguments, Failed, Trial};
use site::{Cell, Site, fold};

static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(|| python::find(12));
static REAL: LazyLock<Result<Site, String>> = LazyLock::new(|| build("real", "../catalog.yaml"));
static TYPES: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("types", "support/every_type.yaml"));
static PRESENCE: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("presence", "golden/presence/catalog.yaml"));
static ENUMS: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("enums", "golden/enums/catalog.yaml"));
static NAMES: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("wire-names", "golden/wire-names/catalog.yaml"));
static GITHUB: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("github", "catalogs/github/catalog.yaml"));
static GLEAN: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("glean", "catalogs/glean/catalog.yaml"));
static OPENTELEMETRY: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("opentelemetry", "catalogs/opentelemetry/catalog.yaml"));
static WIKIMEDIA: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("wikimedia", "catalogs/wikimedia/catalog.yaml"));
static NASTY: LazyLock<Result<Site, String>> =
    LazyLock::new(|| build("nasty", "docs/nasty/catalog.yaml"));
static HOSTILE: LazyLock<Result<Site, String>> = LazyLock::new(|| {
    let folder = Folder::empty(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs-hostile"));
    folder.write("catalog.yaml", hostile::catalog());
    build("hostile", &folder.path("catalog.yaml").to_string_lossy())
});

fn build(name: &str, catalog: &str) -> Result<Site, String> {
    let python = PYTHON.as_deref().ok_or("found no Python 3.12 or later")?;
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    Site::build(python, env!("CARGO_TARGET_TMPDIR"), name, &home.join(catalog))
}

/// Returns the errors, one per line.
type Question = fn(&Site) -> Vec<String>;

fn main() {
    let ignored = PYTHON.is_none() && !python::is_required();
    let questions: [(&str, Question); 9] = [
        ("builds_without_broken_links", |site| site.broken.clone()),
        ("the_index_has_a_row_for_each_event", the_index_has_a_row_for_each_event),
        ("dates_are_sorted_newest_first", dates_are_sorted_newest_first),
        ("every_event_has_a_page", every_event_has_a_page),
        ("pages_show_all_fields", pages_show_all_fields),
        ("pages_link_to_the_schemas", pages_link_to_the_schemas),
        ("records_link_to_their_events", records_link_to_their_events),
        ("texts_are_shown_literally", texts_are_shown_literally),
        ("texts_run_no_scripts", |site| site.active.clone()),
    ];
    let mut trials = Vec::new();
    let sites = [
        ("real", &REAL),
        ("types", &TYPES),
        ("presence", &PRESENCE),
        ("enums", &ENUMS),
        ("wire-names", &NAMES),
        ("github", &GITHUB),
        ("glean", &GLEAN),
        ("opentelemetry", &OPENTELEMETRY),
        ("wikimedia", &WIKIMEDIA),
        ("nasty", &NASTY),
        ("hostile", &HOSTILE),
    ];
    for (catalog, site) in sites {
        for (name, question) in questions {
            let trial = Trial::test(format!("{catalog}::{name}"), move || ask(site, question));
            trials.push(trial.with_ignored_flag(ignored));
        }
    }
    let themes = Trial::test("real::builds_in_other_themes", || {
        let python = PYTHON.as_deref().ok_or("found no Python 3.12 or later")?;
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/docs");
        let said = Site::in_themes(python, env!("CARGO_TARGET_TMPDIR"), &source)?;
        if said.is_empty() { Ok(()) } else { Err(said.into()) }
    });
    trials.push(themes.with_ignored_flag(ignored));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn ask(site: &LazyLock<Result<Site, String>>, question: Question) -> Result<(), Failed> {
    let faults = question(LazyLock::force(site).as_ref()?);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// Compares the sections in the catalog's order, with the links of the older page.
fn the_index_has_a_row_for_each_event(site: &Site) -> Vec<String> {
    let page = match site.page("events") {
        Ok(page) => page,
        Err(fault) => return vec![fault],
    };
    let mut titles = vec!["Events".to_owned()];
    let mut rows = Vec::new();
    for (index, domain) in site.model.domains.iter().enumerate() {
        titles.push(fold(&domain.title));
        let events = site.model.events.iter();
        let events: Vec<_> = events.filter(|event| event.domain.0 as usize == index).collect();
        if !events.is_empty() {
            let titles = ["Name", "Type", "Date added", "Details"];
            rows.push(titles.map(|title| cell(title, None)).into());
        }
        rows.extend(events.into_iter().map(|event| index_row(&domain.name, event)));
    }
    let mut faults = site::differences("section", &titles, &page.section_titles());
    let shown: Vec<_> = page.rows.iter().map(|row| site::decoded(row)).collect();
    faults.extend(site::differences("row", &rows, &shown));
    faults
}

fn index_row(domain: &str, event: &Event) -> Vec<Cell> {
    let page = format!("events/{domain}/{}.html", event.name.to_lowercase());
    vec![
        cell(&event.name, event.definition.as_deref()),
        cell(&event.event_type, None),
        cell(&event.added.to_string(), event.triggers.first().map(String::as_str)),
        cell("page", Some(&page)),
    ]
}

fn cell(text: &str, link: Option<&str>) -> Cell {
    Cell { text: text.to_owned(), links: link.map(site::decode).into_iter().collect() }
}

fn dates_are_sorted_newest_first(site: &Site) -> Vec<String> {
    let mut events: Vec<_> = site.model.events.iter().collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.added));
    let expected = events.iter().map(|event| (event.added.to_string(), event.name.clone()));
    let rows = site.page("dates").map(|page| page.rows.iter()).into_iter().flatten();
    let shown = rows.map(|row| (row[0].text.clone(), row[1].text.clone()));
    let shown: Vec<_> = shown.filter(|(date, _)| date != "Date added").collect();
    // What is deprecated has a table of its own after them.
    let end = shown.iter().position(|(date, _)| date == "Deprecated").unwrap_or(shown.len());
    let (added, deprecated) = shown.split_at(end);
    let mut faults = site::differences("row", &expected.collect::<Vec<_>>(), added);
    for event in &site.model.events {
        let Some(item) = &event.deprecated else { continue };
        if !deprecated.contains(&(item.since.to_string(), event.name.clone())) {
            faults.push(format!("{} is not among the deprecations", event.name));
        }
    }
    if !deprecated.iter().skip(1).is_sorted_by_key(|(date, _)| std::cmp::Reverse(date)) {
        faults.push(format!("deprecations in the wrong order: {deprecated:?}"));
    }
    faults
}

fn every_event_has_a_page(site: &Site) -> Vec<String> {
    site.for_each_event(|event, page| {
        let domain = &site.model[event.domain].name;
        let mut faults = Vec::new();
        if page.section_titles().first() != Some(&event.name) {
            faults.push(format!("its title is {:?}", page.titles));
        }
        for url in event.definition.iter().chain(&event.triggers) {
            if !page.links.iter().any(|link| site::decode(&link.href) == site::decode(url)) {
                faults.push(format!("no link to {url}"));
            }
        }
        let listed = site.page(&format!("domains/{domain}")).is_ok_and(|list| {
            let href = format!("../events/{domain}/{}.html", event.name.to_lowercase());
            list.links.iter().any(|link| link.text == event.name && link.href == href)
        });
        if !listed {
            faults.push("not on the page of its domain".to_owned());
        }
        faults
    })
}

fn pages_show_all_fields(site: &Site) -> Vec<String> {
    let mut faults = site.for_each_event(|event, page| {
        let names = event.data.iter().map(|field| field.name.as_str());
        let mut faults = page.missing_rows(names);
        let example = page.code.first().map(|json| serde_json::from_str::<serde_json::Value>(json));
        match example {
            Some(Ok(example)) => {
                // An example has no fields that are not listed.
                let listed = event.data.iter().filter(|field| !field.presence.is_extra());
                let lacks = listed.filter(|field| example.get(field.on_wire()).is_none());
                faults.extend(lacks.map(|field| format!("its example lacks {}", field.name)));
            }
            other => faults.push(format!("its example is {other:?}")),
        }
        faults
    });
    faults.extend(site.for_each_record(|record, page| {
        page.missing_rows(record.fields.iter().map(|field| field.name.as_str()))
    }));
    faults
}

fn pages_link_to_the_schemas(site: &Site) -> Vec<String> {
    site.for_each_event(|event, page| {
        let json = ("JSON Schema", names::json_schema_file(&event.event_type));
        let avro = ("Avro schema", names::avro_file(&event.event_type));
        let mut faults = Vec::new();
        for (text, file) in
            [Some(json), event.local_only.is_none().then_some(avro)].into_iter().flatten()
        {
            let href = page.links.iter().find(|link| link.text == text).map(|link| &link.href);
            let offered = href.and_then(|href| site.read_from_events(event, href));
            if offered.as_deref() != site.files.get(&file) {
                faults.push(format!("{text} does not lead to {file}"));
            }
        }
        if event.local_only.is_some() && page.links.iter().any(|link| link.text == "Avro schema") {
            faults.push("offers Avro, but never goes on a bus".to_owned());
        }
        faults
    })
}

fn records_link_to_their_events(site: &Site) -> Vec<String> {
    let mut faults = Vec::new();
    for event in &site.model.events {
        for (path, record) in texts::data_records(&site.model, event) {
            let record = &site.model[record];
            let domain = &site.model[record.domain].name;
            let found = site.page(&format!("records/{domain}/{}", record.name)).is_ok_and(|page| {
                page.rows.iter().any(|row| row[0].text == event.name && row[1].text.contains(&path))
            });
            if !found {
                faults.push(format!("{} does not mention {} at {path}", record.name, event.name));
            }
        }
    }
    faults
}

fn texts_are_shown_literally(site: &Site) -> Vec<String> {
    let mut faults = Vec::new();
    for (page, text) in texts::texts(&site.model) {
        match site.page(&page) {
            Ok(found) if found.text.contains(&fold(&text)) => {}
            Ok(_) => faults.push(format!("{page} does not show {text:?}")),
            Err(fault) => faults.push(fault),
        }
    }
    faults
}
