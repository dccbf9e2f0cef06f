//! Code that uses the bindings: rustc says what still compiles with those of the other side.
//!
//! Every use of every type is a module on a line of its own, with the bindings of one side. All are checked at once; the
//! lines with errors are taken out, until the rest compiles, since rustc reports some errors only if there are no others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use annals_evolution::{Change, Contract, Effect, Promise, Reader, compare};
use annals_tests::workspace::Workspace;
use serde_json::Value;

use super::bindings::{Texts, library, merged, number};
use super::jobs::Side;
use super::uses::{Use, uses};

/// A line of the program: code for the bindings of one side, with those of this or the other side.
struct Line {
    code: String,
    bindings: &'static str,
}

/// A change in one direction: which lines are about it.
struct Checked {
    name: String,
    /// The promise that a use needs, the line with its own bindings, and that with those of the other side.
    uses: Vec<(Promise, usize, usize)>,
    /// The code of problems for each promise.
    problems: Vec<(Promise, Effect, usize, usize)>,
}

#[derive(Default)]
struct Program {
    lines: Vec<Line>,
    known: BTreeMap<(String, &'static str), usize>,
}

impl Program {
    /// The number of a line; equal ones are one.
    fn line(&mut self, code: &str, bindings: &'static str) -> usize {
        let key = (code.to_owned(), bindings);
        *self.known.entry(key).or_insert_with(|| {
            self.lines.push(Line { code: code.to_owned(), bindings });
            self.lines.len() - 1
        })
    }

    fn text(&self, left_out: &BTreeSet<usize>) -> String {
        let mut text = "#![allow(warnings)]\n".to_owned();
        for (number, Line { code, bindings }) in self.lines.iter().enumerate() {
            if !left_out.contains(&number) {
                let _ = write!(text, "mod m{number} {{ use {bindings} as bindings; {code} }}");
            }
            text.push('\n');
        }
        text
    }
}

/// Where rustc and our verdicts differ.
pub(crate) fn faults(profile: &str, changes: &[Texts]) -> String {
    let side = |text: fn(&Texts) -> &str| {
        let text = merged(profile, changes.iter().map(text));
        Side::new(text).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    };
    let (before, after) = (side(|texts| &texts.before), side(|texts| &texts.after));
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evolution-users");
    let workspace = Workspace::new(&place, &["before", "after", "users"]);
    library(&workspace, "before", &before);
    library(&workspace, "after", &after);
    workspace.folder.write("users/Cargo.toml", MANIFEST);
    let mut program = Program::default();
    let mut checked = directed(&mut program, changes, ("before", &before), ("after", &after));
    checked.extend(directed(&mut program, changes, ("after", &after), ("before", &before)));
    let broken = broken(&workspace, &program);
    checked.iter().map(|one| one.faults(&program, &broken)).collect()
}

const MANIFEST: &str = "[package]\nname = \"users\"\nedition.workspace = true\n\n\
    [dependencies]\nannals = { workspace = true }\n\
    before = { path = \"../before\" }\nafter = { path = \"../after\" }\n";

fn directed(
    program: &mut Program,
    changes: &[Texts],
    (own, from): (&'static str, &Side),
    (other, to): (&'static str, &Side),
) -> Vec<Checked> {
    let contract = |side| Contract::new(side).expect("the lock defines its types");
    let (writer, reader) = (contract(&from.lock), contract(&to.lock));
    let promises = [Promise::Constructors, Promise::Literals];
    let readers = promises.map(Reader::Rust);
    let mut checked: Vec<Checked> = Vec::new();
    for (number, change) in changes.iter().enumerate() {
        let name = format!("{} for {own} with {other}", change.name);
        let mut line = |code: &str| (program.line(code, own), program.line(code, other));
        let uses =
            uses(&from.lock, &format!("d{number}")).into_iter().map(|Use { promise, code }| {
                let (own, other) = line(&code);
                (promise, own, other)
            });
        checked.push(Checked { name, uses: uses.collect(), problems: Vec::new() });
    }
    for (event, change) in compare(&writer, &reader, &readers) {
        let Change::Changed(verdicts) = change else { continue };
        let place = &mut checked[number(event)].problems;
        for (promise, verdict) in promises.into_iter().zip(verdicts) {
            for problem in verdict.backward {
                let code = problem.payload.as_str().expect("it is code");
                let lines = (program.line(code, own), program.line(code, other));
                place.push((promise, problem.effect, lines.0, lines.1));
            }
        }
    }
    checked
}

/// The lines that do not compile.
fn broken(workspace: &Workspace, program: &Program) -> BTreeSet<usize> {
    let mut broken = BTreeSet::new();
    loop {
        workspace.folder.write("users/src/lib.rs", program.text(&broken));
        let arguments = ["check", "--quiet", "--package", "users", "--message-format", "json"];
        let run = workspace.cargo(arguments);
        let found: BTreeSet<usize> = run.stdout.lines().flat_map(error_lines).collect();
        if found.is_subset(&broken) {
            assert!(found.is_empty() && run.code == Some(0), "{}", run.stderr);
            return broken;
        }
        broken.extend(found);
    }
}

/// The lines of an error, counted from zero and without the first line of the program.
fn error_lines(message: &str) -> Vec<usize> {
    let message: Value = serde_json::from_str(message).expect("cargo prints JSON");
    let error = &message["message"];
    if message["reason"] != "compiler-message" || error["level"] != "error" {
        return Vec::new();
    }
    assert_eq!(message["target"]["name"], "users", "{}", error["rendered"]);
    let spans = error["spans"].as_array().into_iter().flatten();
    let spans = spans.filter(|span| span["is_primary"] == true && span["file_name"].is_string());
    spans
        .filter_map(|span| span["line_start"].as_u64()?.checked_sub(2))
        .map(|line| line as usize)
        .collect()
}

impl Checked {
    fn faults(&self, program: &Program, broken: &BTreeSet<usize>) -> String {
        let mut faults = String::new();
        let mut fault = |text: &str, line: usize| {
            let _ = writeln!(faults, "{}: {text}: {}", self.name, program.lines[line].code);
        };
        let own = self.uses.iter().map(|(_, own, _)| own);
        let own = own.chain(self.problems.iter().map(|(_, _, own, _)| own));
        for line in own.filter(|line| broken.contains(line)) {
            fault("does not compile with its own bindings", *line);
        }
        for promise in [Promise::Constructors, Promise::Literals] {
            let uses = self.uses.iter().filter(|(needed, ..)| *needed <= promise);
            let fails = uses.map(|(_, _, other)| *other).find(|line| broken.contains(line));
            let problems = self.problems.iter().filter(|(kept, ..)| *kept == promise);
            let found: Vec<_> = problems.collect();
            match (fails, found.is_empty()) {
                (Some(line), true) => fault("fails, and we say nothing", line),
                (None, false) => fault("we say that this fails", found[0].2),
                (Some(_), false) | (None, true) => {}
            }
            for (_, effect, _, other) in found {
                let fails = broken.contains(other);
                if fails != (*effect == Effect::Refused) {
                    fault(if fails { "is not misread" } else { "compiles" }, *other);
                }
            }
        }
        faults
    }
}
