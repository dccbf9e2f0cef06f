//! Do Redis and SQLite do what every transport has to do, and does the command work the same on both?

use std::process::Command;

use annals_bus::conformance::CHECKS;
use annals_bus::redis::{Options, Redis};
use serde_json::json;

use crate::Question;
use crate::program::{event, run, run_with, script};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("redis_passes_the_conformance_suite", redis_passes),
    ("the_command_works_on_sqlite", the_command_works_on_sqlite),
    ("a_killed_consumer_on_sqlite_gets_its_message_again", killed_on_sqlite),
];

fn redis_passes() {
    let server = Server::start();
    for (_, check) in CHECKS {
        server.call(&["FLUSHALL"]);
        check(&Redis::open(&server.url(), Options::default()).unwrap());
    }
}

/// Where the topic is.
fn url(server: &Server) -> String {
    format!("--url sqlite:{}", server.folder().join("bus.db").display())
}

fn the_command_works_on_sqlite() {
    let server = Server::start();
    let url = url(&server);
    let outbox = server.folder().join("outbox");
    let input: String = (0..4).map(|id| event(id, "a")).collect();
    let produce = format!("produce {url} --topic t --outbox {}", outbox.display());
    assert_eq!(run_with(&server, &produce, &input).code, Some(0));
    let program = script(&server, r#"test "$user" != 1"#);
    let consume =
        format!("consume {url} --topic t --group g --consumer c --max-tries 2 --backoff-min 5");
    let ended = run(&server, &format!("{consume} --expect 4 --exec {program}"));
    assert_eq!((ended.code, ended.users()), (Some(1), vec![0, 1, 1, 2, 3]), "{ended:?}");
    let lag = &run(&server, &format!("lag {url} --topic t --group g")).lines[0];
    assert_eq!((&lag["lag"], &lag["pending"], &lag["dead"]), (&json!(0), &json!(0), &json!(1)));
    let place = format!("{url} --topic t --group g --all");
    assert_eq!(run(&server, &format!("dlq replay {place}")).of_kind("replayed").len(), 1);
    assert_eq!(run(&server, &format!("{consume} --expect 1")).users(), [1]);
}

fn killed_on_sqlite() {
    let server = Server::start();
    let url = url(&server);
    run_with(&server, &format!("produce {url} --topic t"), &event(0, "a"));
    let program = script(&server, "test -e ready || sleep 3");
    let consume =
        format!("consume {url} --topic t --group g --claim-after 300 --expect 1 --exec {program}");
    let consumer =
        |name: &str| consume.replace("--group g", &format!("--group g --consumer {name}"));
    let mut running = crate::program::start(&server, &consumer("a"));
    running.wait_for_kind("event");
    running.signal("-KILL");
    running.end();
    assert!(Command::new("touch").arg(server.folder().join("ready")).status().unwrap().success());
    let ended = run(&server, &consumer("b"));
    assert_eq!((ended.code, ended.notices()), (Some(0), vec!["claimed"]), "{ended:?}");
    assert_eq!(ended.of_kind("event")[0]["tries"], 2);
}
