//! Are changes since a release judged by what the catalog promises, and is the history kept as it was?

use std::process::Command;

use annals_catalog::rule::{self, Series};
use annals_tests::folder::Folder;
use annals_tests::process::Run;
use serde_json::Value;

use super::explain::script;
use crate::{ANNALS, run};

const LIBRARY: &str = "annals: 1
catalog: { name: library, title: Library, namespace: org.example, version: 1.0.0 }
domains:
  lending: { title: Lending }
scalars:
  shelf: { base: string, max_length: 17 }
records:
  lending:
    Book:
      fields:
        isbn: string
        title: string?
        pages: string
        shelf: shelf
events:
  lending:
    BOOK_LENT:
      type: org.example.lending.book.lent.v1
      added: 2024-02-01
      repository: example/desk
      data: { book: Book }
    BOOK_SEEN:
      type: org.example.lending.book.seen.v1
      added: 2024-03-01
      repository: example/desk
      data: { book: Book }
";

const PROMISES: &str = "evolution:
  promise: { avro: full_transitive, json-tolerant: full_transitive }
";

const ACCEPTED: &str = "  accepted:
    - change: lending.Book.pages
      in: 2.0.0
      reason: Nobody reads them.
      until: 2099-12-31
";

/// A library that promises something.
fn library() -> String {
    LIBRARY.replace("domains:\n", &format!("{PROMISES}domains:\n"))
}

/// Accepts that a field is gone.
fn accept(folder: &Folder) {
    folder.edit("catalog.yaml", PROMISES, &format!("{PROMISES}{ACCEPTED}"));
}

/// A library that promises something and has released 1.0.0.
fn released() -> Folder {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", library());
    run(&folder, ["release", "--today", "2026-01-02"])
        .ends(0)
        .says(&["released 1.0.0 with 2 events in history/1.0.0.lock"]);
    folder
}

/// The same with another text in the catalog.
fn edited(before: &str, after: &str) -> Folder {
    let folder = released();
    folder.edit("catalog.yaml", before, after);
    folder
}

fn check(folder: &Folder) -> Run {
    run(folder, ["check", "--no-files", "--today", "2026-01-02"])
}

#[test]
fn without_a_change_nothing_is_found() {
    let folder = released();
    check(&folder).ends(0).says(&["no findings"]);
    run(&folder, ["release"]).ends(1).says(&["1.0.0 is released, and nothing has changed since"]);
    run(&folder, ["compare"]).ends(0).says(&["0 events changed since 1.0.0, 2 unchanged"]);
    folder.edit("catalog.yaml", "title: Library", "title: Books");
    run(&folder, ["release", "1.0.1"]).ends(0).says(&["released 1.0.1"]);
    assert!(folder.read("catalog.yaml").contains("version: 1.0.1"));
    check(&folder).ends(0);
}

#[test]
fn a_broken_promise_is_one_report_at_the_edit() {
    let folder = edited("title: string?", "title: string");
    let found = check(&folder);
    found.ends(1).says(&[
        "error[A0501]: new readers refuse old events: null is not allowed",
        "--> catalog.yaml:14:9",
        "differs from 1.0.0",
        "readers: avro, json-tolerant",
        "only if: null",
        "payload: {\"book\":{",
        "events: BOOK_LENT, BOOK_SEEN",
        "change: lending.Book.title",
        "help: keep its type, and add another field beside it",
    ]);
    assert_eq!(found.stderr.matches("error[A0501]").count(), 1, "{found}");
    run(&folder, ["generate"]).ends(1).says(&["error[A0501]"]);
    assert!(!folder.has("generated"));
    run(&folder, ["compare"]).ends(1).says(&["error[A0501]", "2 events changed since 1.0.0"]);
    run(&folder, ["release", "2.0.0"]).ends(1).says(&["nothing was released"]);
    assert!(!folder.has("history/2.0.0.lock"));
    // Listing does not depend on it.
    run(&folder, ["list"]).ends(0);
}

