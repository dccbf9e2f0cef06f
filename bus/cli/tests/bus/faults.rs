//! What becomes of an entry that Python would lose, and of a server that has lost the topic, the group or the connection.

use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::Question;
use crate::program::{REGISTERED, produce, run, start};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("entries_that_python_loses_are_put_aside", entries_are_put_aside),
    ("entries_in_other_forms_are_handled", entries_in_other_forms_are_handled),
    ("nothing_is_made_up", nothing_is_made_up),
    ("a_deleted_topic_is_said_and_read_again", a_deleted_topic),
    ("a_destroyed_group_is_made_again", a_destroyed_group),
    ("a_lost_connection_is_made_again", a_lost_connection),
    ("a_server_that_restarts_is_waited_for", a_server_that_restarts),
    ("a_server_that_does_not_come_is_given_up", a_server_that_does_not_come),
    ("a_hole_is_said_and_passed", a_hole),
    ("a_read_only_server_is_waited_for", a_read_only_server),
];

const CONSUME: &str = "consume --topic t --group g --consumer c";
const ID: &str = "00000000-0000-1000-8000-000000000001";
const TIME: &str = "2024-03-01T12:34:56.789012+00:00";
const DATA: &[u8] = b"\x54\x01\x06ada\x1eada@example.org\x18Ada Lovelace";

/// The fields of an entry as Python writes it.
fn whole() -> Vec<(&'static [u8], &'static [u8])> {
    vec![
        (b"type", REGISTERED.as_bytes()),
        (b"id", ID.as_bytes()),
        (b"source", b"openedx/lms/web"),
        (b"time", TIME.as_bytes()),
        (b"minorversion", b"0"),
        (b"sourcehost", b"host"),
        (b"sourcelib", b"10.5.0"),
        (b"event_data", DATA),
    ]
}

fn without(name: &str) -> Vec<(&'static [u8], &'static [u8])> {
    whole().into_iter().filter(|(known, _)| *known != name.as_bytes()).collect()
}

fn with(name: &'static str, value: &'static [u8]) -> Vec<(&'static [u8], &'static [u8])> {
    let mut fields = whole();
    let field = fields.iter_mut().find(|(known, _)| *known == name.as_bytes());
    match field {
        Some((_, known)) => *known = value,
        None => fields.push((name.as_bytes(), value)),
    }
    fields
}

fn add(server: &Server, fields: &[(&[u8], &[u8])]) {
    let mut command: Vec<&[u8]> = vec![b"XADD", b"t", b"*"];
    command.extend(fields.iter().flat_map(|(name, value)| [*name, *value]));
    server.call_bytes(&command);
}

/// Python acknowledges each of these after an error, and no one sees it again; or it hands out nonsense.
fn entries_are_put_aside() {
    let server = Server::start();
    let trailing: &[u8] = &[DATA, b"x"].concat();
    let trailing: &'static [u8] = trailing.to_vec().leak();
    let two: &'static [u8] = [b"\x54\x02", &DATA[2..]].concat().leak();
    let kafka: &'static [u8] = [b"\x00\x00\x00\x00\x07", DATA].concat().leak();
    let upper: Vec<(&[u8], &[u8])> = vec![(b"TYPE", REGISTERED.as_bytes()), (b"EVENT_DATA", DATA)];
    let cases = [
        (with("type", b"no.such.event.v1"), "`type` is not an event type"),
        (without("type"), "`type` is missing"),
        (with("type", b""), "`type` is missing"),
        (with("type", b"\xff"), "`type` is not UTF-8"),
        (without("event_data"), "`event_data` is missing"),
        (without("id"), "`id` is missing"),
        (with("id", b""), "`id` is missing"),
        (with("id", b"ada"), "`id` is not a UUID"),
        (without("time"), "`time` is missing"),
        (with("time", b"2024-03-01T12:34:56"), "`time` is not a date and time in UTC"),
        (with("time", b"2024-03-01"), "`time` is not a date and time in UTC"),
        (with("time", b"2024-03-01T12:34:56+02:00"), "`time` is not a date and time in UTC"),
        (with("time", b"soon"), "`time` is not a date and time in UTC"),
        (with("minorversion", b"one"), "`minorversion` is not a whole number"),
        (with("minorversion", b"-1"), "`minorversion` is not a whole number"),
        (with("minorversion", b"99999999999999999999"), "`minorversion` is not a whole number"),
        (with("sourcelib", b"1.0.0rc1"), "`sourcelib` is not whole numbers"),
        (with("sourcelib", b"1..0"), "`sourcelib` is not whole numbers"),
        (with("sourcehost", b"\xff"), "`sourcehost` is not UTF-8"),
        (upper, "`type` is missing"),
        (with("event_data", b""), "unexpected end"),
        (with("event_data", &DATA[..10]), "user.pii"),
        (with("event_data", b"garbage that is no event at all"), "byte"),
        (with("event_data", kafka), "byte"),
        (with("event_data", trailing), "1 byte follows"),
        (with("event_data", two), "a boolean is neither 0 nor 1"),
        (with("event_data", b"\x54\x01\x01"), "length is negative"),
        (with("event_data", b"\x54\x01\x80\x80\x80\x80\x80\x80\x02"), "unexpected end"),
        (with("event_data", b"\x54\x01\x04\xff\xfe\x00\x00"), "UTF-8"),
    ];
    cases.iter().for_each(|(fields, _)| add(&server, fields));
    let ended = run(&server, &format!("{CONSUME} --expect {}", cases.len()));
    assert_eq!((ended.code, ended.of_kind("event").len()), (Some(1), 0), "{ended:#?}");
    for ((fields, reason), dead) in cases.iter().zip(ended.of_kind("dead")) {
        let said = dead["reason"].as_str().unwrap();
        assert!(said.contains(reason), "{said:?} does not contain {reason:?}: {fields:?}");
        assert!(!said.contains("ada") && !said.contains("soon"), "{said}");
    }
    assert_eq!(ended.of_kind("dead").len(), cases.len());
    assert_eq!(run(&server, "lag --topic t --group g").lines[0]["pending"], 0);
    assert_eq!(run(&server, "dlq list --topic t --group g").lines.len(), cases.len());
}

