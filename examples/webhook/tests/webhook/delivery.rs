//! Events are delivered in order and with one id while servers fail.

use std::fs;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use annals::{Json, Metadata};
use annals_webhook::{Secret, StartError, Webhooks, samples, signature};
use openedx_events::learning::STUDENT_REGISTRATION_COMPLETED;

use crate::server::{Act, Server, eventually, ids, json};
use crate::setup::{config, enroll, folder, register, scope, start};

const LONG: Duration = Duration::from_secs(10);

#[test]
fn requests_have_headers_metadata_and_data() {
    let (server, folder, scope) = (Server::start([]), folder(), scope());
    let config = config(folder.path(), &server.url("in"), "signing: { file: signing.key }");
    let webhooks = start(&scope, &config);
    let sent = register(&scope, [7]);
    let [request] = &server.taken(1)[..] else { panic!("one request") };

    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/in/registrations"));
    assert_eq!(request.header("Content-Type"), Some("application/json"));
    let event_type = "org.openedx.learning.student.registration.completed.v1";
    assert_eq!(request.header("Webhook-Event"), Some(event_type));
    assert_eq!(request.header("Idempotency-Key"), Some(sent[0].as_str()));

    let text = json(request)["metadata"].to_string();
    let metadata = Metadata::from_json(&text).unwrap();
    assert_eq!((metadata.event_type(), metadata.id().to_string()), (event_type, sent[0].clone()));
    assert_eq!(json(request)["data"], serde_json::json!({"user": {"id": 7, "is_active": true}}));

    let secret = Secret::new("the secret in signing.key").unwrap();
    assert!(request.is_signed(&secret));
    assert!(!request.is_signed(&Secret::new("another secret of theirs").unwrap()));
    let timestamp: u64 = request.header(signature::TIMESTAMP_HEADER).unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert!(now - timestamp < 30, "{timestamp}");
    assert_eq!(webhooks.shutdown(LONG), []);
}

#[test]
fn a_server_that_fails_and_recovers_gets_everything_in_order() {
    let failures = [
        Act::Answer(500, ""),
        Act::Stall,
        Act::Close,
        Act::Answer(204, ""),
        Act::Hang,
        Act::Answer(503, "Retry-After: 0\r\n"),
        Act::Answer(429, ""),
        Act::Answer(200, ""),
        Act::Answer(502, ""),
    ];
    let (server, folder, scope) = (Server::start(failures), folder(), scope());
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let sent = register(&scope, 0..10);
    assert_eq!(ids(&server.taken(10)), sent);
    // Failed attempts had the same ids and the same order.
    let mut tried = ids(&server.requests());
    tried.dedup();
    assert_eq!(tried, sent);
    assert_eq!(webhooks.shutdown(LONG), []);
}

#[test]
fn a_server_that_restarts_gets_all_events() {
    let (folder, scope) = (folder(), scope());
    let server = Server::start([]);
    let address = server.address.to_string();
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let mut sent = register(&scope, [1]);
    let before = ids(&server.taken(1));
    drop(server);
    sent.extend(register(&scope, 2..6));
    eventually("delivery fails", || webhooks.waiting() == 4);
    let server = Server::at(&address, []);
    let after = ids(&server.taken(4));
    assert_eq!([before, after].concat(), sent);
    assert_eq!(webhooks.shutdown(LONG), []);
}

#[test]
fn a_server_without_tls_gets_nothing() {
    let (server, folder, scope) = (Server::start([]), folder(), scope());
    let url = server.url("in").replace("http:", "https:");
    let mut config = config(folder.path(), &url, "");
    config.retry.attempts = Some(2);
    let webhooks = start(&scope, &config);
    register(&scope, [1]);
    eventually("it is given up", || webhooks.waiting() == 0);
    assert_eq!(server.requests(), []);
    let file = folder.path().join("queue/STUDENT_REGISTRATION_COMPLETED/dead-letters.jsonl");
    assert_eq!(fs::read_to_string(file).unwrap().lines().count(), 1);
    assert_eq!(webhooks.shutdown(LONG), []);
}

#[test]
fn events_do_not_wait_for_other_types() {
    let (down, up) = (Server::start(vec![Act::Answer(500, ""); 1000]), Server::start([]));
    let (folder, scope) = (folder(), scope());
    let mut config = config(folder.path(), &down.url("in"), "");
    config.webhooks[1].url = up.url("enrollments");
    let webhooks = start(&scope, &config);
    register(&scope, [1]);
    let sent = enroll(&scope, 0..3);
    assert_eq!(ids(&up.taken(3)), sent);
    eventually("only the other event waits", || webhooks.waiting() == 1);
}

