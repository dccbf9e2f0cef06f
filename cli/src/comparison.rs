//! What a comparison with an older catalog found, as people and programs read it.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod text;

use std::collections::BTreeMap;

use annals_contract::Lock;
use annals_evolution::{Change, Effect, Problem, Reader, Verdict};
use clap::ValueEnum;

/// What readers are required to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Required {
    /// Nothing: the comparison only reports
    None,
    /// New readers read old events
    Backward,
    /// Old readers read new events
    Forward,
    /// Both
    Full,
}

/// Who reads what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Direction {
    /// New readers, old events.
    Backward,
    /// Old readers, new events.
    Forward,
}

/// In which order an event is rolled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rollout {
    Any,
    ReceiversFirst,
    SendersFirst,
    NewType,
}

/// A comparison of the events that were asked for.
pub(crate) struct Comparison<'c> {
    pub(crate) base: String,
    pub(crate) readers: Vec<Reader>,
    /// Those that decide about the rollout, and of which something is required; the others are only reported.
    deciding: Vec<Reader>,
    pub(crate) events: Vec<Event<'c>>,
    /// The problems by their cause.
    pub(crate) causes: Vec<Cause<'c>>,
    pub(crate) required: Required,
}

pub(crate) struct Event<'c> {
    pub(crate) event_type: &'c str,
    pub(crate) name: &'c str,
    pub(crate) domain: &'c str,
    pub(crate) change: Change,
}

/// One cause, in all events and for all readers that it concerns.
pub(crate) struct Cause<'c> {
    pub(crate) direction: Direction,
    /// The problem in the first event.
    pub(crate) problem: Problem,
    pub(crate) readers: Vec<Reader>,
    /// The names of the events.
    pub(crate) events: Vec<&'c str>,
}

impl Required {
    fn wants(self, direction: Direction) -> bool {
        match (self, direction) {
            (Self::None, _) => false,
            (Self::Full, _) => true,
            (Self::Backward, direction) => direction == Direction::Backward,
            (Self::Forward, direction) => direction == Direction::Forward,
        }
    }
}

impl Rollout {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Any => "any order",
            Self::ReceiversFirst => "receivers first",
            Self::SendersFirst => "senders first",
            Self::NewType => "new event type",
        }
    }
}

impl<'c> Comparison<'c> {
    /// `readers` are those of `changes`; `asked` are those that were asked for.
    pub(crate) fn new(
        base: String,
        (before, after): (&'c Lock, &'c Lock),
        readers: Vec<Reader>,
        asked: &[Reader],
        changes: Vec<(&'c str, Change)>,
        required: Required,
    ) -> Self {
        // Nearly every change breaks them, so they are asked for.
        let decides = |reader: &Reader| match reader {
            Reader::AvroRaw | Reader::Rust(_) => !asked.is_empty(),
            Reader::Avro | Reader::Annals | Reader::Json | Reader::JsonTolerant => true,
        };
        let deciding = readers.iter().copied().filter(decides).collect();
        let event = |(event_type, change)| {
            let entry = after.events.get(event_type).or_else(|| before.events.get(event_type))?;
            Some(Event { event_type, name: &entry.name, domain: &entry.domain, change })
        };
        let events: Vec<Event<'c>> = changes.into_iter().filter_map(event).collect();
        let causes = causes(&events);
        Self { base, readers, deciding, events, causes, required }
    }

    /// Leaves only some events, and their causes.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Event<'c>) -> bool) {
        self.events.retain(keep);
        self.causes = causes(&self.events);
    }

    /// True if a cause breaks what is required.
    pub(crate) fn breaks(&self, cause: &Cause<'_>) -> bool {
        let decides = |reader: &Reader| self.deciding.contains(reader);
        self.required.wants(cause.direction) && cause.readers.iter().any(decides)
    }

    /// True if something that is required is broken. An event that is gone is not read any more.
    pub(crate) fn fails(&self) -> bool {
        let is_gone = |event: &Event<'_>| event.change == Change::Removed;
        self.causes.iter().any(|cause| self.breaks(cause))
            || self.required != Required::None && self.events.iter().any(is_gone)
    }

