//! What an outbox has accepted is sent, in its order, whatever happens in between.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Question;
use crate::program::{Ended, event, events, run, run_with, start};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("an_outbox_accepts_and_sends", accepts_and_sends),
    ("an_outbox_keeps_what_the_server_does_not_take", keeps),
    ("a_relay_sends_what_is_left", a_relay_sends_what_is_left),
    ("two_relays_send_an_event_once", two_relays),
    ("a_killed_producer_loses_nothing", a_killed_producer),
    ("a_server_that_forgets_gets_events_again", a_server_that_forgets),
    ("what_is_not_kept_is_not_sent_again", what_is_not_kept),
    ("a_full_disk_refuses_and_drains", a_full_disk),
];

fn produce(server: &Server) -> String {
    format!("produce --topic t --outbox {}", server.folder().join("outbox").display())
}

fn relay(server: &Server) -> String {
    format!("relay --topic t --outbox {}", server.folder().join("outbox").display())
}

fn ids(ended: &Ended, kind: &str) -> Vec<String> {
    ended.of_kind(kind).iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

/// The ids in the topic, in their order.
fn in_topic(server: &Server) -> Vec<String> {
    let ended = run(server, "consume --topic t --group check --consumer c --idle-exit 0.3");
    ids(&ended, "event")
}

fn accepts_and_sends() {
    let server = Server::start();
    let ended = run_with(&server, &produce(&server), &events(50));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let end = json!({ "accepted": 50, "sent": 50, "refused": 0, "left": 0 });
    assert_eq!(ended.summary(), end);
    assert_eq!(ids(&ended, "accepted"), ids(&ended, "sent"));
    assert_eq!(in_topic(&server), ids(&ended, "accepted"));
    let place = |kind: &str, n: i64| {
        ended.lines.iter().position(|line| line["kind"] == kind && line["n"] == n).unwrap()
    };
    assert!((0..50).all(|n| place("accepted", n) < place("sent", n)));
}

fn keeps() {
    let mut server = Server::start();
    server.kill();
    let ended = run_with(&server, &format!("{} --drain 0.3", produce(&server)), &events(5));
    assert_eq!((ended.code, ended.notices()), (Some(3), vec!["waiting"]), "{ended:?}");
    let end = json!({ "accepted": 5, "sent": 0, "refused": 0, "left": 5 });
    assert_eq!(ended.summary(), end);
    server.restart();
    let next = run_with(&server, &produce(&server), &events(1));
    assert_eq!((next.code, ids(&next, "sent").len()), (Some(0), 6), "{next:?}");
    assert_eq!(in_topic(&server), [ids(&ended, "accepted"), ids(&next, "accepted")].concat());
}

fn a_relay_sends_what_is_left() {
    let server = Server::start();
    let written = run_with(&server, &format!("{} --no-relay", produce(&server)), &events(5));
    let end = json!({ "accepted": 5, "sent": 0, "refused": 0, "left": 5 });
    assert_eq!((written.code, written.summary()), (Some(0), end), "{written:?}");
    let sent = run(&server, &relay(&server));
    assert_eq!(sent.code, Some(0), "{sent:?}");
    let numbers: Vec<Value> = sent.of_kind("sent").iter().map(|line| line["n"].clone()).collect();
    assert_eq!(numbers, (0..5).map(Value::from).collect::<Vec<_>>());
    assert_eq!(run(&server, &relay(&server)).summary()["sent"], 0);
    assert_eq!(in_topic(&server), ids(&written, "accepted"));
}

fn two_relays() {
    let server = Server::start();
    run_with(&server, &format!("{} --no-relay", produce(&server)), &events(500));
    let relays = [0, 1].map(|_| start(&server, &relay(&server)));
    let ended = relays.map(crate::program::Running::end);
    let sent: i64 = ended.iter().map(|ended| ended.summary()["sent"].as_i64().unwrap()).sum();
    assert_eq!((sent, server.number(&["XLEN", "t"])), (500, 500), "{ended:?}");
    assert!(ended.iter().all(|ended| ended.code == Some(0)));
}

fn a_killed_producer() {
    let server = Server::start();
    let mut accepted = Vec::new();
    for round in 0..10 {
        let mut running = start(&server, &produce(&server));
        let input: String = (0..200).map(|id| event(id, "a")).collect();
        running.write(&input);
        for _ in 0..=(round * 7) {
            running.wait_for_kind("accepted");
        }
        running.signal("-KILL");
        accepted.extend(ids(&running.end(), "accepted"));
    }
    assert_eq!(run(&server, &relay(&server)).code, Some(0));
    let topic = in_topic(&server);
    let known: BTreeSet<&String> = topic.iter().collect();
    assert!(accepted.iter().all(|id| known.contains(id)), "something accepted is not in the topic");
    let mut first = Vec::new();
    let mut seen = BTreeSet::new();
    for id in &topic {
        if seen.insert(id) {
            first.push(id);
        }
    }
    let wanted: BTreeSet<&String> = accepted.iter().collect();
    let order: Vec<&String> = first.into_iter().filter(|id| wanted.contains(*id)).collect();
    assert_eq!(order, accepted.iter().collect::<Vec<_>>(), "the order is that of acceptance");
}

/// The same with `--keep 0`, when what was sent is gone from the outbox.
fn what_is_not_kept() {
    let mut server = Server::start();
    let mut running = start(&server, &format!("{} --keep 0", produce(&server)));
    running.write(&events(3));
    (0..3).for_each(|_| drop(running.wait_for_kind("sent")));
    let outbox = rusqlite::Connection::open(server.folder().join("outbox/outbox.db")).unwrap();
    let rows = || outbox.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0));
    while rows().unwrap() > 0 {
        thread::sleep(Duration::from_millis(20));
    }
    server.kill();
    server.restart();
    running.write(&event(3, "a"));
    running.wait_for_kind("sent");
    let ended = running.end();
    let again = |notice: &&str| ["stream-lost", "sent-again"].contains(notice);
    assert_eq!((ended.code, ended.notices().iter().any(again)), (Some(0), false), "{ended:?}");
}

