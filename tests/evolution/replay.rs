//! The history of a real catalog: releases of `openedx-events`, whose code makes the Avro schemas of its events.
//!
//! Each release is imported and compared with the one before; `docs/evolution.md` shows what changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use annals_evolution::{Change, Compatibility, Contract, Reader, Verdict, compare};
use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};
use annals_tests::python::{self, Environment};
use annals_tests::workspace::repository;

use super::jobs::Side;

/// The releases that changed, added or removed an event, after the first one.
const RELEASES: &str = include_str!("replay.txt");

const BEGIN: &str = "<!-- Written by the tests: ANNALS_ACCEPT=1 cargo test -p annals-tests --test evolution -- replay -->\n";
const END: &str = "<!-- End. -->\n";

/// What a release did to the events of the one before.
#[derive(Default)]
struct Release {
    added: usize,
    /// The event type, what happened to it, and the words of the verdicts.
    changes: Vec<(String, &'static str, Vec<Verdict>)>,
}

/// The schemas of each release, oldest first.
pub(crate) fn schemas(python: &Path) -> std::io::Result<Vec<(&'static str, PathBuf)>> {
    let tests = repository().join("tests");
    let target = env!("CARGO_TARGET_TMPDIR");
    let library = Environment::new(python, target, &tests.join("python/upstream.txt"))?;
    let place = Folder::at(&Path::new(target).join("replay"));
    let mut found = Vec::new();
    for version in RELEASES.lines().filter(|line| !line.starts_with('#')) {
        let list = format!("openedx-events-{version}/requirements.txt");
        place.write(&list, format!("openedx-events=={version}\n"));
        let package = python::unpacked(python, target, &place.path(&list))?;
        let folder = Folder::empty(&place.path(&format!("schemas-{version}")));
        let script = tests.join("evolution/replay.py");
        library.run(&script, [package.as_path(), folder.root()])?;
        found.push((version, folder.root().to_owned()));
    }
    Ok(found)
}

/// The section of `docs/evolution.md`.
pub(crate) fn section(program: &str, schemas: &[(&str, PathBuf)]) -> String {
    let sides: Vec<(&str, Side)> = schemas
        .iter()
        .map(|(version, folder)| {
            let arguments = ["import", "avsc", ".", "--lossy"];
            let imported = Run::of(&mut annals(program, folder, arguments));
            let catalog = imported.ends(0).stdout.clone();
            (
                *version,
                Side::new(catalog).unwrap_or_else(|mistakes| panic!("{version}: {mistakes}")),
            )
        })
        .collect();
    let releases =
        sides.windows(2).map(|pair| (pair[0].0, pair[1].0, release(&pair[0].1, &pair[1].1)));
    text(&releases.collect::<Vec<_>>())
}

fn release(before: &Side, after: &Side) -> Release {
    let contract = |side| Contract::new(side).expect("the lock defines its types");
    let (old, new) = (contract(&before.lock), contract(&after.lock));
    let mut release = Release::default();
    for (event_type, change) in compare(&old, &new, &Reader::ALL) {
        let name = || event_type.to_owned();
        match change {
            Change::Added => release.added += 1,
            Change::Removed => release.changes.push((name(), "removed", Vec::new())),
            Change::Changed(verdicts) => release.changes.push((name(), "changed", verdicts)),
            Change::Unchanged => {}
        }
    }
    release
}

impl Release {
    /// True if someone with a schema registry cannot read an event.
    fn breaks(&self) -> usize {
        let is_broken = |verdicts: &[Verdict]| {
            verdicts.first().is_none_or(|avro| avro.compatibility() != Compatibility::Full)
        };
        self.changes.iter().filter(|(_, _, verdicts)| is_broken(verdicts)).count()
    }
}

fn text(releases: &[(&str, &str, Release)]) -> String {
    let sum = |count: fn(&Release) -> usize| -> usize {
        releases.iter().map(|(_, _, release)| count(release)).sum()
    };
    let of_word = |release: &Release, wanted: &str| {
        release.changes.iter().filter(|(_, word, _)| *word == wanted).count()
    };
    let count = |wanted: &str| -> usize {
        releases.iter().map(|(_, _, release)| of_word(release, wanted)).sum()
    };
    let silent = releases.iter().filter(|(old, new, _)| major(old) == major(new));
    let silent: usize = silent.map(|(_, _, release)| release.breaks()).sum();
    let (first, last) =
        (releases.first().map_or("", |one| one.0), releases.last().map_or("", |one| one.1));
    let mut text = format!(
        "From {first} to {last}, `openedx-events` added {} events that have a place in Avro, removed {}, and changed {}.\n\
         {silent} of those {} changes break `avro` in a minor or patch release.\n\n\
         | Release | Event | {} |\n|{}\n",
        sum(|release| release.added),
        count("removed"),
        count("changed"),
        count("removed") + count("changed"),
        Reader::ALL.map(Reader::name).join(" | "),
        " --- |".repeat(2 + Reader::ALL.len()),
    );
    for (_, version, release) in releases {
        for (name, word, verdicts) in &release.changes {
            let words: BTreeMap<Reader, &str> =
                verdicts.iter().map(|verdict| (verdict.reader, verdict.word())).collect();
            let cells = Reader::ALL.map(|reader| words.get(&reader).copied().unwrap_or(word));
            let _ = writeln!(text, "| {version} | `{name}` | {} |", cells.join(" | "));
        }
    }
    text
}

fn major(version: &str) -> Option<&str> {
    version.split('.').next()
}

/// Compares the section with that of `docs/evolution.md`, or writes it with `ANNALS_ACCEPT=1`.
pub(crate) fn documented(section: &str) -> Result<(), String> {
    let docs = Folder::at(&repository().join("docs"));
    let text = docs.read("evolution.md");
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        let (current, after) = rest.split_once(END)?;
        Some((before, current, after))
    });
    let (before, current, after) =
        parts.ok_or("docs/evolution.md has no section for the history")?;
    let section = format!("\n{section}\n");
    if current == section {
        return Ok(());
    }
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        docs.write("evolution.md", format!("{before}{BEGIN}{section}{END}{after}"));
        return Ok(());
    }
    Err(format!("docs/evolution.md has another history than:\n{section}"))
}
