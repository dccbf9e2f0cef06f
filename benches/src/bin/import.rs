//! Times `annals import` as a process: `import PATH_OF_ANNALS`.
//!
//! Prints the least of several runs for 10,000 files of 2 KB, for inputs of one, two and four times a size, and for hostile
//! ones.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// Number of runs of each input.
const RUNS: usize = 3;

fn main() -> ExitCode {
    let Some(annals) = std::env::args().nth(1) else {
        let _ = writeln!(io::stderr(), "usage: import PATH_OF_ANNALS");
        return ExitCode::from(2);
    };
    let folder = std::env::temp_dir().join(format!("annals-import-{}", std::process::id()));
    let bench = Bench { annals: PathBuf::from(annals), folder };
    let measured = bench.measure();
    let removed = std::fs::remove_dir_all(&bench.folder);
    match measured.and(removed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(3)
        }
    }
}

/// The kinds of files, and the kind that the command calls them.
const KINDS: [(&str, Make); 2] = [("json-schema", json_schema), ("avsc", avro)];

/// A schema with a number.
type Make = fn(usize) -> String;

struct Bench {
    annals: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn measure(&self) -> io::Result<()> {
        for (kind, make) in KINDS {
            for files in [2_500, 5_000, 10_000] {
                let files = (0..files).map(|number| (format!("f{number}.json"), make(number)));
                self.row(kind, "files", &files.collect::<Vec<_>>())?;
            }
        }
        let sizes: [(&str, Make); 4] = [
            ("properties", properties),
            ("values of an enum", values),
            ("references", references),
            ("records in a chain", chain),
        ];
        for (what, make) in sizes {
            for count in [10_000, 20_000, 40_000] {
                let count = if what == "records in a chain" { count / 1_000 } else { count };
                self.row("json-schema", &format!("{count} {what}"), &[file(make(count))])?;
            }
        }
        let hostile = [
            ("100,000 levels", r#"{"properties":"#.repeat(100_000)),
            ("a cycle of references", cycle(10_000)),
            ("100 MB", format!("{{\"a\": \"{}\"}}", "x".repeat(100_000_000))),
        ];
        for (what, text) in hostile {
            self.row("json-schema", what, &[file(text)])?;
        }
        Ok(())
    }

    /// Imports files, and prints how long it took and how it ended.
    fn row(&self, kind: &str, what: &str, files: &[(String, String)]) -> io::Result<()> {
        let input = self.folder.join("in");
        std::fs::create_dir_all(&input)?;
        let mut size = 0;
        for (name, text) in files {
            std::fs::File::create(input.join(name).with_extension(end(kind)))?
                .write_all(text.as_bytes())?;
            size += text.len();
        }
        let (mut least, mut ended) = (f64::INFINITY, None);
        for _ in 0..RUNS {
            let (took, code) = self.run(kind, &input)?;
            (least, ended) = (least.min(took), code);
        }
        std::fs::remove_dir_all(&input)?;
        let (count, size) = (files.len(), size / files.len());
        let ended = ended.unwrap_or(-1);
        writeln!(
            io::stdout(),
            "{kind:<12} {what:<24} {count:>6} files of {size:>9} bytes {least:>8.2} s, exit code {ended}"
        )
    }

    /// The seconds of one run, and its exit code.
    fn run(&self, kind: &str, input: &Path) -> io::Result<(f64, Option<i32>)> {
        let mut command = Command::new(&self.annals);
        command.args(["import", kind, "--lossy", "--out"]).arg(self.folder.join("catalog.yaml"));
        command.args(["--force", "--added", "2025-01-31"]).arg(input);
        let start = Instant::now();
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        Ok((start.elapsed().as_secs_f64(), status.code()))
    }
}

fn end(kind: &str) -> &'static str {
    if kind == "avsc" { "avsc" } else { "json" }
}

fn file(text: String) -> (String, String) {
    ("in.json".to_owned(), text)
}

/// Texts with commas between them.
fn joined(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

/// A schema of 2 KB.
fn json_schema(number: usize) -> String {
    let fields = joined(9, |field| {
        format!(
            r#""field_{field}": {{"type": "string", "maxLength": {}, "description": "What field {field} of event {number} means to those who read it."}}"#,
            field + 10
        )
    });
    let lines = joined(4, |field| {
        format!(r#""part_{field}": {{"type": "integer", "description": "Part {field}."}}"#)
    });
    format!(
        r##"{{"title": "Thing{number}Changed", "type": "object", "required": ["field_0"], "additionalProperties": false,
        "description": "Sent when thing {number} has changed.", "properties": {{{fields},
        "line": {{"$ref": "#/definitions/Line{number}"}}, "mode": {{"enum": ["on", "off", "mode{number}"]}}}},
        "definitions": {{"Line{number}": {{"type": "object", "additionalProperties": false, "properties": {{{lines}}}}}}}}}"##
    )
}

/// A schema of 2 KB.
fn avro(number: usize) -> String {
    let fields = joined(14, |field| {
        format!(
            r#"{{"name": "field_{field}", "type": ["null", "string"], "default": null, "doc": "What field {field} means to those who read it."}}"#
        )
    });
    format!(
        r#"{{"type": "record", "name": "Thing{number}Changed", "namespace": "org.example.things", "doc": "Sent when thing {number} has changed.",
        "fields": [{fields}, {{"name": "line", "type": {{"type": "record", "name": "Line{number}", "fields": [{{"name": "part", "type": "long"}}]}}}}]}}"#
    )
}

fn object(properties: &str, definitions: &str) -> String {
    format!(
        r#"{{"title": "Big", "type": "object", "properties": {{{properties}}}, "definitions": {{{definitions}}}}}"#
    )
}

fn properties(count: usize) -> String {
    object(&joined(count, |number| format!(r#""p{number}": {{"type": "string"}}"#)), "")
}

fn values(count: usize) -> String {
    let values = joined(count, |number| format!(r#""v{number}""#));
    object(&format!(r#""e": {{"enum": [{values}]}}"#), "")
}

fn references(count: usize) -> String {
    let properties =
        joined(count, |number| format!(r##""p{number}": {{"$ref": "#/definitions/D{number}"}}"##));
    let definitions = joined(count, |number| {
        format!(
            r#""D{number}": {{"type": "object", "properties": {{"x{number}": {{"type": "string"}}}}}}"#
        )
    });
    object(&properties, &definitions)
}

fn chain(count: usize) -> String {
    linked(count, r#"{"type": "string"}"#)
}

/// Definitions that refer to the next one, the last one to the first.
fn cycle(count: usize) -> String {
    linked(count, r##"{"$ref": "#/definitions/D0"}"##)
}

fn linked(count: usize, last: &str) -> String {
    let mut definitions = String::new();
    for number in 0..count {
        let next = number + 1;
        let _ = write!(
            definitions,
            r##""D{number}": {{"type": "object", "properties": {{"n": {{"$ref": "#/definitions/D{next}"}}}}}},"##
        );
    }
    object(
        r##""a": {"$ref": "#/definitions/D0"}"##,
        &format!(r#"{definitions} "D{count}": {last}"#),
    )
}
