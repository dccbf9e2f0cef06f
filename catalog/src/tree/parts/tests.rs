//! Is a file that is read in parts read like one that is read as a whole?

use super::super::build::build;
use crate::diagnostic::Diagnostics;
use crate::parse::random::Random;
use crate::source::FileId;

const CATALOG: &str = include_str!("../../../tests/robustness.yaml");

/// Compares both ways of reading; false if a text cannot be read in parts.
fn agree(text: &str) -> bool {
    let Some(parts) = super::read(FileId(0), text) else {
        return false;
    };
    let mut diagnostics = Diagnostics::default();
    let whole = build(&mut diagnostics, FileId(0), text);
    assert_eq!(diagnostics.into_sorted(), [], "{text}");
    if Some(&parts) != whole.as_ref() {
        let (parts, whole) = (format!("{parts:#?}"), format!("{:#?}", whole.unwrap()));
        let differs = parts.lines().zip(whole.lines()).find(|(parts, whole)| parts != whole);
        panic!("{text}\n{differs:#?}");
    }
    true
}

#[test]
fn catalogs_are_read_in_parts() {
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
    assert!(apart > RUNS / 10, "only {apart} of {RUNS} could be read in parts");
}

const RUNS: usize = 1_500;
