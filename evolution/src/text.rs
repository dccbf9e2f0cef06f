//! Sets of strings, and whether one has what another lacks.
//!
//! A set is what its patterns and lengths allow. Patterns are regular, so the question is decided exactly: a walk over
//! the states of all patterns together, shortest strings first, finds a string in the difference or shows that there is
//! none. A bound on the states makes the answer "not decided".

mod nfa;

use std::cell::OnceCell;
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use nfa::{LAST, Nfa, States};

/// The greatest number of states that a search visits.
const MAX_VISITED: usize = 20_000;

/// Characters that make a string readable, in the order of preference.
const READABLE: &str = "a0A-:_.@/+ bBcCxX192345678";

/// The strings that a type and its limits allow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// Each matches somewhere.
    patterns: Vec<Pattern>,
    least: u64,
    most: Option<u64>,
}

/// A pattern, compiled when it is first needed.
#[derive(Debug, Clone)]
struct Pattern {
    text: String,
    nfa: OnceCell<Option<Rc<Nfa>>>,
}

impl Pattern {
    /// `None` if it is not supported.
    fn nfa(&self) -> Option<&Rc<Nfa>> {
        self.nfa.get_or_init(|| Nfa::new(&self.text).map(Rc::new)).as_ref()
    }
}

/// Whether a set has strings that another one lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Difference {
    /// It has none.
    None,
    /// This is one.
    Text(String),
    /// The patterns are too large, or use word boundaries.
    NotDecided,
}

/// The states of the patterns of both sets, and the number of characters as far as it matters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    states: Vec<States>,
    length: u64,
}

impl Texts {
    /// Adds a pattern, which matches somewhere in each string.
    pub(crate) fn matching(mut self, pattern: impl Into<String>) -> Self {
        self.patterns.push(Pattern { text: pattern.into(), nfa: OnceCell::new() });
        self
    }

    /// Limits the number of characters.
    pub(crate) fn within(mut self, least: Option<u64>, most: Option<u64>) -> Self {
        self.least = self.least.max(least.unwrap_or(0));
        self.most = self.most.into_iter().chain(most).min();
        self
    }

    /// Exactly these strings.
    pub(crate) fn listed<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let texts: Vec<String> = texts.into_iter().map(escaped).collect();
        Self::default().matching(format!("^(?:{})$", texts.join("|")))
    }

    /// A string of the set that is not one of `others`.
    pub(crate) fn except(&self, others: &Self) -> Difference {
        let same = |pattern: &Pattern| self.patterns.iter().any(|own| own.text == pattern.text);
        let within = others.least <= self.least
            && others.most.is_none_or(|most| self.most.is_some_and(|own| own <= most));
        if within && others.patterns.iter().all(same) {
            return Difference::None;
        }
        Search::new(self, Some(others)).map_or(Difference::NotDecided, |search| search.shortest(0))
    }

    /// A short string of the set, of at least `length` characters if it has such; `None` if none is found.
    pub(crate) fn example(&self, length: u64) -> Option<String> {
        let search = Search::new(self, None)?;
        match search.shortest(length) {
            Difference::Text(text) => Some(text),
            Difference::None | Difference::NotDecided => match search.shortest(0) {
                Difference::Text(text) => Some(text),
                Difference::None | Difference::NotDecided => None,
            },
        }
    }

    /// True if the set has this string, and it is known.
    pub(crate) fn contains(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        let matches = |pattern: &Pattern| {
            pattern.nfa().is_some_and(|nfa| {
                let states = text
                    .chars()
                    .fold(nfa.start(), |states, letter| nfa.step(&states, letter.into()));
                nfa.accepts(&states, text.is_empty())
            })
        };
        length >= self.least
            && self.most.is_none_or(|most| length <= most)
            && self.patterns.iter().all(matches)
    }
}

/// A search for the shortest string of `own` that `others` lack.
struct Search<'t> {
    own: &'t Texts,
    others: Option<&'t Texts>,
    nfas: Vec<Rc<Nfa>>,
    letters: Vec<char>,
}

impl<'t> Search<'t> {
    fn new(own: &'t Texts, others: Option<&'t Texts>) -> Option<Self> {
        let patterns = own.patterns.iter().chain(others.iter().flat_map(|texts| &texts.patterns));
        let nfas = patterns.map(|pattern| pattern.nfa().cloned());
        let nfas = nfas.collect::<Option<Vec<_>>>()?;
        let letters = letters(&nfas);
        Some(Self { own, others, nfas, letters })
    }

    fn shortest(&self, length: u64) -> Difference {
        let limits = [Some(self.own), self.others];
        let longest =
            limits.into_iter().flatten().flat_map(|texts| [Some(texts.least), texts.most]);
        let longest = longest.flatten().chain([length]).max().unwrap_or(0).saturating_add(1);
        let start = Place { states: self.nfas.iter().map(|nfa| nfa.start()).collect(), length: 0 };
        let mut seen = HashSet::from([start.clone()]);
        let mut waiting = VecDeque::from([(start, String::new())]);
        while let Some((place, text)) = waiting.pop_front() {
            if place.length >= length && self.is_found(&place, text.is_empty()) {
                return Difference::Text(text);
            }
            if self.own.most.is_some_and(|most| place.length >= most) {
                continue;
            }
            for &letter in &self.letters {
                let states = self.nfas.iter().zip(&place.states);
                let states: Vec<States> =
                    states.map(|(nfa, states)| nfa.step(states, letter.into())).collect();
                if states[..self.own.patterns.len()].iter().any(Vec::is_empty) {
                    continue;
                }
                let next = Place { states, length: (place.length + 1).min(longest) };
                if seen.insert(next.clone()) {
                    if seen.len() > MAX_VISITED {
                        return Difference::NotDecided;
                    }
                    let mut text = text.clone();
                    text.push(letter);
                    waiting.push_back((next, text));
                }
            }
        }
        Difference::None
    }

