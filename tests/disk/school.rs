//! A catalog with enough output to interrupt a run half-way, and checks on what the run leaves.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::process::Command;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

pub(crate) const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

/// The bytes of generated files by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// A folder with a catalog, and nothing generated yet.
pub(crate) fn school() -> Folder {
    let folder = Folder::temporary();
    write(&folder, 1, "was");
    folder
}

/// The same, fully generated.
pub(crate) fn generated() -> Folder {
    let folder = school();
    run(&folder, ["generate"]).ends(0);
    folder
}

/// Writes the catalog with `verb` in all descriptions and with events numbered from `first`.
pub(crate) fn write(folder: &Folder, first: usize, verb: &str) {
    let mut text = format!(
        "annals: 1\ncatalog: {{ name: school, title: School, namespace: org.example, version: 1.0.0 }}\n\
         domains: {{ learning: {{ title: Learning, description: What {verb} learned. }} }}\n\
         records: {{ learning: {{ Lesson: {{ description: A lesson that {verb} held., \
         fields: {{ title: {{ type: string, description: Of what {verb} said. }} }} }} }} }}\n\
         events:\n  learning:\n"
    );
    for number in first..first + 40 {
        text += &format!(
            "    LESSON{number}_STARTED:\n      type: org.example.learning.lesson{number}.started.v1\n      \
             added: 2025-01-01\n      description: It {verb} started.\n      repository: example/school\n      \
             data: {{ lesson: {{ type: Lesson, description: Which {verb} it. }} }}\n"
        );
    }
    folder.write("catalog.yaml", text);
}

pub(crate) fn command<A: AsRef<OsStr>>(
    folder: &Folder,
    arguments: impl IntoIterator<Item = A>,
) -> Command {
    annals(ANNALS, folder.root(), arguments)
}

pub(crate) fn run<A: AsRef<OsStr>>(folder: &Folder, arguments: impl IntoIterator<Item = A>) -> Run {
    Run::of(&mut command(folder, arguments))
}

/// The files in the output folder.
pub(crate) fn tree(folder: &Folder) -> Tree {
    folder.snapshot("generated").into_iter().map(|(path, (_, bytes))| (path, bytes)).collect()
}

/// What the catalog in a folder generates.
pub(crate) fn expected(folder: &Folder) -> Tree {
    let other = Folder::temporary();
    other.write("catalog.yaml", folder.read("catalog.yaml"));
    run(&other, ["generate"]).ends(0);
    tree(&other)
}

pub(crate) fn is_temporary(path: &str) -> bool {
    path.ends_with(".annals-new")
}

/// Asserts that a run that failed half-way did no harm, and that the next one completes it.
pub(crate) fn assert_recovers(folder: &Folder, old: &Tree, new: &Tree) {
    assert_whole(&tree(folder), old, new);
    run(folder, ["generate"]).ends(0);
    let paths = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&tree(folder)), paths(new));
    assert_eq!(tree(folder), *new);
}

/// Asserts that each file is old or new as a whole, and the lock is new only if everything is.
pub(crate) fn assert_whole(found: &Tree, old: &Tree, new: &Tree) {
    for (path, bytes) in found.iter().filter(|(path, _)| !is_temporary(path)) {
        let known = [old.get(path), new.get(path)];
        assert!(known.contains(&Some(bytes)), "{path} is neither the old file nor the new one");
    }
    let lock = found.get("catalog.lock");
    let kept: Vec<_> = old.keys().filter(|path| new.contains_key(*path)).collect();
    assert!(kept.iter().all(|path| found.contains_key(*path)), "a file of both trees is missing");
    if lock == new.get("catalog.lock") {
        let same = found.iter().filter(|(path, _)| !is_temporary(path)).eq(new.iter());
        assert!(same, "the lock is new, but another file is not");
    } else {
        assert_eq!(lock, old.get("catalog.lock"));
    }
}
