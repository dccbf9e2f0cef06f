//! The front end of Annals: compiles the text of a catalog to a checked model and diagnostics.
//!
//! The stages, each a function from one finished structure to the next:
//! [`source`] (text and spans) → `tree` (YAML with positions) → `parse` → [`ast`] (as written) →
//! `resolve` → [`model`] (as meant) → `check` (one function per rule).
//! Beside them, [`language`] declares every key, [`names`] every derived name, [`rule`] every rule,
//! [`text`] the forms of dates and the like, and [`count`] how a number is written. [`compile`] runs the stages.
//! [`format`](mod@format) formats a catalog. If a catalog has errors, `shift` looks for lines in the
//! wrong place, and the stages run again with those in their own.
//!
//! Nothing here accesses the disk: the caller passes the text, and a [`source::Loader`] for
//! `include`. No stage stops at its first error, and none panics on what a catalog contains.

pub mod ast;
mod check;
pub mod count;
pub mod diagnostic;
mod fixes;
pub mod format;
pub mod language;
mod lookalike;
pub mod model;
pub mod names;
mod parallel;
mod parse;
mod resolve;
pub mod rule;
pub mod sentence;
mod shift;
pub mod sort;
pub mod source;
pub mod suggest;
pub mod text;
mod tree;
mod types;

use check::Dated;
use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use format::format;
use model::{Date, Model};
use shift::Shifts;
use source::{Loader, MAIN, Source, SourceMap};

/// The result of [`compile`].
#[derive(Debug)]
pub struct Compiled {
    /// Every file that was read; the spans of the diagnostics and the model refer to it.
    pub sources: SourceMap,
    /// The catalog; `None` if a diagnostic is an error, or if nothing was read.
    pub model: Option<Model>,
    /// Every finding, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// The levels of the rules that depend on today's date.
    dated: Dated,
}

impl Compiled {
    /// The result for a catalog that is known to be valid and was not read.
    #[must_use]
    pub fn unread() -> Self {
        let (sources, dated) = (SourceMap::default(), Dated::of(&[]));
        Self { sources, model: None, diagnostics: Vec::new(), dated }
    }

    /// Adds what was found elsewhere, such as in a comparison with earlier releases. With errors, there is no model any
    /// more.
    pub fn add(&mut self, found: Diagnostics) {
        let mut found = found.into_sorted();
        fixes::spell(&mut found, &self.sources);
        if found.iter().any(|item| item.severity == Severity::Error) {
            self.model = None;
        }
        self.diagnostics.extend(found);
        self.diagnostics.sort_by_key(|item| item.span);
    }

    /// Reports the waivers and accepted changes that ended before `today`, and the deprecated items that should
    /// have been removed by then.
    #[must_use]
    pub fn expired(&self, today: Date) -> Vec<Diagnostic> {
        let found = |model| check::expired(model, &self.dated, today);
        self.model.as_ref().map(found).unwrap_or_default()
    }
}

/// Compiles a catalog: the main file, and the files that it includes. `begin` is called with the
/// name of each stage when it begins.
pub fn compile(main: Source, loader: &dyn Loader, begin: &mut dyn FnMut(&'static str)) -> Compiled {
    let compiled = compile_shifted(main, loader, begin, &Shifts::new());
    if compiled.model.is_some() {
        return compiled;
    }
    let Compiled { sources, diagnostics, .. } = &compiled;
    let shifts = shift::find(sources, diagnostics, &reports_alone);
    if shifts.is_empty() {
        return compiled;
    }
    let main = sources.get(MAIN).clone();
    compile_shifted(main, loader, &mut |_| {}, &shifts)
}

fn compile_shifted(
    main: Source,
    loader: &dyn Loader,
    begin: &mut dyn FnMut(&'static str),
    shifts: &Shifts,
) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let mut sources = SourceMap::default();
    begin("parse");
    let catalog = parse::parse(&mut diagnostics, &mut sources, main, loader, shifts);
    begin("resolve");
    let model = resolve::resolve(&mut diagnostics, &catalog);
    begin("check");
    check::check(&mut diagnostics, model.as_ref(), &catalog);
    let model = model.filter(|_| !diagnostics.has_errors());
    let dated = Dated::of(&catalog.lint);
    parallel::discard(catalog);
    let mut diagnostics = diagnostics.into_sorted();
    shift::explain(&mut diagnostics, &sources);
    diagnostic::fold(&mut diagnostics);
    lookalike::explain(&mut diagnostics, &sources);
    fixes::spell(&mut diagnostics, &sources);
    Compiled { sources, model, diagnostics, dated }
}

/// The reports about a text that do not depend on other files.
fn reports_alone(text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    let catalog = parse::parse_alone(&mut diagnostics, text);
    let model = resolve::resolve(&mut diagnostics, &catalog);
    check::check(&mut diagnostics, model.as_ref(), &catalog);
    diagnostics.into_sorted()
}
