//! The findings of a run, and how to print them as text.
//!
//! Every format shows the same [`Report`]; docs/reports.md describes them.

mod excerpt;
mod text;

pub use text::{diagnostics, findings, omitted, plain, summary};

use std::path::Path;

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::{FileId, SourceMap};

use crate::freshness::Finding;
use crate::parallel;

/// The default number of errors to show as text.
pub const ENOUGH: usize = 100;

/// The sources of a run, and how their paths are shown.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The files.
    pub map: &'a SourceMap,
    /// Prefix of their paths, which makes them relative to the current folder: empty or ending in
    /// `/`.
    pub prefix: &'a str,
}

impl Sources<'_> {
    /// The path of a file, with the prefix.
    #[must_use]
    pub fn path(&self, file: FileId) -> String {
        format!("{}{}", self.prefix, self.map.get(file).path)
    }
}

/// The number of findings of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors in the catalog.
    pub errors: usize,
    /// Warnings in the catalog.
    pub warnings: usize,
    /// Generated files that disagree with the catalog.
    pub files: usize,
}

impl Counts {
    /// True if a run with these findings has failed.
    #[must_use]
    pub fn fail(self) -> bool {
        self.errors + self.files > 0
    }
}

/// A fix that `--fix` applied.
#[derive(Debug)]
pub struct Applied {
    /// Code of the violated rule.
    pub code: &'static str,
    /// Path of the file, relative to the folder of the main file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The text before.
    pub before: String,
    /// The text after; empty if it was removed.
    pub after: String,
}

/// The findings of a run, possibly limited to some that are shown.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The sources of the diagnostics.
    pub sources: Sources<'a>,
    /// The output folder, as a prefix for the paths of files.
    pub output: &'a str,
    /// The number of all findings, shown or not.
    pub counts: Counts,
    /// The diagnostics to show, by place.
    pub diagnostics: Vec<&'a Diagnostic>,
    /// The files to show, by path.
    pub files: &'a [Finding],
    /// True if generated files were checked.
    pub looked_at_files: bool,
    /// The fixes that were applied; `None` without `--fix`.
    pub fixed: Option<&'a [Applied]>,
}

impl<'a> Report<'a> {
    /// A report on the diagnostics of a catalog, without generated files.
    #[must_use]
    pub fn new(diagnostics: &'a [Diagnostic], sources: Sources<'a>) -> Self {
        let count = |severity| diagnostics.iter().filter(|item| item.severity == severity).count();
        let counts =
            Counts { errors: count(Severity::Error), warnings: count(Severity::Warning), files: 0 };
        Self {
            sources,
            output: "",
            counts,
            diagnostics: diagnostics.iter().collect(),
            files: &[],
            looked_at_files: false,
            fixed: None,
        }
    }

    /// Adds the generated files in `output` that disagree with the catalog.
    #[must_use]
    pub fn with_files(mut self, files: &'a [Finding], output: &'a str) -> Self {
        (self.files, self.output, self.looked_at_files) = (files, output, true);
        self.counts.files = files.len();
        self
    }

    /// Shows at most `most` errors, including files, and at most `most` warnings.
    #[must_use]
    pub fn limited(mut self, most: usize) -> Self {
        let (mut errors, mut warnings) = (0, 0);
        self.diagnostics.retain(|item| {
            let count = match item.severity {
                Severity::Error => &mut errors,
                Severity::Warning => &mut warnings,
            };
            *count += 1;
            *count <= most
        });
        let left = most.saturating_sub(errors);
        self.files = &self.files[..self.files.len().min(left)];
        self
    }

    /// Applies `make` to every diagnostic that is shown; if there are many, in parallel, because the
    /// layout of excerpts is slow.
    pub fn each<T: Send + Sync>(&self, make: impl Fn(&Diagnostic) -> T + Sync) -> Vec<T> {
        if self.diagnostics.len() <= ENOUGH {
            return self.diagnostics.iter().map(|item| make(item)).collect();
        }
        parallel::map(&self.diagnostics, |item| make(item))
    }

    /// The number of findings that are not shown.
    #[must_use]
    pub fn omitted(&self) -> Counts {
        let shown =
            |severity| self.diagnostics.iter().filter(|item| item.severity == severity).count();
        Counts {
            errors: self.counts.errors - shown(Severity::Error),
            warnings: self.counts.warnings - shown(Severity::Warning),
            files: self.counts.files - self.files.len(),
        }
    }
}

/// A path or line without control characters, which a terminal would obey.
#[must_use]
pub fn visible(path: &str) -> String {
    let escaped = |letter: char| match letter.is_control() && letter != '\t' {
        true => letter.escape_default().to_string(),
        false => letter.to_string(),
    };
    path.chars().map(escaped).collect()
}

/// What a run that does not fail says of a foreign file.
#[must_use]
pub fn foreign(path: &Path) -> String {
    let path = visible(&path.display().to_string());
    format!("nothing generates `{path}`, and it stays; `annals explain A0306` says more")
}

/// The path of a generated file, with the output folder.
#[must_use]
pub fn shown(output: &str, file: &Finding) -> String {
    match output {
        "" | "." => file.path.clone(),
        folder => format!("{}/{}", folder.trim_end_matches('/'), file.path),
    }
}
