//! Catalogs that are compiled and generated in memory: this repository's, and a small one with every type.

use std::path::Path;

use annals_catalog::model::Model;
use annals_codegen::project::Project;
use annals_codegen::{FileSet, Options};

/// The folders in `tests/golden` that have one construct of the language in every position.
pub const CONSTRUCTS: [&str; 11] = [
    "presence",
    "enums",
    "wire-names",
    "formats",
    "constants",
    "open-records",
    "exact-numbers",
    "exact-texts",
    "times",
    "custom-properties",
    "variants",
];

/// The model of this repository's catalog, and all files generated from it.
///
/// # Panics
/// If the catalog has errors, with a list of them.
#[must_use]
pub fn generated() -> (Model, FileSet) {
    generated_from(&Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("catalog.yaml"))
}

/// A catalog of one event that uses every type of the language, nested and nullable.
///
/// # Panics
/// If that catalog has errors.
#[must_use]
pub fn every_type() -> (Model, FileSet) {
    generated_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join("support/every_type.yaml"))
}

/// The catalogs that schemas and validators are tested with: the two above, and those with one construct
/// of the language in every position.
///
/// # Panics
/// If one of them has errors.
#[must_use]
pub fn all() -> Vec<(Model, FileSet)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let constructs = CONSTRUCTS.iter().map(|name| golden.join(name).join("catalog.yaml"));
    let mut all = vec![generated(), every_type()];
    all.extend(constructs.map(|path| generated_from(&path)));
    all
}

/// The same for another catalog.
///
/// # Panics
/// If the catalog cannot be read or has errors.
#[must_use]
pub fn generated_from(path: &Path) -> (Model, FileSet) {
    let project =
        Project::open(path, &mut annals_codegen::Run::default()).expect("the catalog can be read");
    let compiled = project.compiled;
    let mistakes = compiled.diagnostics.iter().map(|item| item.to_text(&compiled.sources));
    let mistakes = mistakes.collect::<Vec<_>>().join("\n");
    let model =
        compiled.model.unwrap_or_else(|| panic!("{} has mistakes:\n{mistakes}", path.display()));
    let files = annals_codegen::generate(
        &model,
        &Options::all(Vec::new()),
        &mut annals_codegen::Run::default(),
    );
    (model, files)
}
