//! Checks a recording: a file with one payload per line.

use std::io::{self, Read};

use rayon::prelude::*;

use super::hex::from_hex;
use super::lines::{Line, Lines};
use super::{Finding, Validator};

/// The encoding of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Encoding {
    /// Avro if the line has only hexadecimal digits, JSON otherwise
    Auto,
    /// JSON
    Json,
    /// Avro binary in hexadecimal digits
    AvroHex,
}

/// How to read a recording.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The encoding of the lines.
    pub encoding: Encoding,
    /// True if JSON lines are envelopes: objects with `metadata` and `data`.
    pub envelope: bool,
    /// Maximum length of a line in bytes.
    pub longest: usize,
}

/// A finding of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong there.
    pub finding: Finding,
}

/// The number of payloads in a recording.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// All payloads, without blank lines.
    pub payloads: u64,
    /// The invalid ones.
    pub invalid: u64,
}

/// Checks every line of an input, in order; the lines of a batch are checked in parallel.
///
/// # Errors
/// If the input cannot be read. Earlier findings have been reported then.
pub fn check(
    validator: &Validator,
    input: impl Read,
    options: &Options,
    mut report: impl FnMut(Located),
) -> io::Result<Totals> {
    let mut lines = Lines::new(input, options.longest);
    let mut totals = Totals::default();
    while let Some(batch) = lines.batch()? {
        let checked = batch.par_iter().map(|line| check_line(validator, line, options));
        let checked: Vec<Option<Vec<Finding>>> = checked.collect();
        for (line, findings) in batch.iter().zip(checked) {
            let Some(findings) = findings else { continue };
            totals.payloads += 1;
            totals.invalid += u64::from(!findings.is_empty());
            for finding in findings {
                report(Located { line: line.number, finding });
            }
        }
    }
    Ok(totals)
}

/// `None` for a blank line.
fn check_line(validator: &Validator, line: &Line<'_>, options: &Options) -> Option<Vec<Finding>> {
    let Some(bytes) = line.bytes else {
        let message = format!("the line is longer than {} bytes", options.longest);
        return Some(vec![Finding { path: String::new(), message }]);
    };
    let mark = if line.number == 1 { &b"\xef\xbb\xbf"[..] } else { b"" };
    let text = bytes.strip_prefix(mark).unwrap_or(bytes).trim_ascii();
    if text.is_empty() {
        return None;
    }
    let hex = match options.encoding {
        Encoding::Json => false,
        Encoding::AvroHex => true,
        Encoding::Auto => text.iter().all(u8::is_ascii_hexdigit),
    };
    if !hex {
        return Some(match options.envelope {
            true => validator.check_envelope(text),
            false => validator.check_json(text),
        });
    }
    let mut payload = Vec::with_capacity(text.len() / 2);
    if !from_hex(text, &mut payload) {
        let message = "expected pairs of hexadecimal digits".to_owned();
        return Some(vec![Finding { path: String::new(), message }]);
    }
    Some(validator.check_avro(&payload))
}
