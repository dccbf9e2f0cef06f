//! Names that leave the folder, that systems or languages reserve, or that are invisible.

use crate::{HEAD, REST, errors, folder, run};

const NAMES: [&str; 20] = [
    "../../x",
    "..",
    "/etc/x",
    "C:\\\\x",
    "con",
    "NUL",
    "aux.rs",
    "r#fn",
    "self",
    "__proto__",
    "constructor",
    "a b",
    "a\\0b",
    "\u{202e}x",
    "a\u{200b}b",
    "\u{1f600}",
    "a'\\\"`",
    "*/",
    "{{x}}",
    "<b>",
];

/// What to replace in the catalog, and by what; `NAME` stands for the name.
const PLACES: [(&str, &str); 11] = [
    ("name: hostile", "name: NAME"),
    ("org.example, v", "NAME, v"),
    ("{ d: { title", "{ NAME: { title"),
    ("R: { f", "NAME: { f"),
    ("{ a: int }", "{ NAME: int }"),
    ("a: int", "a: NAME"),
    ("D_STARTED", "NAME"),
    ("org.example.d.d.started.v1", "NAME"),
    ("{ r: R }", "{ NAME: R }"),
    ("records:", "scalars: { NAME: { base: string } }\nrecords:"),
    ("records:", "avro: { record: NAME }\nenums: { NAME: { values: [NAME] } }\nrecords:"),
];

#[test]
fn names_are_refused_or_safe() {
    let long = "x".repeat(101);
    for (from, to) in PLACES {
        for name in NAMES.into_iter().chain([long.as_str()]) {
            let written = to.replace("NAME", &format!("\"{name}\""));
            let folder = folder(format!("{HEAD}{REST}").replacen(from, &written, 1));
            let run = run(&folder, ["generate"]);
            if run.code == Some(1) {
                run.says(&["error[A", " --> catalog.yaml:"]);
                assert!(!errors(&folder).is_empty());
            } else {
                run.ends(0);
            }
            for path in folder.snapshot("").into_keys() {
                let inside = path == "catalog.yaml" || path.starts_with("generated/");
                assert!(inside && is_safe(&path), "{name:?} at `{to}` made {path:?}");
            }
        }
    }
}

/// True if every system allows a file of this name.
fn is_safe(path: &str) -> bool {
    path.split('/').all(|part| {
        let stem = part.split('.').next().unwrap().to_ascii_lowercase();
        let device = ["con", "prn", "aux", "nul", "com1", "lpt1"].contains(&stem.as_str());
        let odd = |c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c);
        !device && !part.contains(odd) && !part.ends_with('.') && part.len() <= 255
    })
}
