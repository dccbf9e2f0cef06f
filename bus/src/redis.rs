//! The transport over Redis Streams: the same entries as the Python package `edx-event-bus-redis` writes and reads.
//!
//! A topic is a stream, and a group is a consumer group of it, which Python consumers can share. A group has two more
//! keys that no one else reads: its dead letters, and those that it is to handle once more.

mod keys;
mod link;
mod member;
mod reply;
mod script;

use std::fmt;
use std::time::Duration;

use ::redis::{Client, Cmd, TlsCertificates, Value};

use crate::entry::Entry;
use crate::transport::{DeadLetter, Lag, Member, Position, Scan, Transport, TransportError};
use keys::Keys;
use link::Link;
use member::RedisMember;
use reply::Facts;

/// How a server is reached.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long one answer may take.
    pub timeout: Duration,
    /// The certificates that are trusted, in PEM, instead of those of the system.
    pub ca: Option<Vec<u8>>,
    /// A stream that is longer than this is trimmed, approximately, when something is added to it.
    pub max_length: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self { timeout: Duration::from_secs(5), ca: None, max_length: None }
    }
}

/// A Redis server.
pub struct Redis {
    client: Client,
    options: Options,
    link: Link,
}

/// What is before the original fields of a dead letter. A replay has only the first of them.
const EXTRA: [&str; 3] = ["annals-msg-id", "annals-tries", "annals-reason"];

impl Redis {
    /// A server given by `redis://[USER:PASSWORD@]HOST:PORT/DB` or `rediss://…`. Does not connect yet.
    ///
    /// # Errors
    ///
    /// If the URL or the certificate is not valid. The message does not contain the URL, which may have a password.
    pub fn open(url: &str, options: Options) -> Result<Self, TransportError> {
        let client = match &options.ca {
            None => Client::open(url),
            Some(ca) => {
                let root_cert = Some(ca.clone());
                Client::build_with_tls(url, TlsCertificates { client_tls: None, root_cert })
            }
        };
        let invalid = |_| TransportError::Never("not a valid URL or certificate".to_owned());
        let client = client.map_err(invalid)?;
        let link = Link::new(client.clone(), options.timeout);
        Ok(Self { client, options, link })
    }

    fn add(&self, topic: &str, entry: &Entry) -> Cmd {
        let mut command = ::redis::cmd("XADD");
        command.arg(topic);
        if let Some(length) = self.options.max_length {
            command.arg("MAXLEN").arg("~").arg(length);
        }
        command.arg("*");
        fields(&mut command, entry);
        command
    }

    fn letters(&self, keys: &Keys) -> Result<Vec<(String, Entry)>, TransportError> {
        let all = self.link.call(::redis::cmd("XRANGE").arg(&keys.dead).arg("-").arg("+"))?;
        Ok(reply::entries(all))
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Redis")
    }
}

fn fields(command: &mut Cmd, entry: &Entry) {
    for (name, value) in &entry.fields {
        command.arg(name).arg(value);
    }
}

impl Transport for Redis {
    fn append(&self, topic: &str, entries: &[Entry]) -> Result<Vec<Position>, TransportError> {
        let commands: Vec<Cmd> = entries.iter().map(|entry| self.add(topic, entry)).collect();
        let ids = match commands.as_slice() {
            [] => Vec::new(),
            [one] => vec![self.link.call(one)?],
            _ => self.link.transaction(commands)?,
        };
        ids.into_iter().map(|id| reply::position(&reply::text(id), false)).collect()
    }

    fn lost(&self, topic: &str, entries: &[Position]) -> Result<Vec<bool>, TransportError> {
        let there = self.link.call(::redis::cmd("EXISTS").arg(topic))?;
        if reply::number(&there) == Some(0) {
            return Ok(vec![true; entries.len()]);
        }
        let range = |position: &Position| {
            let id = reply::id(*position);
            ::redis::cmd("XRANGE").arg(topic).arg(&id).arg(&id).clone()
        };
        let mut commands = vec![::redis::cmd("XINFO").arg("STREAM").arg(topic).clone()];
        commands.extend(entries.iter().map(range));
        let mut answers = self.link.pipeline(&commands)?.into_iter();
        let info = Facts::of(answers.next().ok_or_else(reply::unexpected)??);
        let first = info.entry_id("first-entry").and_then(|id| reply::id_parts(&id));
        // A stream of which nothing was ever removed has not lost old entries by trimming.
        let whole = info.number("entries-added") == info.number("length");
        let lost = |(position, found): (&Position, Result<Value, _>)| {
            let gone = reply::list(found?).is_empty();
            let old = first.is_none_or(|first| (position.major, position.minor) < first);
            Ok(gone && (whole || !old))
        };
        entries.iter().zip(answers).map(lost).collect()
    }

    fn msg_id(&self, position: Position) -> String {
        reply::id(position)
    }

    fn scan(&self, topic: &str, at: Option<Position>, count: usize) -> Scan {
        let from = at.map_or("-".to_owned(), |after| format!("({}", reply::id(after)));
        let mut range = ::redis::cmd("XRANGE");
        range.arg(topic).arg(from).arg("+").arg("COUNT").arg(count);
        let entries = reply::entries(self.link.call(&range)?);
        entries.into_iter().map(|(id, entry)| Ok((reply::position(&id, false)?, entry))).collect()
    }

