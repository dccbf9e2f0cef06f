//! Prints findings for people and machines: diagnostics and stale files in, one form's text out.
//!
//! Every form shows the same [`Report`]; docs/reports.md describes them.

mod excerpt;
mod text;

pub use text::{diagnostics, findings, omitted, plain, summary};

use annals_catalog::diagnostic::{Diagnostic, Severity};
use annals_catalog::source::{FileId, SourceMap};
use rayon::prelude::*;

use crate::freshness::Finding;

/// So many errors are enough for one look; text stops there unless told otherwise.
pub const ENOUGH: usize = 100;

/// The sources of a run, and how their paths are shown.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The files.
    pub map: &'a SourceMap,
    /// What goes before their paths, so that they can be opened from where people are: empty or
    /// ending in `/`.
    pub prefix: &'a str,
}

impl Sources<'_> {
    /// The path of a file as shown.
    #[must_use]
    pub fn path(&self, file: FileId) -> String {
        format!("{}{}", self.prefix, self.map.get(file).path)
    }
}

/// How many findings there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Mistakes in the catalog.
    pub errors: usize,
    /// What is worth a look in the catalog.
    pub warnings: usize,
    /// Generated files that disagree with it.
    pub files: usize,
}

impl Counts {
    /// True if a run with so many findings has failed.
    #[must_use]
    pub fn fail(self) -> bool {
        self.errors + self.files > 0
    }
}

/// A replacement that `--fix` made.
#[derive(Debug)]
pub struct Applied {
    /// Code of the rule that was broken.
    pub code: &'static str,
    /// Path of the file, relative to the folder of the main file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// What a run found: all of it counted, and what of it is to be shown.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The sources of the diagnostics.
    pub sources: Sources<'a>,
    /// The output folder as shown; paths of files begin with it.
    pub output: &'a str,
    /// Everything that was found.
    pub counts: Counts,
    /// What is shown of the diagnostics, by place.
    pub diagnostics: Vec<&'a Diagnostic>,
    /// What is shown of the files that disagree, by path.
    pub files: &'a [Finding],
    /// True if generated files were looked at.
    pub looked_at_files: bool,
    /// What `--fix` replaced; `None` if nobody asked for that.
    pub fixed: Option<&'a [Applied]>,
}

impl<'a> Report<'a> {
    /// The report of a catalog alone, with all of its diagnostics.
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

    /// The same with what became of the generated files in `output`.
    #[must_use]
    pub fn with_files(mut self, files: &'a [Finding], output: &'a str) -> Self {
        (self.files, self.output, self.looked_at_files) = (files, output, true);
        self.counts.files = files.len();
        self
    }

    /// Shows at most so many errors (files that disagree are errors too) and as many warnings.
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

    /// What `make` makes of every diagnostic that is shown. To lay out an excerpt takes a while, so
    /// more than people read are shared out over all cores.
    pub fn each<T: Send>(&self, make: impl Fn(&Diagnostic) -> T + Sync) -> Vec<T> {
        if self.diagnostics.len() <= ENOUGH {
            return self.diagnostics.iter().map(|item| make(item)).collect();
        }
        self.diagnostics.par_iter().with_min_len(16).map(|item| make(item)).collect()
    }

    /// What was found and is not shown.
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

/// The path of a generated file as shown.
#[must_use]
pub fn shown(output: &str, file: &Finding) -> String {
    match output {
        "" | "." => file.path.clone(),
        folder => format!("{}/{}", folder.trim_end_matches('/'), file.path),
    }
}
