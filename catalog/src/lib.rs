//! The language of `catalog.yaml`: text in; a checked model and every diagnostic out.
//!
//! The stages, each a function from one finished structure to the next:
//! [`source`] (text and spans) → `tree` (YAML with positions) → `parse` → [`ast`] (as written) →
//! `resolve` → [`model`] (as meant) → `check` (one function a rule).
//! Beside them [`names`] holds every derived name, [`rule`] every rule and [`diagnostic`] every
//! report. [`compile`] runs them all. [`format`](mod@format) arranges the text of a catalog.
//!
//! Nothing here touches the disk: the caller brings the text, and a [`source::Loader`] for
//! `include`. No stage stops at its first error, and none panics on what a catalog says.

pub mod ast;
mod check;
pub mod diagnostic;
mod fixes;
pub mod format;
pub mod language;
pub mod model;
pub mod names;
mod parallel;
mod parse;
mod resolve;
pub mod rule;
pub mod source;
pub mod suggest;
pub mod text;
mod tree;
mod types;

use check::Dated;
use diagnostic::{Diagnostic, Diagnostics};
pub use format::format;
use model::{Date, Model};
use source::{Loader, Source, SourceMap};

/// What [`compile`] found.
#[derive(Debug)]
pub struct Compiled {
    /// Every file that was read; spans of the diagnostics and the model point into it.
    pub sources: SourceMap,
    /// The catalog; `None` exactly if a diagnostic is an error, and where it was not read.
    pub model: Option<Model>,
    /// Every finding, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The levels of what only the caller's day can find.
    dated: Dated,
}

impl Compiled {
    /// What there is to say of a catalog that is known to be sound, and of which nothing is needed.
    #[must_use]
    pub fn unread() -> Self {
        let (sources, dated) = (SourceMap::default(), Dated::of(&[]));
        Self { sources, model: None, diagnostics: Vec::new(), dated }
    }

    /// The waivers that ended before `today`, and the deprecated things that were to be gone by
    /// then; what day it is only the caller can know.
    #[must_use]
    pub fn expired(&self, today: Date) -> Vec<Diagnostic> {
        let found = |model| check::expired(model, &self.dated, today);
        self.model.as_ref().map(found).unwrap_or_default()
    }
}

/// Reads a catalog: the main file, and through the loader what it includes. `begin` is called with
/// the name of each stage when it begins.
pub fn compile(main: Source, loader: &dyn Loader, begin: &mut dyn FnMut(&'static str)) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let mut sources = SourceMap::default();
    begin("parse");
    let catalog = parse::parse(&mut diagnostics, &mut sources, main, loader);
    begin("resolve");
    let model = resolve::resolve(&mut diagnostics, &catalog);
    begin("check");
    check::check(&mut diagnostics, model.as_ref(), &catalog);
    let model = model.filter(|_| !diagnostics.has_errors());
    let dated = Dated::of(&catalog.lint);
    parallel::discard(catalog);
    let mut diagnostics = diagnostics.into_sorted();
    fixes::spell(&mut diagnostics, &sources);
    Compiled { sources, model, diagnostics, dated }
}
