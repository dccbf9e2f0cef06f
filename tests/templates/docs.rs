//! Does the documentation of templates match the code?

use annals_codegen::templates::reference;
use annals_tests::folder::Folder;
use annals_tests::workspace::repository;

use crate::{TEMPLATES, run, school};

const BEGIN: &str = "<!-- the reference begins -->\n";
const END: &str = "<!-- the reference ends -->\n";

/// The code prints the reference; `ANNALS_ACCEPT=1` writes it to the page.
pub(crate) fn are_in_step() {
    let path = repository().join("docs/templates.md");
    let page = String::from_utf8(Folder::read_path(&path)).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    let known = format!("\n{}\n", reference());
    if std::env::var_os("ANNALS_ACCEPT").is_some() {
        let folder = Folder::at(&repository().join("docs"));
        folder.write("templates.md", format!("{before}{BEGIN}{known}{END}{after}"));
        return;
    }
    assert_eq!(shown, known, "ANNALS_ACCEPT=1 cargo test -p annals-tests --test templates");
}

/// The documented attributes by kind.
fn attributes() -> Vec<(String, Vec<String>)> {
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    for line in reference().lines() {
        if let Some(kind) = line.strip_prefix("### ") {
            kinds.push((kind.to_owned(), Vec::new()));
        } else if let Some(rest) = line.strip_prefix("| `") {
            kinds.last_mut().unwrap().1.push(rest.split('`').next().unwrap().to_owned());
        }
    }
    kinds.retain(|(kind, _)| kind != "Filters");
    kinds
}

/// Undefined attributes are errors, so an attribute that is documented but missing stops the run.
pub(crate) fn every_attribute_can_be_had() {
    let ways = [
        ("catalog", "catalog"),
        ("property", "catalog.properties[0]"),
        ("domain", "catalog.domains[0]"),
        ("scalar", "catalog.scalars[0]"),
        ("enum", "catalog.enums[0]"),
        ("value", "catalog.enums[0].values[1]"),
        ("variant", "catalog.variants[0]"),
        ("case", "catalog.variants[0].cases[0]"),
        ("record", "catalog.records[0]"),
        ("field", "catalog.records[0].fields[0]"),
        ("type", "catalog.records[0].fields[0].type"),
        ("limits", "catalog.records[0].fields[0].limits"),
        ("event", "catalog.events[0]"),
        ("path", "catalog.events[0].flat[0]"),
        ("deprecation", "catalog.enums[0].values[1].deprecated"),
    ];
    let kinds = attributes();
    assert_eq!(kinds.len(), ways.len());
    let mut template = String::new();
    for (kind, attributes) in &kinds {
        let way = ways.iter().find(|(known, _)| known == kind).unwrap().1;
        for attribute in attributes {
            template += &format!("{kind}.{attribute}: {{{{ {way}.{attribute} | json }}}}\n");
        }
    }
    let folder = school(&[("all.txt.j2", &template)]);
    let types = Folder::read_path(&repository().join("tests/support/every_type.yaml"));
    let variants = b"variants: { all: { Either: { cases: { number: long, text: string } } } }\n";
    folder.write("catalog.yaml", [types.as_slice(), variants].concat());
    run(&folder, TEMPLATES).ends(0);
    let made = folder.read("generated/all.txt");
    let count: usize = kinds.iter().map(|(_, attributes)| attributes.len()).sum();
    assert_eq!(made.lines().count(), count);
    for line in [
        "catalog.name: \"types\"",
        "domain.rust_module: \"all\"",
        "scalar.example: \"k1\"",
        "value.text: \"fast\"",
        "deprecation.replacement: \"slow\"",
        "record.qualified: \"all.Leaf\"",
        "type.text: \"Mode\"",
        "type.avro: \"string\"",
        "event.rust_struct: \"TypesSeen\"",
        "event.holds: [\"all.Primitives\",\"all.Leaf\",\"all.Node\",\"all.Containers\"]",
        "path.path: \"primitives\"",
    ] {
        assert!(made.lines().any(|made| made == line), "no line `{line}`:\n{made}");
    }
}
