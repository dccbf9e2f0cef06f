//! Reports: what is wrong, where, and what to do about it. Collected, never thrown.

mod collect;
mod fix;
mod text;

pub use collect::Diagnostics;
pub(crate) use fix::spell;

use crate::rule::Rule;
use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; nothing stops.
    Warning,
    /// The catalog cannot be used as it is.
    Error,
}

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
    /// The text to put in place of the span's text, where nothing else can have been meant. It is
    /// written as YAML at that place needs it, quotes and all.
    pub fix: Option<String>,
    /// What `fix` was found for. Where the source spells that in another way, with escapes or over
    /// several lines, the fix is dropped.
    replaced: String,
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
        if word.is_some() {
            written.clone_into(&mut self.replaced);
        }
        self.fix = word;
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
