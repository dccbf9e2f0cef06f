//! A catalog with hostile texts: each text of `hostile/texts.txt` in every place that takes a text, also
//! as a pattern, and each URL of `hostile/urls.txt` in every place that takes one.

use std::fmt::Write as _;
use std::path::Path;

use annals_catalog::format;

use crate::folder::Folder;

/// The texts in the double quotes of YAML.
///
/// # Panics
/// If the file cannot be read.
#[must_use]
pub fn texts() -> Vec<String> {
    lines("texts.txt")
}

/// URLs that the language accepts.
///
/// # Panics
/// If the file cannot be read.
#[must_use]
pub fn urls() -> Vec<String> {
    lines("urls.txt")
}

fn lines(file: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("hostile").join(file);
    let text = String::from_utf8(Folder::read_path(&path)).expect("the file is UTF-8");
    text.lines().map(str::to_owned).collect()
}

/// Repositories with all the characters that the language accepts.
const REPOSITORIES: [&str; 5] = ["con/aux", "x_/__y__", "-rf/--help", "a.b/c..", "r_/0x1F"];

/// A pattern, in quotes, that matches a text in quotes and no other.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("^");
    for letter in meant(text).chars() {
        if r"^$\.*+?()[]{}|/".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('$');
    format::scalar(&pattern)
}

/// The value of a text in quotes.
fn meant(text: &str) -> String {
    let mut meant = String::new();
    let mut letters = text[1..text.len() - 1].chars();
    while let Some(letter) = letters.next() {
        let read = match letter {
            '\\' => match letters.next() {
                Some('n') => Some('\n'),
                Some('r') => Some('\r'),
                Some('t') => Some('\t'),
                Some('u') => code(&mut letters, 4),
                Some('U') => code(&mut letters, 8),
                other => other,
            },
            letter => Some(letter),
        };
        meant.push(read.expect("the file has escapes of YAML"));
    }
    meant
}

fn code(letters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let digits: String = letters.by_ref().take(digits).collect();
    u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)
}

/// An item of a list that repeats.
fn one<T>(of: &[T], number: usize) -> &T {
    &of[number % of.len()]
}

/// The catalog; every text has a domain of its own, `d0`, `d1` and so on.
///
/// # Panics
/// Never: writing to a string does not fail.
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
    let pattern = pattern(text);
    format!(
        "scalars:\n  s{number}: {{ base: string, pattern: {pattern}, example: {text}, description: {text} }}\n"
    )
}

/// The value of an enum needs a letter or a digit, so one is added to the text.
fn enumeration(number: usize, text: &str) -> String {
    let value = format!("\"v0 {}", &text[1..]);
    format!(
        "enums:\n  E{number}:\n    description: {text}\n    values:\n      v: {text}\n      {value}: \
         {{ description: {text}, deprecated: {{ since: 2025-01-01, replacement: v, note: {text} }} }}\n"
    )
}

fn records(number: usize, text: &str) -> String {
    let value = format!("\"v0 {}", &text[1..]);
    let pattern = pattern(text);
    format!(
        "records:\n  d{number}:\n    R{number}:\n      description: {text}\n      \
         deprecated: {{ since: 2025-01-01, note: {text} }}\n      fields:\n        \
         text: {{ type: string, default: {text}, example: {text}, description: {text}, \
         deprecated: {{ since: 2025-01-01, note: {text} }} }}\n        \
         scalar: {{ type: s{number}, description: {text} }}\n        \
         pattern: {{ type: string?, pattern: {pattern}, example: {text}, description: {text} }}\n        \
         value: {{ type: E{number}, default: {value}, description: {text} }}\n        \
         map: {{ type: map<string>, default: {{ {text}: {text} }}, description: {text} }}\n        \
         json: {{ type: json, default: {{ {text}: [{text}] }}, description: {text} }}\n        \
         list: {{ type: list<string>, example: [{text}], description: {text} }}\n"
    )
}

fn events(number: usize, text: &str) -> String {
    let urls = urls();
    let links = [0, 1, 2].map(|more| format::scalar(one::<String>(&urls, number + more)));
    let repositories = [0, 1].map(|more| one(&REPOSITORIES, number + more));
    format!(
        "events:\n  d{number}:\n    THING{number}_SEEN:\n      \
         type: org.example.d{number}.thing{number}.seen.v1\n      added: 2025-01-01\n      \
         description: {text}\n      repository: {repositories:?}\n      \
         definition: {definition}\n      trigger: [{trigger}, {other}]\n      warning: {text}\n      \
         deprecated: {{ since: 2025-01-01, note: {text} }}\n      \
         allow: [{{ rule: A0207, reason: {text} }}]\n      \
         data: {{ thing: {{ type: R{number}, example: {{ scalar: {text}, list: [{text}] }}, description: {text} }} }}\n    \
         OTHER{number}_SEEN:\n      type: org.example.d{number}.other{number}.seen.v1\n      \
         added: 2025-01-01\n      description: {text}\n      repository: example/odd\n      \
         trigger: {definition}\n      local_only: {text}\n      data: {{ thing: R{number} }}\n",
        definition = links[0],
        trigger = links[1],
        other = links[2],
    )
}
