//! Builds the documentation of a catalog with Sphinx and reads the resulting pages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_catalog::model::{Event, Model, Record};
use annals_codegen::{FileSet, Target};
use annals_tests::openedx;
use annals_tests::python::Environment;

/// A built site and what it was built from.
pub(crate) struct Site {
    pub(crate) model: Model,
    pub(crate) files: FileSet,
    /// Broken links, described.
    pub(crate) broken: Vec<String>,
    /// Active content that came from a text of the catalog, described.
    pub(crate) active: Vec<String>,
    pages: BTreeMap<String, Page>,
    folder: PathBuf,
}

/// What `site.py` prints.
#[derive(serde::Deserialize)]
struct Shown {
    broken: Vec<String>,
    active: Vec<String>,
    pages: BTreeMap<String, Page>,
}

/// A page without the parts that the theme adds.
#[derive(serde::Deserialize)]
pub(crate) struct Page {
    /// Headings: tag and text.
    pub(crate) titles: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) links: Vec<Link>,
    /// The rows of all tables.
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Code blocks.
    pub(crate) code: Vec<String>,
}

/// Text and target.
#[derive(serde::Deserialize)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) href: String,
}

/// A cell of a table, with its links.
#[derive(Debug, PartialEq, serde::Deserialize)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) links: Vec<String>,
}

impl Site {
    /// Generates, builds and reads a site; `name` names its folder.
    pub(crate) fn build(
        python: &Path,
        target: &str,
        name: &str,
        catalog: &Path,
    ) -> Result<Self, String> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let environment = Environment::new(python, target, &home.join("sphinx.txt"));
        let environment = environment.map_err(|error| error.to_string())?;
        let (model, files) = openedx::generated_from(catalog);
        let source = Path::new(target).join("docs").join(name);
        let folder = Path::new(target).join("site").join(name);
        for old in [&source, &folder] {
            // The folder does not exist on the first run.
            let _ = std::fs::remove_dir_all(old);
        }
        let plan = annals_codegen::output::plan(
            &source,
            &files,
            &Target::ALL,
            &annals_codegen::cache::Cache::default(),
        );
        plan.and_then(|plan| plan.write()).map_err(|error| error.to_string())?;
        let arguments = [source.join("docs"), folder.clone()];
        let shown = environment.run(&home.join("site.py"), arguments);
        let shown = shown.map_err(|error| error.to_string())?;
        let shown: Shown = serde_json::from_str(&shown).map_err(|error| error.to_string())?;
        let Shown { broken, active, pages } = shown;
        Ok(Self { model, files, broken, active, pages, folder })
    }

    /// What is wrong with the site in other themes.
    pub(crate) fn in_themes(python: &Path, target: &str, source: &Path) -> Result<String, String> {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let environment = Environment::new(python, target, &home.join("sphinx.txt"));
        let environment = environment.map_err(|error| error.to_string())?;
        let arguments = [source.to_owned(), Path::new(target).join("themes")];
        environment.run(&home.join("themes.py"), arguments).map_err(|error| error.to_string())
    }

    /// The page with this name, without `.html`.
    pub(crate) fn page(&self, name: &str) -> Result<&Page, String> {
        self.pages.get(name).ok_or_else(|| format!("there is no page {name}"))
    }

    /// Runs a check on the page of each event.
    pub(crate) fn for_each_event(&self, ask: impl Fn(&Event, &Page) -> Vec<String>) -> Vec<String> {
        let events = self.model.events.iter();
        let faults = events
            .flat_map(|event| self.ask(&event_page(&self.model, event), |page| ask(event, page)));
        faults.collect()
    }

    /// Runs a check on the page of each record.
    pub(crate) fn for_each_record(
        &self,
        ask: impl Fn(&Record, &Page) -> Vec<String>,
    ) -> Vec<String> {
        let records = self.model.records.iter();
        let faults = records.flat_map(|record| {
            self.ask(&record_page(&self.model, record), |page| ask(record, page))
        });
        faults.collect()
    }

    fn ask(&self, name: &str, ask: impl Fn(&Page) -> Vec<String>) -> Vec<String> {
        match self.page(name) {
            Ok(page) => ask(page).into_iter().map(|fault| format!("{name}: {fault}")).collect(),
            Err(fault) => vec![fault],
        }
    }

    /// The bytes that a link on an event's page leads to.
    pub(crate) fn read_from_events(&self, event: &Event, href: &str) -> Option<Vec<u8>> {
        let folder = self.folder.join("events").join(&self.model[event.domain].name);
        std::fs::read(folder.join(href)).ok()
    }
}

impl Page {
    /// The texts of its headings, its title first.
    pub(crate) fn section_titles(&self) -> Vec<String> {
        self.titles.iter().map(|(_, text)| text.clone()).collect()
    }

    /// The names that no row begins with.
    pub(crate) fn missing_rows<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<String> {
        let missing = names.filter(|name| !self.rows.iter().any(|row| row[0].text == *name));
        missing.map(|name| format!("no row for {name}")).collect()
    }
}

pub(crate) fn event_page(model: &Model, event: &Event) -> String {
    format!("events/{}/{}", model[event.domain].name, event.name.to_lowercase())
}

pub(crate) fn record_page(model: &Model, record: &Record) -> String {
    format!("records/{}/{}", model[record.domain].name, record.name)
}

/// The text with white space folded as in browsers, and with characters that HTML does not allow
/// replaced.
pub(crate) fn fold(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.replace(char::is_control, "\u{fffd}")
}

/// A row with its links as written in the catalog.
pub(crate) fn decoded(row: &[Cell]) -> Vec<Cell> {
    let cells = row.iter();
    let cells = cells.map(|cell| Cell {
        text: cell.text.clone(),
        links: cell.links.iter().map(|link| decode(link)).collect(),
    });
    cells.collect()
}

/// A URL with its percent-encoded bytes decoded.
pub(crate) fn decode(url: &str) -> String {
    let mut parts = url.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(part[2..].bytes());
            }
            None => {
                bytes.push(b'%');
                bytes.extend(part.bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The differences between two lists, position by position.
pub(crate) fn differences<T: PartialEq + std::fmt::Debug>(
    what: &str,
    expected: &[T],
    shown: &[T],
) -> Vec<String> {
    let places = 0..expected.len().max(shown.len());
    let different = places.filter(|place| expected.get(*place) != shown.get(*place));
    let words = different.map(|place| {
        format!(
            "{what} {place}\n  expected {:?}\n  shown    {:?}",
            expected.get(place),
            shown.get(place)
        )
    });
    words.collect()
}
