//! Are only files removed and replaced that Annals wrote, whatever a list in the folder says?

use annals_contract::digest;
use annals_tests::folder::Folder;
use annals_tests::process::{Run, annals};

use crate::{ANNALS, HEAD, REST, folder, run};

const LIBRARY: &str = "//! Written by a person.\n\nmod catalog;\n";

/// A generated folder with files of a person in it.
fn kept() -> Folder {
    let folder = folder(format!("{HEAD}{REST}"));
    folder.write("generated/src/lib.rs", LIBRARY);
    folder.write("generated/.git/HEAD", "ref: refs/heads/main\n");
    folder.write("generated/.env", "TOKEN=1\n");
    folder.write("generated/notes.txt", "mine\n");
    folder.write("outside.txt", "mine\n");
    run(&folder, ["generate"]).ends(0);
    folder
}

/// The folder without what a run may change.
fn theirs(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    let kept = |path: &str| {
        ["src/lib.rs", ".git/HEAD", ".env", "notes.txt"].contains(&path) || path.contains("theirs")
    };
    let files = folder.snapshot("generated").into_iter().filter(|(path, _)| kept(path));
    files.map(|(path, (_, bytes))| (path, bytes)).collect()
}

fn templates_lock(files: &[(&str, &[u8])]) -> String {
    let entry = |(path, bytes): &(&str, &[u8])| format!("\"{path}\": \"{}\"", digest(bytes));
    let files: Vec<_> = files.iter().map(entry).collect();
    format!(
        "{{\"comment\": \"\", \"version\": 1, \"templates\": null, \"files\": {{{}}}}}",
        files.join(", ")
    )
}

#[test]
fn a_crafted_list_of_templates_removes_nothing_else() {
    let other: &[u8] = b"something else";
    let hidden: [(&str, &[u8]); 2] =
        [(".git/HEAD", b"ref: refs/heads/main\n"), (".env", b"TOKEN=1\n")];
    let lists = [
        vec![("src/lib.rs", other), (".git/HEAD", other), ("notes.txt", other), (".env", other)],
        hidden.to_vec(),
    ];
    for list in lists {
        let folder = kept();
        let before = theirs(&folder);
        folder.write("generated/templates.lock", templates_lock(&list));
        run(&folder, ["check"]);
        run(&folder, ["generate"]);
        run(&folder, ["generate", "--no-templates"]).ends(0).says(&["note: ", "it stays"]);
        assert_eq!(theirs(&folder), before);
        // And with a folder of templates, which make none of them.
        folder.write("templates/x.txt.j2", "x\n");
        folder.write("generated/templates.lock", templates_lock(&list));
        run(&folder, ["generate", "--templates", "templates"]).ends(0);
        assert_eq!(theirs(&folder), before);
        run(&folder, ["check"]).ends(0);
    }
}

/// What a template made and a person edited is the person's.
#[test]
fn an_edited_file_of_a_template_stays() {
    let folder = kept();
    folder.write("templates/theirs.txt.j2", "made\n");
    folder.write("templates/other.txt.j2", "made\n");
    run(&folder, ["generate", "--templates", "templates"]).ends(0);
    folder.write("generated/theirs.txt", "made, and then edited\n");
    folder.remove("templates/theirs.txt.j2");
    folder.remove("templates/other.txt.j2");
    folder.write("templates/third.txt.j2", "made\n");
    run(&folder, ["check"]).ends(1).says(&["error[A0306]", "theirs.txt", "error[A0304]"]);
    run(&folder, ["generate"]).ends(0).says(&["note: ", "theirs.txt"]);
    assert_eq!(folder.read("generated/theirs.txt"), "made, and then edited\n");
    assert!(!folder.has("generated/other.txt"));
    run(&folder, ["check"]).ends(0);
}

#[test]
fn a_crafted_list_does_not_make_a_hidden_file_replaceable() {
    let folder = kept();
    folder.write("templates/.env.j2", "theirs\n");
    folder.write("generated/templates.lock", templates_lock(&[(".env", b"something else")]));
    run(&folder, ["generate", "--templates", "templates"]).ends(3).says(&[".env", "in the way"]);
    assert_eq!(folder.read("generated/.env"), "TOKEN=1\n");
    // What it really made is kept fresh.
    folder.remove("generated/.env");
    run(&folder, ["generate", "--templates", "templates"]).ends(0);
    folder.edit("templates/.env.j2", "theirs", "newer");
    run(&folder, ["generate"]).ends(0);
    assert_eq!(folder.read("generated/.env"), "newer\n");
}

