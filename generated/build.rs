//! Regenerates this crate when `../catalog.yaml` changes; see `annals_codegen::build_script`.

use std::process::ExitCode;

#[cfg(feature = "regenerate")]
fn main() -> ExitCode {
    annals_codegen::build_script::run("../catalog.yaml")
}

/// Without the generator, stale files are still an error: the derives compare the catalog with `catalog.lock`.
#[cfg(not(feature = "regenerate"))]
fn main() -> ExitCode {
    ExitCode::SUCCESS
}
