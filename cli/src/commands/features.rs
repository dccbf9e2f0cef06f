//! Adds the features that the manifest of the generated crate lacks.

use std::path::Path;

use annals_catalog::count::counted;
use annals_catalog::model::Model;
use annals_catalog::rule::generated::FEATURELESS;
use annals_codegen::project::Project;
use annals_codegen::project::place::{real, way};
use annals_codegen::report::Applied;
use annals_codegen::{manifest, output};

use crate::fix::Edited;

/// A manifest with the features, and each of them as a fix.
pub(super) struct Added {
    pub(super) file: Edited,
    pub(super) applied: Vec<Applied>,
}

/// Adds the features to the manifest in the output folder, unless `dry_run`. `None` if it has all of
/// them, or they can only be added by hand.
pub(super) fn add(
    project: &Project,
    model: &Model,
    output: &Path,
    dry_run: bool,
) -> Result<Option<Added>, String> {
    let found = manifest::incomplete(output, manifest::names_of(model));
    let Some(found) = found.map_err(|error| error.to_string())? else { return Ok(None) };
    let Some(after) = found.after else { return Ok(None) };
    if !dry_run {
        output::replace(&found.path, after.as_bytes()).map_err(|error| error.to_string())?;
    }
    // As with every file of a fix, relative to the folder of the catalog.
    let between = real(project.folder()).zip(real(output));
    let way = between.and_then(|(home, output)| way(&home, &output));
    let way = way.unwrap_or_else(|| format!("{}/", output.display()));
    let path = format!("{way}Cargo.toml");
    let applied = found.missing.iter().map(|name| Applied {
        code: FEATURELESS.code,
        path: path.clone(),
        line: found.line,
        column: 1,
        before: String::new(),
        after: format!("{name} = []"),
    });
    let applied = applied.collect();
    let file = Edited { path, before: found.before.into_bytes(), after: after.into_bytes() };
    Ok(Some(Added { file, applied }))
}

impl Added {
    /// `added 2 features to generated/Cargo.toml`
    pub(super) fn summary(&self, prefix: &str) -> String {
        format!("added {} to {prefix}{}", counted(self.applied.len(), "feature"), self.file.path)
    }
}