fn entries_in_other_forms_are_handled() {
    let server = Server::start();
    let mut twice = whole();
    twice.insert(0, (b"minorversion", b"x"));
    let cases = [
        (with("id", b"00000000000010008000000000000001"), "id", json!(ID)),
        (with("id", b"{00000000-0000-1000-8000-000000000001}"), "id", json!(ID)),
        (with("id", b"00000000-0000-1000-8000-000000000001"), "id", json!(ID)),
        (with("time", b"2024-03-01T12:34:56.789012Z"), "time", json!(TIME)),
        (with("time", b"2024-03-01T12:34:56.789012-00:00"), "time", json!(TIME)),
        (with("time", b"2024-03-01 12:34:56.789012+00:00"), "time", json!(TIME)),
        (with("time", b"2024-03-01T12:34:56.789012999+00:00"), "time", json!(TIME)),
        (
            with("time", b"2024-03-01T12:34:56.789+00:00"),
            "time",
            json!("2024-03-01T12:34:56.789000+00:00"),
        ),
        (without("minorversion"), "minorversion", json!(0)),
        (with("sourcelib", b"10.05"), "sourcelib", json!([10, 5])),
        (with("further", b"\xff"), "source", json!("openedx/lms/web")),
        (twice, "minorversion", json!(0)),
    ];
    cases.iter().for_each(|(fields, ..)| add(&server, fields));
    let ended = run(&server, &format!("{CONSUME} --expect {}", cases.len()));
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    for ((fields, key, value), event) in cases.iter().zip(ended.of_kind("event")) {
        assert_eq!(event["metadata"][key], *value, "{fields:?}");
        assert_eq!(event["event_data"]["user"]["pii"]["username"], "ada");
    }
}

/// Python fills in its own host, service and version.
fn nothing_is_made_up() {
    let server = Server::start();
    ["source", "sourcehost", "sourcelib"]
        .map(without)
        .iter()
        .for_each(|fields| add(&server, fields));
    let ended = run(&server, &format!("{CONSUME} --expect 3"));
    let events = ended.of_kind("event");
    assert_eq!(events[0]["metadata"]["source"], "");
    assert_eq!(events[1]["metadata"]["sourcehost"], "");
    assert_eq!(events[2]["metadata"]["sourcelib"], json!([]));
}

fn a_deleted_topic() {
    let server = Server::start();
    produce(&server, 2);
    let mut running = start(&server, CONSUME);
    (0..2).for_each(|_| drop(running.wait_for_kind("done")));
    server.call(&["DEL", "t"]);
    running.wait_for_notice("stream-lost");
    running.wait_for_notice("group-recreated");
    produce(&server, 3);
    (0..3).for_each(|_| drop(running.wait_for_kind("done")));
    running.signal("-TERM");
    let ended = running.end();
    assert_eq!((ended.users(), ended.code), (vec![0, 1, 0, 1, 2], Some(0)));
}

