//! Are the files of templates kept as fresh as all others, by every door?

use annals_tests::process::{Run, annals};

use crate::{ANNALS, TEMPLATES, run, school};

const TITLE: (&str, &str) = ("title.txt.j2", "{{ catalog.title }}\n");
const EVENTS: (&str, &str) = ("events/{event.name}.txt.j2", "{{ event.type }}\n");

pub(crate) fn stale_edited_missing_and_left_over() {
    let folder = school(&[TITLE, EVENTS]);
    run(&folder, ["generate", "--templates", "templates", "--check"])
        .ends(1)
        .says(&["A0303", "title.txt"]);
    run(&folder, TEMPLATES).ends(0);
    run(&folder, ["check"]).ends(0);
    folder.edit("templates/title.txt.j2", "{{", "Title: {{");
    run(&folder, ["check"]).ends(1).says(&["A0301", "generated/title.txt:1", "+Title: "]);
    run(&folder, ["generate"]).ends(0);
    folder.write("generated/title.txt", "by hand\n");
    run(&folder, ["check"]).ends(1).says(&["A0302", "title.txt"]);
    folder.remove("generated/title.txt");
    run(&folder, ["check"]).ends(1).says(&["A0303", "title.txt"]);
    run(&folder, ["generate"]).ends(0);
    folder.edit("catalog.yaml", "LESSON_STARTED", "LESSON_BEGUN");
    run(&folder, ["check"]).ends(1).says(&["A0304", "events/LESSON_STARTED.txt"]);
    run(&folder, ["generate"]).ends(0);
    assert!(folder.has("generated/events/LESSON_BEGUN.txt"));
    assert!(!folder.has("generated/events/LESSON_STARTED.txt"));
    run(&folder, ["check"]).ends(0);
}

/// The lock names the templates, so nobody has to; from anywhere, and when the whole tree has moved.
pub(crate) fn the_lock_is_enough() {
    let folder = school(&[TITLE]);
    run(&folder, TEMPLATES).ends(0);
    let lock = folder.read("generated/templates.lock");
    assert!(lock.contains("\"templates\": \"../templates/\"") && !lock.contains("/tmp"), "{lock}");
    folder.write("below/notes.txt", "");
    Run::of(&mut annals(ANNALS, &folder.path("below"), ["check"])).ends(0);
    folder.edit("templates/title.txt.j2", "{{", "- {{");
    Run::of(&mut annals(ANNALS, &folder.path("below"), ["generate"])).ends(0);
    assert!(folder.read("generated/title.txt").starts_with("- "));
    // A lock that is broken is not taken for none.
    folder.edit("generated/templates.lock", "\"version\": 1", "\"version\": 7");
    run(&folder, ["check"]).ends(3).says(&["templates.lock"]);
}

pub(crate) fn they_go_when_told() {
    let folder = school(&[TITLE, EVENTS]);
    run(&folder, TEMPLATES).ends(0);
    std::fs::rename(folder.path("templates"), folder.path("gone")).unwrap();
    run(&folder, ["generate"]).ends(3).says(&["templates", "--no-templates"]);
    run(&folder, ["generate", "--no-templates"]).ends(0);
    for path in ["title.txt", "events", "templates.lock"] {
        assert!(!folder.has(&format!("generated/{path}")), "{path}");
    }
    assert!(folder.has("generated/catalog.lock"));
    run(&folder, ["check"]).ends(0);
}

pub(crate) fn a_target_alone_leaves_them() {
    let folder = school(&[TITLE]);
    run(&folder, TEMPLATES).ends(0);
    folder.edit("templates/title.txt.j2", "{{", "- {{");
    run(&folder, ["generate", "--only", "docs"]).ends(0);
    assert!(!folder.read("generated/title.txt").starts_with("- "));
    run(&folder, ["generate", "--only", "docs", "--templates", "templates"]).ends(0);
    assert!(folder.read("generated/title.txt").starts_with("- "));
    run(&folder, ["check"]).ends(0);
}
