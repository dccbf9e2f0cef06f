//! Do files go only where the paths of their templates say?

use crate::{TEMPLATES, run, school};

pub(crate) fn name_what_a_file_is_for() {
    let folder = school(&[
        ("once.j2", "{{ catalog.name }}"),
        ("{catalog.name}/{domain}/all.j2", "{{ domain.events | length }}"),
        ("{record.domain}/{record.name}.md.j2", "{{ record.qualified }}"),
        ("{event.type}.j2", "{{ event.name }}"),
        ("__init__.py.j2", "# {{ notice }}"),
        ("_part.j2", "no output"),
        ("_parts/x.j2", "no output"),
        ("notes.txt", "no template"),
    ]);
    run(&folder, TEMPLATES).ends(0);
    let made: Vec<_> = folder.snapshot("generated").into_keys().collect();
    let expected = [
        "__init__.py",
        "learning/Lesson.md",
        "once",
        "org.example.learning.lesson.started.v1",
        "school/learning/all",
        "templates.lock",
    ];
    for path in expected {
        assert!(made.iter().any(|made| made == path), "no {path}: {made:?}");
    }
    assert!(!made.iter().any(|path| path.contains("part") || path.contains("notes")), "{made:?}");
    assert_eq!(folder.read("generated/learning/Lesson.md"), "learning.Lesson");
}

pub(crate) fn stay_inside() {
    let cases: [(&str, &[&str]); 9] = [
        ("{event.description}.j2", &["description", "not a valid file name"]),
        ("{event.definition}.j2", &["definition", "not a text"]),
        ("{event.nme}.j2", &["`nme`", "not an attribute", "name"]),
        ("{evnt.name}.j2", &["{evnt.name}", "event"]),
        ("{event.name}/{record.name}.j2", &["two kinds"]),
        ("{event.name.j2", &["never closed"]),
        ("con.j2", &["`con`"]),
        ("{domain.name}.j2", &["generated/learning", "is in the way"]),
        ("src/catalog.rs.j2", &["src/catalog.rs", "annals generates itself"]),
    ];
    for (path, words) in cases {
        let folder = school(&[(path, "")]);
        folder.edit("catalog.yaml", "Somebody began a lesson.", "a/../../b");
        folder.write("generated/learning", "mine");
        run(&folder, TEMPLATES).fails().says(words);
        assert_eq!(folder.read("generated/learning"), "mine");
    }
    let folder = school(&[("{event.domain}.j2", ""), ("LEARNING.j2", "")]);
    run(&folder, TEMPLATES).ends(1).says(&["LEARNING.j2", "{event.domain}.j2"]);
    run(&school(&[("notes.txt", "")]), TEMPLATES)
        .ends(3)
        .says(&["no `*.j2` file below `templates`"]);
    run(&school(&[]), TEMPLATES).ends(3).says(&["cannot read `templates`"]);
}

pub(crate) fn files_of_others_stay() {
    let folder = school(&[("mine.txt.j2", "theirs")]);
    folder.write("generated/mine.txt", "mine");
    run(&folder, TEMPLATES).ends(3).says(&["mine.txt", "in the way"]);
    assert_eq!(folder.read("generated/mine.txt"), "mine");
    assert!(!folder.has("generated/catalog.lock"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path("catalog.yaml"), folder.path("templates/x.j2"))
            .unwrap();
        run(&folder, TEMPLATES).ends(3).says(&["x.j2", "is a symbolic link"]);
    }
}

pub(crate) fn parts_are_found_from_both_places() {
    let folder = school(&[
        (
            "a/x.j2",
            "{% from './_m.j2' import f %}{% import '../_n.j2' as n %}{% include 'a/_m.j2' %}{{ f(1) }}{{ n.g(2) }}",
        ),
        ("a/_m.j2", "{% macro f(x) %}f{{ x }}{% endmacro %}"),
        ("_n.j2", "{% macro g(x) %}g{{ x }}{{ catalog.name }}{% endmacro %}"),
    ]);
    run(&folder, TEMPLATES).ends(0);
    assert_eq!(folder.read("generated/a/x"), "f1g2school");
    for name in ["./../../x.j2", "../_n.j2/../../../x", "/etc/hostname"] {
        let folder = school(&[("a/x.j2", &format!("{{% include '{name}' %}}"))]);
        folder.write("x.j2", "outside");
        run(&folder, TEMPLATES).ends(1).says(&["non-existing"]);
    }
}
