//! What `consume` prints, how it hands events out, and how it ends.

use std::collections::BTreeSet;

use serde_json::json;

use crate::Question;
use crate::program::{
    REGISTERED, event, events, produce, run, run_with, script, start, user, write,
};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("consume_prints_and_acknowledges", prints_and_acknowledges),
    ("consume_begins_at_the_first_event_and_never_moves", never_moves),
    ("consume_gives_the_program_the_event", gives_the_program_the_event),
    ("consume_tries_again_and_puts_aside", tries_again_and_puts_aside),
    ("consume_waits_for_what_is_down", waits_for_what_is_down),
    ("consume_keeps_the_order_of_a_key", keeps_the_order_of_a_key),
    ("consume_ends_in_an_orderly_way", ends_in_an_orderly_way),
    ("consume_does_not_handle_an_id_twice", does_not_handle_an_id_twice),
    ("consume_says_what_is_wrong_with_its_arguments", says_what_is_wrong),
];

const CONSUME: &str = "consume --topic t --group g --consumer c";

fn prints_and_acknowledges() {
    let server = Server::start();
    produce(&server, 3);
    let ended = run(&server, &format!("{CONSUME} --expect 3"));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let kinds: Vec<_> = ended.lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    let each = ["event", "done"].repeat(3);
    assert_eq!(kinds, [&["notice", "ready"], each.as_slice(), &["end"]].concat());
    assert_eq!(
        ended.lines[1],
        json!({ "kind": "ready", "stream": "t", "group": "g", "consumer": "c" })
    );
    let first = ended.of_kind("event")[0];
    assert_eq!(first["event_type"], REGISTERED);
    assert_eq!(
        (&first["tries"], &first["metadata"]["source"]),
        (&json!(1), &json!("openedx/test/web"))
    );
    assert_eq!(first["metadata"]["id"], first["id"]);
    assert_eq!(ended.of_kind("done")[0]["msg_id"], first["msg_id"]);
    let end = json!({ "why": "expected", "handled": 3, "dead": 0, "retries": 0, "lost": 0 });
    assert_eq!(ended.summary(), end);
}

fn never_moves() {
    let server = Server::start();
    produce(&server, 5);
    assert_eq!(run(&server, &format!("{CONSUME} --expect 2")).users(), [0, 1]);
    produce(&server, 1);
    // Another consumer does not move the group.
    let other = run(&server, "consume --topic t --group g --consumer d --idle-exit 0.3");
    assert_eq!((other.users(), other.code), (vec![2, 3, 4, 0], Some(0)));
    assert_eq!(other.summary()["why"], "idle");
    assert_eq!(run(&server, &format!("{CONSUME} --idle-exit 0.3")).users(), [0; 0]);
}

fn gives_the_program_the_event() {
    let server = Server::start();
    let body = r#"echo "to the log"
        printf '%s|%s|%s|%s|%s\n' "$ANNALS_EVENT_ID" "$ANNALS_EVENT_TYPE" "$ANNALS_MSG_ID" "$ANNALS_TRIES" "$1" > seen
        printf '%s\n' "$line" > line"#;
    let program = script(&server, body);
    produce(&server, 1);
    let ended = run(&server, &format!("{CONSUME} --expect 1 --exec {program} --all"));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.log.contains("to the log"), "{}", ended.log);
    let event = ended.of_kind("event")[0];
    let [id, msg_id] = ["id", "msg_id"].map(|key| event[key].as_str().unwrap());
    let seen = std::fs::read_to_string(server.folder().join("seen")).unwrap();
    assert_eq!(seen, format!("{id}|{REGISTERED}|{msg_id}|1|--all\n"));
    let line = std::fs::read_to_string(server.folder().join("line")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), *event);
}

