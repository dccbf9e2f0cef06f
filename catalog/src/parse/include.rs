//! Loads the files of `include`.

use std::collections::BTreeSet;

use crate::ast::{Catalog, Text};
use crate::diagnostic::Diagnostics;
use crate::rule::shape::INCLUDE;
use crate::source::{FileId, Loader, Source, SourceMap};

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
    let main = sources.iter().next().map(|(_, source)| source.path.clone());
    for pattern in patterns {
        let found = loader.load(&pattern.value);
        let is_main = |source: &Source| Some(&source.path) == main.as_ref();
        let relative = "write a pattern relative to the folder of the main file";
        let failure = match &found {
            Ok(found) if found.is_empty() => Some(("no file matches".to_owned(), relative)),
            Ok(found) if found.iter().any(is_main) => {
                Some(("it is the main file".to_owned(), "name another file, or remove the pattern"))
            }
            Ok(_) => None,
            Err(error) => Some((error.to_string(), relative)),
        };
        if let Some((failure, hint)) = failure {
            catalog.incomplete = true;
            let message = format!("cannot include `{}`: {failure}", pattern.value);
            diagnostics.report(&INCLUDE, pattern.span, message).hint(hint);
        }
        for source in found.into_iter().flatten() {
            if known.insert(source.path.clone()) {
                files.push(sources.add(source));
            }
        }
    }
    files
}