/// It confirmed them, and then restarted without them.
fn a_server_that_forgets() {
    let mut server = Server::start();
    let mut running = start(&server, &produce(&server));
    running.write(&events(3));
    (0..3).for_each(|_| drop(running.wait_for_kind("sent")));
    server.kill();
    server.restart();
    running.write(&event(3, "a"));
    running.wait_for_notice("stream-lost");
    running.wait_for_kind("sent");
    let ended = running.end();
    assert_eq!((ended.code, ended.notices().last()), (Some(0), Some(&"sent-again")), "{ended:?}");
    assert_eq!(in_topic(&server), ids(&ended, "accepted"));
    // Nothing is sent again when nothing is lost.
    let next = run(&server, &relay(&server));
    assert_eq!(next.notices(), [""; 0], "{next:?}");
}

fn a_full_disk() {
    let Some(disk) = Disk::new(2) else { return };
    let server = Server::start();
    let outbox = format!("--topic t --outbox {}", disk.0.path().join("outbox").display());
    let large: String = (0..400)
        .map(|id| event(id, "a").replace("a@example.org", &format!("{}@x.org", "a".repeat(4000))))
        .collect();
    let ended = run_with(&server, &format!("produce {outbox} --no-relay"), &large);
    assert_eq!(ended.code, Some(1), "{:?}", ended.log);
    let accepted = ids(&ended, "accepted");
    assert!(accepted.len() > 50 && !ended.of_kind("refused").is_empty(), "{}", accepted.len());
    // To the last byte.
    disk.fill();
    let sent = run(&server, &format!("relay {outbox}"));
    assert_eq!((sent.code, sent.notices()), (Some(0), vec![]), "{:?}", sent.log);
    assert_eq!(ids(&sent, "sent"), accepted);
    assert_eq!(run(&server, &format!("relay {outbox}")).summary()["sent"], 0, "it was noted");
    // What was sent makes room for more.
    let more = run_with(&server, &format!("produce {outbox}"), &events(100));
    assert_eq!(
        (more.code, &more.summary()["accepted"]),
        (Some(0), &json!(100)),
        "{:?}",
        more.lines.last()
    );
}

/// A disk in memory.
struct Disk(tempfile::TempDir);

impl Disk {
    /// `None` if this user may not make one.
    fn new(mebibytes: u64) -> Option<Self> {
        let folder = tempfile::TempDir::new().unwrap();
        let mut mount = std::process::Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &format!("size={mebibytes}m"), "tmpfs"])
            .arg(folder.path());
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

impl Disk {
    #[expect(clippy::disallowed_methods, reason = "it fails, when nothing fits any more")]
    fn fill(&self) {
        for part in 0.. {
            if std::fs::write(self.0.path().join(format!("more{part}")), vec![0; 4096]).is_err() {
                break;
            }
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}
