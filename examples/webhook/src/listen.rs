//! A server for demos, which accepts every request and prints it.

use std::io::{self, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::secret::Secret;
use crate::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, verify};

/// The number of connections at the same time. More are refused.
pub const MAX_CONNECTIONS: usize = 16;

/// The longest head and body, in bytes.
const MAX_HEAD: u64 = 64 * 1024;
const MAX_BODY: u64 = 16 * 1024 * 1024;
/// The time that a client has for its request.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The pause after a connection cannot be accepted, which may be because there are too many open files.
const PAUSE: Duration = Duration::from_millis(50);

/// A request of HTTP/1.1 with a `Content-Length`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `POST`
    pub method: String,
    /// `/registrations`
    pub path: String,
    /// Names and values in their order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Reads a request; `None` if the connection was closed instead.
    pub fn read(stream: impl Read) -> io::Result<Option<Self>> {
        let mut reader = BufReader::new(stream);
        let mut head = reader.by_ref().take(MAX_HEAD);
        let first = line(&mut head)?;
        let mut words = first.split(' ').map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
        let mut request = Self { method, path, ..Self::default() };
        loop {
            let header = line(&mut head)?;
            let Some((name, value)) = header.split_once(':') else { break };
            request.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        if head.limit() == 0 {
            return Err(invalid("the head is too long"));
        }
        let length = request.header("Content-Length").map_or(Ok(0), str::parse);
        let length = length.map_err(|_| invalid("the length is not a number"))?;
        if length > MAX_BODY {
            return Err(invalid("the body is too long"));
        }
        // The memory for the body grows with what arrives, not with what is announced.
        let read = reader.take(length).read_to_end(&mut request.body)?;
        if read as u64 == length { Ok(Some(request)) } else { Err(ErrorKind::UnexpectedEof.into()) }
    }

    /// The value of a header. The case of the name is ignored.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is signed with this secret.
    pub fn is_signed(&self, secret: &Secret) -> bool {
        let timestamp = self.header(TIMESTAMP_HEADER).and_then(|text| text.parse().ok());
        let signature = self.header(SIGNATURE_HEADER);
        timestamp
            .zip(signature)
            .is_some_and(|(timestamp, signature)| verify(secret, timestamp, &self.body, signature))
    }
}

/// Answers every request with 204 and writes it to `out`. Returns only if that fails.
pub fn serve(
    listener: &TcpListener,
    secret: Option<&Secret>,
    out: &mut impl Write,
) -> io::Result<()> {
    let own = listener.try_clone()?;
    let (sender, requests) = sync_channel(0);
    thread::Builder::new().name("accept".to_owned()).spawn(move || accept(&own, &sender))?;
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    for request in requests {
        show(&request, secret, out)?;
    }
    Ok(())
}

/// Starts a thread for each connection, so that no client waits for another one.
fn accept(listener: &TcpListener, requests: &SyncSender<Request>) {
    // Every thread holds one of these.
    let running = Arc::new(());
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            thread::sleep(PAUSE);
            continue;
        };
        if Arc::strong_count(&running) > MAX_CONNECTIONS {
            // A client that is gone does not need the answer.
            let _ = respond(&stream, "503 Service Unavailable");
            continue;
        }
        let (running, requests) = (Arc::clone(&running), requests.clone());
        let answer = move || {
            let _running = running;
            answer(&stream, &requests);
        };
        // Without a thread, the connection is closed.
        let _ = thread::Builder::new().name("answer".to_owned()).spawn(answer);
    }
}

fn answer(stream: &TcpStream, requests: &SyncSender<Request>) {
    match Request::read(Timed { stream, end: Instant::now() + TIMEOUT }) {
        Ok(Some(request)) => {
            if respond(stream, "204 No Content").is_ok() {
                // It fails only after the end of `serve`.
                let _ = requests.send(request);
            }
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            let _ = respond(stream, "400 Bad Request");
        }
        // The client is gone or too slow.
        Ok(None) | Err(_) => {}
    }
}

fn respond(mut stream: &TcpStream, status: &str) -> io::Result<()> {
    stream.set_write_timeout(Some(TIMEOUT))?;
    stream.write_all(format!("HTTP/1.1 {status}\r\nConnection: close\r\n\r\n").as_bytes())
}

/// A stream that can be read until `end`, however slowly its bytes arrive.
struct Timed<'a> {
    stream: &'a TcpStream,
    end: Instant,
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

fn show(request: &Request, secret: Option<&Secret>, out: &mut impl Write) -> io::Result<()> {
    let mut text = format!("\n{} {}\n", request.method, request.path);
    for (name, value) in &request.headers {
        text.extend([name, ": ", value, "\n"]);
    }
    if let Some(secret) = secret {
        let word = if request.is_signed(secret) { "valid" } else { "NOT VALID" };
        text.extend(["(the signature is ", word, ")\n"]);
    }
    let json = serde_json::from_slice::<annals::Json>(&request.body);
    let body = json.and_then(|json| serde_json::to_string_pretty(&json));
    text.extend(["\n", &body.unwrap_or_else(|_| String::from_utf8_lossy(&request.body).into())]);
    writeln!(out, "{}", printable(&text))?;
    out.flush()
}

/// Escapes what would control the terminal or change the order of the text.
fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' => printable.push(letter),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                printable.extend(letter.escape_unicode());
            }
            _ if letter.is_control() => printable.extend(letter.escape_debug()),
            _ => printable.push(letter),
        }
    }
    printable
}

fn line(reader: &mut impl io::BufRead) -> io::Result<String> {
    let mut text = String::new();
    reader.read_line(&mut text)?;
    text.truncate(text.trim_end().len());
    Ok(text)
}

fn invalid(message: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::time::{Duration, Instant};

    use super::Timed;

    #[test]
    fn a_slow_client_has_no_more_time_than_others() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stream, _) = listener.accept().unwrap();
        let began = Instant::now();
        let mut timed = Timed { stream: &stream, end: began + Duration::from_millis(100) };
        let mut byte = [0];
        let error = loop {
            client.write_all(b"a").unwrap();
            std::thread::sleep(Duration::from_millis(5));
            match timed.read(&mut byte) {
                Ok(read) => assert!(read == 1 && began.elapsed() < Duration::from_secs(10)),
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
}
