//! Does the bus of a service send and receive, without loops and without losing anything silently?

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use annals::{ConnectionGuard, Event, Metadata, Record, WriterSchema};
use annals_bus::receivers::Receivers;
use annals_bus::redis::{Options, Redis};
use annals_bus::service::{NotAccepted, StartError, Unhealthy};
use annals_bus::sqlite::Sqlite;
use annals_bus::{Bus, Entry, Routes, Settings, Transport};
use openedx_events::learning::{
    COURSE_ENROLLMENT_CREATED, CourseEnrollmentCreated, STUDENT_REGISTRATION_COMPLETED,
    StudentRegistrationCompleted, XBLOCK_SKILL_VERIFIED, XblockSkillVerified,
};
use serde_json::Value;
use tempfile::TempDir;

/// The signals are those of the process, so the tests take turns.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

const TOPIC: &str = "dev-registrations";

fn routes() -> Routes {
    let event_type = StudentRegistrationCompleted::DESCRIPTOR.event_type;
    Routes::new().prefix("dev").route(event_type, "registrations", "user.id")
}

fn open(folder: &Path) -> Sqlite {
    Sqlite::open(&folder.join("bus.db"), None).unwrap()
}

fn bus(folder: &Path) -> Bus {
    let bus = Bus::builder(open(folder)).routes(routes()).outbox(folder.join("outbox"));
    bus.consume("registrations", "g", "c", Settings::default()).start().unwrap()
}

/// The ids of the registrations that a receiver was called with.
fn registrations() -> (Receiver<String>, ConnectionGuard) {
    let (sender, received) = channel();
    let sender = Mutex::new(sender);
    let connection = STUDENT_REGISTRATION_COMPLETED.connect(move |_, metadata| {
        sender.lock().unwrap().send(metadata.id().to_string()).unwrap();
    });
    (received, connection.guard())
}

fn next(received: &Receiver<String>) -> String {
    received.recv_timeout(Duration::from_secs(30)).unwrap()
}

fn event() -> StudentRegistrationCompleted {
    StudentRegistrationCompleted::sample()
}