fn tries_again_and_puts_aside() {
    let server = Server::start();
    let program = script(&server, r#"test "$user" != 1 || exit 7"#);
    produce(&server, 3);
    let options = format!("{CONSUME} --max-tries 3 --backoff-min 20 --expect 3 --exec {program}");
    let ended = run(&server, &options);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let retries = ended.of_kind("retry");
    let waits: Vec<_> = retries.iter().map(|line| (&line["tries"], &line["in_ms"])).collect();
    assert_eq!(waits, [(&json!(1), &json!(20)), (&json!(2), &json!(40))]);
    assert_eq!(
        (&retries[0]["cause"], &retries[0]["reason"]),
        (&json!("message"), &json!("exit code 7"))
    );
    let dead = ended.of_kind("dead");
    assert_eq!(
        (dead.len(), &dead[0]["tries"], &dead[0]["reason"]),
        (1, &json!(3), &json!("exit code 7"))
    );
    let end = json!({ "why": "expected", "handled": 2, "dead": 1, "retries": 2, "lost": 0 });
    assert_eq!(ended.summary(), end);
    assert_eq!(server.number(&["XLEN", "annals:dead:t:g"]), 1);
}

/// A temporary failure does not count, and only its own key waits.
fn waits_for_what_is_down() {
    let server = Server::start();
    let program = script(&server, r#"if [ "$user" = 0 ] && [ ! -e up ]; then exit 75; fi"#);
    let input: String = [event(0, "a"), event(1, "a"), event(2, "b"), event(3, "a")].concat();
    run_with(&server, "produce --topic t", &input);
    let options = format!(
        "{CONSUME} --max-tries 2 --backoff-min 10 --backoff-max 20 --expect 4 --exec {program}"
    );
    let mut running = start(&server, &options);
    for _ in 0..5 {
        let retry = running.wait_for_kind("retry");
        assert_eq!((&retry["cause"], &retry["tries"]), (&json!("outside"), &json!(1)));
    }
    write(&server.folder().join("up"), "");
    let ended = running.end();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let mut first: Vec<i64> = ended.users();
    first.dedup();
    let order: Vec<i64> = first.iter().copied().filter(|user| *user != 2).collect();
    let mut order = order;
    order.dedup();
    assert_eq!(order, [0, 1, 3], "nothing of the same key passes");
    let place = |wanted| ended.users().iter().position(|user| *user == wanted).unwrap();
    assert!(place(2) < place(1), "others pass: {:?}", ended.users());
}

fn keeps_the_order_of_a_key() {
    let server = Server::start();
    // Events of three keys, with a handler that takes longer for some of them.
    let input: String = (0..60).map(|id| event(id, &format!("key{}", id % 3))).collect();
    run_with(&server, "produce --topic t", &input);
    let program =
        script(&server, r#"case $user in *[05]) sleep 0.02;; esac; echo "$user" >> handled"#);
    let options = format!("{CONSUME} --workers 8 --expect 60 --exec {program}");
    assert_eq!(run(&server, &options).code, Some(0));
    let handled = std::fs::read_to_string(server.folder().join("handled")).unwrap();
    let handled: Vec<i64> = handled.lines().map(|line| line.parse().unwrap()).collect();
    for key in 0..3 {
        let of_key: Vec<i64> = handled.iter().copied().filter(|id| id % 3 == key).collect();
        assert!(of_key.is_sorted() && of_key.len() == 20, "{of_key:?}");
    }
}

/// What is in hand is finished, and nothing new is begun.
fn ends_in_an_orderly_way() {
    let server = Server::start();
    let program = script(&server, "sleep 0.5");
    produce(&server, 10);
    let mut running = start(&server, &format!("{CONSUME} --workers 2 --exec {program}"));
    for _ in 0..2 {
        running.wait_for_kind("event");
    }
    running.signal("-TERM");
    let ended = running.end();
    assert_eq!((ended.code, ended.users().len()), (Some(0), 2), "{ended:?}");
    assert_eq!(ended.of_kind("done").len(), 2);
    assert_eq!(ended.summary()["why"], "stopped");
    // The others were not handed out, and come with the first try.
    let rest = run(&server, &format!("{CONSUME} --expect 8"));
    let (users, tries): (BTreeSet<i64>, BTreeSet<i64>) = rest
        .of_kind("event")
        .iter()
        .map(|line| (user(line), line["tries"].as_i64().unwrap()))
        .unzip();
    assert_eq!((users, tries), ((2..10).collect(), [1].into()));
}

fn does_not_handle_an_id_twice() {
    let server = Server::start();
    let sent = run_with(&server, "produce --topic t", &events(1));
    let id = sent.of_kind("sent")[0]["id"].clone();
    let mut again: serde_json::Value = serde_json::from_str(&event(5, "x")).unwrap();
    again["metadata"] = json!({ "id": id });
    run_with(&server, "produce --topic t", &format!("{again}\n{}", event(6, "y")));
    let ended = run(&server, &format!("{CONSUME} --dedupe 60 --expect 2"));
    assert_eq!((ended.users(), ended.code), (vec![0, 6], Some(0)), "{ended:?}");
    let notice = ended.of_kind("notice").into_iter().find(|line| line["code"] == "duplicate");
    assert_eq!(notice.unwrap()["id"], id);
    assert_eq!(ended.summary()["handled"], 2);
    assert_eq!(server.number(&["XLEN", "t"]), 3);
}

fn says_what_is_wrong() {
    let server = Server::start();
    server.call(&["SET", "text", "1"]);
    for (arguments, message) in [
        ("consume --topic t --group g", "--consumer"),
        ("consume --topic t --group g --consumer c --exec /no/such/program", "does not exist"),
        ("consume --topic t --group g --consumer c --url http://:secret@x", "redis://"),
        ("consume --topic text --group g --consumer c", "WRONGTYPE"),
        ("dlq drop --topic t --group g", "--all"),
    ] {
        let ended = run(&server, arguments);
        assert_eq!(ended.code, Some(2), "{arguments}: {ended:?}");
        assert!(ended.log.contains(message) && !ended.log.contains("secret"), "{}", ended.log);
    }
}
