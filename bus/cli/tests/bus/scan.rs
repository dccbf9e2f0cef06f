//! What `tail` shows and what `check` finds, without a group.

use serde_json::json;

use crate::Question;
use crate::program::{produce, run, start};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("tail_shows_what_passes_without_data", tail_shows),
    ("check_finds_what_is_not_of_the_catalog", check_finds),
];

fn tail_shows() {
    let server = Server::start();
    produce(&server, 2);
    let mut running = start(&server, "tail --topic t --count 3");
    running.wait_for_kind("ready");
    produce(&server, 3);
    let ended = running.end();
    assert_eq!((ended.code, ended.of_kind("passed").len()), (Some(0), 3), "{ended:?}");
    assert!(!format!("{:?}", ended.lines).contains("example.org"));
    let all = run(&server, "tail --topic t --from-start --count 5");
    assert_eq!(all.of_kind("passed").len(), 5);
    assert_eq!(all.lines.last(), Some(&json!({ "kind": "end", "shown": 5 })));
}

fn check_finds() {
    let server = Server::start();
    produce(&server, 3);
    let clean = run(&server, "check --topic t");
    assert_eq!(
        (clean.code, &clean.lines[0]),
        (Some(0), &json!({ "kind": "end", "checked": 3, "invalid": 0 }))
    );
    for _ in 0..2 {
        server.call(&["XADD", "t", "*", "type", "no.such.event.v1", "id", "x"]);
    }
    let found = run(&server, "check --topic t --minutes 0.005");
    assert_eq!(found.code, Some(1), "{found:?}");
    let finding = found.of_kind("finding")[0];
    assert_eq!(
        (&finding["count"], &finding["event_type"]),
        (&json!(2), &json!("no.such.event.v1"))
    );
    assert_eq!(finding["reason"], "the field `id` is not a UUID");
    assert_eq!(server.number(&["EXISTS", "t"]), 1);
}