    /// What to do with an event, for all readers that decide.
    pub(crate) fn rollout(&self, event: &Event<'_>) -> Option<Rollout> {
        let Change::Changed(verdicts) = &event.change else { return None };
        let decides = |verdict: &&Verdict| {
            self.deciding.contains(&verdict.reader) && verdict.bump().is_none()
        };
        let all = |is: fn(&Verdict) -> bool| verdicts.iter().filter(decides).all(is);
        let backward = all(|verdict| verdict.backward.is_empty());
        let forward = all(|verdict| verdict.forward.is_empty());
        Some(match (backward, forward) {
            (true, true) => Rollout::Any,
            (true, false) => Rollout::ReceiversFirst,
            (false, true) => Rollout::SendersFirst,
            (false, false) => Rollout::NewType,
        })
    }

    /// How many events have changed, came, went, and are the same.
    pub(crate) fn counts(&self) -> [(usize, &'static str); 4] {
        let count =
            |is: fn(&Change) -> bool| self.events.iter().filter(|event| is(&event.change)).count();
        [
            (count(|change| matches!(change, Change::Changed(_))), "changed"),
            (count(|change| matches!(change, Change::Added)), "added"),
            (count(|change| matches!(change, Change::Removed)), "removed"),
            (count(|change| matches!(change, Change::Unchanged)), "unchanged"),
        ]
    }
}

impl Event<'_> {
    /// The verdict of one reader; `None` if it does not read the event.
    pub(crate) fn verdict(&self, reader: Reader) -> Option<&'static str> {
        let Change::Changed(verdicts) = &self.change else { return None };
        let verdict = verdicts.iter().find(|verdict| verdict.reader == reader)?;
        Some(verdict.word())
    }

    /// What happened to it, in one word.
    pub(crate) fn word(&self) -> &'static str {
        match self.change {
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Unchanged => "unchanged",
            Change::Changed(_) => "changed",
        }
    }
}

impl Cause<'_> {
    /// Who cannot read what.
    pub(crate) fn title(&self) -> String {
        if self.code().is_some() {
            let effect = match self.problem.effect {
                Effect::Refused => "does not compile",
                Effect::Misread => "means another thing",
            };
            return format!("code for the old bindings {effect}: {}", self.problem.reason);
        }
        let (readers, events) = match self.direction {
            Direction::Backward => ("new readers", "old events"),
            Direction::Forward => ("old readers", "new events"),
        };
        let verb = match self.problem.effect {
            Effect::Refused => "refuse",
            Effect::Misread => "misread",
        };
        format!("{readers} {verb} {events}: {}", self.problem.reason)
    }

    /// The payload if it is a function in Rust.
    pub(crate) fn code(&self) -> Option<&str> {
        let is_code = self.readers.iter().any(|reader| matches!(reader, Reader::Rust(_)));
        self.problem.payload.as_str().filter(|_| is_code)
    }

    pub(crate) fn reader_names(&self) -> String {
        self.readers.iter().map(|reader| reader.name()).collect::<Vec<_>>().join(", ")
    }
}

/// The problems with one cause together, in the order of the events.
fn causes<'c>(events: &[Event<'c>]) -> Vec<Cause<'c>> {
    let mut causes: Vec<Cause<'c>> = Vec::new();
    let mut known = BTreeMap::new();
    for event in events {
        let Change::Changed(verdicts) = &event.change else { continue };
        for verdict in verdicts {
            let backward = verdict.backward.iter().map(|problem| (Direction::Backward, problem));
            // What new bindings have is nothing that anybody misses in old ones.
            let forward = verdict.forward.iter().filter(|_| verdict.bump().is_none());
            let forward = forward.map(|problem| (Direction::Forward, problem));
            for (direction, problem) in backward.chain(forward) {
                let Problem { effect, owner, field, reason, .. } = problem;
                let key = (direction, *effect, owner.clone(), field.clone(), reason.clone());
                let place = *known.entry(key).or_insert(causes.len());
                if place == causes.len() {
                    let (readers, events) = (Vec::new(), Vec::new());
                    causes.push(Cause { direction, problem: problem.clone(), readers, events });
                }
                let cause = &mut causes[place];
                if !cause.readers.contains(&verdict.reader) {
                    cause.readers.push(verdict.reader);
                }
                if cause.events.last() != Some(&event.name) && !cause.events.contains(&event.name) {
                    cause.events.push(event.name);
                }
            }
        }
    }
    causes
}
