//! Restarts lose no event and keep ids.

use std::time::Duration;

use crate::server::{Act, Server, eventually, firsts};
use crate::setup::{config, enroll, folder, register, scope, start};

const LONG: Duration = Duration::from_secs(10);

#[test]
fn a_restart_delivers_waiting_events() {
    let server = Server::start(vec![Act::Answer(500, ""); 4]);
    let (folder, scope) = (folder(), scope());
    let config = config(folder.path(), &server.url("in"), "");
    let webhooks = start(&scope, &config);
    let mut sent = register(&scope, 0..20);
    server.read(1);
    drop(webhooks);

    let webhooks = start(&scope, &config);
    sent.extend(register(&scope, 20..25));
    assert_eq!(firsts(&server.taken(25)), sent);
    assert_eq!(webhooks.shutdown(LONG), []);
}

#[test]
fn an_answer_after_the_shutdown_causes_only_a_duplicate() {
    let server = Server::start([Act::Stall]);
    let (folder, scope) = (folder(), scope());
    let mut config = config(folder.path(), &server.url("in"), "");
    config.http.timeout = Duration::from_secs(60);
    let webhooks = start(&scope, &config);
    let sent = register(&scope, 0..3);
    server.read(1);
    // The first run still waits for an answer when the second starts.
    assert_eq!(webhooks.shutdown(Duration::ZERO).len(), 1);
    let webhooks = start(&scope, &config);
    assert_eq!(firsts(&server.taken(3)), sent);
    assert_eq!(server.requests().len(), 4);
    assert_eq!(firsts(&server.requests()), sent);
    assert_eq!(webhooks.shutdown(LONG), []);
}

#[test]
fn many_restarts_with_a_failing_server_keep_all_events_in_order() {
    let failures = (0..60).map(|number| match number % 6 {
        0 => Act::Close,
        3 => Act::Answer(500, ""),
        _ => Act::Answer(204, ""),
    });
    let (server, folder, scope) = (Server::start(failures), folder(), scope());
    let config = config(folder.path(), &server.url("in"), "");
    let (mut registered, mut enrolled) = (Vec::new(), Vec::new());
    for round in 0..6 {
        let webhooks = start(&scope, &config);
        registered.extend(register(&scope, round * 5..round * 5 + 5));
        enrolled.extend(enroll(&scope, round * 5..round * 5 + 5));
        drop(webhooks);
    }
    let webhooks = start(&scope, &config);
    eventually("everything is delivered", || webhooks.waiting() == 0);
    let arrived = |path: &str| {
        let requests = server.requests().into_iter().filter(|it| it.path.ends_with(path));
        firsts(&requests.collect::<Vec<_>>())
    };
    assert_eq!(arrived("registrations"), registered);
    assert_eq!(arrived("enrollments"), enrolled);
}
