//! Does an error in a template name the place, the unknown word, and the known ones?

use crate::{TEMPLATES, run, school};

pub(crate) fn name_place_and_word() {
    let cases: [(&str, &[&str]); 11] = [
        (
            "one\n{{ catalog.nmae }}\n",
            &["`catalog.nmae` is undefined", "x.j2:2", "did you mean `name`?", "title"],
        ),
        ("{{ ctalog }}", &["`ctalog` is undefined", "x.j2:1", "catalog, notice"]),
        (
            "{% for event in catalog.events %}\n{{ event.data[0].type.nam }}{% endfor %}",
            &["type.nam", "x.j2:2", "`name`", "primitive"],
        ),
        (
            "{% if catalog.absent %}{% endif %}",
            &["catalog.absent", "x.j2:1", "the attributes of catalog"],
        ),
        ("{{ catalog.events[99].name }}", &["undefined", "x.j2:1"]),
        ("a\nb\n{% if %}", &["x.j2:3"]),
        ("{{ 'a' | nope }}", &["nope", "x.j2:1"]),
        ("{% include 'gone.j2' %}", &["gone.j2", "x.j2:1"]),
        ("{% include '../x.j2' %}", &["../x.j2", "non-existing"]),
        ("{{ find_record('a.B') }}", &["there is no record `a.B`", "x.j2:1"]),
        ("{% include 'x.j2' %}", &["x.j2"]),
    ];
    for (text, words) in cases {
        let folder = school(&[("x.j2", text)]);
        run(&folder, TEMPLATES).ends(1).says(words);
        assert!(!folder.has("generated"), "nothing is written: {text}");
    }
    // The place is in the included template, not in the one that includes it.
    let folder =
        school(&[("x.j2", "{% include '_part.j2' %}"), ("_part.j2", "\n{{ catalog.naem }}")]);
    run(&folder, TEMPLATES).ends(1).says(&["_part.j2:2", "catalog.naem", "`name`"]);
}

pub(crate) fn all_templates_are_looked_at() {
    let folder = school(&[
        ("a.j2", "{{ catalog.a }}"),
        ("b.j2", "{{ catalog.b }}"),
        ("{record.name}.j2", "{{ record.c }}"),
        ("d.j2", "{% for %}"),
    ]);
    let run = run(&folder, TEMPLATES);
    run.ends(1).says(&[
        "4 templates cannot be rendered",
        "a.j2:1",
        "b.j2:1",
        "{record.name}.j2:1",
        "d.j2:1",
    ]);
    assert_eq!(run.stderr.matches("record.c").count(), 2, "once, with its line\n{run}");
}
