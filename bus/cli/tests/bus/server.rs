//! A Redis server of a test.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use redis::{Connection, Value};
use tempfile::TempDir;

pub(crate) fn is_installed() -> bool {
    Command::new("redis-server").arg("--version").output().is_ok()
}

/// A server that is stopped when it is dropped.
pub(crate) struct Server {
    folder: TempDir,
    port: u16,
    keeps: bool,
    child: Option<Child>,
}

impl Server {
    /// A server that forgets all when it ends.
    pub(crate) fn start() -> Self {
        Self::new(false)
    }

    /// A server that has on disk what it has confirmed.
    pub(crate) fn start_that_keeps() -> Self {
        Self::new(true)
    }

    fn new(keeps: bool) -> Self {
        // The port may be taken before the server has it, so another one is tried.
        for _ in 0..5 {
            let listener = TcpListener::bind("127.0.0.1:0").unwrap();
            let port = listener.local_addr().unwrap().port();
            drop(listener);
            let folder = TempDir::new().unwrap();
            let mut server = Self { folder, port, keeps, child: None };
            if server.try_start() {
                return server;
            }
        }
        panic!("the server does not start");
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/0", self.port)
    }

    /// Starts the server again on the same port.
    pub(crate) fn restart(&mut self) {
        assert!(self.try_start(), "the server does not start again");
    }

    fn try_start(&mut self) -> bool {
        let keep = if self.keeps { "yes" } else { "no" };
        let port = self.port.to_string();
        let log = File::create(self.folder.path().join("redis.log")).unwrap();
        let child = Command::new("redis-server")
            .args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--appendonly", keep])
            .args(["--appendfsync", "always", "--dir"])
            .arg(self.folder.path())
            .stdout(Stdio::from(log))
            .spawn();
        self.child = Some(child.unwrap());
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if self.try_connect().is_some_and(|mut connection| {
                redis::cmd("PING").query::<String>(&mut connection).is_ok()
            }) {
                return true;
            }
            if self.child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_some()) {
                return false;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// Kills the server.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    fn try_connect(&self) -> Option<Connection> {
        redis::Client::open(self.url()).unwrap().get_connection().ok()
    }

    /// Runs a command, given as words.
    pub(crate) fn call(&self, command: &[&str]) -> Value {
        self.call_bytes(&command.iter().map(|word| word.as_bytes()).collect::<Vec<_>>())
    }

    pub(crate) fn call_bytes(&self, command: &[&[u8]]) -> Value {
        let mut connection = self.try_connect().unwrap();
        let mut all = redis::Cmd::new();
        for word in command {
            all.arg(*word);
        }
        all.query(&mut connection).unwrap()
    }

    pub(crate) fn number(&self, command: &[&str]) -> i64 {
        redis::from_redis_value(self.call(command)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
