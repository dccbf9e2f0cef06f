//! Checks the schemas of one entry against their digests. `verify!` checks the pages.

use annals_contract::{Artifact, ArtifactKind};
use proc_macro2::Span;

use crate::fault::fault;
use crate::lockfile::LockFile;
use crate::report::{Errors, FIX};

/// Returns whether every schema exists and is unchanged. The first errors of a crate are reported here, at the type;
/// `verify!` reports how many more there are.
pub(crate) fn artifacts(
    errors: &mut Errors,
    file: &LockFile,
    artifacts: &[Artifact],
    span: Span,
) -> bool {
    let mut valid = true;
    for artifact in artifacts {
        let Artifact { path, digest, line, .. } = artifact;
        let what = match artifact.kind {
            ArtifactKind::Avro => "Avro schema",
            ArtifactKind::Json => "JSON Schema",
            ArtifactKind::Page => continue,
        };
        let Some(fault) = fault(&file.resolve(path), *digest) else { continue };
        valid = false;
        if file.seen.broken() {
            let line = line.0;
            errors.add_for_file(
                span,
                format_args!("the {what} {path} {fault} (catalog.lock:{line}); {FIX}"),
            );
        }
    }
    valid
}
