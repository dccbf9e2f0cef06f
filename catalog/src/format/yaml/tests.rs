//! Are new files canonical, and do new values read back as the same values?

use super::{Yaml, render};
use crate::ast::ValueKind;
use crate::format::format;
use crate::format::insert::{insert, read};
use crate::parse::{random::Random, typed};
use crate::source::Source;
use crate::tree::{Kind, Node, Style};

const PIECES: [&str; 46] = [
    "a",
    "word",
    "é",
    "日本",
    "🦀",
    "0",
    "17",
    "1.5",
    "0x1F",
    "2024-01-31",
    "true",
    "no",
    "null",
    "~",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\r\n",
    ":",
    ": ",
    " :",
    "#",
    " #",
    "-",
    "- ",
    " -",
    "---",
    "...",
    "?",
    "? ",
    "!",
    "&",
    "*",
    "%",
    "@",
    "`",
    "|",
    ">-",
    "'",
    "\"",
    "\\",
    "{[,]}",
    "\u{85}\u{a0}\u{200b}\u{2028}\u{202e}\u{feff}\u{ffff}",
];

fn text(random: &mut Random) -> String {
    let (count, sentence) = match random.below(10) {
        0 => (60, true),
        1 => (60, false),
        _ => (random.below(6), false),
    };
    let piece = |_| match sentence {
        true => ["some ", "words ", "a: b, ", "it's ", "# ", "- "][random.below(6)],
        false => PIECES[random.below(PIECES.len())],
    };
    let text: String = (0..count).map(piece).collect();
    if sentence { text.trim_end().to_owned() } else { text }
}

fn value(random: &mut Random, depth: usize) -> Yaml {
    match random.below(if depth == 0 { 4 } else { 8 }) {
        0 => Yaml::Word(["null", "true", "-1.5e3", "12"][random.below(4)].to_owned()),
        1..=3 => Yaml::Text(text(random)),
        4 | 5 => Yaml::List((0..random.below(5)).map(|_| value(random, depth - 1)).collect()),
        _ => {
            let mut entries: Vec<(String, Yaml)> = Vec::new();
            for _ in 0..random.below(5) {
                let long = if random.below(30) == 0 { "long".repeat(300) } else { String::new() };
                let key = text(random) + &long;
                if entries.iter().all(|(other, _)| *other != key) {
                    entries.push((key, value(random, depth - 1)));
                }
            }
            Yaml::Map(entries)
        }
    }
}

/// The values in a file.
fn said(node: &Node) -> Yaml {
    match &node.kind {
        Kind::Scalar { text, style: Style::Plain } => match typed(text.clone()) {
            ValueKind::String(text) => Yaml::Text(text),
            _ => Yaml::Word(text.clone()),
        },
        Kind::Scalar { text, .. } => Yaml::Text(text.clone()),
        Kind::List(items) => Yaml::List(items.iter().map(said).collect()),
        Kind::Map { entries, .. } => Yaml::Map(
            entries.iter().map(|entry| (entry.key.value.clone(), said(&entry.value))).collect(),
        ),
        Kind::Reported => panic!("something was reported"),
    }
}

fn canonical(text: &str) -> String {
    format(Source { path: String::new(), text: text.to_owned() }).expect("it is a catalog")
}

fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
    Yaml::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A field with any default and description.
fn field(random: &mut Random) -> Yaml {
    map([
        ("type", Yaml::Text("json".to_owned())),
        ("default", value(random, 3)),
        ("description", Yaml::Text(text(random))),
    ])
}

#[test]
fn new_files_are_canonical_and_say_what_they_should() {
    let mut random = Random(11);
    for _ in 0..600 {
        let data = map([("data", map([(&text(&mut random), field(&mut random))]))]);
        let events = map([("shop", map([("ORDER_PLACED", data)]))]);
        let file = map([("include", value(&mut random, 3)), ("events", events)]);
        let Yaml::Map(entries) = &file else { continue };
        let text = render(entries).text;
        assert_eq!(read(&text).as_ref().map(said).as_ref(), Some(&file), "{text}");
        assert_eq!(canonical(&text), text);
    }
}

#[test]
fn new_entries_say_what_they_should() {
    let files = [
        "records:\n    shop:\n        Order: {}\n",
        "records: { shop: { Order: {} } }\r\n",
        "records:\n  shop: # none\n",
        "",
        "# nothing yet",
    ];
    let mut random = Random(12);
    for count in 0..600 {
        let (key, value) = (text(&mut random), map([("fields", field(&mut random))]));
        let before = files[count % files.len()];
        let after = insert(before, &["records", "shop", &key], &value)
            .unwrap_or_else(|| panic!("there is a place in {before} for {key:?}: {value:?}"));
        let order = if before.contains("Order") { vec![("Order", map([]))] } else { Vec::new() };
        let shop = order.into_iter().chain([(key.as_str(), value)]);
        let shop = Yaml::Map(shop.map(|(key, value)| (key.to_owned(), value)).collect());
        let expected = map([("records", map([("shop", shop)]))]);
        assert_eq!(read(&after).as_ref().map(said), Some(expected), "{after}");
    }
}

#[test]
fn keys_of_the_language_come_in_order_and_bytes_have_paths() {
    let text = |text: &str| Yaml::Text(text.to_owned());
    let field = || map([("default", Yaml::Word("1".to_owned())), ("type", text("long"))]);
    let record = || map([("fields", map([("b", field()), ("a", text("int"))]))]);
    let records = map([("shop", map([("Order", record()), ("Line", record())]))]);
    let entries =
        [("records".to_owned(), records), ("annals".to_owned(), Yaml::Word("1".to_owned()))];
    let file = render(&entries);
    let expected = "\
annals: 1

records:
  shop:
    Order:
      fields:
        b: { type: long, default: 1 }
        a: int

    Line:
      fields:
        b: { type: long, default: 1 }
        a: int
";
    assert_eq!(file.text, expected);
    let path = |part: &str| file.path(expected.rfind(part).unwrap_or_default());
    assert_eq!(path("1 }"), ["records", "shop", "Line", "fields", "b", "default"]);
    assert_eq!(path("a: int"), ["records", "shop", "Line", "fields", "a"]);
    assert_eq!(path("Order"), ["records", "shop", "Order"]);
}
