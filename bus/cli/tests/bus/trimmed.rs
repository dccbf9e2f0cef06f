//! Entries that are removed before the group has read them are counted, once.

use serde_json::json;

use crate::Question;
use crate::program::{events, produce, run, run_with};
use crate::server::Server;

pub(crate) const QUESTIONS: &[Question] = &[
    ("trimmed_entries_are_said_once", trimmed_entries_are_said_once),
    ("a_new_group_has_lost_nothing", a_new_group_has_lost_nothing),
    ("a_restart_of_the_server_is_no_loss", a_restart_is_no_loss),
];

const CONSUME: &str = "consume --topic t --group g --consumer c";

fn trimmed_entries_are_said_once() {
    let server = Server::start();
    produce(&server, 10);
    run(&server, &format!("{CONSUME} --expect 2"));
    server.call(&["XTRIM", "t", "MAXLEN", "5"]);
    let lag = &run(&server, "lag --topic t --group g").lines[0];
    assert_eq!(
        (&lag["trimmed_unread"], &lag["lag"], &lag["length"]),
        (&json!(3), &json!(5), &json!(5))
    );
    let ended = run(&server, &format!("{CONSUME} --expect 2"));
    assert_eq!((ended.users(), ended.code), (vec![5, 6], Some(1)), "{ended:?}");
    let notice = ended.of_kind("notice")[0];
    assert_eq!((&notice["code"], &notice["count"]), (&json!("trimmed-unread"), &json!(3)));
    assert_eq!(ended.summary()["lost"], 3);
    let again = run(&server, &format!("{CONSUME} --idle-exit 0.5"));
    assert_eq!((again.users(), again.code), (vec![7, 8, 9], Some(0)), "{again:?}");
    // The next loss is counted alone.
    produce(&server, 4);
    server.call(&["XTRIM", "t", "MAXLEN", "1"]);
    let next = run(&server, &format!("{CONSUME} --idle-exit 0.5"));
    assert_eq!((next.summary()["lost"].clone(), next.code), (json!(3), Some(1)), "{next:?}");
}

fn a_new_group_has_lost_nothing() {
    let server = Server::start();
    run_with(&server, "produce --topic t --maxlen 100", &events(1000));
    assert!(server.number(&["XLEN", "t"]) < 400);
    let ended = run(&server, &format!("{CONSUME} --idle-exit 0.5"));
    assert_eq!((ended.code, &ended.summary()["lost"]), (Some(0), &json!(0)));
}

/// A server that reads its log again counts too low what a group has read.
fn a_restart_is_no_loss() {
    let mut server = Server::start_that_keeps();
    produce(&server, 10);
    run(&server, &format!("{CONSUME} --expect 6"));
    server.call(&["XTRIM", "t", "MAXLEN", "5"]);
    server.kill();
    server.restart();
    let lag = &run(&server, "lag --topic t --group g").lines[0];
    assert_eq!(
        (&lag["trimmed_unread"], &lag["lag"], &lag["read"]),
        (&json!(0), &json!(4), &json!(6))
    );
    let ended = run(&server, &format!("{CONSUME} --expect 2"));
    assert_eq!((ended.users(), ended.code), (vec![6, 7], Some(0)), "{ended:?}");
    server.call(&["XTRIM", "t", "MAXLEN", "1"]);
    server.kill();
    server.restart();
    let ended = run(&server, &format!("{CONSUME} --idle-exit 0.5"));
    assert_eq!((ended.users(), &ended.summary()["lost"]), (vec![9], &json!(1)), "{ended:?}");
}
