//! The templates and assets of the site, each of which a theme can replace.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use annals_catalog::model::{Event, Model};
use annals_codegen::render::strict;
use annals_codegen::render::user::OfEvents;
use annals_codegen::samples::EventTemplates;
use annals_codegen::templates;
use minijinja::{AutoEscape, Environment, Output, State, Value};

use crate::Error;
use crate::html::escape;

macro_rules! files {
    ($folder:literal, $($name:literal,)*) => {
        [$(($name, include_str!(concat!("../", $folder, "/", $name)))),*]
    };
}

const TEMPLATES: [(&str, &str); 18] = files![
    "templates",
    "404.html.j2",
    "base.html.j2",
    "changes.html.j2",
    "deprecated.html.j2",
    "domain.html.j2",
    "event.html.j2",
    "event.md.j2",
    "events.html.j2",
    "fields.html.j2",
    "index.html.j2",
    "llms.txt.j2",
    "metadata.html.j2",
    "named.html.j2",
    "personal.html.j2",
    "print.html.j2",
    "record.html.j2",
    "senders.html.j2",
    "types.html.j2",
];

const ASSETS: [(&str, &str); 5] =
    files!["assets", "icon.svg", "search.js", "site.css", "site.js", "theme.js",];

/// The folder of the templates for code, one folder for each language.
const CODE: &str = "code/";

/// A folder of files that replace ours, or are added to them.
#[derive(Debug, Default)]
pub(crate) struct Theme {
    templates: BTreeMap<String, String>,
    /// Assets by name.
    assets: BTreeMap<String, Vec<u8>>,
    /// Templates for code: `python/send.py.j2`.
    code: BTreeMap<String, String>,
}

impl Theme {
    /// Reads the folder of a theme.
    pub(crate) fn read(folder: Option<&Path>) -> Result<Self, Error> {
        let mut theme = Self::default();
        let Some(folder) = folder else { return Ok(theme) };
        for path in files_below(folder)? {
            let fault = |error: std::io::Error| Error::of_io("read", &path, &error);
            let name =
                path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if let Some(name) = name.strip_prefix(CODE) {
                theme.code.insert(name.to_owned(), std::fs::read_to_string(&path).map_err(fault)?);
            } else if TEMPLATES.iter().any(|(known, _)| *known == name) {
                theme.templates.insert(name, std::fs::read_to_string(&path).map_err(fault)?);
            } else if name.ends_with(".j2") {
                let known: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
                let known = known.join(", ");
                let message =
                    format!("`{}` replaces no template, expected one of {known}", path.display());
                return Err(Error::of(message));
            } else {
                theme.assets.insert(name, std::fs::read(&path).map_err(fault)?);
            }
        }
        Ok(theme)
    }

    /// The assets by their names below `assets/`.
    pub(crate) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let ours = ASSETS.iter().filter(|(name, _)| !self.assets.contains_key(*name));
        let ours = ours.map(|(name, text)| (*name, text.as_bytes()));
        ours.chain(self.assets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    }

    /// An engine with all templates.
    pub(crate) fn engine(&self) -> Result<Environment<'_>, Error> {
        let mut engine = strict();
        engine.set_debug(true);
        engine.set_auto_escape_callback(|name| {
            if name.ends_with(".html.j2") { AutoEscape::Html } else { AutoEscape::None }
        });
        engine.set_formatter(format);
        for (name, ours) in TEMPLATES {
            let source = self.templates.get(name).map_or(ours, String::as_str);
            engine.add_template(name, source).map_err(|error| Error::of_template(name, &error))?;
        }
        Ok(engine)
    }

    /// The templates for code.
    pub(crate) fn code(&self, model: &Model) -> EventTemplates {
        EventTemplates::of(model, self.code.clone())
    }

    /// The languages that the theme has samples in, in alphabetical order.
    pub(crate) fn languages(&self) -> Vec<Language> {
        let mut languages: Vec<Language> = Vec::new();
        for path in self.code.keys() {
            // What is beside the folders is for all languages.
            let Some((folder, file)) = path.split_once('/') else { continue };
            if languages.last().is_none_or(|last| last.folder != folder) {
                languages.push(Language { folder: folder.to_owned(), send: None, receive: None });
            }
            let last = languages.last_mut().expect("one was just added");
            match file.split('.').next() {
                Some("send") => last.send = Some(path.clone()),
                Some("receive") => last.receive = Some(path.clone()),
                _ => {}
            }
        }
        languages
    }
}

/// A language in which a theme shows how to send and receive events.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its folder, `python`.
    pub(crate) folder: String,
    pub(crate) send: Option<String>,
    pub(crate) receive: Option<String>,
}

impl Language {
    /// Its name for people.
    pub(crate) fn title(&self) -> String {
        let mut letters = self.folder.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }
}

/// Renders a sample of code.
pub(crate) fn sample(
    templates: &OfEvents<'_>,
    path: &str,
    model: &Model,
    event: &Event,
) -> Result<String, Error> {
    templates
        .render(path, model, event)
        .map_err(|fault| Error::of(templates::TemplatesError::Faults(vec![*fault]).to_string()))
}

/// Escapes values in HTML, but not slashes, which the engine's own way does.
fn format(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if !value.is_safe() => {
            let mut escaped = String::with_capacity(text.len());
            escape(&mut escaped, text);
            out.write_str(&escaped).map_err(minijinja::Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// The files in a folder and those below it, in order; hidden ones and links are left out.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let fault = |error: std::io::Error| Error::of_io("read", folder, &error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let kind = entry.file_type().map_err(fault)?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            files.extend(files_below(&entry.path())?)
        } else {
            files.push(entry.path())
        }
    }
    files.sort();
    Ok(files)
}