#[test]
fn a_changed_limit_is_reported_at_the_scalar() {
    let folder = edited("max_length: 17", "max_length: 10");
    check(&folder).ends(1).says(&["A0501", "--> catalog.yaml:8:3", "readers: json-tolerant"]);
}

#[test]
fn an_addition_needs_a_minor_version_which_the_fix_writes() {
    let folder = edited("pages: string", "pages: string\n        subtitle: string?");
    let found = check(&folder);
    found.ends(0).says(&["warning[A0504]: `BOOK_LENT` has changed since 1.0.0", "2 warnings"]);
    run(&folder, ["release", "1.1.0"]).ends(1).says(&["warning[A0504]", "nothing was released"]);
    run(&folder, ["check", "--no-files", "--fix"]).ends(0).says(&["fixed 2 mistakes"]);
    assert_eq!(folder.read("catalog.yaml").matches("      minor_version: 1\n").count(), 2);
    run(&folder, ["release", "1.0.1"])
        .ends(1)
        .says(&["1.0.1 is too small for the changes since 1.0.0; `annals release 1.1.0` is"]);
    run(&folder, ["release", "1.1.0", "--dry-run"]).ends(0).says(&["would release 1.1.0"]);
    assert!(!folder.has("history/1.1.0.lock"));
    run(&folder, ["release", "1.1.0"]).ends(0);
    check(&folder).ends(0).says(&["no findings"]);
}

/// A name that comes back with another type is fine against the last release, which has no such field.
#[test]
fn all_releases_bind_a_transitive_promise() {
    let folder = edited("title: string?", "");
    run(&folder, ["check", "--no-files", "--fix"]).ends(0);
    run(&folder, ["release", "1.1.0"]).ends(0);
    folder.edit("catalog.yaml", "isbn: string\n", "isbn: string\n        title: long?\n");
    let found = check(&folder);
    found.ends(1).says(&["title", "differs from 1.0.0"]);
    run(&folder, ["compare"]).ends(0);
    run(&folder, ["compare", "--all"])
        .ends(1)
        .says(&["error[A05", "2 events changed since the releases"]);
    run(&folder, ["compare", "1.0.0"]).ends(1);
    folder.edit("catalog.yaml", "avro: full_transitive", "avro: full");
    folder.edit("catalog.yaml", "json-tolerant: full_transitive", "json-tolerant: full");
    check(&folder).ends(0);
}

#[test]
fn a_removed_event_was_deprecated_before() {
    let folder = released();
    let text = folder.read("catalog.yaml");
    let at = text.find("    BOOK_SEEN").unwrap();
    let gone = text[..at].to_owned();
    folder.write("catalog.yaml", &gone);
    let message = "error[A0503]: the event `BOOK_SEEN` of 1.0.0 is gone, and was not deprecated";
    check(&folder).ends(1).says(&[message, "change: org.example.lending.book.seen.v1"]);
    folder.write("catalog.yaml", text);
    folder.edit(
        "catalog.yaml",
        "added: 2024-03-01\n",
        "added: 2024-03-01\n      deprecated: { since: 2026-01-01 }\n",
    );
    run(&folder, ["release", "1.1.0"]).ends(0);
    folder.write("catalog.yaml", gone.replace("1.0.0", "1.1.0"));
    check(&folder).ends(0);
    run(&folder, ["release", "1.2.0"]).ends(1).says(&["`annals release 2.0.0` is large enough"]);
    run(&folder, ["release", "2.0.0"]).ends(0);
    check(&folder).ends(0);
}

#[test]
fn a_change_is_accepted_until_a_day() {
    let folder = edited("        pages: string\n", "");
    check(&folder).ends(1).says(&["error[A0502]", "change: lending.Book.pages"]);
    accept(&folder);
    run(&folder, ["check", "--no-files", "--fix"]).ends(0);
    run(&folder, ["compare"]).ends(0);
    let late = run(&folder, ["check", "--no-files", "--today", "2100-01-01"]);
    late.ends(0).says(&["warning[A0508]: the change of `lending.Book.pages` was accepted until"]);
    run(&folder, ["release", "1.1.0"]).ends(1).says(&["`annals release 2.0.0` is large enough"]);
    run(&folder, ["release", "2.0.0"]).ends(0);
    // It is needed for 1.0.0 still, and accepts nothing since 2.0.0.
    check(&folder).ends(0).says(&["no findings"]);
    folder.edit("catalog.yaml", "isbn: string\n", "isbn: string\n        pages: string\n");
    check(&folder).ends(1).says(&["error[A0501]", "differs from 2.0.0"]);
}

