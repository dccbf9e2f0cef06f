//! Diagnostics: what is wrong, where, and what to do about it.

mod collect;
mod repeated;
mod text;

pub use collect::Diagnostics;
pub(crate) use repeated::{About, Unused, fold};

use crate::rule::Rule;
pub use crate::rule::Severity;
use crate::source::Span;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was violated; it has the code and the summary.
    pub rule: &'static Rule,
    /// The level, after `lint:` is applied.
    pub severity: Severity,
    /// One sentence, in lower case without a full stop: what is wrong and what was expected.
    pub message: String,
    /// Where it is.
    pub span: Span,
    /// A few words at the span; may be empty.
    pub label: String,
    /// Other places that matter (a first definition, for example), each with a label.
    pub related: Vec<(Span, String)>,
    /// Facts about it, such as a payload that proves it.
    pub notes: Vec<String>,
    /// What to do instead; every diagnostic has one.
    pub hint: String,
    /// The fix, if nothing else can have been meant.
    pub fix: Option<Fix>,
    /// What the fix is made of once the source is available.
    pub(crate) remedy: Option<Remedy>,
    /// The name that it is about, if others may be about it too.
    pub(crate) about: Option<Box<About>>,
}

/// A replacement that fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced: the span of the finding, or more.
    pub span: Span,
    /// The replacement, quoted as YAML requires at that place; empty to remove the span.
    pub text: String,
}

/// How a finding is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// With another word. There is no fix if the source spells the written one with escapes or over
    /// several lines.
    Word { written: String, word: String },
    /// With quotes around what is written, if it is one of these strings, or if there are none.
    Quotes { known: Vec<String> },
    /// By removing the item from its list, or the whole list if nothing is left.
    Removal,
}

/// Completes a new diagnostic: `diagnostics.report(&rule, span, "…").label("…").hint("…")`.
impl Diagnostic {
    /// Sets the level, if it is not the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Sets the label at the span.
    #[cold]
    #[inline(never)]
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = one_line(label.into());
        self
    }

    /// Adds another place that matters.
    #[cold]
    #[inline(never)]
    pub fn related(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        self.related.push((span, one_line(label.into())));
        self
    }

    /// Adds a fact.
    pub fn note(&mut self, note: impl Into<String>) -> &mut Self {
        self.notes.push(one_line(note.into()));
        self
    }

    /// Sets what to do instead.
    #[cold]
    #[inline(never)]
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = one_line(hint.into());
        self
    }

    /// Sets another text for the span, or for a part of the file around it.
    pub fn replace(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// Sets the word that must have been meant by `written`, the string at the span. How the source
    /// spells it is looked up later.
    #[cold]
    #[inline(never)]
    pub fn fix(&mut self, written: &str, word: Option<String>) -> &mut Self {
        self.remedy = word.map(|word| Remedy::Word { written: written.to_owned(), word });
        self
    }

    /// Says that the plain scalar at the span must have been meant as a string: one of the known
    /// ones, if there are any.
    pub(crate) fn quote(&mut self, known: Vec<String>) -> &mut Self {
        self.remedy = Some(Remedy::Quotes { known });
        self
    }

    /// Says that the list item at the span should be removed.
    pub fn remove(&mut self) -> &mut Self {
        self.remedy = Some(Remedy::Removal);
        self
    }
}

/// Strings of a catalog may contain line ends; a diagnostic shows them as escapes.
fn one_line(words: String) -> String {
    let is_sign = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    if !words.contains(is_sign) {
        return words;
    }
    let shown = |letter: char| match is_sign(letter) {
        true => letter.escape_default().to_string(),
        false => letter.to_string(),
    };
    words.chars().map(shown).collect()
}
