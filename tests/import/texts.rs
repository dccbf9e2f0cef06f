//! Whatever a schema says in words and values: does the catalog say the same, in canonical form?

use annals_catalog::compile;
use annals_catalog::model::{Model, Value};
use annals_catalog::source::{NoIncludes, Source};
use annals_tests::folder::Folder;
use serde_json::{Map, Value as Json, json};

use crate::{DAY, run};

/// Texts that YAML could take for something else, or that have no place on one line.
const AWKWARD: [&str; 40] = [
    "key: value",
    "ends in a colon:",
    "a #comment",
    "# comment",
    "- item",
    "--- document",
    "...",
    "? key",
    "it's",
    "\"quoted\"",
    "both ' and \"",
    "back\\slash",
    "back\\slash and \"quotes\"",
    "{ a: b }",
    "[a, b]",
    "a, b",
    "&anchor",
    "*alias",
    "!tag",
    "| block",
    "> folded",
    "%directive",
    "@at",
    "`tick`",
    "yes",
    "No",
    "null",
    "~",
    "true",
    "17",
    "1.50",
    "0x1F",
    ".inf",
    "2024-01-31",
    "two\nlines",
    "a paragraph\n\nand another\n  that is indented",
    "a\ttab",
    "Ünïcödé 日本語 🦀",
    "no\u{a0}break, zero\u{200b}width, \u{202e}turned, next\u{85}line, \u{2028}, \u{feff}, \u{ffff}",
    "a -",
];

/// Texts that are kept as they are, also at their ends.
const EDGES: [&str; 8] =
    ["", " ", " before", "after ", "\nbefore", "after\n", "after\n\n", "trailing \nblank"];

fn texts() -> Vec<String> {
    let words = "It goes on and on, as texts do: with 'quotes', # signs and - dashes. ";
    let long = [
        words.repeat(2).trim_end().to_owned(),
        words.repeat(40).trim_end().to_owned(),
        words.repeat(3).trim_end().replacen(' ', "  ", 1),
        "x".repeat(5_000),
        format!("{}\n\n{}", words.repeat(4).trim_end(), words.repeat(2).trim_end()),
    ];
    let pairs = AWKWARD.iter().zip(AWKWARD.iter().rev());
    let pairs =
        pairs.flat_map(|(one, other)| [format!("{one} {other}"), format!("{one}\n{other}")]);
    AWKWARD.iter().map(|text| (*text).to_owned()).chain(long).chain(pairs).collect()
}

/// A schema that has each text as words, as a value, as a key, in a list and in an enum.
fn schema(texts: &[String]) -> String {
    let mut properties = Map::new();
    for (number, text) in texts.iter().enumerate() {
        let (mut nested, key) = (Map::new(), text.clone());
        nested.insert(key, json!([text, { "inner": text }]));
        properties.insert(
            format!("text_{number}"),
            json!({ "type": "string", "description": text, "default": text, "examples": [text] }),
        );
        properties.insert(format!("json_{number}"), json!({ "default": nested }));
        // Without letters or digits, a value gives no name to a variant.
        let values = json!([{ "const": format!("value {number} {text}"), "description": text }]);
        properties.insert(format!("enum_{number}"), json!({ "anyOf": values }));
    }
    for (number, text) in EDGES.iter().enumerate() {
        properties.insert(format!("edge_{number}"), json!({ "type": "string", "default": text }));
    }
    json!({ "properties": properties }).to_string()
}

fn model(text: String) -> Model {
    let compiled =
        compile(Source { path: "catalog.yaml".to_owned(), text }, &NoIncludes, &mut |_| {});
    compiled.model.unwrap()
}

fn text(text: &str) -> Option<Value> {
    Some(Value::String(text.to_owned()))
}

pub(crate) fn are_the_same() {
    let folder = Folder::temporary();
    let texts = texts();
    folder.write("org.x.shop.order.placed.v1.json", schema(&texts));
    let import = ["import", "json-schema", ".", "--lossy", "--out", "catalog.yaml"];
    let notes = run(&folder, import.into_iter().chain(DAY));
    notes.ends(0).says_nothing_of("changed[refused]");
    run(&folder, ["fmt", "--check"]).ends(0);
    let model = model(folder.read("catalog.yaml"));
    let data = &model.events[0].data;
    let field = |name: String| {
        let field = data.iter().find(|field| field.name == name);
        field.unwrap_or_else(|| panic!("no field `{name}`"))
    };
    for (number, written) in texts.iter().enumerate() {
        let found = field(format!("text_{number}"));
        assert_eq!(found.description, *written);
        assert_eq!(
            (found.presence.default(), &found.example),
            (text(written).as_ref(), &text(written))
        );
        let inner = Value::Map(vec![("inner".to_owned(), Value::String(written.clone()))]);
        let list = Value::List(vec![Value::String(written.clone()), inner]);
        let nested = Value::Map(vec![(written.clone(), list)]);
        assert_eq!(field(format!("json_{number}")).presence.default(), Some(&nested));
        let value = format!("value {number} {written}");
        let mut values = model.enums.iter().flat_map(|item| &item.values);
        let value = values.find(|item| item.value == value).map(|item| &item.description);
        assert_eq!(value, Some(written));
    }
    for (number, written) in EDGES.iter().enumerate() {
        assert_eq!(field(format!("edge_{number}")).presence.default(), text(written).as_ref());
    }
}

/// A value that no catalog can hold is left out and reported, wherever it is.
pub(crate) fn what_is_too_deep_is_left_out() {
    let deep = |levels: usize| (0..levels).fold(json!([]), |inner, _| json!([inner]));
    let mut properties = Map::<String, Json>::new();
    properties.insert("deep".to_owned(), json!({ "default": deep(70) }));
    properties.insert("flat".to_owned(), json!({ "default": deep(20) }));
    let folder = Folder::temporary();
    folder.write("in.json", json!({ "properties": properties }).to_string());
    let import = ["import", "json-schema", "in.json", "--lossy", "--out", "catalog.yaml"];
    let notes = run(&folder, import.into_iter().chain(DAY));
    notes.ends(0).says(&["changed[refused]: default: [[[", "in.json#/properties/deep"]);
    notes.says_nothing_of("properties/flat");
    run(&folder, ["fmt", "--check"]).ends(0);
    assert!(model(folder.read("catalog.yaml")).events[0].data[0].presence.default().is_none());
}
