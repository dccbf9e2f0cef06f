//! The warnings that the last run reported, so that the next one shows only new ones.

use std::collections::BTreeMap;
use std::path::Path;

use annals_catalog::diagnostic::Diagnostic;
use annals_catalog::source::SourceMap;
use annals_codegen::cache::store;
use annals_contract::digest;

/// The name of their file in the cache.
const FILE: &str = "warnings";

/// The digests of warnings with the number of times that each was reported.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Reported(BTreeMap<u128, usize>);

impl Reported {
    /// What the last run with the output folder `root` reported; nothing if that cannot be read.
    pub(crate) fn read(root: &Path) -> Self {
        let bytes = store::read_file(root, FILE).unwrap_or_default();
        let mut reported = Self::default();
        for bytes in bytes.as_chunks().0 {
            reported.add(u128::from_le_bytes(*bytes));
        }
        reported
    }

    /// What this run reported.
    pub(crate) fn of(diagnostics: &[Diagnostic], sources: &SourceMap) -> Self {
        let mut reported = Self::default();
        diagnostics.iter().for_each(|item| reported.add(identity(item, sources)));
        reported
    }

    fn add(&mut self, identity: u128) {
        *self.0.entry(identity).or_default() += 1;
    }

    /// Removes one report of the warning; false if none is left, so that it is new.
    pub(crate) fn take(&mut self, item: &Diagnostic, sources: &SourceMap) -> bool {
        let count = self.0.get_mut(&identity(item, sources)).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    }

    /// Saves them. If that fails, the next run only shows more.
    pub(crate) fn write(&self, root: &Path) {
        let each =
            self.0.iter().flat_map(|(identity, count)| std::iter::repeat_n(identity, *count));
        let bytes: Vec<u8> = each.flat_map(|identity| identity.to_le_bytes()).collect();
        store::write_file(root, FILE, &bytes);
    }
}

/// What a warning is about. Its line is not part of that, since any edit above it changes the line.
fn identity(item: &Diagnostic, sources: &SourceMap) -> u128 {
    let (path, text) = (&sources.get(item.span.file).path, sources.text(item.span));
    digest(format!("{}\0{path}\0{text}\0{}", item.rule.code, item.message).as_bytes()).0
}
