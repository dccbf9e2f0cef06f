//! What `produce` sends without an outbox, and what it refuses.

use redis::Value;
use serde_json::json;

use crate::Question;
use crate::program::{REGISTERED, event, events, run_with};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("produce_writes_the_fields_of_python", writes_the_fields_of_python),
    ("produce_refuses_what_is_no_event_and_goes_on", refuses_and_goes_on),
    ("produce_says_that_the_server_is_away", says_that_the_server_is_away),
    ("produce_passes_on_what_consume_prints", passes_on),
];

/// The names and values of the first entry of the topic.
fn first(server: &Server) -> Vec<(String, Vec<u8>)> {
    let entries = server.call(&["XRANGE", "p-t", "-", "+"]);
    let entries: Vec<(String, Vec<Value>)> = redis::from_redis_value(entries).unwrap();
    let fields: Vec<Vec<u8>> =
        entries[0].1.iter().map(|value| redis::from_redis_value(value.clone()).unwrap()).collect();
    let name = |name: &Vec<u8>| String::from_utf8(name.clone()).unwrap();
    fields.chunks(2).map(|pair| (name(&pair[0]), pair[1].clone())).collect()
}

fn writes_the_fields_of_python() {
    let server = Server::start();
    let data = json!({ "user": { "id": 42, "is_active": true, "pii": {
        "username": "ada", "email": "ada@example.org", "name": "Ada Lovelace" } } });
    let metadata = json!({ "event_type": REGISTERED, "id": "00000000-0000-1000-8000-000000000001",
        "minorversion": 0, "source": "openedx/lms/web", "sourcehost": "host",
        "time": "2024-03-01T12:34:56+00:00", "sourcelib": [10, 5, 0] });
    let line =
        json!({ "event_type": REGISTERED, "event_data": data, "metadata": metadata, "more": 1 });
    let ended =
        run_with(&server, "produce --topic t --prefix p --maxlen 1000", &format!("{line}\n"));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let expected: [(&str, &[u8]); 8] = [
        ("type", REGISTERED.as_bytes()),
        ("id", b"00000000-0000-1000-8000-000000000001"),
        ("source", b"openedx/lms/web"),
        ("time", b"2024-03-01T12:34:56+00:00"),
        ("minorversion", b"0"),
        ("sourcehost", b"host"),
        ("sourcelib", b"10.5.0"),
        ("event_data", b"\x54\x01\x06ada\x1eada@example.org\x18Ada Lovelace"),
    ];
    assert_eq!(first(&server), expected.map(|(name, value)| (name.to_owned(), value.to_vec())));
    let end = json!({ "accepted": 0, "sent": 1, "refused": 0, "left": 0 });
    assert_eq!(ended.summary(), end);
}

fn refuses_and_goes_on() {
    let server = Server::start();
    let input = [
        event(0, "a"),
        "no JSON\n".to_owned(),
        "\n".to_owned(),
        format!("{}\n", json!({ "event_type": "no.such.event.v1", "event_data": {} })),
        format!("{}\n", json!({ "event_type": REGISTERED, "event_data": { "user": "secret" } })),
        event(1, "a").replace("}}}", r#"}}},"metadata":{"id":"secret"}"#),
        event(2, "a"),
    ];
    let ended = run_with(&server, "produce --topic t", &input.concat());
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let refused: Vec<_> = ended.of_kind("refused").iter().map(|line| line["n"].clone()).collect();
    assert_eq!(refused, [json!(1), json!(3), json!(4), json!(5)]);
    let sent: Vec<_> = ended.of_kind("sent").iter().map(|line| line["n"].clone()).collect();
    assert_eq!(sent, [json!(0), json!(6)]);
    assert!(
        ended
            .of_kind("refused")
            .iter()
            .all(|line| !line["reason"].as_str().unwrap().contains("secret"))
    );
    assert_eq!(server.number(&["XLEN", "t"]), 2);
}

fn says_that_the_server_is_away() {
    let mut server = Server::start();
    server.kill();
    let ended = run_with(&server, "produce --topic t --drain 0.3", &events(3));
    assert_eq!((ended.code, ended.notices()), (Some(3), vec!["waiting"]), "{ended:?}");
    let end = json!({ "accepted": 0, "sent": 0, "refused": 3, "left": 0 });
    assert_eq!(ended.summary(), end);
}

/// The lines of one topic are the input of another, with the same id and data.
fn passes_on() {
    let server = Server::start();
    run_with(&server, "produce --topic a", &events(3));
    let read = run_with(&server, "consume --topic a --group g --consumer c --expect 3", "");
    let lines: Vec<String> = read.of_kind("event").iter().map(|line| format!("{line}\n")).collect();
    assert_eq!(run_with(&server, "produce --topic b", &lines.concat()).code, Some(0));
    let again = run_with(&server, "consume --topic b --group g --consumer c --expect 3", "");
    let facts = |ended: &crate::program::Ended| -> Vec<_> {
        let fact =
            |line: &&serde_json::Value| (line["metadata"].clone(), line["event_data"].clone());
        ended.of_kind("event").iter().map(fact).collect()
    };
    assert_eq!(facts(&read), facts(&again));
}
