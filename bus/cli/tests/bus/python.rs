//! Does the real package read what we write, and do we read what it writes, with the same bytes?

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use annals_tests::python::{Environment, find};
use redis::Value as Reply;
use serde_json::{Value, json};

use crate::program::{events, run, run_with, start};
use crate::server::Server;

/// The name of a test, and the test for one version of the package.
type Question = (&'static str, fn(&Package));

pub(crate) const QUESTIONS: &[Question] = &[
    ("python_reads_what_rust_writes", python_reads),
    ("rust_reads_what_python_writes_and_writes_the_same", rust_reads),
    ("one_group_of_both_handles_each_event_once", one_group),
];

/// The versions of the package that are installed.
pub(crate) const VERSIONS: [&str; 2] = ["0.6.1", "1.1.2"];

/// A version of the real package.
pub(crate) struct Package(PathBuf);

impl Package {
    /// `None` if there is no Python.
    pub(crate) fn install(version: &str) -> Option<Self> {
        let python = find(12)?;
        let requirements = here().join(format!("bus-{version}.txt"));
        let temporary = env!("CARGO_TARGET_TMPDIR");
        let environment = Environment::new(&python, temporary, &requirements);
        environment.unwrap_or_else(|error| panic!("cannot install the package: {error}"));
        let folder = Path::new(temporary).with_file_name("python-venv");
        Some(Self(folder.join(format!("bus-{version}")).join("bin/python")))
    }

    fn start(&self, server: &Server, words: &[&str]) -> Child {
        let upstream = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/python");
        let mut command = Command::new(&self.0);
        command
            .args(["-I", "-B"])
            .arg(here().join("bus.py"))
            .arg(words[0])
            .arg(upstream)
            .arg(server.url());
        command.args(&words[1..]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn run(&self, server: &Server, words: &[&str]) -> String {
        ended(self.start(server, words))
    }
}

fn ended(child: Child) -> String {
    let output = child.wait_with_output().unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    String::from_utf8(output.stdout).unwrap()
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bus/python")
}

/// Ids and fields of all entries of a topic.
fn entries(server: &Server, topic: &str) -> Vec<Vec<Vec<u8>>> {
    let all = server.call(&["XRANGE", topic, "-", "+"]);
    let all: Vec<(String, Vec<Reply>)> = redis::from_redis_value(all).unwrap();
    let bytes = |value: Reply| redis::from_redis_value::<Vec<u8>>(value).unwrap();
    all.into_iter().map(|(_, fields)| fields.into_iter().map(bytes).collect()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The example of every event in the catalog.
fn examples() -> Vec<String> {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated/catalog.lock");
    let lock = annals_contract::Lock::parse(&std::fs::read_to_string(lock).unwrap()).unwrap();
    let events = lock.events.into_iter().filter(|(_, event)| !event.local_only);
    let line = |(event_type, event): (String, annals_contract::Event)| {
        let data: Value = serde_json::from_str(&event.example.unwrap()).unwrap();
        format!("{}\n", json!({ "event_type": event_type, "event_data": data }))
    };
    events.map(line).collect()
}

fn python_reads(package: &Package) {
    let server = Server::start();
    let examples = examples();
    assert_eq!(examples.len(), 73);
    assert_eq!(run_with(&server, "produce --topic t", &examples.concat()).code, Some(0));
    let read = package.run(&server, &["consume", "t", "python", "73"]);
    let read: Vec<Value> = read.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), 73);
    for (ours, theirs) in entries(&server, "t").iter().zip(&read) {
        let text = |at: usize| String::from_utf8(ours[at].clone()).unwrap();
        let metadata = &theirs["metadata"];
        assert_eq!((&metadata["event_type"], &metadata["id"]), (&json!(text(1)), &json!(text(3))));
        assert_eq!((&metadata["source"], &metadata["time"]), (&json!(text(5)), &json!(text(7))));
        assert_eq!(theirs["avro"], hex(&ours[15]), "{}", text(1));
    }
}

/// Awkward values of every type: what Python wrote is read, and written again byte for byte.
fn rust_reads(package: &Package) {
    let server = Server::start();
    let count: usize = package.run(&server, &["produce", "theirs"]).trim().parse().unwrap();
    let read =
        run(&server, &format!("consume --topic theirs --group g --consumer c --expect {count}"));
    assert_eq!((read.code, read.of_kind("dead").len()), (Some(0), 0));
    let events = read.of_kind("event");
    let types: BTreeSet<&str> =
        events.iter().map(|event| event["event_type"].as_str().unwrap()).collect();
    assert_eq!((events.len(), types.len()), (count, 73));
    let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
    assert_eq!(run_with(&server, "produce --topic ours", &lines).code, Some(0));
    let [mut theirs, mut ours] = ["theirs", "ours"].map(|topic| entries(&server, topic));
    // Events of different keys may pass each other.
    for entries in [&mut theirs, &mut ours] {
        entries.sort_by(|a, b| a[3].cmp(&b[3]));
    }
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!(theirs, ours);
    }
    assert_eq!(theirs.len(), ours.len());
}

/// Two consumers in Python and two in Rust share a group.
fn one_group(package: &Package) {
    let server = Server::start();
    // Python's group begins at the end, unless there is one already.
    server.call(&["XGROUP", "CREATE", "t", "g", "0", "MKSTREAM"]);
    let mut rust = ["a", "b"]
        .map(|name| start(&server, &format!("consume --topic t --group g --consumer {name}")));
    rust.iter_mut().for_each(|running| drop(running.wait_for_kind("ready")));
    // It ends after its share, and takes no more.
    let python = package.start(&server, &["consume", "t", "python", "20"]);
    let mut sent: BTreeMap<String, u32> = BTreeMap::new();
    let mut python = Some(python);
    while python.as_mut().is_some_and(|child| child.try_wait().unwrap().is_none()) {
        let ended = run_with(&server, "produce --topic t", &events(10));
        sent.extend(
            ended.of_kind("sent").iter().map(|line| (line["id"].as_str().unwrap().to_owned(), 0)),
        );
    }
    let theirs = python.map(ended).unwrap_or_default();
    while server.number(&["XLEN", "t"]) > 0
        && run(&server, "lag --topic t --group g").lines[0]["lag"] != 0
    {}
    let mut seen: Vec<String> = Vec::new();
    for line in theirs.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        seen.push(line["metadata"]["id"].as_str().unwrap().to_owned());
    }
    for running in rust {
        running.signal("-TERM");
        let ended = running.end();
        assert_eq!(ended.code, Some(0));
        seen.extend(
            ended.of_kind("done").iter().map(|line| line["id"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(theirs.lines().count(), 20);
    for id in &seen {
        *sent.get_mut(id).unwrap() += 1;
    }
    assert!(sent.values().all(|count| *count == 1), "{sent:?}");
}
