//! The order in which everything is made and written.

use std::path::Path;

use annals_catalog::model::Model;
use annals_codegen::templates::TemplatesError;
use rayon::prelude::*;

use crate::page::{self, Page};
use crate::site::{self, Site};
use crate::theme::Theme;
use crate::uses::Uses;
use crate::write::{Summary, Writer};
use crate::{Error, Settings, inventory, machine, path, print, search};

/// Builds the site of a catalog in a folder.
pub(crate) fn build(model: &Model, settings: &Settings, folder: &Path) -> Result<Summary, Error> {
    let theme = Theme::read(settings.theme.as_deref())?;
    let logo = settings.logo.as_deref().map(logo).transpose()?;
    let mut engine = theme.engine()?;
    engine.add_global("site", site::globals(model, settings, logo.as_ref().map(|(name, _)| name)));
    let templates = theme.code(model);
    let samples = templates
        .parse()
        .map_err(|faults| Error::of(TemplatesError::Faults(faults).to_string()))?;
    let (uses, usage) = rayon::join(|| Uses::of(model), || model.usage());
    let languages = theme.languages();
    let site = Site { model, settings, uses, usage, languages, samples: &samples, engine };
    let writer = Writer::open(folder)?;
    assets(&site, &theme, logo, &writer)?;
    let pages = page::all(&site);
    // One page after the other on each core: none is kept once it is written.
    pages.par_iter().try_for_each(|page| write(&site, *page, &writer))?;
    search::write(&site, &writer)?;
    machine::write(&site, &pages, &writer)?;
    print::write(&site, &writer)?;
    writer.file("objects.inv", &inventory::of(&site))?;
    writer.finish()
}

fn write(site: &Site<'_>, page: Page, writer: &Writer) -> Result<(), Error> {
    writer.file(&page.path(site.model), page.render(site)?.as_bytes())?;
    match page {
        Page::Event(id) => machine::event(site, id, writer),
        _ => Ok(()),
    }
}

/// The name of the logo below `assets/`, and its bytes.
fn logo(path: &Path) -> Result<(String, Vec<u8>), Error> {
    let bytes = std::fs::read(path).map_err(|error| Error::of_io("read", path, &error))?;
    let end = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    Ok((format!("logo.{}", path::slug(&end)), bytes))
}

fn assets(
    site: &Site<'_>,
    theme: &Theme,
    logo: Option<(String, Vec<u8>)>,
    writer: &Writer,
) -> Result<(), Error> {
    for (name, bytes) in theme.assets() {
        let path = format!("assets/{name}");
        match (&site.settings.colour, name) {
            (Some(colour), "site.css") => {
                let more = format!("\n:root {{ --accent: {colour}; --brand: {colour}; }}\n");
                writer.file(&path, &[bytes, more.as_bytes()].concat())?;
            }
            _ => writer.file(&path, bytes)?,
        }
    }
    if let Some((name, bytes)) = logo {
        writer.file(&format!("assets/{name}"), &bytes)?;
    }
    // GitHub Pages otherwise leaves out files whose names begin with `_`.
    writer.file(".nojekyll", b"")
}