#[test]
fn an_acceptance_without_use_is_reported_and_removed() {
    let folder = released();
    let text = folder.read("catalog.yaml");
    accept(&folder);
    check(&folder).ends(0).says(&["warning[A0507]", "remove the entry"]);
    run(&folder, ["check", "--no-files", "--fix"]).ends(0).says(&["fixed[A0507]"]);
    assert_eq!(folder.read("catalog.yaml"), text);
}

#[test]
fn an_edited_release_is_reported_in_its_file() {
    let folder = released();
    folder.edit("history/1.0.0.lock", "title", "name");
    let message = "error[A0509]: it was edited after it was released";
    check(&folder).ends(1).says(&[message, "--> history/1.0.0.lock:1:1"]);
    run(&folder, ["compare"]).ends(3).says(&["`history/1.0.0.lock`: it was edited"]);
    run(&folder, ["release", "1.1.0"]).ends(1);
    // Two releases of one version.
    let other = released();
    other.write("history/1.0.1.lock", other.read("history/1.0.0.lock"));
    check(&other).ends(1).says(&["A0509", "it is the release of `1.0.0`, and not of `1.0.1`"]);
    // A file that is missing.
    let folder = edited("version: 1.0.0", "version: 1.1.0");
    run(&folder, ["release"]).ends(0);
    std::fs::remove_file(folder.path("history/1.0.0.lock")).unwrap();
    check(&folder).ends(1).says(&["the release before it, `1.0.0`, is missing"]);
}

#[test]
fn a_comparison_suggests_a_version_and_writes_payloads() {
    let folder = edited("title: string?", "title: string");
    let found = run(&folder, ["compare", "--payloads", "proofs", "--reader", "avro"]);
    found.ends(1).says(&["suggested version: 2.0.0", "wrote 1 payload into proofs"]);
    let proof: Value = serde_json::from_str(&folder.read("proofs/001-backward.json")).unwrap();
    assert_eq!(proof["change"], "lending.Book.title");
    assert_eq!(proof["payload"]["book"]["title"], Value::Null);
    // What is there stays.
    run(&folder, ["compare", "--payloads", "proofs", "--reader", "avro"]).ends(3);
    let added = edited("pages: string", "pages: string\n        subtitle: string?");
    let json = run(&added, ["compare", "--format", "json"]).ends(0).stdout.clone();
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap()["suggested"], "1.1.0");
}

/// A cycle of records is compared once, and has one report.
#[test]
fn a_cycle_of_records_that_changes_has_one_report() {
    let folder = Folder::temporary();
    let cycle =
        "        next: Page?\n    Page:\n      fields:\n        book: Book?\n        number: int\n";
    let text =
        library().replace("        shelf: shelf\n", &format!("        shelf: shelf\n{cycle}"));
    folder.write("catalog.yaml", text);
    run(&folder, ["release"]).ends(0);
    folder.edit("catalog.yaml", "number: int", "number: boolean");
    let found = check(&folder);
    found.ends(1).says(&["change: lending.Page.number", "events: BOOK_LENT, BOOK_SEEN"]);
    assert_eq!(found.stderr.matches("error[A0501]").count(), 1, "{found}");
}

#[test]
fn what_is_no_release_in_the_history_is_an_error() {
    let folder = released();
    folder.write("history/README.md", "Releases.");
    check(&folder).ends(0);
    folder.write("history/2.0.0.lock/x", "");
    check(&folder).ends(3).says(&["cannot read `history/2.0.0.lock`: it is not a file"]);
    let folder = released();
    folder.write("history/2.0.0.lock", b"annals-lock 1\n\xff");
    check(&folder).ends(3).says(&["cannot read `history/2.0.0.lock`"]);
    let folder = released();
    folder.write("history/next.lock", "annals-lock 1\n");
    check(&folder).ends(1).says(&["error[A0509]: its name is not a version"]);
    let folder = released();
    folder.write("history/2.0.0.lock", "annals-lock 2\n");
    check(&folder).ends(1).says(&["error[A0509]: it is not a lock of edition 1"]);
}

