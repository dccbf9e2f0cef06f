//! The processes of a schedule: senders with an outbox and a relay, and consumers. All of them run the code of the crate.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::disk::SimDisk;
use super::ledger::{Answer, Kind, Ledger, number};
use super::network::{Server, Wire};
use super::tasks::Task;
use crate::consumer::{Consumer, Report, Settings};
use crate::entry::Entry;
use crate::handler::{Attempt, Failure, Handler, Opened};
use crate::outbox::{Outbox, Ticket};
use crate::relay::{Relay, RelaySettings, Until};
use crate::stop::Stop;
use crate::transport::{Member, Transport};
use crate::world;

pub(super) const TOPIC: &str = "topic";
pub(super) const GROUP: &str = "group";

/// What a user can put around a transport.
pub(super) type Wrap<T> = Arc<dyn Fn(Box<T>) -> Box<T> + Send + Sync>;

/// The parts that every process reaches.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) server: Arc<Server>,
    pub(super) disk: SimDisk,
    pub(super) ledger: Ledger,
    pub(super) transports: Wrap<dyn Transport>,
    pub(super) members: Wrap<dyn Member>,
    /// A bug: the handler does not say the keys of events.
    pub(super) forgets_keys: bool,
}

impl Parts {
    fn transport(&self) -> Box<dyn Transport> {
        (self.transports)(Box::new(Wire::new(&self.server)))
    }

    /// A program that sends the events of some senders, and has a relay.
    pub(super) fn sender(&self, senders: usize, stop: &Stop) {
        let Ok(outbox) = Outbox::on(Arc::new(self.disk.clone())) else { return };
        let drained = Stop::new();
        world::scope(|scope| {
            let relay = scope.spawn(|| self.relay(&outbox, stop, &drained));
            let send = |sender| self.send(&outbox, sender, senders, stop);
            let all: Vec<_> =
                (0..senders).map(|sender| scope.spawn(move || send(sender))).collect();
            all.into_iter().for_each(world::Scoped::join);
            relay.join();
        });
    }

    /// A relay of its own, which competes for the outbox.
    pub(super) fn relay_only(&self, stop: &Stop) {
        let Ok(outbox) = Outbox::on(Arc::new(self.disk.clone())) else { return };
        self.relay(&outbox, stop, &Stop::new());
    }

