//! Handing events to one receiver that does nothing.

use std::process::Command;

use annals::Signal;
use annals_bus::consumer::Why;
use annals_bus::receivers::Receivers;
use annals_bus::redis::{Options, Redis};
use annals_bus::{Consumer, Settings, Stop, Transport};
use openedx_events::learning::StudentRegistrationCompleted;
use redis::Value;

use super::server::Server;
use crate::{entry, measure, median, micros_each};

const COUNT: usize = 20_000;
const FEW: usize = 2_000;
const ROUNDS: usize = 5;
const TOPIC: &str = "dev-registrations";

static REGISTERED: Signal<StudentRegistrationCompleted> = Signal::new();

pub(crate) fn run() {
    let server = Server::start();
    fill(&server, COUNT);
    let _receiver = REGISTERED.connect(|_, _| {}).guard();
    let (mut whole, mut single, mut bare, mut python) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        let group = |what: &str| format!("{what}{round}");
        whole.push(consume(&server, &group("w"), COUNT, 100));
        bare.push(client(&server, &group("b")));
        single.push(consume(&server, &group("s"), FEW, 1));
        python.extend(package(&server, &group("p")));
    }
    let (whole, single, bare) = (median(&whole), median(&single), median(&bare));
    println!("microseconds of CPU for each event:");
    println!("  bare client, 100 at a time   {bare:7.1}");
    println!("  consumer, batch 100          {whole:7.1}   {:.2} of the bare client", whole / bare);
    println!("  consumer, batch 1            {single:7.1}");
    if python.is_empty() {
        println!("  ANNALS_PYTHON is not set");
    } else {
        let python = median(&python);
        println!("  Python                       {python:7.1}");
        println!("  Python takes {:.1} times (batch 1: {:.1})", python / whole, python / single);
    }
}

/// Adds events to the topic.
pub(crate) fn fill(server: &Server, count: usize) {
    let transport = Redis::open(&server.url(), Options::default()).unwrap();
    for _ in 0..count / 100 {
        let entries: Vec<_> = (0..100).map(|_| entry()).collect();
        transport.append(TOPIC, &entries).unwrap();
    }
}

pub(crate) fn consume(server: &Server, group: &str, count: usize, batch: usize) -> f64 {
    let transport = Redis::open(&server.url(), Options::default()).unwrap();
    let member = transport.member(TOPIC, group, "c");
    let settings = Settings { batch, expect: Some(count as u64), ..Settings::default() };
    let took = measure(|| {
        let receivers = Receivers::new();
        let consumer = Consumer::new(&*member, &receivers, settings);
        let summary = consumer.run(&Stop::new(), &|_| {});
        assert_eq!((summary.why, summary.handled), (Why::Expected, count as u64));
    });
    micros_each(took, count)
}

/// The client library: reads, and acknowledges what came in one command.
fn client(server: &Server, group: &str) -> f64 {
    let mut connection = server.connect();
    redis::cmd("XGROUP")
        .arg("CREATE")
        .arg(TOPIC)
        .arg(group)
        .arg("0")
        .exec(&mut connection)
        .unwrap();
    let took = measure(|| {
        for _ in 0..COUNT / 100 {
            let mut read = redis::cmd("XREADGROUP");
            read.arg("GROUP").arg(group).arg("c").arg("COUNT").arg(100);
            let read: Value =
                read.arg("STREAMS").arg(TOPIC).arg(">").query(&mut connection).unwrap();
            let Value::Array(streams) = read else { panic!("no streams") };
            let Value::Array(stream) = &streams[0] else { panic!("no stream") };
            let Value::Array(entries) = &stream[1] else { panic!("no entries") };
            let mut ack = redis::cmd("XACK");
            ack.arg(TOPIC).arg(group);
            for entry in entries {
                let Value::Array(entry) = entry else { panic!("no entry") };
                let Value::BulkString(id) = &entry[0] else { panic!("no id") };
                ack.arg(&id[..]);
            }
            ack.exec(&mut connection).unwrap();
        }
    });
    micros_each(took, COUNT)
}

/// The Python package, if there is one.
fn package(server: &Server, group: &str) -> Option<f64> {
    let python = std::env::var_os("ANNALS_PYTHON")?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/bus/consume.py");
    let output = Command::new(python)
        .args(["-I", "-B", script, &server.url(), group, &FEW.to_string()])
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    Some(String::from_utf8(output.stdout).unwrap().trim().parse().unwrap())
}