#[test]
fn rejected_events_become_dead_letters_and_later_ones_are_delivered() {
    let failures =
        [Act::Answer(404, ""), Act::Answer(308, "Location: /there\r\n"), Act::Answer(500, "")];
    let (server, folder, scope) = (Server::start(failures), folder(), scope());
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let sent = register(&scope, 1..4);
    assert_eq!(ids(&server.taken(1)), sent[2..]);
    assert_eq!(server.requests().len(), 4);
    assert_eq!(webhooks.shutdown(LONG), []);

    let file = folder.path().join("queue/STUDENT_REGISTRATION_COMPLETED/dead-letters.jsonl");
    let letters = fs::read_to_string(file).unwrap();
    let letters: Vec<Json> =
        letters.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let reasons: Vec<_> =
        letters.iter().map(|it| (&it["id"], &it["reason"], &it["attempts"])).collect();
    let (first, second) = (Json::from(sent[0].as_str()), Json::from(sent[1].as_str()));
    let (refused, moved, one) = ("status 404".into(), "status 308".into(), 1.into());
    assert_eq!(reasons, [(&first, &refused, &one), (&second, &moved, &one)]);
    assert_eq!(letters[1]["body"]["data"]["user"]["id"], 2);
    assert_eq!(letters[1]["body"]["metadata"]["id"], second);
}

#[test]
fn dead_letters_are_bounded_and_the_newest_are_kept() {
    let (server, folder, scope) =
        (Server::start(vec![Act::Answer(404, ""); 20]), folder(), scope());
    let mut config = config(folder.path(), &server.url("in"), "");
    config.limits.bytes = 2000;
    let webhooks = start(&scope, &config);
    let mut sent = Vec::new();
    for number in 0..20 {
        sent.extend(register(&scope, [number]));
        eventually("it is rejected", || webhooks.waiting() == 0);
    }
    let queue = folder.path().join("queue/STUDENT_REGISTRATION_COMPLETED");
    let mut kept = String::new();
    for name in ["dead-letters.old.jsonl", "dead-letters.jsonl"] {
        let text = fs::read_to_string(queue.join(name)).unwrap();
        assert!(text.len() <= 2000, "{name}: {}", text.len());
        kept.push_str(&text);
    }
    let kept = kept.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let kept: Vec<_> = kept.map(|letter| letter["id"].as_str().unwrap().to_owned()).collect();
    assert!(kept.len() > 3 && sent.ends_with(&kept), "{kept:?}");
    let names = fs::read_dir(&queue).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.filter(|name| name.to_string_lossy().starts_with("dead")).count(), 2);
}

#[test]
fn attempts_are_limited() {
    let failures = vec![Act::Answer(500, ""); 3];
    let (server, folder, scope) = (Server::start(failures), folder(), scope());
    let mut config = config(folder.path(), &server.url("in"), "");
    config.retry.attempts = Some(3);
    let webhooks = start(&scope, &config);
    let sent = register(&scope, 1..3);
    assert_eq!(ids(&server.taken(1)), sent[1..]);
    assert_eq!(server.requests().len(), 4);
    assert_eq!(webhooks.shutdown(LONG), []);
    let file = folder.path().join("queue/STUDENT_REGISTRATION_COMPLETED/dead-letters.jsonl");
    assert_eq!(fs::read_to_string(file).unwrap().lines().count(), 1);
}

#[test]
fn sending_to_a_full_queue_fails() {
    let server = Server::start(vec![Act::Answer(500, ""); 10_000]);
    let (folder, scope) = (folder(), scope());
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    register(&scope, 0..50);
    let refused = scope.run(|| STUDENT_REGISTRATION_COMPLETED.send(samples::registration(51)));
    let messages: Vec<_> = refused.failures().map(ToString::to_string).collect();
    let expected = "receiver `annals_webhook::post` of \
        org.openedx.learning.student.registration.completed.v1 failed: \
        the queue is full: its limits are 50 for events and 67108864 for bytes";
    assert_eq!(messages, [expected]);
    assert_eq!(webhooks.waiting(), 50);
}

#[test]
fn a_second_plugin_does_not_start() {
    let (server, folder, other, scope) = (Server::start([]), folder(), folder(), scope());
    let first = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let again = |folder| scope.run(|| Webhooks::start(&config(folder, &server.url("in"), "")));
    assert!(matches!(again(folder.path()), Err(StartError::Queue(..))));
    assert!(matches!(again(other.path()), Err(StartError::Connected(_))));
    // The failed starts had no effect.
    let sent = register(&scope, 1..3);
    assert_eq!(ids(&server.taken(2)), sent);
    assert_eq!(first.shutdown(LONG), []);
    assert!(again(folder.path()).is_ok());
}

#[test]
fn a_shutdown_keeps_its_deadline() {
    let server = Server::start(vec![Act::Stall; 100]);
    let (folder, scope) = (folder(), scope());
    let mut config = config(folder.path(), &server.url("in"), "");
    config.http.timeout = Duration::from_secs(60);
    let webhooks = start(&scope, &config);
    register(&scope, 0..5);
    server.read(1);
    let began = Instant::now();
    let left = webhooks.shutdown(Duration::from_millis(200));
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    assert_eq!(
        left.iter().map(|left| (left.event, left.count)).collect::<Vec<_>>(),
        [("STUDENT_REGISTRATION_COMPLETED", 5)]
    );
    assert_eq!(
        scope.run(|| STUDENT_REGISTRATION_COMPLETED.send(samples::registration(9))).len(),
        0
    );
}

#[test]
fn a_shutdown_delivers_waiting_events() {
    let (server, folder, scope) = (Server::start([]), folder(), scope());
    let webhooks = start(&scope, &config(folder.path(), &server.url("in"), ""));
    let sent = register(&scope, 0..40);
    assert_eq!(webhooks.shutdown(LONG), []);
    assert_eq!(ids(&server.requests()), sent);
}