    fn member(&self, topic: &str, group: &str, name: &str) -> Box<dyn Member> {
        let link = || Link::new(self.client.clone(), self.options.timeout);
        Box::new(RedisMember::new(Keys::new(topic, group), name, [link(), link()]))
    }

    fn lag(&self, topic: &str, group: &str) -> Result<Lag, TransportError> {
        let keys = Keys::new(topic, group);
        let dead = self.link.call(::redis::cmd("XLEN").arg(&keys.dead))?;
        let dead = reply::number(&dead).unwrap_or(0);
        let there = self.link.call(::redis::cmd("EXISTS").arg(topic))?;
        if reply::number(&there) == Some(0) {
            return Ok(Lag { added: Some(0), read: Some(0), dead, ..Lag::default() });
        }
        let stream = self.link.call(::redis::cmd("XINFO").arg("STREAM").arg(topic))?;
        let stream = Facts::of(stream);
        let groups = self.link.call(::redis::cmd("XINFO").arg("GROUPS").arg(topic))?;
        let groups = reply::list(groups).into_iter().map(Facts::of);
        let group = groups.into_iter().find(|facts| facts.text("name") == keys.group);
        let length = stream.number("length").unwrap_or(0);
        let added = stream.number("entries-added");
        let Some(group) = group else {
            return Ok(Lag {
                length,
                added,
                read: Some(0),
                waiting: length,
                dead,
                ..Lag::default()
            });
        };
        let known = reply::list(self.link.call(&keys.trimmed("look"))?);
        let known = |index: usize| known.get(index).and_then(reply::number);
        let waiting = match known(2) {
            Some(waiting) => waiting,
            None => self.count_after(topic, &group.text("last-delivered-id"))?,
        };
        Ok(Lag {
            length,
            added,
            read: known(1),
            waiting,
            pending: group.number("pending").unwrap_or(0),
            oldest_pending: self.oldest_pending(&keys)?,
            trimmed_unread: known(0).unwrap_or(0),
            dead,
        })
    }

    fn dead_letters(&self, topic: &str, group: &str) -> Result<Vec<DeadLetter>, TransportError> {
        let letters = self.letters(&Keys::new(topic, group))?;
        Ok(letters.into_iter().map(|(id, entry)| letter(id, entry)).collect())
    }

    fn replay(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        let keys = Keys::new(topic, group);
        let found = self.letters(&keys)?.into_iter().find(|(id, _)| id == letter);
        let Some((id, mut entry)) = found else { return Ok(false) };
        let mut join = script::run(script::JOIN, &[&keys.replay, &keys.notes[1]]);
        self.link.call(join.arg(&keys.group).arg(""))?;
        entry.fields.retain(|(name, _)| EXTRA[1..].iter().all(|extra| extra.as_bytes() != name));
        let mut command = script::run(script::REPLAY, &[&keys.dead, &keys.replay]);
        command.arg(id);
        fields(&mut command, &entry);
        Ok(reply::number(&self.link.call(&command)?) == Some(1))
    }

    fn drop_letter(&self, topic: &str, group: &str, letter: &str) -> Result<bool, TransportError> {
        let keys = Keys::new(topic, group);
        if reply::id_parts(letter).is_none() {
            return Ok(false);
        }
        let dropped = self.link.call(::redis::cmd("XDEL").arg(&keys.dead).arg(letter))?;
        Ok(reply::number(&dropped) == Some(1))
    }
}

impl Redis {
    /// Counts the entries after an id, when the server has lost count.
    fn count_after(&self, topic: &str, id: &str) -> Result<u64, TransportError> {
        let (mut from, mut count) = (format!("({id}"), 0);
        loop {
            let mut range = ::redis::cmd("XRANGE");
            range.arg(topic).arg(&from).arg("+").arg("COUNT").arg(1000);
            let page = reply::entries(self.link.call(&range)?);
            let Some((last, _)) = page.last() else { return Ok(count) };
            count += page.len() as u64;
            from = format!("({last}");
        }
    }

    /// How long ago the oldest pending entry was added, by the clock of the server.
    fn oldest_pending(&self, keys: &Keys) -> Result<Duration, TransportError> {
        let mut summary = ::redis::cmd("XPENDING");
        summary.arg(&keys.topic).arg(&keys.group);
        let oldest = reply::list(self.link.call(&summary)?).into_iter().nth(1).map(reply::text);
        let Some((added, _)) = oldest.and_then(|id| reply::id_parts(&id)) else {
            return Ok(Duration::ZERO);
        };
        let now = reply::list(self.link.call(&::redis::cmd("TIME"))?);
        let part = |index: usize| now.get(index).and_then(reply::number).unwrap_or(0);
        Ok(Duration::from_millis((part(0) * 1000 + part(1) / 1000).saturating_sub(added)))
    }
}

/// Takes the fields that are ours from a dead letter or a replay. They are the first ones.
fn extra(entry: &mut Entry) -> [String; 3] {
    EXTRA.map(|name| {
        let is_first = entry.fields.first().is_some_and(|(known, _)| known == name.as_bytes());
        let value = if is_first { entry.fields.remove(0).1 } else { Vec::new() };
        String::from_utf8_lossy(&value).into_owned()
    })
}

fn letter(id: String, mut entry: Entry) -> DeadLetter {
    let [msg_id, tries, reason] = extra(&mut entry);
    DeadLetter { id, msg_id, tries: tries.parse().unwrap_or(0), reason, entry }
}