fn a_destroyed_group() {
    let server = Server::start();
    let mut running = start(&server, CONSUME);
    running.wait_for_kind("ready");
    server.call(&["XGROUP", "DESTROY", "t", "g"]);
    running.wait_for_notice("group-recreated");
    produce(&server, 1);
    running.wait_for_kind("done");
    running.signal("-TERM");
    let ended = running.end();
    assert_eq!(ended.notices(), ["group-created", "group-recreated"], "{ended:?}");
}

fn a_lost_connection() {
    let server = Server::start();
    let mut running = start(&server, CONSUME);
    running.wait_for_kind("ready");
    for _ in 0..5 {
        server.call(&["CLIENT", "KILL", "TYPE", "normal"]);
        produce(&server, 4);
        (0..4).for_each(|_| drop(running.wait_for_kind("done")));
    }
    running.signal("-TERM");
    let ended = running.end();
    assert_eq!((ended.users().len(), ended.code), (20, Some(0)), "{ended:?}");
    assert!(ended.notices().contains(&"disconnected") && ended.notices().contains(&"reconnected"));
}

fn a_server_that_restarts() {
    let mut server = Server::start_that_keeps();
    produce(&server, 3);
    let mut running = start(&server, CONSUME);
    (0..3).for_each(|_| drop(running.wait_for_kind("done")));
    server.kill();
    running.wait_for_notice("disconnected");
    server.restart();
    running.wait_for_notice("reconnected");
    produce(&server, 2);
    (0..2).for_each(|_| drop(running.wait_for_kind("done")));
    running.signal("-TERM");
    let ended = running.end();
    assert_eq!((ended.users(), ended.code), (vec![0, 1, 2, 0, 1], Some(0)), "{ended:?}");
    let lag = &run(&server, "lag --topic t --group g").lines[0];
    assert_eq!(
        (&lag["read"], &lag["lag"], &lag["trimmed_unread"]),
        (&json!(5), &json!(0), &json!(0))
    );
}

fn a_server_that_does_not_come() {
    let mut server = Server::start();
    server.kill();
    let ended = run(&server, &format!("{CONSUME} --give-up-after 0.5"));
    assert_eq!((ended.code, ended.notices()), (Some(3), vec!["disconnected"]), "{ended:?}");
    assert_eq!(ended.summary()["why"], "gave-up");
    for arguments in ["lag --topic t --group g", "dlq list --topic t --group g"] {
        assert_eq!(run(&server, arguments).code, Some(3), "{arguments}");
    }
}

/// Python takes a hole for the end of what is pending, and never hands out the rest.
fn a_hole() {
    let server = Server::start();
    produce(&server, 4);
    let read = ["XREADGROUP", "GROUP", "g", "c", "COUNT", "3", "STREAMS", "t", ">"];
    server.call(&["XGROUP", "CREATE", "t", "g", "0"]);
    server.call(&read);
    let first: Vec<(String, Vec<String>)> =
        redis::from_redis_value(server.call(&["XRANGE", "t", "-", "+", "COUNT", "1"]))
            .unwrap_or_default();
    server.call(&["XTRIM", "t", "MAXLEN", "3"]);
    let ended = run(&server, &format!("{CONSUME} --expect 3"));
    assert_eq!((ended.users(), ended.code), (vec![1, 2, 3], Some(1)), "{ended:?}");
    assert!(ended.notices().contains(&"hole"), "{first:?}");
    assert_eq!(ended.summary()["lost"], 1);
    assert_eq!(run(&server, "lag --topic t --group g").lines[0]["pending"], 0);
}

/// A replica that takes over, or a disk that is full: nothing is put aside or skipped.
fn a_read_only_server() {
    let server = Server::start();
    produce(&server, 2);
    let mut running = start(&server, CONSUME);
    (0..2).for_each(|_| drop(running.wait_for_kind("done")));
    server.call(&["REPLICAOF", "127.0.0.1", "1"]);
    running.wait_for_notice("disconnected");
    thread::sleep(Duration::from_millis(300));
    server.call(&["REPLICAOF", "NO", "ONE"]);
    running.wait_for_notice("reconnected");
    produce(&server, 1);
    running.wait_for_kind("done");
    running.signal("-TERM");
    let ended = running.end();
    assert_eq!((ended.users(), ended.code), (vec![0, 1, 0], Some(0)), "{ended:?}");
}
