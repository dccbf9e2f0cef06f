//! What a comparison with an older catalog found, as people and programs read it.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod payloads;
pub(crate) mod text;

use annals_catalog::model::Model;
use annals_contract::Lock;
use annals_evolution::{
    Bump, Cause, Causes, Change, Direction, Promises, Reader, Verdict, Version, accepts,
};
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

/// What makes a change a finding.
pub(crate) enum Policy<'c> {
    /// This, for all readers that decide.
    Required(Required),
    /// What the catalog promises, without what it accepts.
    Promised {
        /// The catalog.
        model: &'c Model,
        /// Its promises.
        promises: Promises,
        /// The version of the base.
        since: Option<Version>,
    },
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
    pub(crate) causes: Vec<Cause>,
    pub(crate) policy: Policy<'c>,
    /// The version of the base; `None` if it has another form.
    since: Option<Version>,
}

pub(crate) struct Event<'c> {
    pub(crate) event_type: &'c str,
    pub(crate) name: &'c str,
    pub(crate) domain: &'c str,
    /// Whether the base has deprecated it.
    deprecated: bool,
    pub(crate) change: Change,
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

impl<'c> Policy<'c> {
    /// What a catalog promises about a base.
    pub(crate) fn promised(model: &'c Model, base: &Lock) -> Self {
        let since = base.catalog.version.parse().ok();
        Self::Promised { model, promises: Promises::of(model), since }
    }

    /// True if a cause is a finding; `decides` says of which readers something is required.
    fn forbids(&self, cause: &Cause, decides: impl Fn(&Reader) -> bool) -> bool {
        match self {
            Self::Required(required) => {
                required.wants(cause.direction) && cause.readers.iter().any(decides)
            }
            Self::Promised { model, promises, since } => {
                let covers = |reader: &Reader| promises.cover(*reader, cause.direction);
                let accepted = |since| accepts(model, &cause.change(), since);
                cause.readers.iter().any(covers) && !since.is_some_and(accepted)
            }
        }
    }

    /// True if an event must not be gone.
    fn keeps(&self, event: &Event<'_>) -> bool {
        match self {
            Self::Required(required) => *required != Required::None,
            Self::Promised { model, promises, since } => {
                let accepted = |since| accepts(model, event.event_type, since);
                !promises.is_empty() && !event.deprecated && !since.is_some_and(accepted)
            }
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
        changes: impl IntoIterator<Item = (&'c str, Change)>,
        policy: Policy<'c>,
    ) -> Self {
        let decides = |reader: &Reader| reader.is_promised() || asked.contains(reader);
        let deciding = readers.iter().copied().filter(decides).collect();
        let event = |(event_type, change)| {
            let old = before.events.get(event_type);
            let entry = after.events.get(event_type).or(old)?;
            let deprecated = old.is_some_and(|old| old.deprecated.is_some());
            let (name, domain) = (entry.name.as_str(), entry.domain.as_str());
            Some(Event { event_type, name, domain, deprecated, change })
        };
        let events: Vec<Event<'c>> = changes.into_iter().filter_map(event).collect();
        let causes = causes(&events);
        let since = before.catalog.version.parse().ok();
        Self { base, readers, deciding, events, causes, policy, since }
    }

    /// Leaves only some events, and their causes.
    pub(crate) fn retain(&mut self, keep: impl Fn(&Event<'c>) -> bool) {
        self.events.retain(keep);
        self.causes = causes(&self.events);
    }

    /// True if a cause breaks what is required or promised.
    pub(crate) fn breaks(&self, cause: &Cause) -> bool {
        self.policy.forbids(cause, |reader| self.deciding.contains(reader))
    }

    /// True if something that is required or promised is broken. An event that is gone is not read any more.
    pub(crate) fn fails(&self) -> bool {
        self.causes.iter().any(|cause| self.breaks(cause)) || self.gone().next().is_some()
    }

    /// The events that must not be gone.
    pub(crate) fn gone(&self) -> impl Iterator<Item = &Event<'c>> {
        let is_gone = |event: &&Event<'_>| event.change == Change::Removed;
        self.events.iter().filter(is_gone).filter(|event| self.policy.keeps(event))
    }

    /// The least version for the change since the base; `None` if there is none.
    pub(crate) fn suggested(&self) -> Option<Version> {
        let is = |is: fn(&Change) -> bool| self.events.iter().any(|event| is(&event.change));
        let breaks = self.causes.iter().any(|cause| self.breaks(cause));
        let bump = if breaks || is(|change| *change == Change::Removed) {
            Bump::Major
        } else if is(|change| *change != Change::Unchanged) {
            Bump::Minor
        } else {
            return None;
        };
        Some(self.since?.after(bump))
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

/// The problems with one cause together, in the order of the events.
fn causes(events: &[Event<'_>]) -> Vec<Cause> {
    let mut causes = Causes::default();
    for event in events {
        let Change::Changed(verdicts) = &event.change else { continue };
        verdicts.iter().for_each(|verdict| causes.add(event.name, verdict, None, |_| true));
    }
    causes.into_vec()
}
