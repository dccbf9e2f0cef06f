//! A local server that does what a test tells it to.

use std::collections::{BTreeSet, VecDeque};
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use annals::Json;
use annals_webhook::listen::Request;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The longest that a test waits.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Longer than the timeouts in tests.
const STALL: Duration = Duration::from_secs(3);

/// What the server does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Answers with this status and these header lines.
    Answer(u16, &'static str),
    /// Does not answer for a while.
    Stall,
    /// Closes the connection instead of answering.
    Close,
    /// Closes the connection without reading.
    Hang,
}

#[derive(Default)]
struct Seen {
    acts: VecDeque<Act>,
    /// The requests that were read, with the reactions to them.
    requests: Vec<(Request, Act)>,
}

#[derive(Default)]
struct Shared {
    seen: Mutex<Seen>,
    changed: Condvar,
    stopped: AtomicBool,
    connections: AtomicUsize,
    tls: Option<Arc<ServerConfig>>,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server that reacts with these acts, one per request, and then accepts everything.
    pub(crate) fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        Self::at("127.0.0.1:0", acts)
    }

    pub(crate) fn at(address: &str, acts: impl IntoIterator<Item = Act>) -> Self {
        Self::with(address, acts, None)
    }

    /// The same over TLS.
    pub(crate) fn secure(tls: ServerConfig, acts: impl IntoIterator<Item = Act>) -> Self {
        Self::with("127.0.0.1:0", acts, Some(Arc::new(tls)))
    }

    fn with(
        address: &str,
        acts: impl IntoIterator<Item = Act>,
        tls: Option<Arc<ServerConfig>>,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Seen { acts: acts.into_iter().collect(), requests: Vec::new() };
        let shared = Arc::new(Shared { seen: Mutex::new(seen), tls, ..Shared::default() });
        let inside = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if inside.stopped.load(Ordering::SeqCst) {
                    return;
                }
                inside.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(&inside);
                thread::spawn(move || shared.answer(&stream.unwrap()));
            }
        });
        Self { address, shared, thread: Some(thread) }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        let scheme = if self.shared.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}/{path}", self.address)
    }

    /// Waits until `count` events were accepted, and returns all accepted requests.
    pub(crate) fn taken(&self, count: usize) -> Vec<Request> {
        let taken = |seen: &Seen| -> Vec<Request> {
            let taken = seen.requests.iter();
            let taken = taken.filter(|(_, act)| matches!(act, Act::Answer(200..300, _)));
            taken.map(|(request, _)| request.clone()).collect()
        };
        let seen = self.shared.seen.lock().unwrap();
        let few = |seen: &mut Seen| firsts(&taken(seen)).len() < count;
        let (seen, late) = self.shared.changed.wait_timeout_while(seen, PATIENCE, few).unwrap();
        assert!(!late.timed_out(), "only {} of {count} were taken", taken(&seen).len());
        taken(&seen)
    }

    /// All requests that were read, accepted or not.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let seen = self.shared.seen.lock().unwrap();
        seen.requests.iter().map(|(request, _)| request.clone()).collect()
    }

    /// The number of connections.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Waits until `count` requests were read.
    pub(crate) fn read(&self, count: usize) {
        let seen = self.shared.seen.lock().unwrap();
        let few = |seen: &mut Seen| seen.requests.len() < count;
        let (_seen, late) = self.shared.changed.wait_timeout_while(seen, PATIENCE, few).unwrap();
        assert!(!late.timed_out(), "fewer than {count} requests were read");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wake the listener with one more connection.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Shared {
    fn answer(&self, stream: &TcpStream) {
        stream.set_read_timeout(Some(STALL)).unwrap();
        let mut seen = self.seen.lock().unwrap();
        if let Some(Act::Hang) = seen.acts.front() {
            seen.acts.pop_front();
            let _ = stream.shutdown(Shutdown::Both);
            return;
        }
        drop(seen);
        let Some(tls) = &self.tls else { return self.converse(stream, stream) };
        let connection = ServerConnection::new(Arc::clone(tls)).unwrap();
        self.converse(StreamOwned::new(connection, stream), stream);
    }

    /// Reads a request from `channel`, which runs over `stream`, and reacts to it.
    fn converse(&self, mut channel: impl Read + Write, stream: &TcpStream) {
        let Ok(Some(request)) = Request::read(&mut channel) else { return };
        let mut seen = self.seen.lock().unwrap();
        let act = seen.acts.pop_front().unwrap_or(Act::Answer(204, ""));
        seen.requests.push((request, act.clone()));
        drop(seen);
        match act {
            Act::Answer(status, headers) => respond(&mut channel, status, headers),
            Act::Stall => thread::sleep(STALL),
            Act::Close | Act::Hang => {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        self.changed.notify_all();
    }
}

fn respond(channel: &mut impl Write, status: u16, headers: &str) {
    let head = format!("HTTP/1.1 {status} So\r\nContent-Length: 0\r\nConnection: close\r\n");
    // The client may have closed the connection.
    let _ = channel.write_all(format!("{head}{headers}\r\n").as_bytes());
    let _ = channel.flush();
}

/// The `Idempotency-Key` of each request.
pub(crate) fn ids(requests: &[Request]) -> Vec<String> {
    requests.iter().map(|request| request.header("Idempotency-Key").unwrap().to_owned()).collect()
}

/// The ids without duplicates, as a receiver that knows past ids sees them.
pub(crate) fn firsts(requests: &[Request]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    ids(requests).into_iter().filter(|id| seen.insert(id.clone())).collect()
}

/// The body.
pub(crate) fn json(request: &Request) -> Json {
    serde_json::from_slice(&request.body).unwrap()
}

/// Waits for a condition.
pub(crate) fn eventually(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !condition() {
        assert!(Instant::now() < end, "timeout: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
