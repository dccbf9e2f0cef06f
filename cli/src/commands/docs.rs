//! `annals docs`: builds the published docs, a static site.

use std::path::{Path, PathBuf};
use std::time::Instant;

use annals_catalog::count::counted;
use annals_catalog::model::{Docs as Wanted, Model};
use annals_codegen::project::place;
use annals_site::Settings;
use clap::Args;

use super::Outcome;
use super::terminal::Terminal;
use super::view::open_clean;

#[derive(Debug, Args)]
#[command(
    after_help = "The site works below any path and from files. It is not committed, and not in catalog.lock. \
    docs/site.md describes it, and the key `docs` of the catalog."
)]
pub(super) struct Docs {
    /// Path to the folder of the site: new, empty, or written by this command
    #[arg(long, value_name = "DIR", default_value = "target/site", value_hint = clap::ValueHint::DirPath)]
    out: PathBuf,
}

impl Docs {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        let start = Instant::now();
        let project = match open_clean(catalog, terminal) {
            Ok(project) => project,
            Err(outcome) => return outcome,
        };
        let Some(model) = &project.compiled.model else { return Outcome::Findings };
        let settings = match settings(model, &project.path) {
            Ok(settings) => settings,
            Err(message) => {
                terminal.error(&message);
                return Outcome::Failed;
            }
        };
        match annals_site::build(model, &settings, &self.out) {
            Ok(summary) => {
                let files = counted(summary.files, "file");
                terminal.note(&format!(
                    "{files} in `{}`: {} written, {} removed, {} ms",
                    self.out.display(),
                    summary.written,
                    summary.removed,
                    start.elapsed().as_millis()
                ));
                Outcome::Clean
            }
            Err(error) => {
                terminal.error(&error.to_string());
                Outcome::Failed
            }
        }
    }
}

/// The settings of a catalog, with the files that they name.
fn settings(model: &Model, catalog: &Path) -> Result<Settings, String> {
    let Wanted { url, logo, colour, theme } = &model.docs;
    let folder = catalog.parent().unwrap_or(Path::new(""));
    let found = |path: &String| {
        let path = folder.join(path);
        match place::stays(&path) {
            Ok(true) => Ok(path),
            Ok(false) => {
                Err(format!("cannot read `{}`: it is a link out of its folder", path.display()))
            }
            Err(error) => Err(format!("cannot read `{}`: {error}", path.display())),
        }
    };
    Ok(Settings {
        url: url.clone(),
        logo: logo.as_ref().map(found).transpose()?,
        colour: colour.clone(),
        theme: theme.as_ref().map(found).transpose()?,
    })
}
