//! Compiles the syntax tree of a pattern to a nondeterministic automaton (an NFA).

use super::parse::{Node, Set};

/// Maximum number of steps. Counted repetitions are unrolled, so a short pattern may need many.
const MAX_STEPS: usize = 4_000;

/// An index into [`Nfa::steps`].
pub(super) type StepId = usize;

#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Continues after one letter of the set.
    Set(Set, StepId),
    /// Continues at the start of the text.
    Start(StepId),
    /// Continues at the end of the text.
    End(StepId),
    Either(StepId, StepId),
    Match,
}

/// A nondeterministic automaton: it can be in several steps at once.
#[derive(Debug)]
pub(super) struct Nfa {
    pub(super) steps: Vec<Step>,
    pub(super) first: StepId,
}

impl Nfa {
    /// Returns `None` if there are too many steps.
    pub(super) fn new(node: &Node) -> Option<Self> {
        let mut nfa = Self { steps: vec![Step::Match], first: 0 };
        nfa.first = nfa.node(node, 0)?;
        Some(nfa)
    }

    fn add(&mut self, step: Step) -> Option<StepId> {
        self.steps.push(step);
        (self.steps.len() <= MAX_STEPS).then_some(self.steps.len() - 1)
    }

    /// Adds the steps that lead through `node` to `next`, and returns the first of them; `next` itself if `node` adds
    /// none. Such a node matches only the empty text, so repeating it changes nothing; and since it adds no step,
    /// `MAX_STEPS` would not end the loop.
    fn node(&mut self, node: &Node, next: StepId) -> Option<StepId> {
        match node {
            Node::Set(set) => self.add(Step::Set(*set, next)),
            Node::Start => self.add(Step::Start(next)),
            Node::End => self.add(Step::End(next)),
            Node::Sequence(nodes) => {
                nodes.iter().rev().try_fold(next, |next, node| self.node(node, next))
            }
            Node::Either(branches) => {
                let mut first = None;
                for branch in branches.iter().rev() {
                    let branch = self.node(branch, next)?;
                    first = Some(match first {
                        None => branch,
                        Some(other) => self.add(Step::Either(branch, other))?,
                    });
                }
                first
            }
            Node::Repeat(node, least, most) => {
                let rest = match most {
                    None => self.forever(node, next)?,
                    Some(most) => self.up_to(node, most.saturating_sub(*least), next)?,
                };
                self.times(node, *least, rest)
            }
        }
    }

    fn times(&mut self, node: &Node, count: u32, next: StepId) -> Option<StepId> {
        let mut first = next;
        for _ in 0..count {
            let again = self.node(node, first)?;
            if again == first {
                break;
            }
            first = again;
        }
        Some(first)
    }

    fn up_to(&mut self, node: &Node, count: u32, next: StepId) -> Option<StepId> {
        let mut first = next;
        for _ in 0..count {
            let again = self.node(node, first)?;
            if again == first {
                break;
            }
            first = self.add(Step::Either(again, next))?;
        }
        Some(first)
    }

    fn forever(&mut self, node: &Node, next: StepId) -> Option<StepId> {
        let again = self.add(Step::Match)?;
        let inner = self.node(node, again)?;
        self.steps[again] = Step::Either(inner, next);
        Some(again)
    }
}
