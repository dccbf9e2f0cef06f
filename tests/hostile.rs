//! Does hostile input give a clear error, or correct output in every target?
//!
//! `docs.rs` checks the built site with the same texts, `disk.rs` failing disks.

#![expect(clippy::unwrap_used, reason = "a test may panic, and so may its helpers")]

mod hostile {
    mod amounts;
    mod files;
    #[cfg(unix)]
    mod includes;
    #[cfg(unix)]
    mod links;
    mod names;
    mod removals;
    mod texts;
}

use std::ffi::OsStr;

use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

const ANNALS: &str = env!("CARGO_BIN_EXE_annals-under-test");

/// The head of every catalog here.
const HEAD: &str = "annals: 1
catalog: { name: hostile, title: Hostile, namespace: org.example, version: 1.0.0 }
domains: { d: { title: D } }
";

/// A record, and an event with it.
const REST: &str = "records: { d: { R: { fields: { a: int } } } }
events:
  d:
    D_STARTED:
      type: org.example.d.d.started.v1
      added: 2025-01-01
      repository: example/d
      data: { r: R }
";

fn folder(catalog: impl AsRef<[u8]>) -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", catalog);
    folder
}

fn run<A: AsRef<OsStr>>(folder: &Folder, arguments: impl IntoIterator<Item = A>) -> Run {
    Run::of(&mut annals(ANNALS, folder.root(), arguments))
}

/// The code and message of each error of a catalog.
fn errors(folder: &Folder) -> Vec<(String, String)> {
    // The text format is cut to a readable length.
    let run = run(folder, ["check", "--format", "json"]);
    run.ends(1);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = found["diagnostics"].as_array().unwrap().iter();
    let found = found.filter(|item| item["severity"] == "error");
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    found.map(|item| (text(&item["code"]), text(&item["message"]))).collect()
}

fn codes(folder: &Folder) -> Vec<String> {
    errors(folder).into_iter().map(|(code, _)| code).collect()
}
