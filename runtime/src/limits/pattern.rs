//! Patterns of text, matched by a table where that can be built.
//!
//! A text scalar's pattern is checked each time a value is read, and a general engine takes longer for that than all
//! the rest of the reading. So a pattern is turned into a table of states when first used. What the table cannot say
//! (flags, word boundaries, letters beyond ASCII in the pattern itself) the general engine matches.

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
    /// The text is no pattern; the catalog's check lets none through.
    Nothing,
}

impl Pattern {
    /// The pattern that `text` says.
    pub const fn new(text: &'static str) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// Its text.
    pub const fn as_str(&self) -> &'static str {
        self.text
    }

    /// True if it matches somewhere in `text`. A pattern that is none matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        match self.compiled() {
            Compiled::Table(automaton) => automaton.matches(text),
            Compiled::Regex(regex) => regex.is_match(text),
            Compiled::Nothing => false,
        }
    }

    /// The table; `None` if the general engine matches this pattern.
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
