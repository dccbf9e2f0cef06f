//! Runs the command, and reads what it prints.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::server::Server;

/// How long a test waits for something that must come.
const LONG: Duration = Duration::from_secs(60);

/// What the command printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) lines: Vec<Value>,
    pub(crate) log: String,
}

/// A command that runs.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) input: Option<ChildStdin>,
    lines: Receiver<Value>,
    log: thread::JoinHandle<String>,
    seen: Vec<Value>,
}

/// Starts `annals-bus` with words separated by spaces.
pub(crate) fn start(server: &Server, arguments: &str) -> Running {
    start_words(server, &arguments.split_whitespace().collect::<Vec<_>>())
}

pub(crate) fn start_words(server: &Server, arguments: &[&str]) -> Running {
    let mut child = Command::new(env!("CARGO_BIN_EXE_annals-bus"))
        .args(arguments)
        .env("ANNALS_BUS_URL", server.url())
        .env("EVENTS_SERVICE_NAME", "test")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            let value =
                serde_json::from_str(&line).unwrap_or_else(|_| json!({ "kind": "no JSON" }));
            if sender.send(value).is_err() {
                break;
            }
        }
    });
    let err = child.stderr.take().unwrap();
    let log = thread::spawn(move || std::io::read_to_string(err).unwrap_or_default());
    Running { input: child.stdin.take(), child, lines, log, seen: Vec::new() }
}

/// Runs `annals-bus` to its end, without input.
pub(crate) fn run(server: &Server, arguments: &str) -> Ended {
    start(server, arguments).end()
}

/// Runs `annals-bus` with input.
pub(crate) fn run_with(server: &Server, arguments: &str, input: &str) -> Ended {
    let mut running = start(server, arguments);
    running.write(input);
    running.end()
}

impl Running {
    pub(crate) fn write(&mut self, text: &str) {
        // A command that has been killed reads nothing.
        let _ = self.input.as_mut().unwrap().write_all(text.as_bytes());
    }

    /// Waits for a line of a kind.
    pub(crate) fn wait_for(&mut self, what: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let left = LONG.checked_sub(begun.elapsed()).unwrap_or_default();
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("it did not come; seen: {:#?}", self.seen));
            self.seen.push(line.clone());
            if what(&line) {
                return line;
            }
        }
    }

    pub(crate) fn wait_for_kind(&mut self, kind: &str) -> Value {
        self.wait_for(|line| line["kind"] == kind)
    }

    pub(crate) fn wait_for_notice(&mut self, code: &str) -> Value {
        self.wait_for(|line| line["kind"] == "notice" && line["code"] == code)
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Ends the input, and waits for the end.
    pub(crate) fn end(mut self) -> Ended {
        drop(self.input.take());
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > LONG {
                let _ = self.child.kill();
                panic!("it does not end; seen: {:#?}", self.seen);
            }
            thread::sleep(Duration::from_millis(5));
        };
        self.seen.extend(self.lines.iter());
        Ended { code: status.code(), lines: self.seen, log: self.log.join().unwrap() }
    }
}

impl Ended {
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<&Value> {
        self.lines.iter().filter(|line| line["kind"] == kind).collect()
    }

    pub(crate) fn notices(&self) -> Vec<&str> {
        self.of_kind("notice").iter().map(|line| line["code"].as_str().unwrap()).collect()
    }

    /// The users of the events that were handed out, in order.
    pub(crate) fn users(&self) -> Vec<i64> {
        self.of_kind("event").iter().map(|line| user(line)).collect()
    }

    /// The last line, without `kind`.
    pub(crate) fn summary(&self) -> Value {
        let mut last =
            self.lines.last().unwrap_or_else(|| panic!("no lines: {}", self.log)).clone();
        assert_eq!(last["kind"], "end", "{last}");
        last.as_object_mut().unwrap().remove("kind");
        last
    }
}

pub(crate) fn user(event: &Value) -> i64 {
    event["event_data"]["user"]["id"].as_i64().unwrap()
}

pub(crate) const REGISTERED: &str = "org.openedx.learning.student.registration.completed.v1";

/// The input of an event whose key is a name.
pub(crate) fn event(id: i64, name: &str) -> String {
    let pii = json!({ "username": name, "email": "a@example.org", "name": "A" });
    let data = json!({ "user": { "id": id, "is_active": true, "pii": pii } });
    format!("{}\n", json!({ "event_type": REGISTERED, "event_data": data }))
}

/// The input of events of users 0, 1, …, each with a key of its own.
pub(crate) fn events(count: i64) -> String {
    (0..count).map(|id| event(id, &format!("user{id}"))).collect()
}

/// Puts events into the topic `t`.
pub(crate) fn produce(server: &Server, count: i64) {
    assert_eq!(run_with(server, "produce --topic t", &events(count)).code, Some(0));
}

/// Writes a program for `--exec`: a shell script that has the line of the event in `$line`, and the user in `$user`.
pub(crate) fn script(server: &Server, body: &str) -> String {
    let path = server.folder().join("handler.sh");
    let head = "#!/bin/sh\nread -r line || exit 1\nuser=${line#*\\\"user\\\":\\{\\\"id\\\":}\nuser=${user%%,*}\n";
    write(&path, &format!("{head}cd {}\n{body}\n", server.folder().display()));
    make_executable(&path);
    path.display().to_string()
}

#[expect(clippy::disallowed_methods, reason = "in a test's own folder")]
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}
