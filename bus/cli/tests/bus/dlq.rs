//! Dead letters belong to one group, keep their bytes, and come again when they are replayed.

use serde_json::{Value, json};

use crate::Question;
use crate::program::{REGISTERED, produce, run, script};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("dlq_lists_shows_and_drops", lists_shows_and_drops),
    ("dlq_replays_to_its_group_only", replays_to_its_group_only),
    ("dlq_keeps_the_original_bytes", keeps_the_original_bytes),
];

const CONSUME: &str = "consume --topic t --group g --consumer c";

/// Two events, which fail in the group `g`.
fn with_dead_letters(server: &Server) -> Vec<Value> {
    produce(server, 2);
    let program = script(server, "exit 1");
    let options = format!("{CONSUME} --max-tries 1 --expect 2 --exec {program}");
    assert_eq!(run(server, &options).code, Some(1));
    let listed = run(server, "dlq list --topic t --group g");
    assert_eq!((listed.code, listed.lines.len()), (Some(0), 2));
    listed.lines
}

fn lists_shows_and_drops() {
    let server = Server::start();
    let letters = with_dead_letters(&server);
    let keys: Vec<_> = letters[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["dlq_id", "event_type", "id", "kind", "msg_id", "reason", "tries"]);
    assert_eq!(
        (&letters[0]["kind"], &letters[0]["event_type"]),
        (&json!("dead"), &json!(REGISTERED))
    );
    let first = letters[0]["dlq_id"].as_str().unwrap();
    let shown = run(&server, &format!("dlq show --topic t --group g {first}"));
    assert_eq!(shown.lines.len(), 1);
    assert_eq!(shown.lines[0]["fields"]["minorversion"], "30");
    let dropped = run(&server, &format!("dlq drop --topic t --group g {first}"));
    assert_eq!((dropped.code, &dropped.lines[0]["kind"]), (Some(0), &json!("dropped")));
    assert_eq!(run(&server, &format!("dlq drop --topic t --group g {first}")).code, Some(1));
    assert_eq!(run(&server, "dlq list --topic t --group g").lines.len(), 1);
    assert_eq!(run(&server, "dlq list --topic t --group other").lines.len(), 0);
    assert_eq!(run(&server, "lag --topic t --group g").lines[0]["dead"], 1);
}

fn replays_to_its_group_only() {
    let server = Server::start();
    let letters = with_dead_letters(&server);
    assert_eq!(run(&server, "consume --topic t --group h --consumer c --expect 2").users(), [0, 1]);
    let replayed = run(&server, "dlq replay --topic t --group g --all");
    assert_eq!(replayed.of_kind("replayed").len(), 2, "{replayed:?}");
    assert_eq!(server.number(&["XLEN", "t"]), 2, "the topic has nothing new");
    let ended = run(&server, &format!("{CONSUME} --expect 2"));
    assert_eq!((ended.users(), ended.code), (vec![0, 1], Some(0)));
    let events = ended.of_kind("event");
    assert_eq!((&events[0]["tries"], &events[0]["msg_id"]), (&json!(1), &letters[0]["msg_id"]));
    assert_eq!(
        run(&server, "consume --topic t --group h --consumer c --idle-exit 0.5").users(),
        [0; 0]
    );
    assert_eq!(run(&server, "dlq list --topic t --group g").lines.len(), 0);
}

/// What cannot be read is put aside with all its fields, and can be put aside again.
fn keeps_the_original_bytes() {
    let server = Server::start();
    let odd: [&[u8]; 9] = [
        b"XADD",
        b"t",
        b"*",
        b"type",
        b"no.such.event.v1",
        b"x\xff",
        b"\x00\xfe",
        b"event_data",
        b"",
    ];
    server.call_bytes(&odd);
    for _ in 0..2 {
        let ended = run(&server, &format!("{CONSUME} --expect 1"));
        assert_eq!((ended.code, ended.of_kind("event").len()), (Some(1), 0), "{ended:?}");
        let shown = run(&server, "dlq show --topic t --group g");
        let fields =
            json!({ "type": hex("no.such.event.v1"), "x\u{fffd}": "00fe", "event_data": "" });
        assert_eq!((shown.lines.len(), &shown.lines[0]["fields"]), (1, &fields));
        assert_eq!(run(&server, "dlq replay --topic t --group g --all").code, Some(0));
    }
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
