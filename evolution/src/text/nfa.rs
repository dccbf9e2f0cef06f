//! A pattern as a nondeterministic automaton over characters.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem,
    Repetition, RepetitionKind, RepetitionRange,
};

/// The largest code point.
pub(super) const LAST: u32 = 0x10_FFFF;

/// The greatest number of states: a pattern with more is not decided.
const MAX_STATES: usize = 20_000;

/// Ascending ranges of code points, both ends included.
pub(super) type Ranges = Vec<(u32, u32)>;

/// The states that have been reached, ascending.
pub(super) type States = Vec<u32>;

#[derive(Debug)]
pub(super) struct Nfa {
    states: Vec<State>,
    /// Which states can lead to a match after the first character.
    alive: Vec<bool>,
}

#[derive(Debug)]
enum State {
    /// Goes on by one of these characters.
    Class(Ranges, u32),
    /// Goes on without a character.
    Split(Vec<u32>),
    /// Goes on at the start of the text.
    Start(u32),
    /// Goes on at its end.
    End(u32),
    /// The pattern has matched.
    Match,
}

impl Nfa {
    /// `None` if the pattern is too large, or has what this automaton does not support.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let ast = Parser::new().parse(pattern).ok()?;
        let mut nfa = Self { states: vec![State::Match], alive: Vec::new() };
        let end = nfa.around(0)?;
        let body = nfa.ast(&ast, end)?;
        // The first state is the last one, which `start` relies on.
        nfa.around(body)?;
        nfa.alive = nfa.alive();
        Some(nfa)
    }

    /// The states before the first character.
    pub(super) fn start(&self) -> States {
        self.closure(vec![self.states.len() as u32 - 1], true, false)
    }

    /// The states after one more character.
    pub(super) fn step(&self, states: &States, letter: u32) -> States {
        let next = states.iter().filter_map(|&state| match &self.states[state as usize] {
            State::Class(ranges, next) if contains(ranges, letter) => Some(*next),
            State::Class(..) | State::Split(_) | State::Start(_) | State::End(_) => None,
            State::Match => None,
        });
        self.closure(next.collect(), false, false)
    }

    /// True if the text may end here.
    pub(super) fn accepts(&self, states: &States, at_start: bool) -> bool {
        let states = self.closure(states.clone(), at_start, true);
        states.iter().any(|&state| matches!(self.states[state as usize], State::Match))
    }

    /// The ranges of all classes.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> {
        self.states.iter().flat_map(|state| match state {
            State::Class(ranges, _) => ranges.iter().copied(),
            State::Split(_) | State::Start(_) | State::End(_) | State::Match => [].iter().copied(),
        })
    }

    /// The states from which a match is reached without the start of the text.
    fn alive(&self) -> Vec<bool> {
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.states.len()];
        for (state, from) in self.states.iter().zip(0..) {
            match state {
                State::Class(_, next) | State::End(next) => before[*next as usize].push(from),
                State::Split(next) => {
                    next.iter().for_each(|next| before[*next as usize].push(from))
                }
                State::Start(_) | State::Match => {}
            }
        }
        let mut alive = vec![false; self.states.len()];
        let mut waiting = vec![0];
        while let Some(state) = waiting.pop() {
            if !std::mem::replace(&mut alive[state as usize], true) {
                waiting.extend(&before[state as usize]);
            }
        }
        alive
    }

    fn closure(&self, mut waiting: Vec<u32>, at_start: bool, at_end: bool) -> States {
        let mut seen = States::new();
        while let Some(state) = waiting.pop() {
            if !at_start && !self.alive[state as usize] {
                continue;
            }
            let Err(place) = seen.binary_search(&state) else { continue };
            seen.insert(place, state);
            match &self.states[state as usize] {
                State::Split(next) => waiting.extend(next),
                State::Start(next) if at_start => waiting.push(*next),
                State::End(next) if at_end => waiting.push(*next),
                State::Class(..) | State::Start(_) | State::End(_) | State::Match => {}
            }
        }
        seen
    }

    fn add(&mut self, state: State) -> Option<u32> {
        let place = u32::try_from(self.states.len()).ok()?;
        (self.states.len() < MAX_STATES).then(|| self.states.push(state))?;
        Some(place)
    }

    /// Any characters, then `next`: a pattern may match anywhere in the text.
    fn around(&mut self, next: u32) -> Option<u32> {
        let any = self.add(State::Class(vec![(0, LAST)], 0))?;
        let split = self.add(State::Split(vec![any, next]))?;
        self.states[any as usize] = State::Class(vec![(0, LAST)], split);
        Some(split)
    }

    /// The state before `ast`, after which `next` follows.
    fn ast(&mut self, ast: &Ast, next: u32) -> Option<u32> {
        match ast {
            Ast::Empty(_) => Some(next),
            Ast::Literal(literal) => {
                let letter = u32::from(literal.c);
                self.add(State::Class(vec![(letter, letter)], next))
            }
            Ast::ClassPerl(class) => self.add(State::Class(perl(class)?, next)),
            Ast::ClassBracketed(class) => self.add(State::Class(bracketed(class)?, next)),
            Ast::Group(group) => self.ast(&group.ast, next),
            Ast::Concat(concat) => {
                concat.asts.iter().rev().try_fold(next, |next, ast| self.ast(ast, next))
            }
            Ast::Alternation(alternation) => {
                let branches = alternation.asts.iter().map(|ast| self.ast(ast, next));
                let branches = branches.collect::<Option<_>>()?;
                self.add(State::Split(branches))
            }
            Ast::Repetition(repetition) => self.repetition(repetition, next),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::StartText => self.add(State::Start(next)),
                AssertionKind::EndLine | AssertionKind::EndText => self.add(State::End(next)),
                AssertionKind::WordBoundary
                | AssertionKind::NotWordBoundary
                | AssertionKind::WordBoundaryStart
                | AssertionKind::WordBoundaryEnd
                | AssertionKind::WordBoundaryStartAngle
                | AssertionKind::WordBoundaryEndAngle
                | AssertionKind::WordBoundaryStartHalf
                | AssertionKind::WordBoundaryEndHalf => None,
            },
            Ast::Flags(_) | Ast::Dot(_) | Ast::ClassUnicode(_) => None,
        }
    }

    fn repetition(&mut self, repetition: &Repetition, next: u32) -> Option<u32> {
        let (least, most) = match &repetition.op.kind {
            RepetitionKind::ZeroOrOne => (0, Some(1)),
            RepetitionKind::ZeroOrMore => (0, None),
            RepetitionKind::OneOrMore => (1, None),
            RepetitionKind::Range(RepetitionRange::Exactly(count)) => (*count, Some(*count)),
            RepetitionKind::Range(RepetitionRange::AtLeast(least)) => (*least, None),
            RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => (*least, Some(*most)),
        };
        let mut start = match most {
            None => {
                let split = self.add(State::Split(vec![next]))?;
                let body = self.ast(&repetition.ast, split)?;
                self.states[split as usize] = State::Split(vec![body, next]);
                split
            }
            Some(most) => (least..most).try_fold(next, |start, _| {
                let body = self.ast(&repetition.ast, start)?;
                self.add(State::Split(vec![body, next]))
            })?,
        };
        for _ in 0..least {
            start = self.ast(&repetition.ast, start)?;
        }
        Some(start)
    }
}

