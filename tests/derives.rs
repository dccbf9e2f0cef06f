//! UI tests of the derives and attributes.
//!
//! A case is a program in `derives/<family>`. One whose name starts with `pass` compiles and runs; any
//! other fails with the output in the `.stderr` next to it. A case uses the `catalog.lock` of its family,
//! or its own if it has a folder. Write `?` for each digest of a new lock: accepting fills them in.
//!
//! The cases of the family `files` are copies of one small crate, each with one edit. All have the lock of
//! `pass_untouched`, and the files below `src` belong to the case.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use annals_contract::{Lock, LockCause, LockError, digest};

const ACCEPT: &str = "ANNALS_ACCEPT=1 TRYBUILD=overwrite cargo test -p annals-derive-tests";

#[test]
fn derives() {
    let families = [
        "attributes",
        "enums",
        "fields",
        "files",
        "layouts",
        "lock",
        "receivers",
        "scalars",
        "types",
        "variants",
    ];
    let files: Vec<_> = families.iter().flat_map(|family| files_below(Path::new(family))).collect();
    for lock in files.iter().filter(|path| path.ends_with("catalog.lock")) {
        let original = Path::new("files/pass_untouched/catalog.lock");
        if lock.starts_with("files") {
            fill_in(original);
            copy(original, lock);
        } else {
            fill_in(lock);
        }
    }
    let cases = trybuild::TestCases::new();
    let is_case = |path: &&PathBuf| {
        path.extension().is_some_and(|end| end == "rs") && !path.iter().any(|part| part == "src")
    };
    for case in files.iter().filter(is_case) {
        let name = case.file_stem().unwrap_or_default().to_string_lossy();
        if name == "mod" {
            continue; // shared by the cases of a family
        }
        if name.starts_with("pass") { cases.pass(case) } else { cases.compile_fail(case) }
    }
}

/// All files, sorted.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

/// Asserts that two locks are equal, or copies one when accepting.
fn copy(from: &Path, to: &Path) {
    let read = |path| fs::read_to_string(path).expect("the lock is text");
    if read(from) != read(to) {
        assert!(env::var_os("ANNALS_ACCEPT").is_some(), "{to:?} differs from {from:?}: {ACCEPT}");
        #[expect(clippy::disallowed_methods, reason = "on request only")]
        fs::write(to, read(from)).expect("the lock can be written");
    }
}

/// Asserts that a lock has no `?`, or replaces them with digests when accepting.
fn fill_in(lock: &Path) {
    let text = fs::read_to_string(lock).expect("the lock is text");
    if text.contains(" ?") {
        assert!(env::var_os("ANNALS_ACCEPT").is_some(), "{lock:?} has no digests: {ACCEPT}");
        let filled =
            fill_fingerprints(fill_digests(&text, lock.parent().expect("a file has a folder")));
        #[expect(clippy::disallowed_methods, reason = "on request only")]
        fs::write(lock, filled).expect("the lock can be written");
    }
}

/// Replaces `?` in lines such as `artifact page docs/a.rst ?` with the digest of the file.
fn fill_digests(text: &str, folder: &Path) -> String {
    let mut filled = String::new();
    for line in text.lines() {
        match line.strip_suffix(" ?").and_then(|line| Some((line, line.rsplit_once(' ')?.1))) {
            Some((line, path)) if !["record ", "event "].iter().any(|it| line.starts_with(it)) => {
                let digest =
                    digest(&fs::read(folder.join(path)).expect("the file in the lock can be read"));
                writeln!(filled, "{line} {digest}").expect("a String takes every write");
            }
            _ => writeln!(filled, "{line}").expect("a String takes every write"),
        }
    }
    filled
}

/// Replaces `?` in lines such as `record shop.Person shop::Person ?` with the fingerprint that the parser computes.
fn fill_fingerprints(text: String) -> String {
    let mut text = text.replace(" ?", &format!(" {:032}", 0));
    while let Err(LockError { line, cause: LockCause::Fingerprint { actual, .. } }) =
        Lock::parse(&text)
    {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let wrong = &mut lines[line as usize - 1];
        *wrong = wrong.replacen(&format!("{:032}", 0), &actual.to_string(), 1);
        text = lines.join("\n") + "\n";
    }
    text
}
