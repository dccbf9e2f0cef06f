//! Loads the files of `include`.

use std::collections::BTreeSet;

use crate::ast::{Catalog, Text};
use crate::diagnostic::Diagnostics;
use crate::rule::shape::INCLUDE;
use crate::source::{FileId, Loader, SourceMap};

/// Adds the files that match a pattern, each once.
pub(crate) fn load(
    diagnostics: &mut Diagnostics,
    sources: &mut SourceMap,
    loader: &dyn Loader,
    patterns: Vec<Text>,
    catalog: &mut Catalog,
) -> Vec<FileId> {
    let mut files = Vec::new();
    let mut known: BTreeSet<String> =
        sources.iter().map(|(_, source)| source.path.clone()).collect();
    for pattern in patterns {
        let found = loader.load(&pattern.value);
        let failure = match &found {
            Ok(found) if found.is_empty() => Some("no file matches".to_owned()),
            Ok(_) => None,
            Err(error) => Some(error.to_string()),
        };
        if let Some(failure) = failure {
            catalog.incomplete = true;
            let message = format!("cannot include `{}`: {failure}", pattern.value);
            diagnostics
                .report(&INCLUDE, pattern.span, message)
                .hint("write a pattern relative to the folder of the main file");
        }
        for source in found.into_iter().flatten() {
            if known.insert(source.path.clone()) {
                files.push(sources.add(source));
            }
        }
    }
    files
}
