//! Builds the published docs of a catalog: a static site with search, which also works from `file://`.
//!
//! [`build`] writes page by page, on all cores, and never holds the whole site. What a page says comes from the model;
//! what `annals show` prints, [`facts`], is published beside it as JSON. Templates are in `templates/`, scripts and styles
//! in `assets/`; a theme replaces them one by one. Trees and lists, of which there can be many thousand rows, are written
//! directly, by a type that escapes what comes from the catalog.

mod at;
mod build;
mod changes;
mod error;
mod event;
pub mod facts;
mod fields;
mod home;
mod html;
mod inventory;
mod lists;
mod machine;
mod named;
mod page;
mod path;
mod personal;
mod print;
mod record;
mod search;
mod site;
mod theme;
mod timeline;
mod used;
mod uses;
mod words;
mod write;

use std::path::{Path, PathBuf};

use annals_catalog::model::Model;
pub use error::Error;
pub use write::Summary;

/// What the catalog says of its site, with paths that can be read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where the site is published, ending in `/`.
    pub url: Option<String>,
    /// An image for the top of every page.
    pub logo: Option<PathBuf>,
    /// The colour of links and marks: `#a4313b`.
    pub colour: Option<String>,
    /// A folder of templates, styles and samples of code.
    pub theme: Option<PathBuf>,
}

/// Builds the site of a catalog in a folder.
///
/// # Errors
/// If something cannot be read or written, or a template of the theme has an error.
pub fn build(model: &Model, settings: &Settings, folder: &Path) -> Result<Summary, Error> {
    build::build(model, settings, folder)
}
