//! A catalog with hostile texts: each of `hostile/texts.txt` in every place that takes a text.

use std::fmt::Write as _;
use std::path::Path;

use crate::folder::Folder;

/// The texts in the double quotes of YAML.
///
/// # Panics
/// If the file is not there.
#[must_use]
pub fn texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile/texts.txt");
    let text = String::from_utf8(Folder::read_path(&path)).expect("the file is UTF-8");
    text.lines().map(str::to_owned).collect()
}

/// The catalog; every text has a domain of its own, `d0`, `d1` and so on.
///
/// # Panics
/// Never: a string takes every write.
#[must_use]
pub fn catalog() -> String {
    let texts = texts();
    let all = texts.iter().map(|text| &text[1..text.len() - 1]).collect::<Vec<_>>().join(" ");
    let mut catalog = format!(
        "annals: 1\ncatalog: {{ name: hostile, title: \"{all}\", namespace: org.example, version: 1.0.0, \
         description: \"{all}\" }}\navro: {{ record: Payload, doc: \"{all}\" }}\n"
    );
    for section in [domain, scalar, enumeration, records, events] {
        let parts: Vec<String> =
            texts.iter().enumerate().map(|(number, text)| section(number, text)).collect();
        let (name, _) = parts[0].split_once('\n').expect("a section begins with its name");
        writeln!(catalog, "{name}").expect("a string takes every write");
        for part in &parts {
            catalog.push_str(part.split_once('\n').map_or("", |(_, entry)| entry));
        }
    }
    catalog
}

fn domain(number: usize, text: &str) -> String {
    format!("domains:\n  d{number}: {{ title: {text}, description: {text} }}\n")
}

fn scalar(number: usize, text: &str) -> String {
    format!("scalars:\n  s{number}: {{ base: string, example: {text}, description: {text} }}\n")
}

/// A value has a letter or a digit, so the text is not alone there.
fn enumeration(number: usize, text: &str) -> String {
    let value = format!("\"v0 {}", &text[1..]);
    format!(
        "enums:\n  E{number}:\n    description: {text}\n    values:\n      v: {text}\n      {value}: \
         {{ description: {text}, deprecated: {{ since: 2025-01-01, replacement: v, note: {text} }} }}\n"
    )
}

fn records(number: usize, text: &str) -> String {
    let value = format!("\"v0 {}", &text[1..]);
    format!(
        "records:\n  d{number}:\n    R{number}:\n      description: {text}\n      \
         deprecated: {{ since: 2025-01-01, note: {text} }}\n      fields:\n        \
         text: {{ type: string, default: {text}, example: {text}, description: {text}, \
         deprecated: {{ since: 2025-01-01, note: {text} }} }}\n        \
         scalar: {{ type: s{number}, description: {text} }}\n        \
         value: {{ type: E{number}, default: {value}, description: {text} }}\n        \
         map: {{ type: map<string>, default: {{ {text}: {text} }}, description: {text} }}\n        \
         json: {{ type: json, default: {{ {text}: [{text}] }}, description: {text} }}\n        \
         list: {{ type: list<string>, example: [{text}], description: {text} }}\n"
    )
}

fn events(number: usize, text: &str) -> String {
    format!(
        "events:\n  d{number}:\n    THING{number}_SEEN:\n      \
         type: org.example.d{number}.thing{number}.seen.v1\n      added: 2025-01-01\n      \
         description: {text}\n      repository: example/odd\n      warning: {text}\n      \
         deprecated: {{ since: 2025-01-01, note: {text} }}\n      \
         allow: [{{ rule: A0207, reason: {text} }}]\n      \
         data: {{ thing: {{ type: R{number}, example: {{ scalar: {text}, list: [{text}] }}, description: {text} }} }}\n    \
         OTHER{number}_SEEN:\n      type: org.example.d{number}.other{number}.seen.v1\n      \
         added: 2025-01-01\n      description: {text}\n      repository: example/odd\n      \
         local_only: {text}\n      data: {{ thing: R{number} }}\n"
    )
}
