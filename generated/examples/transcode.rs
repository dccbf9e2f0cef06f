//! Converts the data of an event from JSON to Avro or back, in a shell.
//!
//! ```text
//! $ cargo run -q -p openedx-events --example transcode -- json-to-avro org.openedx.learning.student.registration.completed.v1 \
//!     <<< '{"user": {"id": 1, "is_active": true, "pii": {"username": "ada", "email": "ada@example.org", "name": ""}}}'
//! 0201066164611e616461406578616d706c652e6f726700
//! ```
//!
//! Avro is written as hexadecimal digits in either case. White space is ignored.

use std::io::{self, IsTerminal, Read, Write};
use std::process::ExitCode;

// The registry contains only the events of crates that are linked.
use openedx_events as _;

const USAGE: &str =
    "usage: transcode <json-to-avro|avro-to-json> EVENT_TYPE, with the data on stdin";

fn main() -> ExitCode {
    match run() {
        Ok(text) => match writeln!(io::stdout(), "{text}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Err(message) => {
            // If stderr is closed, there is no other way to report an error.
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<String, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [direction, event_type] = arguments.as_slice() else { return Err(USAGE.to_owned()) };
    let event = annals::registry()
        .get(event_type)
        .ok_or_else(|| format!("no event has the type `{event_type}`"))?;
    if io::stdin().is_terminal() {
        let _ = writeln!(io::stderr(), "reading the data from the terminal; Ctrl-D ends it");
    }
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).map_err(|error| error.to_string())?;
    match direction.as_str() {
        "json-to-avro" => event.json_to_avro(&input).map(|bytes| hex(&bytes)),
        "avro-to-json" => event.avro_to_json(&unhex(&input)?),
        _ => return Err(USAGE.to_owned()),
    }
    .map_err(|error| error.to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Result<Vec<u8>, String> {
    let digits = text.chars().filter(|letter| !letter.is_whitespace());
    let digits: Option<Vec<u32>> = digits.map(|letter| letter.to_digit(16)).collect();
    let digits = digits.ok_or("the bytes must be hexadecimal digits")?;
    if digits.len() % 2 != 0 {
        return Err("the number of hexadecimal digits must be even".to_owned());
    }
    Ok(digits.chunks_exact(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect())
}