/// Git obeys its own files, and no repository can have them, so no template may make them.
#[test]
fn templates_do_not_write_into_git() {
    for name in [".git", ".GIT", "git~1"] {
        let folder =
            folder(format!("{HEAD}{REST}").replace("title: Hostile", &format!("title: {name}")));
        folder.write("templates/a/{catalog.title}/config.j2", "[core]\n");
        let run = run(&folder, ["generate", "--templates", "templates"]);
        run.ends(1).says(&[&format!("a/{name}/config"), "git's own files"]);
        assert!(!folder.has("generated"));
    }
}

/// The lock of the catalog, also one with a conflict, and one that a killed run staged.
#[test]
fn a_crafted_lock_removes_nothing_else() {
    let crafted = format!(
        "file src/lib.rs {}\nfile notes.txt {}\nfile ../outside.txt {}\nfile .git/HEAD {}\n",
        digest(LIBRARY.as_bytes()),
        digest(b"mine\n"),
        digest(b"mine\n"),
        digest(b"ref: refs/heads/main\n"),
    );
    let folder = kept();
    let lock = folder.read("generated/catalog.lock");
    let locks = [
        ("catalog.lock", format!("{lock}{crafted}")),
        ("catalog.lock", format!("<<<<<<< ours\n{crafted}{lock}>>>>>>> theirs\n")),
        (".catalog.lock.1.annals-new", format!("{lock}{crafted}")),
    ];
    for (name, text) in locks {
        let folder = kept();
        folder.write("generated/schemas/avro/theirs.avsc", "{}\n");
        let before = theirs(&folder);
        assert_eq!(before.len(), 5);
        let edited = format!("artifact avro schemas/avro/theirs.avsc {}\n", digest(b"{ }\n"));
        folder.write(&format!("generated/{name}"), format!("{text}{edited}"));
        run(&folder, ["generate"]).ends(0);
        assert_eq!(theirs(&folder), before);
        assert_eq!(folder.read("outside.txt"), "mine\n");
        run(&folder, ["check"]).ends(1).says(&["error[A0306]", "1 file"]);
    }
}

#[test]
fn only_hidden_files_are_taken_for_temporary_ones() {
    let folder = kept();
    folder.write("generated/theirs.annals-new", "mine\n");
    folder.write("generated/docs/theirs.annals-new", "mine\n");
    folder.write("generated/docs/.index.rst.7.annals-new", "half a fi");
    folder.write("generated/docs/.theirs.rst", ".. @generated by `annals generate`\n");
    let before = theirs(&folder);
    run(&folder, ["generate"]).ends(0);
    assert_eq!(theirs(&folder), before);
    assert!(!folder.has("generated/docs/.index.rst.7.annals-new"));
}

#[test]
fn a_schema_that_nothing_made_is_reported_and_stays() {
    let folder = kept();
    let schemas = ["avro/theirs.avsc", "avro/below/theirs.avsc", "json/_theirs/x.json"];
    for schema in schemas {
        folder.write(&format!("generated/schemas/{schema}"), "{}\n");
    }
    // What nobody takes for a schema may be there.
    for other in ["schemas/avro/README.md", "schemas/avro/.x.avsc", "docs/own.rst", "src/own.rs"] {
        folder.write(&format!("generated/{other}"), "mine\n");
    }
    let before = theirs(&folder);
    let check = run(&folder, ["check"]);
    check.ends(1).says(&["error[A0306]", "3 files", "move or remove the files"]);
    check.says_nothing_of("run `annals generate`").says_nothing_of("own.");
    run(&folder, ["check", "--only", "avro"]).ends(1).says(&["2 files"]);
    run(&folder, ["check", "--only", "docs"]).ends(0);
    run(&folder, ["generate", "--check"]).ends(1).says(&["error[A0306]"]);
    for _ in 0..2 {
        let generate = run(&folder, ["generate"]);
        generate.ends(0).says(&["all up to date"]);
        for schema in schemas {
            generate.says(&[&format!("note: nothing generates `generated/schemas/{schema}`")]);
        }
    }
    assert_eq!(theirs(&folder), before);
}

