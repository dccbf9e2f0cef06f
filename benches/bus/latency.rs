//! From the send in one process to the receiver in another one, while nothing else happens.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use std::{env, thread};

use annals_bus::handler::{Attempt, Failure, Handler, Opened};
use annals_bus::redis::{Options, Redis};
use annals_bus::relay::{Relay, RelaySettings, Until};
use annals_bus::{Consumer, Entry, Outbox, Report, Settings, Stop, Transport};
use nix::time::{ClockId, clock_gettime};
use redis::{Connection, Value};
use tempfile::TempDir;

use super::server::Server;
use crate::{entry, median};

/// The word that makes this program the receiving process.
pub(crate) const RECEIVER: &str = "receiver";
const TOPIC: &str = "latency";
const COUNT: usize = 300;
const ROUNDS: usize = 3;

/// Sends all events with the function that it is given.
type Drive<'a> = dyn FnMut(&mut dyn FnMut(Entry)) + 'a;

/// How events are sent.
#[derive(Debug, Clone, Copy)]
enum Sender {
    /// The bare client.
    Client,
    /// The bare client, after an append to a file and a sync.
    SyncedClient,
    /// A transport.
    Transport,
    /// An outbox with a relay.
    Outbox,
}

pub(crate) fn run() {
    let pairs = [
        ("without an outbox", Sender::Transport, Sender::Client),
        ("with an outbox", Sender::Outbox, Sender::SyncedClient),
    ];
    let mut found = [vec![], vec![]];
    for _ in 0..ROUNDS {
        for ((_, ours, bare), rounds) in pairs.iter().zip(&mut found) {
            let [ours, bare] = [ours, bare].map(|sender| sender.measure());
            rounds.push((ours / bare, ours, bare));
        }
    }
    for ((name, ..), rounds) in pairs.iter().zip(found) {
        let (ratio, ours, bare) = median(&rounds);
        println!("  {name}: {ours:.0} microseconds, bare programs {bare:.0}: {ratio:.2} of it");
    }
}

fn now() -> i64 {
    let now = clock_gettime(ClockId::CLOCK_MONOTONIC).unwrap();
    now.tv_sec() * 1_000_000_000 + now.tv_nsec()
}

impl Sender {
    /// The median time from the send to the receiver, in microseconds.
    fn measure(self) -> f64 {
        let server = Server::start();
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let receiver = match self {
            Self::Client | Self::SyncedClient => "client",
            Self::Transport | Self::Outbox => "consumer",
        };
        let (mut child, mut lines) = start(&server, receiver);
        let mut times = Vec::new();
        self.run(&server, folder.path(), &mut |send| {
            for _ in 0..COUNT {
                thread::sleep(Duration::from_millis(3));
                let (entry, sent) = (entry(), now());
                send(entry);
                let received: i64 = lines.next().unwrap().unwrap().parse().unwrap();
                times.push(received - sent);
            }
        });
        let _ = child.kill();
        let _ = child.wait();
        f64::from(i32::try_from(median(&times)).unwrap()) / 1e3
    }

    fn run(self, server: &Server, folder: &Path, drive: &mut Drive<'_>) {
        let mut connection = server.connect();
        let mut file = File::create(folder.join("file")).unwrap();
        match self {
            Self::Client => drive(&mut |entry| add(&mut connection, &entry)),
            Self::SyncedClient => drive(&mut |entry| {
                let values = entry.fields.iter().map(|(_, value)| &value[..]);
                file.write_all(&values.collect::<Vec<_>>().concat()).unwrap();
                file.sync_data().unwrap();
                add(&mut connection, &entry);
            }),
            Self::Transport => {
                let transport = Redis::open(&server.url(), Options::default()).unwrap();
                drive(&mut |entry| drop(transport.append(TOPIC, &[entry]).unwrap()));
            }
            Self::Outbox => {
                let transport = Redis::open(&server.url(), Options::default()).unwrap();
                let outbox = Outbox::open(folder).unwrap();
                let (topic, drained, stop) = (Arc::from(TOPIC), Stop::new(), Stop::new());
                let until = Until { stop: &stop, drained: &drained, longest: None };
                thread::scope(|scope| {
                    let relay = Relay::new(&transport, RelaySettings::default(), &|_| {});
                    let outbox = &outbox;
                    scope.spawn(move || relay.run(outbox, until).unwrap());
                    drive(&mut |entry| outbox.accept(&topic, 0, entry).wait().unwrap());
                    drained.stop();
                });
            }
        }
    }
}

fn add(connection: &mut Connection, entry: &Entry) {
    let mut add = redis::cmd("XADD");
    add.arg(TOPIC).arg("*");
    for (name, value) in &entry.fields {
        add.arg(name).arg(value);
    }
    add.exec(connection).unwrap();
}

type Lines = std::io::Lines<BufReader<ChildStdout>>;

/// Starts this program as a receiver, and waits until it reads.
fn start(server: &Server, kind: &str) -> (Child, Lines) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([RECEIVER, kind, &server.url()]).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    (child, lines)
}

/// Prints when each event was received, without end.
pub(crate) fn receive(words: &[String]) {
    let [kind, url] = words else { panic!("two words are expected") };
    if kind == "client" {
        return receive_with_client(url);
    }
    let transport = Redis::open(url, Options::default()).unwrap();
    let member = transport.member(TOPIC, "g", "c");
    let report = |report: Report<'_>| {
        if report == Report::Ready {
            println!("ready");
        }
    };
    Consumer::new(&*member, &Print, Settings::default()).run(&Stop::new(), &report);
}

struct Print;

impl Handler for Print {
    type Event = ();

    fn open(&self, entry: &Entry) -> Result<Opened<()>, String> {
        let metadata = entry.metadata().map_err(|error| error.to_string())?;
        Ok(Opened { metadata, key: None, event: () })
    }

    fn handle(&self, _: &Opened<()>, _: &Attempt<'_>) -> Result<(), Failure> {
        println!("{}", now());
        Ok(())
    }
}

fn receive_with_client(url: &str) {
    let mut connection = redis::Client::open(url).unwrap().get_connection().unwrap();
    let mut group = redis::cmd("XGROUP");
    group.arg("CREATE").arg(TOPIC).arg("g").arg("0").arg("MKSTREAM").exec(&mut connection).unwrap();
    println!("ready");
    loop {
        let mut read = redis::cmd("XREADGROUP");
        read.arg("GROUP").arg("g").arg("c").arg("COUNT").arg(1).arg("BLOCK").arg(60_000);
        let read: Value = read.arg("STREAMS").arg(TOPIC).arg(">").query(&mut connection).unwrap();
        println!("{}", now());
        let Value::Array(streams) = read else { return };
        let Value::Array(stream) = &streams[0] else { return };
        let Value::Array(entries) = &stream[1] else { return };
        let Value::Array(entry) = &entries[0] else { return };
        let Value::BulkString(id) = &entry[0] else { return };
        redis::cmd("XACK").arg(TOPIC).arg("g").arg(&id[..]).exec(&mut connection).unwrap();
    }
}
