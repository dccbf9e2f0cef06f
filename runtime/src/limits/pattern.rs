//! Regular expressions, matched with a table of states where possible.
//!
//! The pattern of a scalar is checked each time a value is read. A general engine takes several times as long for
//! that as reading the whole event (`benches/README.md` has the figures), so a pattern is compiled to a table when it
//! is first used. Patterns that the table does not support (flags, word boundaries, non-ASCII characters) use the
//! general engine.

pub(crate) mod automaton;
mod nfa;
mod parse;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use regex_lite::Regex;

use automaton::Automaton;

/// A regular expression that is compiled when first used.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug)]
enum Compiled {
    Table(Box<Automaton>),
    Regex(Regex),
    /// The text is not a valid pattern, or too large. The compiler of the catalog rejects such patterns.
    Nothing,
}

impl Pattern {
    /// A pattern with this text. It is not compiled yet.
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// The text of the pattern.
    pub const fn as_str(&self) -> &'static str {
        self.text
    }

    /// True if the pattern matches somewhere in `text`. An invalid pattern never matches.
    pub fn matches(&self, text: &str) -> bool {
        match self.compiled() {
            Compiled::Table(automaton) => automaton.matches(text),
            Compiled::Regex(regex) => regex.is_match(text),
            Compiled::Nothing => false,
        }
    }

    /// The table; `None` if the pattern uses the general engine.
    #[cfg(feature = "testing")]
    pub(crate) fn table(&self) -> Option<&Automaton> {
        match self.compiled() {
            Compiled::Table(automaton) => Some(automaton),
            Compiled::Regex(_) | Compiled::Nothing => None,
        }
    }

    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            match parse::parse(self.text).and_then(|node| Automaton::new(&node)) {
                Some(automaton) => Compiled::Table(Box::new(automaton)),
                None => Regex::new(self.text).map_or(Compiled::Nothing, Compiled::Regex),
            }
        })
    }
}
