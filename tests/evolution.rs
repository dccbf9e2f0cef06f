//! Are our verdicts about a changed catalog what real readers do?
//!
//! The cases are in `evolution/kinds.yaml`. Every payload that we say is refused or misread is given to fastavro and
//! jsonschema, and so are payloads of changes that we say are safe; Python's avro judges the schemas.
//!
//! Needs Python 3.12 or later. Without it, these tests are ignored; in CI (`CI=true`) they fail.

mod evolution {
    pub(crate) mod bindings;
    pub(crate) mod constructs;
    pub(crate) mod jobs;
    pub(crate) mod kinds;
    pub(crate) mod random;
    pub(crate) mod replay;
    pub(crate) mod users;
    pub(crate) mod uses;
}

use std::collections::BTreeMap;
use std::path::Path;

use annals_evolution::Reader;
use annals_tests::folder::Folder;
use annals_tests::python::{self, Environment};
use annals_tests::workspace::repository;
use libtest_mimic::{Arguments, Failed, Trial};

use evolution::bindings::{self, Texts};
use evolution::constructs;
use evolution::jobs::{Profile, Sides, is_long, jobs};
use evolution::kinds::Kind;
use evolution::random;
use evolution::replay;
use evolution::users;

/// The command line.
const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

/// The number of random changes whose bindings are compiled.
const BOUND: usize = 50;

fn main() {
    let arguments = Arguments::from_args();
    let python = python::find(12);
    let no_python = python.is_none() && !python::is_required();
    let mut trials = vec![
        Trial::test("kinds::verdicts", verdicts),
        Trial::test("kinds::constructs", every_construct),
    ];
    for profile in Profile::ALL {
        let sets: [(&str, Make); 3] = [("kinds", kinds), ("pairs", pairs), ("random", random)];
        for (what, changes) in sets {
            let python = python.clone();
            let name = format!("{what}::readers::{}", profile.name());
            let trial =
                Trial::test(name, move || read(what, profile, python.as_deref(), changes(profile)));
            trials.push(trial.with_ignored_flag(no_python));
        }
    }
    for profile in Profile::ALL {
        let name = format!("bindings::{}", profile.name());
        trials.push(Trial::test(name, move || bindings(profile)));
    }
    trials.push(Trial::test("users::rustc", rustc));
    trials.push(replayed(&arguments, python.as_deref()));
    libtest_mimic::run(&arguments, trials).exit();
}

type Make = fn(Profile) -> Changes;

/// Changes with their names.
type Changes = Box<dyn Iterator<Item = (String, Sides)>>;

fn kinds(profile: Profile) -> Changes {
    let sides = move |kind: Kind| (kind.name.clone(), kind.sides(profile));
    let on_bus = Kind::all().into_iter().filter(|kind| !kind.is_local());
    Box::new(on_bus.map(sides))
}

fn pairs(profile: Profile) -> Changes {
    Box::new(random::pairs(profile))
}

/// Half of them for each profile; all with `ANNALS_LONG=1`.
fn random(profile: Profile) -> Changes {
    let count = if is_long() { 5_000 } else { 500 };
    let seeds = (0..).map(move |seed: u64| (seed, random::change(seed, profile)));
    let changes = seeds.filter_map(|(seed, sides)| Some((format!("change {seed}"), sides?)));
    Box::new(changes.filter(|(_, sides)| sides.verdicts() != "=").take(count))
}