    fn relay(&self, outbox: &Outbox, stop: &Stop, drained: &Stop) {
        let transport = self.transport();
        let report = |report: crate::relay::RelayReport<'_>| {
            self.ledger.log(format!("relay: {report:?}"));
        };
        let settings = RelaySettings { batch: 5, ..RelaySettings::default() };
        let relay = Relay::new(&*transport, settings, &report);
        if let Err(error) = relay.run(outbox, Until { stop, drained, longest: None }) {
            self.ledger.book().violations.push(format!("relay: {error}"));
        }
    }

    /// Sends the events of a sender that were not sent before, a few of them at a time.
    fn send(&self, outbox: &Outbox, sender: usize, senders: usize, stop: &Stop) {
        let Some(task) = Task::current() else { return };
        let topic: Arc<str> = Arc::from(TOPIC);
        let count = self.ledger.book().events.len();
        let mut tickets = VecDeque::new();
        for n in (0..count).filter(|n| n % senders == sender) {
            if self.ledger.book().events[n].answer != Answer::NotSent {
                continue;
            }
            if task.chance(60) {
                task.sleep_below(Duration::from_millis(400));
            }
            if stop.is_stopped() {
                break;
            }
            let entry = self.ledger.book().events[n].entry.clone();
            self.ledger.answer(n, Answer::Unknown);
            tickets.push_back((n, outbox.accept(&topic, n as u64, entry)));
            if tickets.len() > usize::try_from(task.random(4)).unwrap_or(0) {
                self.answered(tickets.pop_front());
            }
        }
        while !tickets.is_empty() {
            self.answered(tickets.pop_front());
        }
    }

    fn answered(&self, handed: Option<(usize, Ticket)>) {
        let Some((n, ticket)) = handed else { return };
        let answer = if ticket.wait().is_ok() { Answer::Accepted } else { Answer::Refused };
        self.ledger.answer(n, answer);
    }

    /// A consumer with a name.
    pub(super) fn consumer(&self, name: &str, settings: &Settings, stop: &Stop) {
        let transport = self.transport();
        let member = (self.members)(transport.member(TOPIC, GROUP, name));
        let handler = TestHandler { parts: self };
        let consumer = Consumer::new(&*member, &handler, settings.clone());
        let summary = consumer.run(stop, &|report| self.note(name, &report));
        self.ledger.log(format!("{name}: {summary:?}"));
    }

    /// What was put aside; its consumer may have died before it could say so.
    pub(super) fn note_letters(&self) {
        let letters = self.server.state().engine.letters(&(TOPIC.to_owned(), GROUP.to_owned()));
        let mut book = self.ledger.book();
        for n in letters.iter().filter_map(|letter| number(&letter.entry)) {
            book.events[n].dead = true;
        }
    }

    fn note(&self, name: &str, report: &Report<'_>) {
        let mut book = self.ledger.book();
        book.log.push(format!("{name}: {report:?}"));
        if let Report::Dead { id, reason, .. } = report {
            let mut events = book.events.iter_mut().enumerate();
            let Some((n, event)) = events.find(|(_, event)| event.entry.id() == *id) else {
                return book.violations.push(format!("{id} is put aside and was never sent"));
            };
            let may_fail = matches!(event.kind, Kind::Fails(_) | Kind::Kills);
            if !may_fail && !reason.starts_with("handed out") {
                book.violations.push(format!("event {n} is put aside: {reason}"));
            }
        }
    }
}

struct TestHandler<'a> {
    parts: &'a Parts,
}

/// Tells the book that a handler has ended, also when the process was killed.
struct Busy<'a> {
    ledger: &'a Ledger,
    process: usize,
    n: usize,
    handled: bool,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.ledger.book().end(self.process, self.n, self.handled);
    }
}

impl Handler for TestHandler<'_> {
    type Event = usize;

    fn open(&self, entry: &Entry) -> Result<Opened<usize>, String> {
        let metadata = entry.metadata().map_err(|error| error.to_string())?;
        let n = number(entry).ok_or("not an event of the schedule")?;
        let key = self.parts.ledger.book().events[n].key.clone();
        let key = (!self.parts.forgets_keys).then_some(key);
        Ok(Opened { metadata, key, event: n })
    }

    fn handle(&self, event: &Opened<usize>, attempt: &Attempt<'_>) -> Result<(), Failure> {
        let Some(task) = Task::current() else { return Ok(()) };
        let (n, process, ledger) = (event.event, task.process(), &self.parts.ledger);
        // Unwinds if the process is dead.
        task.sleep_below(Duration::from_millis(1));
        ledger.book().begin(process, n, attempt.msg_id);
        ledger.log(format!("process {process} handles {n} ({})", attempt.msg_id));
        let mut busy = Busy { ledger, process, n, handled: false };
        let (kind, tries) = ledger.book().events[n].kind_and_tries();
        let longest = if kind == Kind::Slow { 10_000 } else { 20 };
        task.sleep_below(Duration::from_millis(longest));
        match kind {
            Kind::Fails(times) if tries <= times => Err(Failure::Message("it fails".to_owned())),
            Kind::Outside(times) if tries <= times => {
                Err(Failure::Outside("it is down".to_owned()))
            }
            Kind::Kills => {
                task.kill(process, 0);
                task.sleep(Duration::from_millis(1));
                Err(Failure::Message("killed".to_owned()))
            }
            Kind::Fine | Kind::Slow | Kind::Fails(_) | Kind::Outside(_) => {
                busy.handled = true;
                Ok(())
            }
        }
    }
}
