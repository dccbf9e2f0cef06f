//! The text of the file: what is remembered in, a line for each thing of it out, and back.
//!
//! ```text
//! annals-cache 1
//! generator 0.1.0 9352120 1795467600.5
//! written 1795467610.123456789
//! way ../
//! include events/*.yaml
//! source 5f… catalog.yaml
//! domain learning
//! until 2027-06-30
//! file 8e… 4b… 1234 1795467609.9 4711 docs/index.rst
//! end
//! ```
//!
//! Whatever cannot be read as it was printed is forgotten as a whole.

use std::collections::HashMap;
use std::fmt::{self, Display, Write as _};
use std::time::Duration;

use annals_contract::Digest;

use super::{Inputs, Known, Memory, Stamp};

const HEAD: &str = "annals-cache 1";
/// The length of the line of a file, more or less.
const LINE: usize = 160;
/// In place of the digest of what a file was made from.
const NO_BASIS: &str = "-";

/// A line of its own: no shorter text ends with it.
const END: &str = "\nend";

/// `None` if a name holds the end of a line.
pub(super) fn print(memory: &Memory) -> Option<String> {
    let Inputs { generator, way, patterns, sources } = &memory.inputs;
    let mut lines = Lines(format!("{HEAD}\n"));
    lines.add("generator", generator)?;
    lines.add("written", &Time(memory.written).to_string())?;
    lines.add("way", way)?;
    for pattern in patterns {
        lines.add("include", pattern)?;
    }
    for (path, digest) in sources {
        lines.add_behind("source", format_args!("{digest} "), path)?;
    }
    for domain in &memory.domains {
        lines.add("domain", domain)?;
    }
    if let Some(until) = &memory.until {
        lines.add("until", until)?;
    }
    let mut files: Vec<_> = memory.files.iter().collect();
    files.sort_unstable_by_key(|(path, _)| *path);
    lines.0.reserve(files.len() * LINE);
    for (path, Known { digest, basis, stamp }) in files {
        let Stamp { length, modified, number } = stamp;
        let basis = basis.as_ref().map_or(&NO_BASIS as &dyn Display, |basis| basis);
        let modified = Time(*modified);
        let words = format_args!("{digest} {basis} {length} {modified} {number} ");
        lines.add_behind("file", words, path)?;
    }
    lines.0.truncate(lines.0.len() - 1);
    lines.0.push_str(END);
    Some(lines.0)
}

struct Lines(String);

impl Lines {
    fn add(&mut self, key: &str, value: &str) -> Option<()> {
        self.add_behind(key, format_args!(""), value)
    }

    /// The words end with a space and hold no end of a line.
    fn add_behind(&mut self, key: &str, words: fmt::Arguments<'_>, value: &str) -> Option<()> {
        if value.bytes().any(|byte| matches!(byte, b'\n' | b'\r')) {
            return None;
        }
        writeln!(self.0, "{key} {words}{value}").ok()
    }
}

struct Time(Duration);

impl Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{:09}", self.0.as_secs(), self.0.subsec_nanos())
    }
}

/// What [`print`] printed; `None` for anything else.
pub(super) fn parse(text: &str) -> Option<Memory> {
    let body = text.strip_prefix(HEAD)?.strip_prefix('\n')?.strip_suffix(END)?;
    let inputs = Inputs {
        generator: String::new(),
        way: String::new(),
        patterns: Vec::new(),
        sources: Vec::new(),
    };
    let mut memory = Memory {
        inputs,
        domains: Vec::new(),
        until: None,
        files: HashMap::with_capacity(body.len() / LINE),
        written: Duration::ZERO,
    };
    for line in body.lines() {
        let (key, value) = line.split_once(' ')?;
        match key {
            "generator" => value.clone_into(&mut memory.inputs.generator),
            "written" => memory.written = parse_time(value)?,
            "way" => value.clone_into(&mut memory.inputs.way),
            "include" => memory.inputs.patterns.push(value.to_owned()),
            "source" => {
                let (digest, path) = value.split_once(' ')?;
                memory.inputs.sources.push((path.to_owned(), digest.parse().ok()?));
            }
            "domain" => memory.domains.push(value.to_owned()),
            "until" => memory.until = Some(value.to_owned()),
            "file" => {
                let (path, known) = file(value)?;
                memory.files.insert(path, known);
            }
            _ => return None,
        }
    }
    Some(memory)
}

fn file(value: &str) -> Option<(String, Known)> {
    let mut words = value.splitn(6, ' ');
    let digest: Digest = words.next()?.parse().ok()?;
    let basis = words.next()?;
    let basis = if basis == NO_BASIS { None } else { Some(basis.parse().ok()?) };
    let length = words.next()?.parse().ok()?;
    let modified = parse_time(words.next()?)?;
    let number = words.next()?.parse().ok()?;
    let stamp = Stamp { length, modified, number };
    Some((words.next()?.to_owned(), Known { digest, basis, stamp }))
}

fn parse_time(text: &str) -> Option<Duration> {
    let (seconds, nanoseconds) = text.split_once('.')?;
    let nanoseconds = nanoseconds.parse().ok().filter(|count| *count < 1_000_000_000)?;
    Some(Duration::new(seconds.parse().ok()?, nanoseconds))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::time::Duration;

    use annals_contract::digest;

    use super::super::{Inputs, Known, Memory, Stamp};
    use super::{parse, print};

    fn memory() -> Memory {
        let stamp = Stamp { length: 7, modified: Duration::new(12, 345), number: 4711 };
        let known = Known { digest: digest(b"content"), basis: Some(digest(b"basis")), stamp };
        Memory {
            inputs: Inputs {
                generator: "0.1.0 1 2.000000003".to_owned(),
                way: String::new(),
                patterns: vec!["events/* of us.yaml".to_owned()],
                sources: vec![("catalog.yaml".to_owned(), digest(b"annals: 1"))],
            },
            domains: vec!["learning".to_owned()],
            until: Some("2027-06-30".to_owned()),
            files: HashMap::from([("docs/a b.rst".to_owned(), known)]),
            written: Duration::new(13, 0),
        }
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let text = print(&memory()).unwrap();
        assert_eq!(parse(&text), Some(memory()));
    }

    #[test]
    fn half_a_file_is_no_memory() {
        let text = print(&memory()).unwrap();
        for length in 0..text.len() {
            assert_eq!(parse(&text[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn a_name_with_a_line_end_is_not_remembered() {
        let mut memory = memory();
        memory.inputs.patterns.push("a\nb".to_owned());
        assert_eq!(print(&memory), None);
    }
}
