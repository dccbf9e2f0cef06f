//! Reports: what is wrong, where, and what to do about it. Collected, never thrown.

mod collect;
mod text;

pub use collect::Diagnostics;

use crate::rule::Rule;
pub use crate::rule::Severity;
use crate::source::Span;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken; gives code and summary.
    pub rule: &'static Rule,
    /// After `lint:` levels are applied.
    pub severity: Severity,
    /// One sentence: lower case, no full stop; what is wrong and what was expected.
    pub message: String,
    /// Where.
    pub span: Span,
    /// A few words at the span; may be empty.
    pub label: String,
    /// Other places that matter (a first definition, for example), with words at each.
    pub related: Vec<(Span, String)>,
    /// What to do instead; every report has one.
    pub hint: String,
    /// What mends it, where nothing else can have been meant.
    pub fix: Option<Fix>,
    /// What the fix is made from as soon as the source is at hand.
    pub(crate) remedy: Option<Remedy>,
}

/// A replacement that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced: the place of the finding, or more where that has to go.
    pub span: Span,
    /// What to put there, written as YAML at that place needs it, quotes and all; empty to remove it.
    pub text: String,
}

/// How a finding is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// By another word. Where the source spells the written one in another way, with escapes or over
    /// several lines, there is no fix.
    Word { written: String, word: String },
    /// By quotes around what is written, if it is one of these texts; any will do where there are none.
    Quotes { known: Vec<String> },
    /// By taking the item out of its list, and an empty list out of its mapping.
    Removal,
}

/// Completing a report where it is made:
/// `diagnostics.report(&rule, span, "…").label("…").hint("…")`.
impl Diagnostic {
    /// Sets the level, where it is not the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Sets the words at the span.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = one_line(label.into());
        self
    }

    /// Adds another place that matters.
    pub fn related(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        self.related.push((span, one_line(label.into())));
        self
    }

    /// Sets what to do instead.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Self {
        self.hint = one_line(hint.into());
        self
    }

    /// Sets the word that must have been meant by `written`, the text that the span is for; how it
    /// is written there is decided later.
    pub fn fix(&mut self, written: &str, word: Option<String>) -> &mut Self {
        self.remedy = word.map(|word| Remedy::Word { written: written.to_owned(), word });
        self
    }

    /// Says that the plain scalar at the span must have been meant as a text: as one of those that
    /// are known, if any are.
    pub(crate) fn quote(&mut self, known: Vec<String>) -> &mut Self {
        self.remedy = Some(Remedy::Quotes { known });
        self
    }

    /// Says that the item of a list at the span has no use.
    pub(crate) fn remove(&mut self) -> &mut Self {
        self.remedy = Some(Remedy::Removal);
        self
    }
}

/// What a catalog says may hold line ends; a report shows them as escapes.
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
