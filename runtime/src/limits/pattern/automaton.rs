//! Compiles a nondeterministic automaton to a table that takes one byte at a time (a DFA).

use std::collections::BTreeMap;

use super::nfa::{Nfa, Step, StepId};
use super::parse::Node;

/// Maximum number of states, of 512 bytes each. Larger patterns use the general engine.
const MAX_STATES: usize = 1_000;

/// All non-ASCII characters count as one letter, after the 128 letters of ASCII.
const OTHERS: usize = 128;

/// A deterministic automaton. A state is an index into `rows`.
#[derive(Debug)]
pub(crate) struct Automaton {
    /// For each state, the next state for each byte. The first byte of a non-ASCII character stands for the
    /// character; its other bytes do not change the state.
    rows: Vec<[u16; 256]>,
    /// For each state, whether a text that ends there matches.
    accepts: Vec<bool>,
    /// For each state, how far an end is. Set by the first sample of a text.
    #[cfg(feature = "testing")]
    pub(crate) distances: std::sync::OnceLock<Vec<Option<usize>>>,
}

/// The set of steps that a state stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Steps {
    /// The steps that wait for a letter, ascending.
    waiting: Vec<StepId>,
    /// True if a match has ended, so that any text after it matches.
    matched: bool,
    /// True if the text matches if it ends here.
    accepts: bool,
}

impl Automaton {
    /// Returns `None` if the table would be too large.
    pub(super) fn new(node: &Node) -> Option<Self> {
        let nfa = Nfa::new(node)?;
        let (classes, letters) = classes(&nfa);
        let mut known = BTreeMap::new();
        let mut all = Vec::new();
        known.insert(nfa.start(), 0);
        all.push(nfa.start());
        let mut rows = Vec::new();
        while let Some(steps) = all.get(rows.len()).cloned() {
            // Class 0 is that of the bytes that do not change the state.
            let mut next = vec![u16::try_from(rows.len()).ok()?];
            for &letter in &letters {
                let after = nfa.after(&steps, letter);
                let id = *known.entry(after.clone()).or_insert(all.len());
                if id == all.len() {
                    all.push(after);
                }
                next.push(u16::try_from(id).ok()?);
            }
            rows.push(classes.map(|class| next[usize::from(class)]));
            (all.len() <= MAX_STATES).then_some(())?;
        }
        let accepts = all.iter().map(|steps| steps.accepts).collect();
        Some(Self {
            rows,
            accepts,
            #[cfg(feature = "testing")]
            distances: std::sync::OnceLock::new(),
        })
    }

    /// True if the pattern matches somewhere in `text`.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let (mut state, mut rest) = (0, text.as_bytes());
        // Most bytes leave the state unchanged. Searching for one that does not is faster than one lookup per byte,
        // because the lookups of a search do not depend on each other.
        loop {
            let row = &self.rows[state];
            let next = |byte: u8| usize::from(row[usize::from(byte)]);
            let Some(position) = rest.iter().position(|&byte| next(byte) != state) else {
                return self.accepts[state];
            };
            state = next(rest[position]);
            rest = &rest[position + 1..];
        }
    }

    /// The state after a letter.
    #[cfg(feature = "testing")]
    pub(crate) fn step(&self, state: usize, letter: char) -> usize {
        let first = letter.encode_utf8(&mut [0; 4]).as_bytes()[0];
        usize::from(self.rows[state][usize::from(first)])
    }

    /// For each state, whether a text that ends there matches.
    #[cfg(feature = "testing")]
    pub(crate) fn accepting(&self) -> impl Iterator<Item = bool> {
        self.accepts.iter().copied()
    }
}

/// The class of each byte, and one letter of each class except class 0. Every step treats all letters of a class alike.
fn classes(nfa: &Nfa) -> ([u8; 256], Vec<usize>) {
    let mut known: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
    let mut letters = Vec::new();
    let mut classes = [0; 256];
    for letter in 0..=OTHERS {
        let signature: Vec<bool> = nfa.steps.iter().map(|step| step.takes(letter)).collect();
        let class = *known.entry(signature).or_insert_with(|| {
            letters.push(letter);
            // There are 129 letters, so at most 129 classes.
            letters.len() as u8
        });
        if letter == OTHERS {
            classes[0xc0..].fill(class);
        } else {
            classes[letter] = class;
        }
    }
    (classes, letters)
}

impl Step {
    fn takes(&self, letter: usize) -> bool {
        match self {
            Self::Set(set, _) if letter == OTHERS => set.others,
            Self::Set(set, _) => set.ascii >> letter & 1 == 1,
            Self::Start(_) | Self::End(_) | Self::Either(..) | Self::Match => false,
        }
    }
}

impl Nfa {
    /// The state at the start of the text.
    fn start(&self) -> Steps {
        self.reach(&[self.first], true)
    }

    /// The state after a letter.
    fn after(&self, steps: &Steps, letter: usize) -> Steps {
        if steps.matched {
            return steps.clone();
        }
        let taken = steps.waiting.iter().filter_map(|&id| match self.steps[id] {
            step @ Step::Set(_, next) if step.takes(letter) => Some(next),
            Step::Set(..) | Step::Start(_) | Step::End(_) | Step::Either(..) | Step::Match => None,
        });
        // A match may start after any letter.
        let from: Vec<_> = taken.chain([self.first]).collect();
        self.reach(&from, false)
    }

    /// The state that is reached from `from` without a letter.
    fn reach(&self, from: &[StepId], at_start: bool) -> Steps {
        let inside = self.follow(from, at_start, false);
        let matches = |steps: &[bool]| {
            steps.iter().zip(&self.steps).any(|(&on, step)| on && matches!(step, Step::Match))
        };
        let matched = matches(&inside);
        let waits = |&id: &StepId| inside[id] && matches!(self.steps[id], Step::Set(..));
        Steps {
            waiting: if matched { Vec::new() } else { (0..inside.len()).filter(waits).collect() },
            matched,
            accepts: matched || matches(&self.follow(from, at_start, true)),
        }
    }

    fn follow(&self, from: &[StepId], at_start: bool, at_end: bool) -> Vec<bool> {
        let mut reached = vec![false; self.steps.len()];
        let mut open = from.to_vec();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut reached[id], true) {
                continue;
            }
            match self.steps[id] {
                Step::Either(left, right) => open.extend([left, right]),
                Step::Start(next) if at_start => open.push(next),
                Step::End(next) if at_end => open.push(next),
                Step::Set(..) | Step::Start(_) | Step::End(_) | Step::Match => {}
            }
        }
        reached
    }
}
