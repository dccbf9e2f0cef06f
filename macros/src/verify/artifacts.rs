//! Files that were generated from one entry: each is there, and is as it was generated.

use std::fs;
use std::io::ErrorKind;

use annals_contract::{Artifact, ArtifactKind, digest};
use proc_macro2::Span;

use crate::lockfile::LockFile;
use crate::report::{Errors, REPAIR};

/// Checks every artifact; pages only in the repository, since a packaged crate has none.
pub(crate) fn artifacts(errors: &mut Errors, file: &LockFile, artifacts: &[Artifact], span: Span) {
    for artifact in artifacts {
        if artifact.kind != ArtifactKind::Page || file.at_home {
            check(errors, file, artifact, span);
        }
    }
}

fn check(errors: &mut Errors, file: &LockFile, artifact: &Artifact, span: Span) {
    let what = match artifact.kind {
        ArtifactKind::Avro => "Avro schema",
        ArtifactKind::Json => "JSON Schema",
        ArtifactKind::Page => "page",
    };
    let (path, line) = (&artifact.path, artifact.line.0);
    let problem = match fs::read(file.resolve(path)) {
        Ok(bytes) if digest(&bytes) == artifact.digest => return,
        Ok(_) => "is not as it was generated".to_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => "is missing".to_owned(),
        Err(error) => format!("cannot be read: {error}"),
    };
    errors.add(span, format_args!("the {what} {path} {problem} (catalog.lock:{line}); {REPAIR}"));
}