    fn is_found(&self, place: &Place, is_empty: bool) -> bool {
        let accepted = self.nfas.iter().zip(&place.states);
        let accepted: Vec<bool> =
            accepted.map(|(nfa, states)| nfa.accepts(states, is_empty)).collect();
        let (own, others) = accepted.split_at(self.own.patterns.len());
        let fits = |texts: &Texts, matched: &[bool]| {
            place.length >= texts.least
                && texts.most.is_none_or(|most| place.length <= most)
                && matched.iter().all(|matched| *matched)
        };
        fits(self.own, own) && !self.others.is_some_and(|texts| fits(texts, others))
    }
}

/// One character for all that no pattern tells apart, readable ones first.
fn letters(nfas: &[Rc<Nfa>]) -> Vec<char> {
    let ranges = nfas.iter().flat_map(|nfa| nfa.ranges());
    let mut starts: Vec<u32> = ranges.flat_map(|(first, last)| [first, last + 1]).collect();
    // Neither control characters nor surrogates are worth a class of their own.
    starts.extend([0, 0x20, 0x7f, 0xa0, 0xd800, 0xe000, LAST + 1]);
    starts.sort_unstable();
    starts.dedup();
    let rank = |letter: char| READABLE.chars().position(|other| other == letter);
    let class = |pair: &[u32]| {
        let all = pair[0]..pair[1];
        let readable = READABLE.chars().find(|letter| all.contains(&u32::from(*letter)));
        readable.or_else(|| char::from_u32(pair[0]))
    };
    let mut letters: Vec<char> = starts.windows(2).filter_map(class).collect();
    letters
        .sort_by_key(|letter| (rank(*letter).unwrap_or(usize::MAX), letter.is_control(), *letter));
    letters
}

/// A pattern of one string.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        if !letter.is_alphanumeric() && letter.is_ascii() && !letter.is_control() && letter != ' ' {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::{Difference, Texts};

    fn texts(pattern: &str) -> Texts {
        Texts::default().matching(pattern)
    }

    fn difference(own: &str, others: &str) -> Difference {
        texts(own).except(&texts(others))
    }

    #[test]
    fn equal_languages_have_no_difference() {
        assert_eq!(difference("^[a-c]+$", "^(a|b|c)(a|b|c)*$"), Difference::None);
        assert_eq!(difference("^(a|b|c)(a|b|c)*$", "^[a-c]+$"), Difference::None);
        assert_eq!(difference("^[0-9]{2,3}$", "[0-9]"), Difference::None);
    }

    #[test]
    fn the_shortest_string_in_the_difference_is_found() {
        let text = |text: &str| Difference::Text(text.to_owned());
        assert_eq!(difference("^[a-d]+$", "^[a-c]+$"), text("d"));
        assert_eq!(difference("^a*$", "^(aa)*$"), text("a"));
        assert_eq!(difference("[0-9]", "^[0-9]"), text("a0"));
        assert_eq!(difference("", "^.$"), Difference::NotDecided);
        assert_eq!(Texts::default().except(&texts("^a$")), text(""));
        let long = Texts::default().within(None, Some(5));
        assert_eq!(Texts::default().except(&long), text("aaaaaa"));
        assert_eq!(long.except(&Texts::default().within(Some(2), None)), text(""));
        assert_eq!(long.except(&Texts::default().within(None, Some(6))), Difference::None);
    }

    #[test]
    fn large_patterns_are_not_decided() {
        assert_eq!(difference("^[ab]*a[ab]{4}$", "^a"), Difference::Text("baaaaa".to_owned()));
        assert_eq!(difference("^[ab]*a[ab]{16}$", "^a"), Difference::NotDecided);
        assert_eq!(difference("^(?:(?:a{100}){100}){100}$", "^b"), Difference::NotDecided);
        assert_eq!(difference(r"\ba", "^b"), Difference::NotDecided);
    }

    #[test]
    fn formats_are_compared() {
        use annals_contract::Format;
        let in_format = |format: Format| {
            let patterns = format.patterns().iter().copied();
            patterns.fold(Texts::default(), Texts::matching).within(None, format.longest())
        };
        assert_eq!(in_format(Format::Ipv4).except(&in_format(Format::Hostname)), Difference::None);
        assert_eq!(
            in_format(Format::Hostname).except(&in_format(Format::Ipv4)),
            Difference::Text("a".to_owned())
        );
    }

    #[test]
    fn listed_strings_are_escaped() {
        let listed = Texts::listed(["a.b", "+1", "é ü"]);
        assert!(listed.contains("a.b") && listed.contains("+1") && listed.contains("é ü"));
        assert!(!listed.contains("axb") && !listed.contains("a.b "));
        assert_eq!(Texts::listed(["a"]).except(&listed), Difference::Text("a".to_owned()));
    }
}
