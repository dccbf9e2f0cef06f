//! Two catalogs, our verdicts about them, and what the readers in Python are given.

use std::rc::Rc;

use annals_catalog::compile;
use annals_catalog::diagnostic::Severity;
use annals_catalog::model::Model;
use annals_catalog::source::{NoIncludes, Source};
use annals_codegen::{FileSet, Options, Run, generate};
use annals_contract::{Enum, Lock, Unknown};
use annals_evolution::{
    Change, Compatibility, Contract, Effect, Problem, Reader, Verdict, compare,
};
use serde_json::{Value, json};

/// The number of payloads that a change is tried with.
pub(crate) const SAMPLES: usize = 20;

/// The number of payloads that a change is tried with if some reader reads all of them, with `ANNALS_LONG=1`.
const MANY_SAMPLES: usize = 200;

/// True if the long form of the tests was asked for.
pub(crate) fn is_long() -> bool {
    std::env::var_os("ANNALS_LONG").is_some_and(|value| value == "1")
}

#[derive(Clone, Copy)]
pub(crate) enum Profile {
    OpenEdx,
    Standard,
}

impl Profile {
    pub(crate) const ALL: [Self; 2] = [Self::OpenEdx, Self::Standard];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::OpenEdx => "open-edx",
            Self::Standard => "standard",
        }
    }
}

/// What is generated from one catalog.
pub(crate) struct Side {
    pub(crate) model: Model,
    pub(crate) files: FileSet,
    pub(crate) lock: Lock,
}

/// A catalog before and after a change.
pub(crate) struct Sides {
    pub(crate) before: Rc<Side>,
    pub(crate) after: Rc<Side>,
}

impl Side {
    /// The mistakes in the catalog if it has some.
    pub(crate) fn new(text: String) -> Result<Self, String> {
        let source = Source { path: "catalog.yaml".to_owned(), text: text.clone() };
        let compiled = compile(source, &NoIncludes, &mut |_| {});
        let mistakes = compiled.diagnostics.iter().filter(|item| item.severity == Severity::Error);
        let mistakes = mistakes.map(|item| item.to_text(&compiled.sources));
        let mistakes = mistakes.collect::<Vec<_>>().join("\n");
        let model = compiled.model.ok_or(format!("{mistakes}\n{text}"))?;
        let files = generate(&model, &Options::all(Vec::new()), &mut Run::default());
        let lock = Lock::parse(&text_of(&files, "catalog.lock")).expect("we printed it");
        Ok(Self { model, files, lock })
    }

    /// The Avro schema of an event.
    pub(crate) fn avro_of(&self, event_type: &str) -> String {
        text_of(&self.files, &format!("{event_type}.avsc"))
    }

    /// The JSON Schema of an event.
    fn json_of(&self, event_type: &str) -> String {
        text_of(&self.files, &format!("{event_type}.schema.json"))
    }
}

/// The text of the file whose path ends in `end`.
fn text_of(files: &FileSet, end: &str) -> String {
    let found = files.iter().find(|(path, _)| path.ends_with(end));
    let (_, bytes) = found.unwrap_or_else(|| panic!("no file {end}"));
    String::from_utf8(bytes.to_vec()).expect("it is text")
}

impl Sides {
    pub(crate) fn new(name: &str, before: String, after: String) -> Self {
        let side = |text| Side::new(text).unwrap_or_else(|mistakes| panic!("{name}: {mistakes}"));
        Self { before: Rc::new(side(before)), after: Rc::new(side(after)) }
    }

    /// `None` if one of the catalogs has mistakes.
    pub(crate) fn try_new(before: String, after: String) -> Option<Self> {
        let side = |text| Side::new(text).ok().map(Rc::new);
        Some(Self { before: side(before)?, after: side(after)? })
    }

    /// One word for each reader: `+` for full.
    pub(crate) fn verdicts(&self) -> String {
        let (before, after) = (contract(&self.before), contract(&self.after));
        let words =
            compare(&before, &after, &Reader::EACH).into_iter().map(|(_, change)| match change {
                Change::Changed(verdicts) => {
                    let words = verdicts.iter().map(|verdict| match verdict.bump() {
                        Some(bump) => bump.name(),
                        None => match verdict.compatibility() {
                            Compatibility::Full => "+",
                            Compatibility::Backward => "b",
                            Compatibility::Forward => "f",
                            Compatibility::None => "-",
                        },
                    });
                    words.collect::<Vec<_>>().join(" ")
                }
                Change::Unchanged => "=".to_owned(),
                Change::Added => "added".to_owned(),
                Change::Removed => "removed".to_owned(),
            });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// What readers take for unknown values of enums.
fn defaults(side: &Side) -> Vec<&str> {
    let enums = side.lock.enums.values();
    let value = |item: &'_ Enum| match &item.unknown {
        Unknown::Default(variant) => item.values.iter().position(|value| value.variant == *variant),
        Unknown::Kept | Unknown::Refused => None,
    };
    enums.filter_map(|item| value(item).map(|index| item.values[index].value.as_str())).collect()
}

fn contract(side: &Side) -> Contract<'_> {
    Contract::new(&side.lock).expect("the lock defines its types")
}

