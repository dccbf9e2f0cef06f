//! The way to the engine: requests and answers that are late or get lost, and a server that goes away.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::engine::{Engine, msg_id};
use super::tasks::Task;
use crate::entry::Entry;
use crate::transport::{
    Claim, DeadLetter, Delivery, Joined, Lag, Member, Pending, Position, Scan, Settled, Transport,
    TransportError,
};
use crate::world::{self, Condvar};

/// How long a client waits for an answer.
const TIMEOUT: Duration = Duration::from_millis(200);
const LATENCY: Duration = Duration::from_millis(2);

/// A server.
#[derive(Default)]
pub(super) struct Server {
    state: Mutex<ServerState>,
    changed: Condvar,
}

#[derive(Default)]
pub(super) struct ServerState {
    pub(super) engine: Engine,
    /// What it comes back with when it has lost its newest state.
    pub(super) saved: Engine,
    pub(super) down: bool,
    /// Why it refuses everything.
    pub(super) refuses: Option<&'static str>,
    /// Connections of an earlier number are lost.
    pub(super) connection: u64,
    /// How far its wall clock was set back.
    pub(super) behind: Duration,
    /// How many of a hundred requests, and how many answers, get lost.
    pub(super) loss: u64,
    /// Every entry that was appended, with its place.
    pub(super) appended: Vec<(Position, Entry)>,
}

impl Server {
    pub(super) fn state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the server, and lets those that wait notice it.
    pub(super) fn change(&self, change: impl FnOnce(&mut ServerState)) {
        change(&mut self.state());
        self.changed.notify_all();
    }
}

/// A client of the server, with one connection.
pub(super) struct Wire {
    server: Arc<Server>,
    connection: Mutex<u64>,
}

fn away(why: &str) -> TransportError {
    TransportError::Away(why.to_owned())
}

impl Wire {
    pub(super) fn new(server: &Arc<Server>) -> Self {
        Self { server: Arc::clone(server), connection: Mutex::new(server.state().connection) }
    }

    fn connection(&self) -> MutexGuard<'_, u64> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the server for one thing.
    fn call<T>(
        &self,
        work: impl FnOnce(&mut ServerState, Duration) -> T,
    ) -> Result<T, TransportError> {
        let mut work = Some(work);
        let step = |state: &mut ServerState, now| work.take().map(|work| work(state, now));
        self.exchange(Duration::ZERO, step)?.ok_or_else(|| away("asked twice"))
    }

    /// Asks the server, which tries for some time until it has an answer.
    fn exchange<T>(
        &self,
        wait: Duration,
        mut work: impl FnMut(&mut ServerState, Duration) -> Option<T>,
    ) -> Result<Option<T>, TransportError> {
        let Some(task) = Task::current() else { return Err(away("not in a schedule")) };
        task.sleep_below(LATENCY);
        self.lose(&task)?;
        let until = world::now() + wait;
        let mut appended = false;
        let mut state = self.server.state();
        let answer = loop {
            if state.down
                || std::mem::replace(&mut *self.connection(), state.connection) != state.connection
            {
                return Err(away("the connection is lost"));
            }
            if let Some(reason) = state.refuses {
                return Err(TransportError::Refused(reason.to_owned()));
            }
            let now = task.wall().saturating_sub(state.behind);
            let newest = state.engine.newest;
            let answer = work(&mut state, now);
            appended |= state.engine.newest > newest;
            let left = until.saturating_duration_since(world::now());
            if answer.is_some() || left.is_zero() {
                break answer;
            }
            state = self.server.changed.wait(&self.server.state, state, Some(left));
        };
        let connection = state.connection;
        drop(state);
        if appended {
            self.server.changed.notify_all();
        }
        task.sleep_below(LATENCY);
        self.lose(&task)?;
        if self.server.state().connection != connection {
            return Err(away("the connection is lost"));
        }
        Ok(answer)
    }

