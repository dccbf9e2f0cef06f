//! What every transport has to pass. A transport of your own passes it too:
//!
//! ```
//! use annals_bus::conformance;
//! use annals_bus::sqlite::Sqlite;
//!
//! for (name, check) in conformance::CHECKS {
//!     println!("{name}");
//!     check(&Sqlite::in_memory()?);
//! }
//! # Ok::<(), annals_bus::TransportError>(())
//! ```
//!
//! Each check wants a topic `conformance` that is empty. It panics if the transport fails.

#![expect(clippy::unwrap_used, reason = "a check panics if the transport fails")]

use std::time::Duration;

use crate::entry::Entry;
use crate::transport::{Claim, Delivery, Member, Pending, Settled, Transport};

/// What a check is about, and the check.
pub type Check = (&'static str, fn(&dyn Transport));

/// The checks.
pub const CHECKS: [Check; 10] = [
    ("entries are read in order, with all their bytes", order),
    ("a group begins at the first entry, and keeps its place", place),
    ("members share what is appended", shares),
    ("what is read is pending until it is settled", pending),
    ("an entry is taken over only from the member that was seen to have it", claims),
    ("tries are counted where all members see them", tries),
    ("a dead letter keeps its bytes, and is replayed to its group only", letters),
    ("ids are remembered for a time", remembers),
    ("a lag is counted", lag),
    ("entries can be looked at without a group", scan),
];

const TOPIC: &str = "conformance";
const WAIT: Duration = Duration::from_millis(50);

fn entry(number: u32) -> Entry {
    let fields = [("number", number.to_string().into_bytes()), ("\u{e9}", vec![0, 0xff, b'\n'])];
    Entry { fields: fields.map(|(name, value)| (name.as_bytes().to_vec(), value)).to_vec() }
}

fn append(transport: &dyn Transport, numbers: std::ops::Range<u32>) {
    let entries: Vec<Entry> = numbers.map(entry).collect();
    assert_eq!(transport.append(TOPIC, &entries).unwrap().len(), entries.len());
}

fn member(transport: &dyn Transport, group: &str, name: &str) -> Box<dyn Member> {
    let member = transport.member(TOPIC, group, name);
    member.join(None).unwrap();
    member
}

fn read(member: &dyn Member, count: usize) -> Vec<Delivery> {
    member.read(count, WAIT).unwrap()
}

fn done(delivery: &Delivery) -> Settled<'static> {
    Settled::Done { position: delivery.position, remember: None }
}

fn settle_all(member: &dyn Member, read: &[Delivery]) {
    member.settle(&read.iter().map(done).collect::<Vec<_>>()).unwrap();
}

fn order(transport: &dyn Transport) {
    let member = member(transport, "g", "a");
    append(transport, 0..5);
    append(transport, 5..6);
    let all = [read(&*member, 4), read(&*member, 4)].concat();
    let entries: Vec<Entry> = all.iter().map(|delivery| delivery.entry.clone()).collect();
    assert_eq!(entries, (0..6).map(entry).collect::<Vec<_>>());
    assert!(all.is_sorted_by_key(|delivery| delivery.position));
    assert!(all.iter().all(|delivery| delivery.tries == 0));
    assert_eq!(read(&*member, 4).len(), 0);
}

fn place(transport: &dyn Transport) {
    append(transport, 0..3);
    let first = transport.member(TOPIC, "g", "a");
    assert!(first.join(None).unwrap().created);
    assert_eq!(read(&*first, 2).len(), 2);
    let second = transport.member(TOPIC, "g", "b");
    assert!(!second.join(None).unwrap().created);
    assert_eq!(read(&*second, 9)[0].entry, entry(2));
}

fn shares(transport: &dyn Transport) {
    let members = ["a", "b"].map(|name| member(transport, "g", name));
    append(transport, 0..10);
    let [a, b] = members.each_ref().map(|member| read(&**member, 5));
    let mut all: Vec<_> = a.iter().chain(&b).map(|delivery| delivery.position).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!((a.len(), b.len(), all.len()), (5, 5, 10));
    // Another group has all of them.
    assert_eq!(read(&*member(transport, "h", "a"), 20).len(), 10);
}

fn pending(transport: &dyn Transport) {
    let member = member(transport, "g", "a");
    append(transport, 0..3);
    let read = read(&*member, 3);
    assert_eq!(member.pending().unwrap().len(), 3);
    member.settle(&[done(&read[1])]).unwrap();
    let left: Vec<_> = member.pending().unwrap().into_iter().map(|it| it.position).collect();
    assert_eq!(left, [read[0].position, read[2].position]);
    // Again, because its answer may have been lost.
    member.settle(&[done(&read[1]), done(&read[0])]).unwrap();
    assert_eq!(member.pending().unwrap().len(), 1);
}

