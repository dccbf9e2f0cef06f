//! Appending to a topic in batches of 50.

use annals_bus::redis::{Options, Redis};
use annals_bus::{Entry, Transport};

use super::server::Server;
use crate::{entry, measure, median, micros_each};

const COUNT: usize = 50_000;
const BATCH: usize = 50;
const ROUNDS: usize = 7;

pub(crate) fn run() {
    let server = Server::start();
    let entries: Vec<Entry> = (0..BATCH).map(|_| entry()).collect();
    let (mut ours, mut bare) = (vec![], vec![]);
    for round in 0..ROUNDS {
        ours.push(append(&server, &format!("ours{round}"), &entries));
        bare.push(pipeline(&server, &format!("bare{round}"), &entries));
    }
    let ((ours, ours_rate), (bare, bare_rate)) = (median(&ours), median(&bare));
    println!("  redis-rs, pipelined    {bare:6.2} microseconds of CPU, {bare_rate:8.0} a second");
    println!("  transport, in batches  {ours:6.2} microseconds of CPU, {ours_rate:8.0} a second");
    println!("  {:.2} of the bare client", ours / bare);
}

fn append(server: &Server, topic: &str, entries: &[Entry]) -> (f64, f64) {
    let transport = Redis::open(&server.url(), Options::default()).unwrap();
    transport.append(topic, entries).unwrap();
    let took = measure(|| {
        for _ in 0..COUNT / BATCH {
            assert_eq!(transport.append(topic, entries).unwrap().len(), BATCH);
        }
    });
    (micros_each(took, COUNT), rate(took.wall.as_secs_f64()))
}

fn pipeline(server: &Server, topic: &str, entries: &[Entry]) -> (f64, f64) {
    let mut connection = server.connect();
    let took = measure(|| {
        for _ in 0..COUNT / BATCH {
            let mut pipe = redis::pipe();
            for entry in entries {
                let add = pipe.cmd("XADD").arg(topic).arg("*");
                for (name, value) in &entry.fields {
                    add.arg(name).arg(value);
                }
            }
            let ids: Vec<String> = pipe.query(&mut connection).unwrap();
            assert_eq!(ids.len(), BATCH);
        }
    });
    (micros_each(took, COUNT), rate(took.wall.as_secs_f64()))
}

fn rate(seconds: f64) -> f64 {
    f64::from(u32::try_from(COUNT).unwrap()) / seconds
}