/// Consumers follow links, and a name need not be text.
#[cfg(unix)]
#[test]
fn links_and_odd_names_among_the_schemas_are_reported() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = kept();
    folder.write("elsewhere/theirs.avsc", "{}\n");
    let place = |name: &str| folder.path(&format!("generated/schemas/avro/{name}"));
    std::os::unix::fs::symlink(folder.path("elsewhere"), place("more")).unwrap();
    std::os::unix::fs::symlink(folder.path("elsewhere/theirs.avsc"), place("x.avsc")).unwrap();
    std::os::unix::fs::symlink("nowhere", place("y.avsc")).unwrap();
    std::os::unix::fs::symlink("../../../README.md", place("README.md")).unwrap();
    let odd = place("").join(std::ffi::OsStr::from_bytes(b"odd\xff.avsc"));
    std::fs::copy(folder.path("elsewhere/theirs.avsc"), &odd).unwrap();
    folder.write("generated/schemas/avro/LOUD.AVSC", "{}\n");
    let check = run(&folder, ["check"]);
    check.ends(1).says(&["5 files", "avro/more", "x.avsc", "y.avsc", "odd\u{fffd}.avsc", "LOUD"]);
    run(&folder, ["generate"]).ends(0).says(&["all up to date"]);
    assert!(place("more").is_symlink() && place("x.avsc").is_symlink() && odd.exists());
    assert_eq!(folder.read("elsewhere/theirs.avsc"), "{}\n");
}

/// A terminal obeys control characters, also those in the name of a file.
#[cfg(unix)]
#[test]
fn names_of_files_are_printed_without_control_characters() {
    let folder = kept();
    folder.write("generated/schemas/avro/a\u{1b}[2J\nb.avsc", "{}\n");
    for command in ["check", "generate"] {
        let run = run(&folder, [command]);
        run.says(&[r"a\u{1b}[2J\nb.avsc"]);
        assert!(!run.stderr.contains('\u{1b}'), "{run}");
    }
    folder.edit("catalog.yaml", "annals: 1\n", "annals: 1\ninclude: [\"parts/*.yaml\"]\n");
    folder.write("parts/a\u{1b}[2J.yaml", "no: 1\nenums:   {}\n");
    for command in ["check", "fmt"] {
        let run = run(&folder, [command]);
        run.says(&[r"parts/a\u{1b}[2J.yaml"]);
        assert!(!run.stderr.contains('\u{1b}'), "{run}");
    }
}

/// A diff quotes what is in an edited file.
#[test]
fn diffs_are_printed_without_control_characters() {
    let folder = kept();
    folder.edit("generated/docs/index.rst", "Hostile", "\u{1b}]0;owned\u{7}");
    let run = run(&folder, ["check"]);
    run.ends(1).says(&["error[A0302]", r"\u{1b}]0;owned\u{7}"]);
    assert!(!run.stderr.contains(['\u{1b}', '\u{7}']), "{run}");
}

/// A file of a terabyte takes no room on the disk if nothing is written to it.
#[test]
fn large_files_are_not_read() {
    let sparse = |folder: &Folder, path: &str| {
        folder.write(path, "");
        let file = std::fs::File::options().write(true).open(folder.path(path)).unwrap();
        file.set_len(8 << 30).unwrap();
    };
    let folder = kept();
    for path in ["docs/film.mp4", "src/data.bin", "schemas/json/data.bin"] {
        sparse(&folder, &format!("generated/{path}"));
    }
    run(&folder, ["check"]).ends(0);
    run(&folder, ["generate"]).ends(0);
    for path in ["catalog.lock", "docs/index.rst", "schemas/avro/theirs.avsc", "templates.lock"] {
        let folder = kept();
        sparse(&folder, &format!("generated/{path}"));
        run(&folder, ["check"]).ends(3).says(&[path, "larger than 1 GiB"]);
    }
}

/// A cache must not hide a file from the check. Nothing is cached in CI, which this may run in.
#[test]
fn the_cache_does_not_hide_a_foreign_schema() {
    let mut catalog =
        format!("{HEAD}records: {{ d: {{ R: {{ fields: {{ a: int }} }} }} }}\nevents:\n  d:\n");
    for number in 0..130 {
        catalog += &format!(
            "    D{number}_STARTED: {{ type: org.example.d.d{number}.started.v1, added: 2025-01-01, \
             repository: example/d, description: It is., data: {{ r: {{ type: R, description: What. }} }} }}\n"
        );
    }
    let folder = folder(
        catalog
            .replace(
                "fields: { a: int }",
                "description: One., fields: { a: { type: int, description: It. } }",
            )
            .replace("{ title: D }", "{ title: D, description: All. }"),
    );
    let cached = |arguments: &[&str]| Run::of(&mut annals(ANNALS, folder.root(), arguments));
    cached(&["generate"]).ends(0);
    assert!(folder.has("generated/.annals-cache/command"));
    cached(&["check"]).ends(0);
    folder.write("generated/schemas/avro/theirs.avsc", "{}\n");
    for _ in 0..2 {
        cached(&["check"]).ends(1).says(&["error[A0306]"]);
        cached(&["generate"]).ends(0).says(&["note: nothing generates"]);
    }
    assert_eq!(folder.read("generated/schemas/avro/theirs.avsc"), "{}\n");
}