/// A line for each direction.
pub(crate) fn jobs(name: &str, sides: &Sides) -> Vec<String> {
    let (before, after) = (contract(&sides.before), contract(&sides.after));
    let mut lines = Vec::new();
    for (event, change) in compare(&before, &after, &Reader::ALL) {
        let Change::Changed(verdicts) = change else { continue };
        let backward = (&before, &*sides.before, &*sides.after, "backward");
        let forward = (&after, &*sides.after, &*sides.before, "forward");
        for (writer, from, to, direction) in [backward, forward] {
            let of_payloads = verdicts.iter().filter(|verdict| verdict.bump().is_none());
            let problems = of_payloads.map(|verdict| {
                let found =
                    if direction == "backward" { &verdict.backward } else { &verdict.forward };
                let found: Vec<Value> =
                    found.iter().map(|one| problem(writer, event, verdict.reader, one)).collect();
                (verdict.reader.name().to_owned(), Value::from(found))
            });
            let is_safe = |verdict: &Verdict| {
                if direction == "backward" { &verdict.backward } else { &verdict.forward }
                    .is_empty()
            };
            let count =
                if is_long() && verdicts.iter().any(is_safe) { MANY_SAMPLES } else { SAMPLES };
            let job = json!({
                "name": format!("{name} {direction}"),
                "writer": { "avro": from.avro_of(event), "json": from.json_of(event) },
                "reader": { "avro": to.avro_of(event), "json": to.json_of(event) },
                "defaults": defaults(to),
                "problems": problems.collect::<serde_json::Map<_, _>>(),
                "samples": samples(name, writer, event, count),
            });
            lines.push(job.to_string() + "\n");
        }
    }
    lines
}

fn problem(writer: &Contract<'_>, event: &str, reader: Reader, problem: &Problem) -> Value {
    let avro = match reader {
        Reader::Avro | Reader::AvroRaw | Reader::Annals if problem.proven => {
            let bytes = writer.encode(event, &problem.payload);
            hex(&bytes.unwrap_or_else(|| panic!("{problem:?} is not a payload")))
        }
        Reader::Avro | Reader::AvroRaw | Reader::Annals => String::new(),
        Reader::Json | Reader::JsonTolerant | Reader::Rust(_) => String::new(),
    };
    json!({
        "effect": match problem.effect {
            Effect::Refused => "refused",
            Effect::Misread => "misread",
        },
        "json": problem.payload,
        "avro": avro,
        "proven": problem.proven,
        "data": problem.reason.contains("UTF-8"),
        "known": known(reader, &problem.reason),
    })
}

/// Why the libraries read a value well that other readers refuse or misread.
fn known(reader: Reader, reason: &str) -> Option<&'static str> {
    let known: &[(&str, &str)] = match reader {
        Reader::AvroRaw => &[
            ("32 bits", "fastavro has numbers of any size"),
            ("the case", "fastavro does not say which case it is"),
            ("not a time of day", "fastavro reads a negative number as a time of day"),
        ],
        Reader::Avro | Reader::Annals | Reader::Json | Reader::JsonTolerant | Reader::Rust(_) => &[
            ("last digits", "fastavro has floats of 64 bits"),
            ("logical type of their own", "fastavro takes the writer's logical type"),
            ("a case that is not listed", "fastavro does not say which case it is"),
        ],
    };
    known.iter().find(|(part, _)| reason.contains(part)).map(|(_, name)| *name)
}

/// Payloads of an event, the simplest one first.
pub(crate) fn samples(name: &str, writer: &Contract<'_>, event: &str, count: usize) -> Vec<Value> {
    let mut state = name.bytes().fold(0x9e37_79b9_7f4a_7c15_u64, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut choose = |count: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % count.max(1)
    };
    let made = (0..count).map(|index| {
        let payload = if index == 0 {
            writer.sample(event, &mut |_| 0)
        } else {
            writer.sample(event, &mut choose)
        };
        let payload = payload.unwrap_or_else(|| panic!("{name}: no payload"));
        let bytes = writer.encode(event, &payload);
        let bytes = bytes.unwrap_or_else(|| panic!("{name}: {payload} is not a payload"));
        json!({ "json": payload, "avro": hex(&bytes) })
    });
    made.collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