fn claims(transport: &dyn Transport) {
    let [a, b] = ["a", "b"].map(|name| member(transport, "g", name));
    append(transport, 0..2);
    read(&*a, 2);
    crate::world::sleep(Duration::from_millis(20));
    let seen: Vec<Pending> = b.pending().unwrap();
    assert!(seen.iter().all(|pending| !pending.own && pending.owner == "a"));
    // Its owner keeps the first in between.
    assert_eq!(a.keep(&[(seen[0].position, None)]).unwrap(), [true]);
    let [Claim::Taken(taken)] = &b.claim(&seen).unwrap()[..] else { panic!("one was to be taken") };
    assert_eq!((taken.position, &taken.entry), (seen[1].position, &entry(1)));
    let kept: Vec<_> = seen.iter().map(|pending| (pending.position, None)).collect();
    assert_eq!(a.keep(&kept).unwrap(), [true, false]);
    assert!(b.claim(&seen).unwrap().is_empty());
}

fn tries(transport: &dyn Transport) {
    let [a, b] = ["a", "b"].map(|name| member(transport, "g", name));
    append(transport, 0..1);
    let position = read(&*a, 1)[0].position;
    assert_eq!(a.keep(&[(position, Some(7))]).unwrap(), [true]);
    assert_eq!(a.keep(&[(position, None)]).unwrap(), [true]);
    let seen = b.pending().unwrap();
    let [Claim::Taken(taken)] = &b.claim(&seen).unwrap()[..] else { panic!("it was to be taken") };
    assert_eq!(taken.tries, 7);
}

fn letters(transport: &dyn Transport) {
    let [g, h] = ["g", "h"].map(|group| member(transport, group, "a"));
    append(transport, 0..2);
    let both = read(&*g, 2);
    settle_all(&*h, &read(&*h, 2));
    let Delivery { position, msg_id, entry, .. } = &both[0];
    let dead = Settled::Dead { position: *position, msg_id, entry, tries: 3, reason: "broken" };
    g.settle(&[dead, done(&both[1])]).unwrap();
    assert_eq!(g.pending().unwrap(), []);
    let letters = transport.dead_letters(TOPIC, "g").unwrap();
    assert_eq!(transport.dead_letters(TOPIC, "h").unwrap(), []);
    let [letter] = &letters[..] else { panic!("one was put aside") };
    assert_eq!(
        (&letter.msg_id, letter.tries, &*letter.reason, &letter.entry),
        (msg_id, 3, "broken", entry)
    );
    assert!(transport.replay(TOPIC, "g", &letter.id).unwrap());
    assert!(!transport.replay(TOPIC, "g", &letter.id).unwrap());
    // A member finds that there are replays when it looks at what is pending.
    g.pending().unwrap();
    let again = read(&*g, 5);
    assert_eq!((again.len(), &again[0].entry, &again[0].msg_id), (1, entry, msg_id));
    assert!(again[0].position.replayed);
    assert_eq!(read(&*h, 5).len(), 0);
    settle_all(&*g, &again);
    assert_eq!((g.pending().unwrap().len(), read(&*g, 5).len()), (0, 0));
    assert!(!transport.drop_letter(TOPIC, "g", &letter.id).unwrap());
}

fn remembers(transport: &dyn Transport) {
    let member = member(transport, "g", "a");
    append(transport, 0..2);
    let both = read(&*member, 2);
    let remember = |at: usize, id, window| Settled::Done {
        position: both[at].position,
        remember: Some((id, Duration::from_millis(window))),
    };
    member.settle(&[remember(0, "long", 60_000), remember(1, "short", 1)]).unwrap();
    crate::world::sleep(Duration::from_millis(20));
    assert_eq!(member.seen(&["long", "short", "never"]).unwrap(), [true, false, false]);
}

fn lag(transport: &dyn Transport) {
    append(transport, 0..5);
    let member = member(transport, "g", "a");
    let read = read(&*member, 3);
    member.settle(&[done(&read[0])]).unwrap();
    let lag = transport.lag(TOPIC, "g").unwrap();
    assert_eq!((lag.length, lag.added, lag.read), (5, Some(5), Some(3)));
    assert_eq!((lag.waiting, lag.pending, lag.trimmed_unread, lag.dead), (2, 2, 0, 0));
    assert_eq!(member.trimmed_unread().unwrap(), 0);
}

fn scan(transport: &dyn Transport) {
    append(transport, 0..5);
    let first = transport.scan(TOPIC, None, 2).unwrap();
    let rest = transport.scan(TOPIC, Some(first[1].0), 9).unwrap();
    let entries: Vec<Entry> = first.into_iter().chain(rest).map(|(_, entry)| entry).collect();
    assert_eq!(entries, (0..5).map(entry).collect::<Vec<_>>());
    assert_eq!(read(&*member(transport, "g", "a"), 9).len(), 5);
}
