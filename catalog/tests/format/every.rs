//! A catalog with every construct of the language, and the meaning of a text without spans.

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};

use crate::layout::Tree;

/// A catalog with every construct of the language.
pub(crate) fn catalog() -> Tree {
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
    let cases = Names(vec![
        ("shelf", Keys(vec![("type", Word("Thing")), ("description", Text("found"))])),
        ("desk", Word("long")),
    ]);
    let place = vec![
        ("tag", Keys(vec![("name", Word("kind")), ("content", Word("data"))])),
        ("allow", List(vec![waiver("A0242")])),
        ("cases", cases),
    ];
    Keys(vec![
        ("annals", Word("1")),
        ("catalog", header),
        ("domains", Names(vec![("lending", Keys(lending))])),
        ("scalars", Names(vec![("spare", Keys(scalar))])),
        ("enums", Names(vec![("Medium", Keys(medium))])),
        ("variants", Names(vec![("lending", Names(vec![("Place", Keys(place))]))])),
        ("records", Names(vec![("lending", Names(vec![("Thing", record)]))])),
        ("events", Names(vec![("lending", events)])),
    ])
}

pub(crate) fn compiled(text: &str) -> Compiled {
    compile(Source { path: "catalog.yaml".into(), text: text.to_owned() }, &NoIncludes, &mut |_| {})
}

/// The model of a catalog and its diagnostics, without spans.
pub(crate) fn meaning(compiled: Compiled) -> (Option<String>, Vec<String>) {
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