/// The cache knows that the last run had no finding, but not what is in the history.
#[test]
fn a_release_makes_the_cache_stale() {
    let folder = released();
    let fields: String = (0..260).map(|number| format!("    E{number}: {{ type: org.example.lending.book.e{number}.v1, added: 2024-02-01, repository: a/b, data: {{ book: Book }} }}\n")).collect();
    let text = folder.read("catalog.yaml");
    folder.write(
        "catalog.yaml",
        format!("{text}{fields}lint: {{ A0207: allow, A0212: allow, A0213: allow }}\n"),
    );
    run(&folder, ["generate"]).ends(0);
    run(&folder, ["check"]).ends(0);
    folder.edit("history/1.0.0.lock", "title", "name");
    run(&folder, ["check"]).ends(1).says(&["error[A0509]"]);
}

#[test]
fn the_changelog_says_what_changed() {
    let folder = edited("        title: string?\n", "        subtitle: int?\n");
    run(&folder, ["check", "--no-files", "--fix"]).ends(0);
    let changelog = run(&folder, ["changelog"]).ends(0).stdout.clone();
    assert_eq!(
        changelog,
        "## Unreleased\n\n### Added\n\n\
         - `lending.Book.subtitle`: `int?`, default `null`; in `BOOK_LENT`, `BOOK_SEEN`\n\n\
         ### Removed\n\n- `lending.Book.title`: `string?`; in `BOOK_LENT`, `BOOK_SEEN`\n\n\
         ## 1.0.0 (2026-01-02)\n\nThe first release, with 2 events.\n"
    );
    let rst = run(&folder, ["changelog", "--format", "rst"]).ends(0).stdout.clone();
    assert!(rst.starts_with("Unreleased\n----------\n\nAdded\n~~~~~\n\n- ``lending.Book"), "{rst}");
    let json = run(&folder, ["changelog", "--format", "json"]).ends(0).stdout.clone();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["releases"][0]["changes"][0]["part"], "subtitle");
    run(&folder, ["changelog", "--since", "1.0.0"]).ends(0).says_nothing_of("1.0.0");
    run(&folder, ["changelog", "--since", "0.9.0"]).ends(2).says(&["there is no release 0.9.0"]);
}

#[test]
fn only_what_is_between_the_marks_is_filled() {
    let folder = edited("        title: string?\n", "        subtitle: string?\n");
    let marks = "<!-- annals changelog -->\nold\n<!-- annals changelog: end -->\n";
    let ours = "# Changelog\n\n## Unreleased\n\nWritten by hand.\n\n";
    folder.write("CHANGELOG.md", format!("{ours}{marks}\n## 1.0.0\n"));
    run(&folder, ["changelog", "--write", "CHANGELOG.md"]).ends(0);
    let text = folder.read("CHANGELOG.md");
    assert!(
        text.starts_with(&format!("{ours}<!-- annals changelog -->\n\n### Added\n\n- `lend")),
        "{text}"
    );
    assert!(text.ends_with("<!-- annals changelog: end -->\n\n## 1.0.0\n"), "{text}");
    run(&folder, ["changelog", "--write", "CHANGELOG.md"]).ends(0);
    assert_eq!(folder.read("CHANGELOG.md"), text);
    folder.write("NEWS.md", "# News\n");
    run(&folder, ["changelog", "--write", "NEWS.md"])
        .ends(3)
        .says(&["`NEWS.md` has no line `<!-- annals changelog -->`"]);
    assert_eq!(folder.read("NEWS.md"), "# News\n");
}

