//! Tests of the program.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::server::{Act, PATIENCE, Server, eventually, ids, json};
use crate::setup::{QUICK, folder, write};

/// A process that is killed at the end of the test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        Self::spawn(&mut Self::command(arguments))
    }

    fn command(arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annals-webhook"));
        command.args(arguments);
        command
    }

    fn spawn(command: &mut Command) -> Self {
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// Waits for the end. Returns whether it succeeded, its output and its errors.
    fn end(mut self) -> (bool, String, String) {
        let end = Instant::now() + PATIENCE;
        while self.0.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "the program does not exit");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let read = |stream: &mut dyn std::io::Read| {
            let mut text = String::new();
            stream.read_to_string(&mut text).unwrap();
            text
        };
        let out = read(self.0.stdout.as_mut().unwrap());
        let err = read(self.0.stderr.as_mut().unwrap());
        (self.0.wait().unwrap().success(), out, err)
    }
}

fn config(folder: &Path, url: &str) -> String {
    let path = folder.join("webhooks.yaml");
    let webhook = |name, path| format!("  - signal_path: {name}\n    url: {url}/{path}\n");
    let (first, second) = ("STUDENT_REGISTRATION_COMPLETED", "COURSE_ENROLLMENT_CREATED");
    let webhooks = webhook(first, "registrations") + &webhook(second, "enrollments");
    write(
        &path,
        &format!(
            "queue: {{ folder: queue }}\n{QUICK}\npii: {{ policy: keep }}\nwebhooks:\n{webhooks}"
        ),
    );
    path.to_str().unwrap().to_owned()
}

#[test]
fn killing_the_program_loses_no_event() {
    let server = Server::start(vec![Act::Answer(500, ""); 100_000]);
    let address = server.address.to_string();
    let folder = folder();
    let config = config(folder.path(), &server.url("in"));
    let first = Program::start(&["--config", &config, "--demo"]);
    // Wait until there are three events in each queue.
    let length = |event: &str| {
        let path = folder.path().join("queue").join(event).join("00000000000000000000.segment");
        path.metadata().map_or(0, |it| it.len())
    };
    let names = ["STUDENT_REGISTRATION_COMPLETED", "COURSE_ENROLLMENT_CREATED"];
    eventually("everything is on disk", || length(names[0]) > 1100 && length(names[1]) > 1500);
    server.read(4);
    drop(first);
    drop(server);

    let server = Server::at(&address, []);
    let second = Program::start(&["--config", &config, "--demo"]);
    let (fine, out, err) = second.end();
    assert!(fine && out == "all events are delivered\n", "{out}\n{err}");
    assert!(!err.contains("earner"), "personal data in the log: {err}");
    let requests = server.taken(12);
    for path in ["/in/registrations", "/in/enrollments"] {
        let of: Vec<_> = requests.iter().filter(|it| it.path == path).cloned().collect();
        let numbers: Vec<_> = of
            .iter()
            .map(|it| {
                let data = &json(it)["data"];
                let user = data.get("user").unwrap_or(&data["enrollment"]["user"]);
                user["id"].as_i64().unwrap()
            })
            .collect();
        assert_eq!(numbers, [1, 2, 3, 1, 2, 3], "{path}");
        let mut ids = ids(&of);
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 6);
    }
}

#[test]
fn configuration_errors_are_printed() {
    let folder = folder();
    let path = folder.path().join("webhooks.yaml");
    write(
        &path,
        "queue: { folder: queue }\nwebhooks:\n  - signal_path: COURSE_ENROLLMENT_CREATD\n    url: http://127.0.0.1:9\n",
    );
    let (fine, out, err) = Program::start(&["--config", path.to_str().unwrap()]).end();
    let expected = format!(
        "{}:3: webhooks[0].signal_path: there is no signal \
        `COURSE_ENROLLMENT_CREATD`; did you mean `COURSE_ENROLLMENT_CREATED`?\n",
        path.display()
    );
    assert_eq!((fine, out.as_str(), err.as_str()), (false, "", expected.as_str()));
    assert!(!folder.path().join("queue").exists());
}

#[cfg(unix)]
#[test]
fn secrets_that_are_not_utf8_are_not_printed() {
    let folder = folder();
    let path = folder.path().join("webhooks.yaml");
    write(
        &path,
        "queue: { folder: q }\nsigning: { env: KEY }\nwebhooks:\n  \
        - { signal_path: COURSE_ENROLLMENT_CREATED, url: http://127.0.0.1:9 }\n",
    );
    let key: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"hunter2hunter2\xff");
    let listen = ["--listen", "127.0.0.1:0", "--secret-env", "KEY"];
    for arguments in [&["--config", path.to_str().unwrap()][..], &listen] {
        let program = Program::spawn(Program::command(arguments).env("KEY", key));
        let (fine, _, err) = program.end();
        assert!(!fine && err.contains("UTF-8") && !err.contains("hunter2"), "{err}");
    }
    let (fine, _, err) =
        Program::start(&["--listen", "127.0.0.1:0", "--secret-env", "hunter2"]).end();
    assert!(!fine && !err.contains("hunter2"), "{err}");
}

#[test]
fn requests_are_printed() {
    let mut receiver = Program::start(&["--listen", "127.0.0.1:0"]);
    let mut lines = BufReader::new(receiver.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.next().unwrap();
    let url = first.strip_prefix("listening on ").unwrap();
    let folder = folder();
    let (fine, _, err) = Program::start(&["--config", &config(folder.path(), url), "--demo"]).end();
    assert!(fine, "{err}");
    assert!(lines.any(|line| line == "POST /registrations"));
    assert!(lines.any(|line| line.contains("\"learner-1\"") || line.contains("\"learner-2\"")));
}

#[cfg(unix)]
#[test]
fn a_signal_shuts_the_program_down() {
    let server = Server::start(vec![Act::Answer(500, ""); 100_000]);
    let folder = folder();
    let program =
        Program::start(&["--config", &config(folder.path(), &server.url("in")), "--demo"]);
    server.read(8);
    let kill = Command::new("kill").args(["-INT", &program.0.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let (fine, out, err) = program.end();
    let expected = "3 events of STUDENT_REGISTRATION_COMPLETED are on disk and will be delivered after the next start\n\
        3 events of COURSE_ENROLLMENT_CREATED are on disk and will be delivered after the next start\n";
    assert_eq!((fine, out.as_str()), (true, expected), "{err}");
}
