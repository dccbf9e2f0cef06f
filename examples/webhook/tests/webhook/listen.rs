//! The receiver of the program withstands its clients.

use std::io::{self, Read as _, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use annals_webhook::listen::{MAX_CONNECTIONS, serve};

use crate::server::{PATIENCE, eventually};

/// What the receiver has printed.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn start() -> (SocketAddr, Output) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, output) = (listener.local_addr().unwrap(), Output::default());
    let mut out = output.clone();
    thread::spawn(move || serve(&listener, None, &mut out));
    (address, output)
}

/// Sends bytes; the status line of the answer.
fn send(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    // The receiver may answer before it has read anything.
    let _ = stream.write_all(bytes);
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.lines().next().unwrap_or_default().to_owned()
}

const ACCEPTED: &str = "HTTP/1.1 204 No Content";

#[test]
fn control_characters_are_escaped() {
    let (address, output) = start();
    let body = "\u{1b}]0;title\u{7}\u{9b}2J\u{7f}\u{202e}\r\nplain\ttext ž";
    let head = "POST /\u{1b}[2J HTTP/1.1\r\nX-\u{1b}a: b\u{8}\u{9b}c\r\n";
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    assert_eq!(send(address, request.as_bytes()), ACCEPTED);
    let json = "{\"\u{7f}key\": \"\u{9b}2J\u{202e}ž\"}";
    let request = format!("POST /json HTTP/1.1\r\nContent-Length: {}\r\n\r\n{json}", json.len());
    assert_eq!(send(address, request.as_bytes()), ACCEPTED);

    eventually("both are printed", || output.text().ends_with("}\n"));
    let text = output.text();
    let bad = |letter: char| letter != '\n' && letter != '\t' && letter.is_control();
    assert!(!text.contains(bad) && !text.contains('\u{202e}'), "{text:?}");
    assert!(text.contains("POST /\\u{1b}[2J\n"), "{text:?}");
    assert!(text.contains("X-\\u{1b}a: b\\u{8}\\u{9b}c\n"), "{text:?}");
    assert!(text.contains("\\u{202e}\\r\nplain\ttext ž\n"), "{text:?}");
    assert!(text.contains("\"\\u{7f}key\": \"\\u{9b}2J\\u{202e}ž\""), "{text:?}");
}

#[test]
fn silent_clients_do_not_block_others() {
    let (address, output) = start();
    let _silent: Vec<_> =
        (2..MAX_CONNECTIONS).map(|_| TcpStream::connect(address).unwrap()).collect();
    let mut slow = TcpStream::connect(address).unwrap();
    slow.write_all(b"POST /slow HTTP/1.1\r\n").unwrap();
    for number in 0..3 {
        let request = format!("POST /{number} HTTP/1.1\r\n\r\n");
        eventually("it is accepted", || send(address, request.as_bytes()) == ACCEPTED);
    }
    eventually("it is printed", || output.text().contains("POST /2"));
    slow.write_all(b"\r\n").unwrap();
    eventually("the slow request is printed", || output.text().contains("POST /slow"));
}

#[test]
fn connections_are_bounded() {
    let (address, output) = start();
    let silent: Vec<_> =
        (0..MAX_CONNECTIONS).map(|_| TcpStream::connect(address).unwrap()).collect();
    let request = b"POST /late HTTP/1.1\r\n\r\n";
    assert_eq!(send(address, request), "HTTP/1.1 503 Service Unavailable");
    drop(silent);
    eventually("there is room again", || send(address, request) == ACCEPTED);
    eventually("it is printed", || output.text().contains("POST /late"));
}

#[test]
fn long_heads_and_bodies_are_refused() {
    let (address, output) = start();
    let head = format!("POST /head HTTP/1.1\r\n{}", "X-Long: value\r\n".repeat(20_000));
    assert_ne!(send(address, head.as_bytes()), ACCEPTED);
    let length = u64::MAX;
    let body = format!("POST /body HTTP/1.1\r\nContent-Length: {length}\r\n\r\n{{}}");
    assert_ne!(send(address, body.as_bytes()), ACCEPTED);
    assert_eq!(send(address, b"POST /fine HTTP/1.1\r\n\r\n"), ACCEPTED);
    eventually("it is printed", || output.text().contains("POST /fine"));
    assert!(!output.text().contains("POST /body"));
}

#[test]
fn clients_that_speak_something_else_are_ignored() {
    let (address, output) = start();
    for bytes in [&b""[..], b"\r\n\r\n", b"\x16\x03\x01\x02", b"GET"] {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(bytes).unwrap();
        drop(stream);
    }
    thread::sleep(Duration::from_millis(50));
    assert_eq!(send(address, b"POST /fine HTTP/1.1\r\n\r\n"), ACCEPTED);
    eventually("it is printed", || output.text().contains("POST /fine"));
}
