//! Schemas of one entry: each is there, and is as it was generated. Pages are `verify!`'s to check.

use annals_contract::{Artifact, ArtifactKind};
use proc_macro2::Span;

use crate::fault::fault;
use crate::lockfile::LockFile;
use crate::report::{Errors, REPAIR};

/// Checks every schema; false if one is not sound. The first ones are reported here, at the type; where there are
/// many, `verify!` counts the others.
pub(crate) fn artifacts(
    errors: &mut Errors,
    file: &LockFile,
    artifacts: &[Artifact],
    span: Span,
) -> bool {
    let mut sound = true;
    for artifact in artifacts {
        let Artifact { path, digest, line, .. } = artifact;
        let what = match artifact.kind {
            ArtifactKind::Avro => "Avro schema",
            ArtifactKind::Json => "JSON Schema",
            ArtifactKind::Page => continue,
        };
        let Some(fault) = fault(&file.resolve(path), *digest) else { continue };
        sound = false;
        if file.seen.broken() {
            let line = line.0;
            errors.add_beside(
                span,
                format_args!("the {what} {path} {fault} (catalog.lock:{line}); {REPAIR}"),
            );
        }
    }
    sound
}