fn contains(ranges: &Ranges, letter: u32) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&letter))
}

/// Digits and word characters of ASCII; the catalog allows no other classes.
fn perl(class: &ClassPerl) -> Option<Ranges> {
    let mut ranges = match class.kind {
        ClassPerlKind::Digit => vec![(0x30, 0x39)],
        ClassPerlKind::Word => vec![(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)],
        ClassPerlKind::Space => return None,
    };
    if class.negated {
        ranges = negated(ranges);
    }
    Some(ranges)
}

fn bracketed(class: &ClassBracketed) -> Option<Ranges> {
    let ClassSet::Item(item) = &class.kind else { return None };
    let mut ranges = Ranges::new();
    collect(item, &mut ranges)?;
    ranges.sort_unstable();
    Some(if class.negated { negated(ranges) } else { ranges })
}

fn collect(item: &ClassSetItem, ranges: &mut Ranges) -> Option<()> {
    match item {
        ClassSetItem::Empty(_) => {}
        ClassSetItem::Literal(literal) => ranges.push((literal.c.into(), literal.c.into())),
        ClassSetItem::Range(range) => ranges.push((range.start.c.into(), range.end.c.into())),
        ClassSetItem::Perl(class) => ranges.extend(perl(class)?),
        ClassSetItem::Bracketed(class) => ranges.extend(bracketed(class)?),
        ClassSetItem::Union(union) => {
            return union.items.iter().try_for_each(|item| collect(item, ranges));
        }
        ClassSetItem::Ascii(_) | ClassSetItem::Unicode(_) => return None,
    }
    Some(())
}

/// All other code points. `ranges` are ascending by their starts.
fn negated(ranges: Ranges) -> Ranges {
    let mut others = Ranges::new();
    let mut next = 0;
    for (first, last) in ranges {
        if first > next {
            others.push((next, first - 1));
        }
        next = next.max(last + 1);
    }
    if next <= LAST {
        others.push((next, LAST));
    }
    others
}