    /// Perhaps what is under way gets lost.
    fn lose(&self, task: &Task) -> Result<(), TransportError> {
        let loss = self.server.state().loss;
        if task.chance(loss) {
            task.sleep(TIMEOUT);
            return Err(away("no answer in time"));
        }
        Ok(())
    }
}

impl Transport for Wire {
    fn append(&self, topic: &str, entries: &[Entry]) -> Result<Vec<Position>, TransportError> {
        self.call(|state, _| {
            let places = state.engine.append(topic, entries);
            state.appended.extend(places.iter().copied().zip(entries.iter().cloned()));
            places
        })
    }

    fn lost(&self, topic: &str, entries: &[Position]) -> Result<Vec<bool>, TransportError> {
        self.call(|state, _| state.engine.lost(topic, entries))
    }

    fn msg_id(&self, position: Position) -> String {
        msg_id(position)
    }

    fn member(&self, topic: &str, group: &str, name: &str) -> Box<dyn Member> {
        let [reading, control] = [Self::new(&self.server), Self::new(&self.server)];
        let key = (topic.to_owned(), group.to_owned());
        Box::new(Client { reading, control, key, name: name.to_owned() })
    }

    fn scan(&self, topic: &str, at: Option<Position>, count: usize) -> Scan {
        let mut all = self.call(|state, _| state.engine.scan(topic, at))?;
        all.truncate(count);
        Ok(all)
    }

    fn lag(&self, topic: &str, group: &str) -> Result<Lag, TransportError> {
        self.call(|state, _| state.engine.lag(&(topic.to_owned(), group.to_owned())))
    }

    fn dead_letters(&self, topic: &str, group: &str) -> Result<Vec<DeadLetter>, TransportError> {
        let key = (topic.to_owned(), group.to_owned());
        self.call(|state, _| state.engine.letters(&key))
    }

    fn replay(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        let key = (topic.to_owned(), group.to_owned());
        self.call(|state, _| state.engine.replay(&key, letter))
    }

    fn drop_letter(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        let key = (topic.to_owned(), group.to_owned());
        self.call(|state, _| state.engine.take_letter(&key, letter).is_some())
    }
}

/// A member of a group, with the two connections of the one on Redis.
struct Client {
    reading: Wire,
    control: Wire,
    key: (String, String),
    name: String,
}

impl Member for Client {
    fn join(&self, last: Option<Position>) -> Result<Joined, TransportError> {
        self.control.call(|state, _| state.engine.join(&self.key, last))
    }

    fn read(&self, count: usize, wait: Duration) -> Result<Vec<Delivery>, TransportError> {
        let read = self.reading.exchange(wait, |state, now| {
            match state.engine.read(&self.key, &self.name, count, now) {
                Ok(read) if read.is_empty() => None,
                result => Some(result),
            }
        });
        read?.unwrap_or_else(|| Ok(Vec::new()))
    }

    fn pending(&self) -> Result<Vec<Pending>, TransportError> {
        let pending = |state: &mut ServerState, now| {
            Ok(state.engine.group(&self.key)?.pending(&self.name, now))
        };
        self.control.call(pending)?
    }

    fn claim(&self, seen: &[Pending]) -> Result<Vec<Claim>, TransportError> {
        self.control.call(|state, now| state.engine.claim(&self.key, &self.name, seen, now))?
    }

    fn keep(&self, entries: &[(Position, Option<u32>)]) -> Result<Vec<bool>, TransportError> {
        let keep = |state: &mut ServerState, now| {
            Ok(state.engine.group(&self.key)?.keep(&self.name, entries, now))
        };
        self.control.call(keep)?
    }

    fn settle(&self, settled: &[Settled<'_>]) -> Result<(), TransportError> {
        self.control.call(|state, now| state.engine.settle(&self.key, settled, now))
    }

    fn seen(&self, ids: &[&str]) -> Result<Vec<bool>, TransportError> {
        let seen = |state: &mut ServerState, now| Ok(state.engine.group(&self.key)?.seen(ids, now));
        self.control.call(seen)?
    }

    fn trimmed_unread(&self) -> Result<u64, TransportError> {
        Ok(0)
    }
}
