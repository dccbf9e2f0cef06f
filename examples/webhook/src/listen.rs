//! A server for trying things out: it takes every request and shows what arrived.

use std::io::{self, BufReader, Read as _, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use crate::secret::Secret;
use crate::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, verify};

/// Longer heads and bodies are refused.
const LONGEST: u64 = 16 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// A request of HTTP/1.1 with a `Content-Length`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `POST`
    pub method: String,
    /// `/registrations`
    pub path: String,
    /// Names and values, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Reads a request; `None` if the connection was closed instead.
    pub fn read(stream: impl io::Read) -> io::Result<Option<Self>> {
        let mut reader = BufReader::new(stream.take(LONGEST));
        let first = line(&mut reader)?;
        let mut words = first.split(' ').map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(None) };
        let mut request = Self { method, path, ..Self::default() };
        loop {
            let header = line(&mut reader)?;
            let Some((name, value)) = header.split_once(':') else { break };
            request.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        let length = request.header("Content-Length").and_then(|length| length.parse().ok());
        request.body = vec![0; usize::try_from(length.unwrap_or(0).min(LONGEST)).unwrap_or(0)];
        reader.read_exact(&mut request.body)?;
        Ok(Some(request))
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// True if it is signed with this secret.
    pub fn is_signed(&self, secret: &Secret) -> bool {
        let timestamp = self.header(TIMESTAMP_HEADER).and_then(|text| text.parse().ok());
        let signature = self.header(SIGNATURE_HEADER);
        timestamp
            .zip(signature)
            .is_some_and(|(timestamp, signature)| verify(secret, timestamp, &self.body, signature))
    }
}

/// Answers everything with 204 and writes it to `out`, for ever.
pub fn serve(
    listener: &TcpListener,
    secret: Option<&Secret>,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "listening on http://{}", listener.local_addr()?)?;
    out.flush()?;
    for stream in listener.incoming() {
        // Somebody who goes away, or speaks something else, is no reason to stop.
        if let Ok(Some(request)) = stream.and_then(|stream| answer(&stream)) {
            show(&request, secret, out)?;
        }
    }
    Ok(())
}

fn answer(mut stream: &TcpStream) -> io::Result<Option<Request>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = Request::read(stream)?;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")?;
    Ok(request)
}

fn show(request: &Request, secret: Option<&Secret>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\n{} {}", request.method, request.path)?;
    for (name, value) in &request.headers {
        writeln!(out, "{name}: {value}")?;
    }
    if let Some(secret) = secret {
        let word = if request.is_signed(secret) { "valid" } else { "NOT VALID" };
        writeln!(out, "(the signature is {word})")?;
    }
    let body = serde_json::from_slice::<annals::Json>(&request.body);
    match body.and_then(|json| serde_json::to_string_pretty(&json)) {
        Ok(text) => writeln!(out, "\n{text}")?,
        Err(_) => writeln!(out, "\n{}", String::from_utf8_lossy(&request.body))?,
    }
    out.flush()
}

fn line(reader: &mut impl io::BufRead) -> io::Result<String> {
    let mut text = String::new();
    reader.read_line(&mut text)?;
    text.truncate(text.trim_end().len());
    Ok(text)
}
