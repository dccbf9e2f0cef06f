//! Reads payloads and writes them again: a line with the event type, `json` or `avro`, and the payload, in hexadecimal
//! digits if it is Avro. Prints a line for each: what is written, or `error: ` and why it is not read.

use std::fmt::Write as _;
use std::io::{BufRead as _, Error};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or_else(|| Error::other("a file is needed"))?;
    let mut out = String::new();
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let line = line?;
        let mut words = line.splitn(3, '\t');
        let mut word = || words.next().unwrap_or_default();
        let (event, encoding, payload) = (word(), word(), word());
        match again(event, encoding, payload) {
            Ok(written) => writeln!(out, "{written}")?,
            Err(error) => writeln!(out, "error: {error}")?,
        }
    }
    print!("{out}");
    Ok(())
}

fn again(event: &str, encoding: &str, payload: &str) -> Result<String, Box<dyn std::error::Error>> {
    let event = annals::registry().get(event).ok_or_else(|| Error::other("no such event"))?;
    if encoding == "json" {
        return Ok(event.read_json(payload)?.to_json()?);
    }
    let digits = payload.as_bytes().chunks(2);
    let bytes = digits.map(|two| Ok(u8::from_str_radix(std::str::from_utf8(two)?, 16)?));
    let bytes: Vec<u8> = bytes.collect::<Result<_, Box<dyn std::error::Error>>>()?;
    let mut written = Vec::new();
    event.read_avro(&bytes)?.encode_avro(&mut written)?;
    Ok(written.iter().map(|byte| format!("{byte:02x}")).collect())
}