/// The verdicts are those that the cases say.
fn verdicts() -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for kind in Kind::all() {
        let found = kind.sides(Profile::OpenEdx).verdicts();
        if found != kind.read {
            wrong.push(format!("{}: expected {}, found {found}", kind.name, kind.read));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Each construct of the language changes in some kind, which has a verdict of every reader.
fn every_construct() -> Result<(), Failed> {
    let kinds = Kind::all();
    let of_every_reader = |kind: &&Kind| {
        let words = kind.read.split(' ').count();
        kind.read == "=" || words == Reader::EACH.len() || kind.is_local() && words == 4
    };
    if let Some(kind) = kinds.iter().find(|kind| !of_every_reader(kind)) {
        return Err(format!("{} lacks the verdict of a reader", kind.name).into());
    }
    let changes: Vec<Texts> = kinds.iter().map(|kind| kind.texts(Profile::Standard)).collect();
    let missing = constructs::missing(&changes);
    if missing.is_empty() { Ok(()) } else { Err(format!("no kind changes {missing:#?}").into()) }
}

/// Do the bindings read what we say? For the kinds of change, and some random ones.
fn bindings(profile: Profile) -> Result<(), Failed> {
    let kinds = Kind::all();
    let kinds = kinds.iter().filter(|kind| kind.is_of_one_event());
    let seeds = (0..).filter(|seed| random::change(*seed, profile).is_some());
    let random = seeds.take(BOUND).map(|seed| random::texts(seed, profile));
    let changes: Vec<Texts> = kinds.map(|kind| kind.texts(profile)).chain(random).collect();
    let faults = bindings::faults(profile.name(), &changes);
    let shown: Vec<&str> = faults.lines().take(40).collect();
    if shown.is_empty() { Ok(()) } else { Err(shown.join("\n").into()) }
}

/// Does rustc compile what we say? For the kinds of change, and some random ones.
fn rustc() -> Result<(), Failed> {
    let profile = Profile::Standard;
    let kinds = Kind::all();
    let kinds = kinds.iter().filter(|kind| kind.is_for_code());
    let seeds = (0..).filter(|seed| random::change(*seed, profile).is_some());
    let random = seeds.take(BOUND).map(|seed| random::texts(seed, profile));
    let changes: Vec<Texts> = kinds.map(|kind| kind.texts(profile)).chain(random).collect();
    let faults = users::faults(profile.name(), &changes);
    let shown: Vec<&str> = faults.lines().take(40).collect();
    if shown.is_empty() { Ok(()) } else { Err(shown.join("\n").into()) }
}

/// Is the history of `openedx-events` the one in the docs? Ignored if a release cannot be installed.
fn replayed(arguments: &Arguments, python: Option<&Path>) -> Trial {
    let name = "replay::openedx_events";
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let is_wanted = !arguments.list && name.contains(filter);
    let python = python.filter(|_| is_wanted).ok_or("found no Python 3.12 or later".to_owned());
    let schemas =
        python.and_then(|python| replay::schemas(python).map_err(|error| error.to_string()));
    let ignored = schemas.is_err() && !(is_wanted && python::is_required());
    let trial =
        Trial::test(name, move || Ok(replay::documented(&replay::section(ANNALS, &schemas?))?));
    trial.with_ignored_flag(ignored)
}

/// Gives the payloads of all changes to the readers.
fn read(
    what: &str,
    profile: Profile,
    python: Option<&Path>,
    changes: Changes,
) -> Result<(), Failed> {
    let lines: String = changes.flat_map(|(name, sides)| jobs(&name, &sides)).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evolution");
    let file = format!("{what}-{}.jsonl", profile.name());
    Folder::at(&folder).write(&file, lines);
    let tests = repository().join("tests/evolution");
    let python = python.ok_or("found no Python 3.12 or later")?;
    let environment =
        Environment::new(python, env!("CARGO_TARGET_TMPDIR"), &tests.join("evolution.txt"));
    let printed = environment
        .and_then(|environment| environment.run(&tests.join("readers.py"), [folder.join(file)]))
        .map_err(|error| error.to_string())?;
    let (faults, counts) = printed.trim_end().rsplit_once('\n').unwrap_or(("", printed.trim_end()));
    let mut found: BTreeMap<String, usize> =
        serde_json::from_str(counts).map_err(|error| error.to_string())?;
    for (name, most) in divergences() {
        let count = found.remove(&name).unwrap_or_default();
        if count > most {
            return Err(format!("{name}: {count} times, at most {most} are known").into());
        }
    }
    if !found.is_empty() {
        return Err(format!("divergences that are not known: {found:?}").into());
    }
    let shown: Vec<&str> = faults.lines().take(40).collect();
    if shown.is_empty() { Ok(()) } else { Err(shown.join("\n").into()) }
}

/// How often a reader may differ from our verdict, in one set of changes.
fn divergences() -> BTreeMap<String, usize> {
    let text = Folder::read_path(&repository().join("tests/evolution/divergences.yaml"));
    serde_yaml::from_slice(&text).expect("the divergences are YAML")
}
