//! Whether a schedule kept all promises.

use std::collections::BTreeMap;

use super::actors::{GROUP, Parts, TOPIC};
use super::ledger::{Answer, Kind, number};
use super::schedule::Plan;
use crate::entry::Entry;

/// Adds what was broken to the book.
pub(super) fn all(plan: &Plan, parts: &Parts) {
    let appended: Vec<Entry> =
        parts.server.state().appended.iter().map(|(_, entry)| entry.clone()).collect();
    let mut found = nothing_is_lost(parts);
    found.extend(same_bytes(parts, &appended));
    found.extend(order_in_the_topic(parts, &appended));
    if !plan.forgetful {
        found.extend(order_in_one_consumer(plan, parts, &appended));
        found.extend(put_aside_in_time(plan, parts));
    }
    let kills = parts.ledger.book().events.iter().any(|event| event.kind == Kind::Kills);
    if plan.is_calm() && !kills {
        found.extend(exactly_once(parts, &appended));
    }
    parts.ledger.book().violations.extend(found);
}

fn nothing_is_lost(parts: &Parts) -> Vec<String> {
    let book = parts.ledger.book();
    let lost = book.events.iter().enumerate().filter(|(_, event)| {
        event.answer == Answer::NotSent
            || event.answer == Answer::Accepted && event.handled == 0 && !event.dead
    });
    let mut found: Vec<String> = lost
        .map(|(n, event)| format!("event {n} ({:?}, {:?}) has not ended", event.kind, event.answer))
        .collect();
    let lag = parts.server.state().engine.lag(&(TOPIC.to_owned(), GROUP.to_owned()));
    if lag.pending + lag.waiting > 0 {
        found.push(format!("{} pending and {} unread are left", lag.pending, lag.waiting));
    }
    found
}

/// A topic has only what was sent and not refused, and repeats have the same id and bytes.
fn same_bytes(parts: &Parts, appended: &[Entry]) -> Vec<String> {
    let book = parts.ledger.book();
    let wrong = |entry: &&Entry| {
        let event = number(entry).and_then(|n| book.events.get(n));
        event.is_none_or(|event| event.entry != **entry || event.answer == Answer::Refused)
    };
    appended
        .iter()
        .filter(wrong)
        .map(|entry| {
            format!("{:?} ({}) was refused, or has other bytes", number(entry), entry.id())
        })
        .collect()
}

/// The places at which each event is for the first time.
fn firsts(events: impl Iterator<Item = usize>) -> BTreeMap<usize, usize> {
    let mut firsts = BTreeMap::new();
    for (place, n) in events.enumerate() {
        firsts.entry(n).or_insert(place);
    }
    firsts
}

/// The events of a key are in the topic in the order of acceptance, which is that of their numbers.
fn order_in_the_topic(parts: &Parts, appended: &[Entry]) -> Vec<String> {
    let book = parts.ledger.book();
    let mut last: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    for (n, place) in firsts(appended.iter().filter_map(number)) {
        let before = last.insert(&book.events[n].key, (n, place));
        if let Some((other, _)) = before.filter(|(_, other)| *other > place) {
            found.push(format!("event {n} is in the topic before event {other} of the same key"));
        }
    }
    found
}

/// One consumer handles the events of a key in the order of the topic.
fn order_in_one_consumer(plan: &Plan, parts: &Parts, appended: &[Entry]) -> Vec<String> {
    if plan.consumers > 1 {
        return Vec::new();
    }
    let book = parts.ledger.book();
    let places = firsts(appended.iter().filter_map(number));
    let mut last: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut found = Vec::new();
    // A repeat of what was put aside comes later.
    for n in book.handled.iter().filter(|n| !book.events[**n].dead) {
        let place = places.get(n).copied().unwrap_or(0);
        let before = last.insert(&book.events[*n].key, (*n, place));
        if let Some((other, _)) = before.filter(|(_, other)| *other > place) {
            found.push(format!("event {n} was handled after event {other} of the same key"));
        }
    }
    found
}

/// A message that kills its process, or fails, is not handed out too often; others are put aside only if processes died.
fn put_aside_in_time(plan: &Plan, parts: &Parts) -> Vec<String> {
    let book = parts.ledger.book();
    let most = plan.settings.max_tries;
    let killers = book.events.iter().filter(|event| event.kind == Kind::Kills).count();
    let killers = u32::try_from(killers).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    for (n, event) in book.events.iter().enumerate() {
        let outside = matches!(event.kind, Kind::Outside(_));
        if !outside && event.tries.values().any(|tries| *tries > most) {
            found.push(format!("event {n} was handed out more than {most} times"));
        }
        let failures = match event.kind {
            Kind::Fine | Kind::Slow | Kind::Outside(_) => 0,
            Kind::Fails(times) => times,
            Kind::Kills => most,
        };
        // A read whose answer is lost counts, and being with a worker when another message kills the process for the
        // first time.
        let counted = failures.saturating_add(book.faults).saturating_add(1 + killers);
        if event.dead && counted < most && plan.settings.batch == 1 {
            found.push(format!("event {n} was put aside without a reason"));
        }
    }
    found
}

/// Without faults, nothing is sent or handled twice.
fn exactly_once(parts: &Parts, appended: &[Entry]) -> Vec<String> {
    let book = parts.ledger.book();
    let mut found = Vec::new();
    for (n, event) in book.events.iter().enumerate() {
        let times = appended.iter().filter(|entry| number(entry) == Some(n)).count();
        if times != 1 || event.handled > 1 {
            found.push(format!("event {n} was sent {times} and handled {} times", event.handled));
        }
    }
    found
}
