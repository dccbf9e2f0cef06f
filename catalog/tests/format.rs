//! Whatever a file looks like, its canonical form says the same, keeps every comment, and is its own
//! canonical form.

use annals_catalog::format::{FormatError, format};
use annals_catalog::source::{NoIncludes, Source};

#[path = "format/layout.rs"]
mod layout;
#[path = "support/random.rs"]
mod random;

use layout::{Tree, lay};
use random::Random;

/// Formats, and checks what must hold for every text; `None` if it is not the YAML of catalogs.
fn formatted(text: &str) -> Option<String> {
    let run = |text: &str| format(Source { path: "catalog.yaml".into(), text: text.to_owned() });
    let once = match run(text) {
        Ok(once) => once,
        Err(FormatError::Mistakes { diagnostics, .. }) => {
            assert!(!diagnostics.is_empty(), "{text:?}");
            return None;
        }
        Err(FormatError::Changed) => panic!("the safety net caught {text:?}\n{text}"),
    };
    let twice = run(&once);
    assert_eq!(twice.ok().as_ref(), Some(&once), "not its own canonical form: {text:?}");
    Some(once)
}

#[test]
fn random_texts() {
    let pieces = [
        "a",
        "b: ",
        ": ",
        "- ",
        "? ",
        "\n",
        "\n  ",
        "\n    ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "\"",
        "'",
        "|\n",
        ">-\n",
        "|+\n",
        "|2\n",
        ">\n",
        " # c\n",
        "# d\n",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "~",
        "\t",
        "\r\n",
        "1",
        "é",
        "\\",
        "c: ",
        "x y",
        "\n\n",
        "e:\n  ",
        "f: |\n   g\n",
        "{a: b, ",
        "[c, ",
        "]\n",
        "}\n",
        "\"x\\ \n y\"",
    ];
    let mut random = Random(7);
    let mut good = 0;
    for _ in 0..20_000 {
        let count = random.below(14);
        let text: String = (0..count).map(|_| random.one(&pieces)).collect();
        good += usize::from(formatted(&text).is_some());
    }
    assert!(good > 5_000, "only {good} of the texts are YAML, so this proves little");
}

/// A catalog in which every construct of the language has a place.
fn catalog() -> Tree {
    use Tree::{Keys, List, Names, Text, Word};
    let deprecated = || {
        let words = Text("It's late, too \u{e4}lt to be kept");
        Keys(vec![("since", Word("2024-01-01")), ("note", words)])
    };
    let waiver = |rule| Keys(vec![("rule", Word(rule)), ("reason", Text("older than the rule"))]);
    let default = Names(vec![("z", Word("1")), ("a", List(vec![Word("x"), Word("2")]))]);
    let number = || vec![("type", Word("int?")), ("min", Word("1")), ("default", Word("2"))];
    let fields = Names(vec![
        ("zebra", Word("list<string>?")),
        ("about", Keys(vec![("type", Word("json")), ("default", default), ("pii", Word("false"))])),
        (
            "count",
            Keys([number(), vec![("description", Text("how many there are of them"))]].concat()),
        ),
        ("old", Keys(vec![("type", Word("Medium")), ("deprecated", deprecated())])),
    ]);
    let record = Keys(vec![
        ("description", Text("what every thing has")),
        ("allow", List(vec![waiver("A0241")])),
        ("fields", fields),
    ]);
    let event = |ty, record| {
        let data =
            Names(vec![("thing", Word(record)), ("other", Keys(vec![("type", Word(record))]))]);
        Keys(vec![
            ("type", Word(ty)),
            ("added", Word("2024-02-01")),
            ("description", Text("sent when a thing was lent, and to whom")),
            ("data", data),
            ("repository", List(vec![Word("example/desk"), Word("example/shelf")])),
            ("allow", List(vec![waiver("A0213"), waiver("A0207")])),
        ])
    };
    let events = Names(vec![
        ("THING_LENT", event("org.example.lending.thing.lent.v1", "Thing")),
        ("BOOK_LENT", event("org.example.lending.book.lent.v1", "Thing")),
    ]);
    let header = Keys(vec![
        ("name", Word("library-events")),
        ("title", Text("Library events")),
        ("namespace", Word("org.example")),
        ("version", Word("1.10.0")),
    ]);
    let tape = vec![
        ("description", Text("played")),
        ("deprecated", deprecated()),
        ("allow", List(vec![waiver("A0263")])),
    ];
    let values = Names(vec![("tape", Keys(tape)), ("book", Text("printed"))]);
    let lending = vec![("title", Text("Lending")), ("allow", List(vec![waiver("A0261")]))];
    let scalar = vec![("base", Word("long")), ("allow", List(vec![waiver("A0242")]))];
    let medium = vec![("allow", List(vec![waiver("A0262")])), ("values", values)];
    Keys(vec![
        ("annals", Word("1")),
        ("catalog", header),
        ("domains", Names(vec![("lending", Keys(lending))])),
        ("scalars", Names(vec![("spare", Keys(scalar))])),
        ("enums", Names(vec![("Medium", Keys(medium))])),
        ("records", Names(vec![("lending", Names(vec![("Thing", record)]))])),
        ("events", Names(vec![("lending", events)])),
    ])
}

/// What a catalog means, and what is said about it, without places.
fn meaning(text: &str) -> (Option<String>, Vec<String>) {
    let compiled = annals_catalog::compile(
        Source { path: "catalog.yaml".into(), text: text.to_owned() },
        &NoIncludes,
    );
    let mut said: Vec<String> = compiled
        .diagnostics
        .iter()
        .map(|report| format!("{}: {}", report.rule.code, report.message))
        .collect();
    said.sort();
    let model = compiled.model.map(|model| {
        let text = format!("{model:?}");
        let parts =
            text.split("Span { ").map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
        parts.collect()
    });
    (model, said)
}

#[test]
fn any_layout_of_a_catalog() {
    let tree = catalog();
    let expected = meaning(&lay(&tree, 0).0);
    assert!(expected.0.is_some(), "the catalog has no error: {:?}", expected.1);
    let mut canonical = 0;
    for seed in 0..400 {
        let (text, mut comments) = lay(&tree, seed);
        assert_eq!(meaning(&text), expected, "the layout is at fault:\n{text}");
        let after = formatted(&text).unwrap_or_else(|| panic!("it is YAML:\n{text}"));
        assert_eq!(meaning(&after), expected, "seed {seed}\n{text}\n---\n{after}");
        let lines = after.lines().filter_map(|line| line.find('#').map(|start| &line[start..]));
        let mut kept: Vec<&str> = lines.collect();
        kept.sort_unstable();
        comments.sort_unstable();
        assert_eq!(kept, comments, "seed {seed}\n{text}\n---\n{after}");
        canonical += usize::from(text == after);
    }
    assert!(canonical < 10, "the layouts are too tame");
}
