//! Is a file that is read item by item read like one that is read as a whole?

use super::super::{Catalog, open_root, parse_sections};
use super::{Items, Split, split};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parse::random::Random;
use crate::source::{FileId, Source, SourceMap};
use crate::tree;

const CATALOG: &str = include_str!("../../../tests/robustness.yaml");

/// The syntax tree of the sections, and the diagnostics about them.
type Read = (String, Vec<Diagnostic>);

fn sources(text: &str) -> (SourceMap, FileId) {
    let mut sources = SourceMap::default();
    let file = sources.add(Source { path: "catalog.yaml".into(), text: text.into() });
    (sources, file)
}

fn read(
    sources: &SourceMap,
    file: FileId,
    root: Option<tree::Node>,
    items: Option<Items>,
    mut diagnostics: Diagnostics,
) -> Read {
    let mut catalog = Catalog::default();
    match open_root(&mut diagnostics, sources, file, root, &mut catalog) {
        Some(mut mapping) => parse_sections(&mut diagnostics, &mut mapping, items, &mut catalog),
        None => drop(items.map(|items| items.found.discard())),
    }
    (format!("{catalog:#?}"), diagnostics.into_sorted())
}

/// Compares both ways of reading; false if a text cannot be read item by item.
fn agree(text: &str) -> bool {
    let (sources, file) = sources(text);
    let Some(Split { root, items }) = split(&sources, file) else {
        return false;
    };
    let apart = read(&sources, file, Some(root), Some(items), Diagnostics::default());
    let mut diagnostics = Diagnostics::default();
    let root = tree::read(&mut diagnostics, &sources, file);
    let whole = read(&sources, file, root, None, diagnostics);
    if apart != whole {
        let (apart, whole) = (format!("{apart:#?}"), format!("{whole:#?}"));
        let differs = apart.lines().zip(whole.lines()).find(|(apart, whole)| apart != whole);
        panic!("{text}\n{differs:#?}");
    }
    true
}

#[test]
fn catalogs_are_read_item_by_item() {
    assert!(agree(CATALOG));
    assert!(agree(&CATALOG.replace('\n', "\r\n")));
    assert!(agree(
        "annals: 1\nevents:\n a:\n    A: {}\n    # c\n\n    B:\n b: # c\n  C: x\nlint: {}\n"
    ));
    assert!(agree("events:\n  a:\n    A: {\n      b: [\n    ]\n    }\n    Ä: x\n"));
    assert!(agree("events:\n  a:\n    A: x\nrecords: { a: { B: y } }\n"));
    assert!(agree(
        "records: # c\n  a:\n# c\n     A: |\n      x\n\n     'B' : [\n      a,\n      b]\n"
    ));
}

#[test]
fn what_is_not_plain_is_read_as_a_whole() {
    let texts = [
        "",
        "annals: 1\n",
        "--- \nevents:\n  a:\n    A: x\n",
        "%YAML 1.2\nevents:\n  a:\n    A: x\n",
        "events:\n  a:\n    A: x\n...\n",
        "events: {a: {A: x}}\n",
        "events:\n  a: {A: x}\n",
        "events:\n  a:\n  b:\n    A: x\n",
        "events:\n  'a':\n    A: x\n",
        "events:\n  null:\n    A: x\n",
        "events:\n  a:#c\n    A: x\n",
        "events:\n  a: &x\n    A: x\n",
        "events:\n  a:\n    A: x\n    A: y\n",
        "events:\n  a:\n    A: x\n  a:\n    B: y\n",
        "events:\n  a:\n    A: x\nevents:\n  b:\n    B: y\n",
        "events:\n  a:\n    A: x\n'events':\n  b:\n    B: y\n",
        "events:\n  a:\n    A: x\n   B: y\n",
        "events:\n  a:\n    A: x\n B: y\n",
        "events:\n  a:\n    A: x\n\tB: y\n",
        "events:\n  a:\n    A: x\r    B: y\n",
        "events:\n  a:\n    A: [x,\n    B: y]\n",
        "events:\n  a:\n    A: \"x\n    B: y\"\n",
        "events:\n  a:\n    A: 'x\n    B: y'\n",
        "# \u{feff}\nevents:\n  a:\n    A: x\n",
        "events:\n  a:\n    - A\n    - B\n",
        "events:\n  a:\n    A\n",
        "events:\n  a:\n    A: !t x\n",
        "events:\n  a:\n    ? A\n    : x\n    ? [B]\n    : y\n",
        "events:\n  a:\n    A: x\n    {B: y}\n",
        "events:\n  a:\n    {B: y}\n",
        "events:\n  a:\n    A: x\n    }\n",
        "#\revents:\n  a:\n    A: x\n",
        "events:\n  a:\n    A: x\n{lint: x}\n",
        "{lint: x}\nevents:\n  a:\n    A: x\n",
        "catalog: [\nevents:\n  a:\n    A: x\n",
    ];
    for text in texts {
        assert!(!agree(text), "{text}");
    }
    let long = "a".repeat(1025);
    assert!(!agree(&format!("domains:\n  ? {long}\n  : {{}}\nevents:\n  {long}:\n    A: x\n")));
}

#[test]
fn depth_is_counted_from_the_beginning_of_the_file() {
    for depth in 50..70 {
        agree(&format!("events:\n  a:\n    A: {}{}\n", "[".repeat(depth), "]".repeat(depth)));
    }
    assert!(agree(&format!("events:\n  a:\n    A: {}{}\n", "[".repeat(61), "]".repeat(61))));
    assert!(!agree(&format!("events:\n  a:\n    A: {}{}\n", "[".repeat(62), "]".repeat(62))));
}

/// Texts that differ from a catalog in one or two places.
#[test]
fn whatever_is_changed() {
    let pieces = [
        "\t",
        " ",
        "  ",
        "\n",
        "\r",
        ":",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        " #",
        "# c\n",
        "&x ",
        "*x ",
        "!t ",
        "|\n",
        ">-\n",
        "%",
        "@",
        ",",
        "? ",
        "~",
        "ß",
        "\u{85}",
        "\u{feff}",
        "---\n",
        "...\n",
        "\n\n",
        "\n    x: ",
        "\n  x:\n",
        "\nevents:\n",
        "\n    # c\n",
        "\n# c\n",
        "<<: ",
    ];
    let mut random = Random(3);
    let boundaries: Vec<usize> =
        (0..CATALOG.len()).filter(|at| CATALOG.is_char_boundary(*at)).collect();
    let mut apart = 0;
    for _ in 0..RUNS {
        let mut text = CATALOG.to_owned();
        for _ in 0..1 + random.below(2) {
            let at = boundaries[random.below(boundaries.len())].min(text.len());
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            match random.below(3) {
                0 => text.truncate(at),
                1 if at < text.len() => drop(text.remove(at)),
                _ => text.insert_str(at, pieces[random.below(pieces.len())]),
            }
        }
        apart += usize::from(agree(&text));
    }
    assert!(apart > RUNS / 10, "only {apart} of {RUNS} could be read item by item");
}

const RUNS: usize = 1_500;
