//! Encodings, line ends, and paths that are not regular files.

use std::process::Command;

use annals_tests::folder::Folder;
use annals_tests::process::Run;

use crate::{ANNALS, HEAD, REST, codes, folder, run};

fn utf_16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some(0xfeff_u16);
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn utf_16_is_reported_as_such() {
    for bytes in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        run(&folder(utf_16(HEAD, true, bytes)), ["check"])
            .ends(3)
            .says(&["`catalog.yaml`", "UTF-16"]);
        run(&folder(utf_16(HEAD, false, bytes)), ["check"]).ends(1).says(&["A0009", "UTF-16"]);
    }
}

/// The output of a catalog, without the lines of the lock that depend on the catalog's own bytes.
fn output(catalog: &str) -> Vec<(String, String)> {
    let folder = folder(catalog);
    run(&folder, ["generate"]).ends(0);
    let files = folder.snapshot("generated").into_iter();
    let files = files.map(|(path, (_, bytes))| (path, String::from_utf8(bytes).unwrap()));
    let kept = |line: &&str| !line.starts_with("source ");
    files
        .map(|(path, text)| (path, text.lines().filter(kept).collect::<Vec<_>>().join("\n")))
        .collect()
}

#[test]
fn line_ends_and_byte_order_marks_do_not_change_the_output() {
    let catalog = format!("{HEAD}{REST}");
    let expected = output(&catalog);
    for (from, to) in [("\n", "\r\n"), ("\n", "\r"), ("annals", "\u{feff}annals")] {
        assert_eq!(output(&catalog.replacen(from, to, usize::MAX)), expected, "{to:?}");
    }
}

#[test]
fn ten_thousand_included_files_are_accepted() {
    let names: Vec<String> = (0..10_000).map(|number| format!("parts/{number}.yaml")).collect();
    let folder = folder(format!("{HEAD}{REST}include: [{}, parts/*.yaml]\n", names.join(", ")));
    for (number, name) in names.iter().enumerate() {
        folder.write(name, format!("enums: {{ E{number}: {{ values: [a] }} }}\n"));
    }
    run(&folder, ["generate", "--only", "rust"]).ends(0);
    assert!(folder.read("generated/src/types.rs").contains("pub enum E9999 "));
}

#[test]
fn a_file_matched_twice_is_one_source() {
    let folder =
        folder(format!("{HEAD}{REST}include: [parts/a.yaml, 'parts/*.yaml', ./parts/a.yaml]\n"));
    folder.write("parts/a.yaml", "domains: { e: {} }\n");
    run(&folder, ["generate"]).ends(0);
    let lock = folder.read("generated/catalog.lock");
    assert_eq!(lock.lines().filter(|line| line.starts_with("source ")).count(), 2, "{lock}");
}

/// A hundred links to one file of 60 MB must not take 6 GB.
#[cfg(unix)]
#[test]
fn the_total_size_is_limited() {
    let folder = folder(format!("{HEAD}include: [parts/*.yaml]\n"));
    folder.write("parts/0.yaml", "#\n".repeat(30_000_000));
    for number in 1..100 {
        let link = folder.path(&format!("parts/{number}.yaml"));
        std::os::unix::fs::symlink("0.yaml", link).unwrap();
    }
    run(&folder, ["check"]).ends(1).says(&["A0016", "256 MiB"]);
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let make = |script: &str| {
        let folder = folder(format!("{HEAD}include: [PATTERN]\n"));
        folder.write("parts/a.yaml", "domains: { e: {} }\n");
        Run::of(Command::new("sh").args(["-c", script]).current_dir(folder.root())).ends(0);
        folder
    };
    let cases = [
        ("mkfifo parts/b.yaml", "not a regular file"),
        ("ln -s /dev/zero parts/b.yaml", "not a regular file"),
        ("ln -s nowhere parts/b.yaml", "is a broken link"),
        ("ln -s b.yaml parts/b.yaml", "symbolic links"),
        ("mkdir parts/b.yaml && rm parts/a.yaml", "is a folder"),
    ];
    for (script, words) in cases {
        let both = ["parts/b.yaml", "parts/*.yaml"].map(|pattern| (make(script), pattern));
        for (folder, pattern) in both {
            folder.edit("catalog.yaml", "PATTERN", pattern);
            guarded(&folder)
                .ends(1)
                .says(&["error[A0016]", "`parts/b.yaml`", words])
                .says(&["--> catalog.yaml:4"]);
        }
    }
    let folder = make("true");
    folder.edit("catalog.yaml", "PATTERN", "./*.yaml");
    assert_eq!(codes(&folder), ["A0016"]);
}

/// Runs `annals check` with a time limit far above what it needs.
#[cfg(unix)]
pub(super) fn guarded(folder: &Folder) -> Run {
    let mut command = Command::new("timeout");
    Run::of(command.args(["60", ANNALS, "check"]).current_dir(folder.root()))
}

#[cfg(unix)]
#[test]
fn an_endless_catalog_is_refused() {
    let folder = Folder::temporary();
    let run = run(&folder, ["check", "-C", "/dev/zero", "--format", "json"]);
    run.ends(1);
    assert!(run.stdout.contains("A0007"), "{run}");
}