#[test]
fn events_are_listed_by_release_and_have_a_history() {
    let folder = edited(
        "    BOOK_SEEN:",
        "    BOOK_FOUND:\n      type: org.example.lending.book.found.v1\n      added: 2024-03-01\n      repository: example/desk\n      data: { book: Book }\n    BOOK_SEEN:",
    );
    folder.edit("catalog.yaml", "title: string?\n", "title: string?\n        subtitle: string?\n");
    let old = run(&folder, ["list", "--in", "1.0.0"]);
    old.ends(0).says(&["2 events"]);
    assert!(!old.stdout.contains("BOOK_FOUND"), "{old}");
    let new = run(&folder, ["list", "--since-release", "1.0.0"]);
    new.ends(0).says(&["1 event"]);
    assert!(new.stdout.contains("BOOK_FOUND"), "{new}");
    run(&folder, ["list", "--in", "1.0.1"]).ends(2).says(&["there is no release 1.0.1"]);
    let shown = run(&folder, ["show", "BOOK_LENT", "--history"]).ends(0).stdout.clone();
    assert!(shown.contains("`lending.Book.subtitle`"), "{shown}");
    run(&folder, ["show", "Book", "--history", "--format", "json"]).ends(0);
}

#[test]
fn a_release_is_the_same_on_every_machine() {
    let [one, other] = [released(), released()].map(|folder| folder.read("history/1.0.0.lock"));
    assert_eq!(one, other);
    for part in ["artifact", "source ", "file ", "  example"] {
        assert!(!one.contains(part), "{part}: {one}");
    }
}

#[test]
fn without_a_history_there_is_nothing_to_compare_with() {
    let folder = Folder::temporary();
    folder.write("catalog.yaml", library());
    check(&folder).ends(0).says(&["no findings"]);
    run(&folder, ["compare"]).ends(3).says(&["no release to compare with", "`annals release`"]);
    run(&folder, ["compare", "--all"]).ends(3);
    run(&folder, ["compare", "--all", "catalog.yaml"]).ends(2);
}

#[test]
fn findings_have_every_format_of_reports() {
    let folder = edited("title: string?", "title: string");
    for command in [["check", "--no-files"].as_slice(), &["compare"]] {
        let format = |format: &str| {
            let arguments = command.iter().copied().chain(["--format", format]);
            run(&folder, arguments).ends(1).stdout.clone()
        };
        assert!(format("github").contains("title=A0501"), "{}", format("github"));
        assert!(format("junit").contains("A0501"), "{}", format("junit"));
        let log: Value = serde_json::from_str(&format("sarif")).unwrap();
        assert_eq!(log["runs"][0]["results"][0]["ruleId"], "A0501");
    }
    let json = run(&folder, ["check", "--no-files", "--format", "json"]);
    let json: Value = serde_json::from_str(&json.ends(1).stdout).unwrap();
    let notes = json["diagnostics"][0]["notes"].to_string();
    assert!(notes.contains("change: lending.Book.title"), "{notes}");
}

#[test]
#[cfg(target_os = "linux")]
fn the_commands_of_the_pages_do_what_they_say() {
    let mut seen = 0;
    for rule in rule::all().filter(|rule| rule.series == Series::History) {
        let folder = edited("        pages: string\n", "");
        folder.edit("catalog.yaml", "version: 1.0.0", "version: 2.0.0");
        accept(&folder);
        run(&folder, ["check", "--no-files", "--fix"]).ends(0);
        let shell = |script: &str| {
            let script = format!("annals() {{ {ANNALS} \"$@\"; }}\n{script}");
            Run::of(Command::new("sh").args(["-c", &script]).current_dir(folder.root()))
        };
        let explanation = rule.explanation();
        let (wrong, right) = (script(explanation.wrong), script(explanation.right));
        shell(wrong.unwrap()).says(&[&format!("[{}]", rule.code)]);
        let fixed = shell(right.unwrap());
        fixed.ends(0).says_nothing_of(&format!("error[{}]", rule.code));
        fixed.says_nothing_of(&format!("warning[{}]", rule.code));
        seen += 1;
    }
    assert!(seen >= 7, "{seen}");
}
