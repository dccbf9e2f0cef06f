//! What an engine has to do to carry events: append entries to topics, and keep for each group what it has not done yet.

use std::fmt;
use std::time::Duration;

use crate::entry::Entry;

/// An engine that has topics: entries in order, and groups that read them.
pub trait Transport: Send + Sync {
    /// Appends entries to a topic, in their order, and returns their places. All of them are appended or, after an error,
    /// none, except that nobody knows after [`TransportError::Away`]: then the caller appends them again.
    fn append(&self, topic: &str, entries: &[Entry]) -> Result<Vec<Position>, TransportError>;

    /// Which of these entries, that were appended before, the topic has lost: they are gone, but not because they were
    /// old.
    fn lost(&self, topic: &str, entries: &[Position]) -> Result<Vec<bool>, TransportError>;

    /// The id of an entry in messages to people and programs.
    fn msg_id(&self, position: Position) -> String;

    /// A member of a group. Two members with the same name share what they have pending.
    fn member(&self, topic: &str, group: &str, name: &str) -> Box<dyn Member>;

    /// Looks at entries after a place, without a group, and changes nothing.
    fn scan(&self, topic: &str, at: Option<Position>, count: usize) -> Scan;

    /// How far a group is.
    fn lag(&self, topic: &str, group: &str) -> Result<Lag, TransportError>;

    /// The dead letters of a group, oldest first.
    fn dead_letters(&self, topic: &str, group: &str) -> Result<Vec<DeadLetter>, TransportError>;

    /// Hands a dead letter to its group, and to no other, once more. False if it is not there.
    fn replay(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError>;

    /// Forgets a dead letter. False if it is not there.
    fn drop_letter(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError>;
}

/// Entries of a topic, and their places.
pub type Scan = Result<Vec<(Position, Entry)>, TransportError>;

/// One consumer in a group of a topic. Every function may block for as long as the engine takes to answer.
pub trait Member: Send + Sync {
    /// Joins the group, and makes it if it is not there: then it begins at the first entry. A group that is there keeps
    /// its place. `last` is the last entry that this member has read.
    fn join(&self, last: Option<Position>) -> Result<Joined, TransportError>;

    /// Reads at most `count` entries that no member has read yet, and waits for the first one at most for `wait`.
    fn read(&self, count: usize, wait: Duration) -> Result<Vec<Delivery>, TransportError>;

    /// What is pending, of all members, in the order of the topic.
    fn pending(&self) -> Result<Vec<Pending>, TransportError>;

    /// Takes over pending entries, if they are still as they were seen, and reads them.
    fn claim(&self, seen: &[Pending]) -> Result<Vec<Claim>, TransportError>;

    /// Keeps the claim on entries, and notes how often each was handed out if that is given. Returns for each whether it
    /// is still this member's.
    fn keep(&self, entries: &[(Position, Option<u32>)]) -> Result<Vec<bool>, TransportError>;

    /// Acknowledges entries, or puts them aside: each of them wholly, or not at all.
    fn settle(&self, settled: &[Settled<'_>]) -> Result<(), TransportError>;

    /// Which of these ids were remembered by [`Settled::Done`].
    fn seen(&self, ids: &[&str]) -> Result<Vec<bool>, TransportError>;

    /// How many entries were removed before the group has read them, since the last call of any member.
    fn trimmed_unread(&self) -> Result<u64, TransportError>;
}

/// A place in the order of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// True for a dead letter that is replayed. These have an order of their own.
    pub replayed: bool,
    /// The more significant part: milliseconds on Redis, the partition on Kafka.
    pub major: u64,
    /// The less significant part.
    pub minor: u64,
}

/// An entry that a member has now.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Where it is.
    pub position: Position,
    /// Its id in messages to people and programs.
    pub msg_id: String,
    /// How often it was handed out before, as far as the engine was told.
    pub tries: u32,
    /// What it contains.
    pub entry: Entry,
}

/// An entry that some member has, and has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Where it is.
    pub position: Position,
    /// True if it is this member's own.
    pub own: bool,
    /// The member that has it.
    pub owner: String,
    /// How long ago it was read, claimed or kept, by the clock of the engine.
    pub idle: Duration,
}

/// What became of a claim.
#[derive(Debug)]
pub enum Claim {
    /// It is this member's now.
    Taken(Delivery),
    /// It is no longer in the topic. It is not pending any more.
    Hole(String),
}

/// How a member came into its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// The group was not there.
    pub created: bool,
    /// The topic is another one than that of the last entry that was read.
    pub topic_lost: bool,
}

/// An entry that a member is done with.
#[derive(Debug)]
pub enum Settled<'a> {
    /// It is acknowledged.
    Done {
        /// Where it is.
        position: Position,
        /// The id of the event, and how long it is remembered.
        remember: Option<(&'a str, Duration)>,
    },
    /// It is acknowledged, and a dead letter in the same step.
    Dead {
        /// Where it is.
        position: Position,
        /// Its id in messages.
        msg_id: &'a str,
        /// Its original fields.
        entry: &'a Entry,
        /// How often it was handed out.
        tries: u32,
        /// Why, without any value.
        reason: &'a str,
    },
}

/// A message that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its id among the dead letters of the group.
    pub id: String,
    /// The id that the entry had in the topic.
    pub msg_id: String,
    /// How often it was handed out.
    pub tries: u32,
    /// Why it was put aside.
    pub reason: String,
    /// Its original fields.
    pub entry: Entry,
}

/// How far a group is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lag {
    /// Entries in the topic.
    pub length: u64,
    /// Entries that were ever added to the topic, as far as the engine knows.
    pub added: Option<u64>,
    /// Entries that the group has read, as far as the engine knows.
    pub read: Option<u64>,
    /// Entries in the topic that the group has not read.
    pub waiting: u64,
    /// Entries that members of the group have, and have not acknowledged.
    pub pending: u64,
    /// How long ago the oldest of these was appended or handed out.
    pub oldest_pending: Duration,
    /// Entries that were removed before the group has read them.
    pub trimmed_unread: u64,
    /// Dead letters of the group.
    pub dead: u64,
}

/// Why an engine did not do what it was asked to. None of these is the fault of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// There was no answer: whether it was done is not known.
    Away(String),
    /// The engine refused, for a reason that passes: it is full, read-only or loading.
    Refused(String),
    /// The topic or the group is gone.
    Gone,
    /// The engine will never do it: the password is wrong, or the topic is something else.
    Never(String),
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Away(reason) => write!(formatter, "no answer: {reason}"),
            Self::Refused(reason) => write!(formatter, "refused for now: {reason}"),
            Self::Gone => formatter.write_str("the topic or the group is gone"),
            Self::Never(reason) => formatter.write_str(reason),
        }
    }
}

impl std::error::Error for TransportError {}
