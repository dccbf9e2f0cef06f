//! Consumers that are killed, and messages that kill them.

use std::collections::BTreeMap;
use std::time::Duration;
use std::{fs, thread};

use serde_json::json;

use crate::Question;
use crate::program::{event, produce, run, run_with, script, start, user, write};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("a_killed_consumer_gets_its_message_again", gets_its_message_again),
    ("another_consumer_takes_over", another_takes_over),
    ("a_claim_is_kept_while_a_program_runs", a_claim_is_kept),
    ("a_message_that_kills_is_put_aside", kills),
    ("a_message_that_kills_takes_no_other_with_it", kills_alone),
    ("a_consumer_that_was_stopped_for_long_does_not_disturb", stopped_for_long),
    ("nothing_is_lost_by_kills", nothing_is_lost),
];

const CONSUME: &str = "consume --topic t --group g --consumer c";

fn gets_its_message_again() {
    let server = Server::start();
    let program = script(&server, "test -e ready || { touch started; sleep 3; }");
    produce(&server, 2);
    let mut running = start(&server, &format!("{CONSUME} --exec {program}"));
    running.wait_for_kind("event");
    running.signal("-KILL");
    assert_eq!(running.end().code, None);
    write(&server.folder().join("ready"), "");
    let ended = run(&server, &format!("{CONSUME} --expect 2 --exec {program}"));
    let events = ended.of_kind("event");
    let tries: Vec<_> = events.iter().map(|line| (user(line), &line["tries"])).collect();
    assert_eq!(tries, [(0, &json!(2)), (1, &json!(1))]);
}

fn another_takes_over() {
    let server = Server::start();
    let program = script(&server, "sleep 3");
    produce(&server, 3);
    let mut running = start(&server, &format!("{CONSUME} --exec {program}"));
    running.wait_for_kind("event");
    running.signal("-KILL");
    running.end();
    let other = "consume --topic t --group g --consumer d --claim-after 300 --expect 3";
    let ended = run(&server, other);
    assert_eq!(ended.users(), [0, 1, 2], "{ended:?}");
    assert_eq!(ended.notices(), ["claimed"; 3]);
}

fn a_claim_is_kept() {
    let server = Server::start();
    let program = script(&server, "sleep 3");
    produce(&server, 1);
    let mut first =
        start(&server, &format!("{CONSUME} --claim-after 1000 --expect 1 --exec {program}"));
    first.wait_for_kind("event");
    let other = "consume --topic t --group g --consumer d --claim-after 1000 --idle-exit 4";
    assert_eq!(run(&server, other).users(), [0; 0]);
    assert_eq!(first.end().code, Some(0));
}

/// It is handed out as often as the tries say, and its neighbours never are in vain.
fn kills() {
    let server = Server::start();
    let program = script(&server, r#"test "$user" != 2 || kill -9 $PPID"#);
    produce(&server, 6);
    let mut tries: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut deaths = 0;
    loop {
        let ended =
            run(&server, &format!("{CONSUME} --max-tries 3 --idle-exit 0.5 --exec {program}"));
        for line in ended.of_kind("event") {
            tries.entry(user(line)).or_default().push(line["tries"].as_i64().unwrap());
        }
        if ended.code.is_some() {
            assert_eq!((ended.code, ended.of_kind("dead").len()), (Some(1), 1), "{ended:?}");
            assert_eq!(ended.of_kind("dead")[0]["tries"], 3);
            break;
        }
        deaths += 1;
    }
    assert_eq!(deaths, 3);
    let others = [0, 1, 3, 4, 5].map(|id| (id, vec![1]));
    assert_eq!(tries, others.into_iter().chain([(2, vec![1, 2, 3])]).collect());
}

/// With several workers others are in hand when the process dies, but not again each time.
fn kills_alone() {
    let server = Server::start();
    let program =
        script(&server, r#"test "$user" != 2 || { sleep 0.2; kill -9 $PPID; }; sleep 0.5"#);
    produce(&server, 8);
    let options = format!("{CONSUME} --workers 4 --max-tries 3 --idle-exit 0.5 --exec {program}");
    let mut deaths = 0;
    let ended = loop {
        let ended = run(&server, &options);
        if ended.code.is_some() {
            break ended;
        }
        deaths += 1;
    };
    assert_eq!((deaths, ended.code, ended.of_kind("dead").len()), (3, Some(1), 1), "{ended:?}");
    let letters = run(&server, "dlq list --topic t --group g");
    assert_eq!((letters.lines.len(), &letters.lines[0]["tries"]), (1, &json!(3)));
}

fn stopped_for_long() {
    let server = Server::start();
    produce(&server, 20);
    let program = script(&server, "sleep 0.05");
    let options = format!("{CONSUME} --claim-after 300 --idle-exit 2 --exec {program}");
    let mut first = start(&server, &options);
    first.wait_for_kind("event");
    first.signal("-STOP");
    let other = "consume --topic t --group g --consumer d --claim-after 300 --idle-exit 1.5";
    let other = run(&server, other);
    first.signal("-CONT");
    let first = first.end();
    assert_eq!((first.code, other.code), (Some(0), Some(0)));
    let all = other.users().len() + first.users().len();
    // Only what the first had in hand when it was stopped comes twice.
    assert!((20..=22).contains(&all), "{all}");
    assert!(other.users().len() >= 18, "{:?}", other.users());
}

/// Two consumers are killed again and again while events come.
fn nothing_is_lost() {
    let server = Server::start();
    let program = script(&server, r#"echo "$user" >> handled"#);
    let consumer = |name: &str| {
        let options = "--claim-after 300 --max-tries 100 --workers 3 --backoff-min 5";
        start(
            &server,
            &format!("consume --topic t --group g --consumer {name} {options} --exec {program}"),
        )
    };
    let mut consumers = [consumer("a"), consumer("b")];
    for round in 0..10 {
        let input: String =
            (0..30).map(|id| event(round * 30 + id, &format!("key{}", id % 7))).collect();
        assert_eq!(run_with(&server, "produce --topic t", &input).code, Some(0));
        let victim = usize::from(round % 2 == 1);
        consumers[victim].signal("-KILL");
        let dead = std::mem::replace(&mut consumers[victim], consumer(["a", "b"][victim]));
        assert_eq!(dead.end().code, None);
    }
    let is_done = || {
        let lag = run(&server, "lag --topic t --group g");
        lag.lines[0]["lag"] == 0 && lag.lines[0]["pending"] == 0
    };
    while !is_done() {
        thread::sleep(Duration::from_millis(100));
    }
    for running in consumers {
        running.signal("-TERM");
        assert_eq!(running.end().code, Some(0));
    }
    let handled = fs::read_to_string(server.folder().join("handled")).unwrap();
    let mut handled: Vec<i64> = handled.lines().map(|line| line.parse().unwrap()).collect();
    handled.sort_unstable();
    handled.dedup();
    assert_eq!(handled, (0..300).collect::<Vec<_>>());
}