/// What is in the topic, when nothing is left to send or to handle.
fn topic(bus: &Bus, folder: &Path, topic: &str) -> Vec<Entry> {
    let begun = Instant::now();
    loop {
        let health = bus.health().unwrap();
        let busy = health.groups.iter().any(|(_, _, lag)| lag.waiting + lag.pending > 0);
        if health.unsent == 0 && !busy {
            let all = open(folder).scan(topic, None, 100).unwrap();
            return all.into_iter().map(|(_, entry)| entry).collect();
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{health:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_comes_in_does_not_go_out_again() {
    let _turn = ONE_AT_A_TIME.lock();
    let folder = TempDir::new().unwrap();
    let (received, _connection) = registrations();
    let bus = bus(folder.path());
    let responses = bus.send(event()).unwrap();
    // The receiver here, and the bus.
    assert_eq!((responses.len(), responses.failures().len()), (2, 0));
    // Called for the send, and for what came in.
    let ids = [next(&received), next(&received)];
    assert_eq!(ids[0], ids[1]);
    let entries = topic(&bus, folder.path(), TOPIC);
    assert_eq!(entries.iter().map(Entry::id).collect::<Vec<_>>(), ids[..1]);
    let [summary] = &bus.shutdown()[..] else { panic!("one consumer was expected") };
    assert_eq!(summary.handled, 1);
}

#[test]
fn what_a_receiver_sends_goes_out() {
    let _turn = ONE_AT_A_TIME.lock();
    let folder = TempDir::new().unwrap();
    let _connection = STUDENT_REGISTRATION_COMPLETED
        .connect(|_, _| {
            COURSE_ENROLLMENT_CREATED.send(CourseEnrollmentCreated::sample()).into_result()?;
            Ok::<_, annals::Error>(())
        })
        .guard();
    let created = CourseEnrollmentCreated::DESCRIPTOR.event_type;
    let routes = Routes::new().route(created, "enrollments", "enrollment.course.course_key");
    let source = open(folder.path());
    let metadata = Metadata::of::<StudentRegistrationCompleted>();
    source.append("registrations", &[Entry::new(&metadata, event().to_avro())]).unwrap();
    let bus = Bus::builder(source).routes(routes).outbox(folder.path().join("outbox"));
    let bus = bus.consume("registrations", "g", "c", Settings::default()).start().unwrap();
    let begun = Instant::now();
    while topic(&bus, folder.path(), "enrollments").is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(30));
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(topic(&bus, folder.path(), "registrations").len(), 1);
    assert_eq!(topic(&bus, folder.path(), "enrollments").len(), 1);
}

#[test]
fn a_send_on_the_signal_goes_out() {
    let _turn = ONE_AT_A_TIME.lock();
    let folder = TempDir::new().unwrap();
    let bus = bus(folder.path());
    STUDENT_REGISTRATION_COMPLETED.send(event()).into_result().unwrap();
    let _ =
        bus.send_any(&Metadata::of::<StudentRegistrationCompleted>(), Arc::new(event())).unwrap();
    assert_eq!(topic(&bus, folder.path(), TOPIC).len(), 2);
}

#[test]
fn what_the_outbox_refuses_is_an_error_and_reaches_no_receiver() {
    let _turn = ONE_AT_A_TIME.lock();
    let folder = TempDir::new().unwrap();
    let bus = bus(folder.path());
    // The relay has opened the outbox, and makes nothing in it any more.
    let _ = bus.send(event()).unwrap();
    topic(&bus, folder.path(), TOPIC);
    let (received, _connection) = registrations();
    let outbox = rusqlite::Connection::open(folder.path().join("outbox/outbox.db")).unwrap();
    outbox.execute_batch("ALTER TABLE entries RENAME TO hidden").unwrap();
    let refused = [bus.send(event()).unwrap_err(), block_on(bus.send_async(event())).unwrap_err()];
    for error in refused {
        assert!(matches!(&error, NotAccepted::Outbox(topic, _) if &**topic == TOPIC), "{error}");
    }
    assert!(received.try_recv().is_err());
    // On the signal it is one response among the others.
    assert_eq!(STUDENT_REGISTRATION_COMPLETED.send(event()).failures().len(), 1);
    outbox.execute_batch("ALTER TABLE hidden RENAME TO entries").unwrap();
    let _ = block_on(bus.send_async(event())).unwrap();
}

#[test]
fn a_bus_over_a_broker_that_is_away_is_not_well() {
    let _turn = ONE_AT_A_TIME.lock();
    let folder = TempDir::new().unwrap();
    let away = Redis::open("redis://127.0.0.1:1/0", Options::default()).unwrap();
    let bus = Bus::builder(away).routes(routes()).outbox(folder.path());
    let bus = bus.drain(Duration::ZERO).start().unwrap();
    let _ = bus.send(event()).unwrap();
    assert!(matches!(bus.health(), Err(Unhealthy::Transport(_))));
    bus.shutdown();
    // The event is on disk, and goes out when there is a broker.
    let here = open(folder.path());
    let bus = Bus::builder(here).routes(routes()).outbox(folder.path()).start().unwrap();
    assert_eq!(topic(&bus, folder.path(), TOPIC).len(), 1);
}

#[test]
fn a_bus_runs_until_a_future_is_ready() {
    let _turn = ONE_AT_A_TIME.lock();
    let folder = TempDir::new().unwrap();
    let bus = bus(folder.path());
    let (received, _connection) = registrations();
    let _ = bus.send(event()).unwrap();
    let ids = [next(&received), next(&received)];
    assert_eq!(ids[0], ids[1]);
    let summaries = block_on(bus.run_until(async {}));
    assert_eq!(summaries.iter().map(|summary| summary.handled).sum::<u64>(), 1);
}

#[test]
fn an_event_of_an_older_minor_version_is_read_with_its_schema() {
    let folder = TempDir::new().unwrap();
    let (sender, received) = channel();
    let sender = Mutex::new(sender);
    let _connection = XBLOCK_SKILL_VERIFIED
        .connect(move |event, _| {
            let block = &event.xblock_info;
            let heard = (block.usage_key.to_string(), block.verified_skills.len());
            sender.lock().unwrap().send(heard).unwrap();
        })
        .guard();
    // The record had only the key then.
    let schema = XblockSkillVerified::DESCRIPTOR.avro_schema.unwrap();
    let mut schema: Value = serde_json::from_str(schema).unwrap();
    schema["fields"][0]["type"]["fields"].as_array_mut().unwrap().truncate(1);
    let schema = WriterSchema::parse(&schema.to_string()).unwrap();
    let receivers = Receivers::new().with_older::<XblockSkillVerified>(7, schema);
    let usage_key = "block-v1:x+y+z+type@problem+block@1";
    let mut bytes = vec![u8::try_from(2 * usage_key.len()).unwrap()];
    bytes.extend(usage_key.as_bytes());
    let metadata = Metadata::of::<XblockSkillVerified>();
    let source = open(folder.path());
    let older = Entry::new(&metadata.clone().with_minorversion(7), bytes.clone());
    source.append("t", &[older, Entry::new(&metadata, bytes)]).unwrap();
    let bus = Bus::builder(source).consume_with("t", "g", "c", Settings::default(), receivers);
    let bus = bus.start().unwrap();
    assert_eq!(received.recv_timeout(Duration::from_secs(30)).unwrap(), (usage_key.to_owned(), 0));
    assert_eq!(topic(&bus, folder.path(), "t").len(), 2);
    // The same bytes as an event of today are not one.
    assert_eq!(open(folder.path()).dead_letters("t", "g").unwrap().len(), 1);
}

#[test]
fn routes_that_are_wrong_are_all_reported_before_the_start() {
    let event_type = StudentRegistrationCompleted::DESCRIPTOR.event_type;
    let yaml = format!(
        "EVENT_BUS_PRODUCER_CONFIG:
  org.openedx.learning.student.registration.complete.v1: {{a: {{event_key_field: x, enabled: true}}}}
  {event_type}:
    nothing: {{event_key_field: user.idd, enabled: true}}
    record: {{event_key_field: user.pii, enabled: true}}
    missing: {{event_key_field: user.id}}
    fine: {{event_key_field: user.pii.username, enabled: false}}
  org.openedx.learning.course.enrollment.created.v1:
    nullable: {{event_key_field: enrollment.course.start, enabled: true}}
"
    );
    let routes = Routes::from_yaml(&yaml).unwrap();
    let started = Bus::builder(Sqlite::in_memory().unwrap()).routes(routes).start();
    let Err(StartError::Routes(wrong)) = started else { panic!("the routes are wrong") };
    let lines = wrong.to_string();
    let lines: Vec<&str> = lines.lines().map(|line| line.split_once(": ").unwrap().1).collect();
    assert_eq!(
        lines,
        [
            "`enrollment.course.start` may be null or absent, which is not a key; perhaps `enrollment.course.course_key`",
            "not an event type of this program; perhaps `org.openedx.learning.student.registration.completed.v1`",
            "`enabled` is missing",
            "`user.idd` has no field at `idd`; perhaps `user.id`",
            "`user.pii` is a record, which is not a key; perhaps `user.pii.name`",
        ]
    );
}

#[test]
fn routes_are_the_same_from_yaml_toml_and_the_environment() {
    let event_type = StudentRegistrationCompleted::DESCRIPTOR.event_type;
    let map = format!(
        "{{\"{event_type}\": {{\"registrations\": {{\"event_key_field\": \"user.id\", \"enabled\": true}}}}}}"
    );
    let yaml = format!("OTHER: 1\nEVENT_BUS_TOPIC_PREFIX: dev\nEVENT_BUS_PRODUCER_CONFIG: {map}\n");
    let toml = format!(
        "EVENT_BUS_TOPIC_PREFIX = 'dev'\n[EVENT_BUS_PRODUCER_CONFIG.'{event_type}'.registrations]
event_key_field = 'user.id'\nenabled = true\n"
    );
    let variables = |name: &str| match name {
        "EVENT_BUS_PRODUCER_CONFIG" => Some(map.clone()),
        "EVENT_BUS_TOPIC_PREFIX" => Some("dev".to_owned()),
        _ => None,
    };
    assert_eq!(Routes::from_yaml(&yaml).unwrap(), routes());
    assert_eq!(Routes::from_toml(&toml).unwrap(), routes());
    assert_eq!(Routes::from_variables(variables).unwrap(), routes());
    assert_eq!(Routes::from_variables(|_| None).unwrap(), Routes::new());
    assert!(Routes::from_yaml("EVENT_BUS_PRODUCER_CONFIG: {a: {b: {enabled: maybe}}}").is_err());
    let off = format!(
        "EVENT_BUS_PRODUCER_CONFIG: {{{event_type}: {{registrations: {{enabled: false}}}}}}"
    );
    let merged = routes().merged(Routes::from_yaml(&off).unwrap());
    merged.check().unwrap();
    assert_eq!(merged.event_types().count(), 0);
    assert_eq!(routes().topics(event_type).collect::<Vec<_>>(), [TOPIC]);
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Awaits a future, and counts how often it is asked: it must not be asked all the time.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let polls = AtomicU32::new(0);
    loop {
        assert!(polls.fetch_add(1, Ordering::Relaxed) < 100, "it is polled without end");
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
