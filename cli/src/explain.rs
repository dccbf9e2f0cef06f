//! Prints rules and their pages, as text or JSON.

use std::fmt::Write as _;

use annals_catalog::diagnostic::Severity;
use annals_catalog::rule::{Example, Item, Part, Rule};
use serde::Serialize;

/// Version of the JSON document.
const VERSION: u32 = 1;

/// Longest line of prose, in characters.
const WIDTH: usize = 90;

/// One line per rule: its code, level and summary.
pub(crate) fn list(rules: &[&Rule]) -> String {
    let mut text = String::new();
    for rule in rules {
        line(&mut text, &format!("{}  {:7}  {}", rule.code, level(rule), rule.summary));
    }
    text
}

/// The page of each rule, for people.
pub(crate) fn pages(rules: &[&Rule]) -> String {
    rules.iter().map(|rule| page(rule)).collect::<Vec<_>>().join("\n")
}

fn page(rule: &Rule) -> String {
    let explanation = rule.explanation();
    let mut text = String::new();
    line(&mut text, &format!("{} ({}): {}", rule.code, level(rule), rule.summary));
    line(&mut text, "");
    wrap(&mut text, explanation.reason);
    for (title, example) in [("Wrong", explanation.wrong), ("Right", explanation.right)] {
        line(&mut text, &format!("\n{title}:"));
        print_example(&mut text, example);
    }
    line(&mut text, "");
    line(&mut text, &exceptions(rule));
    text
}

fn print_example(text: &mut String, example: Example) {
    for part in example.parts() {
        line(text, "");
        match part {
            Part::Words(words) => wrap(text, words),
            Part::Code { info, text: code } => {
                if let Some((_, file)) = info.split_once(' ') {
                    line(text, &format!("    # {file}"));
                }
                code.lines().for_each(|code| line(text, format!("    {code}").trim_end()));
            }
        }
    }
}

/// How to turn the rule off, if that is possible.
fn exceptions(rule: &Rule) -> String {
    if !rule.is_convention() {
        return "This is always an error: it has no level and cannot be waived.".to_owned();
    }
    let (level, given) = match rule.level() {
        Some(_) => (format!("Its level is `{}`", word(rule.severity)), "another"),
        None => ("It is off".to_owned(), "it a level"),
    };
    let level = format!(
        "{level} unless `lint: {{ {}: … }}` gives {given}: `error`, `warn` or `allow`.",
        rule.code
    );
    match waived_on(rule).as_slice() {
        [] => format!("{level}\nIt cannot be waived on a single item."),
        items => format!("{level}\nIt can be waived with `allow:` on: {}.", items.join(", ")),
    }
}

fn waived_on(rule: &Rule) -> Vec<&'static str> {
    rule.waived_on.iter().copied().map(Item::word).collect()
}

/// The level as in reports.
fn level(rule: &Rule) -> &'static str {
    match rule.level() {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) => "warning",
        None => "off",
    }
}

/// The level as in `lint:`.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warn",
    }
}

/// Joins the lines of a paragraph (a page has one per sentence) and breaks them at [`WIDTH`].
fn wrap(text: &mut String, words: &str) {
    let mut width = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        let before = match width {
            0 => "",
            width if width + 1 + length > WIDTH => "\n",
            _ => " ",
        };
        width = if before == " " { width + 1 + length } else { length };
        write!(text, "{before}{word}").expect("writing to a string cannot fail");
    }
    line(text, "");
}

fn line(text: &mut String, words: &str) {
    writeln!(text, "{words}").expect("writing to a string cannot fail");
}

/// The document that `annals explain --format json` prints.
#[derive(Serialize)]
struct Document {
    /// Increased when a key is removed or changes its meaning.
    version: u32,
    rules: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    code: &'static str,
    /// `error`, `warning` or `off`.
    level: &'static str,
    summary: &'static str,
    reason: &'static str,
    wrong: Vec<Block>,
    right: Vec<Block>,
    /// True if `lint:` can set its level.
    convention: bool,
    waived_on: Vec<&'static str>,
}

#[derive(Serialize)]
struct Block {
    /// `yaml`, `sh`, `toml` or `text`.
    language: &'static str,
    /// The included file that it shows; absent if it shows the catalog itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'static str>,
    text: &'static str,
}

/// The rules with their pages, as one line of JSON.
pub(crate) fn json(rules: &[&'static Rule]) -> String {
    let document =
        Document { version: VERSION, rules: rules.iter().map(|rule| entry(rule)).collect() };
    let mut text = serde_json::to_string(&document).expect("all keys are strings");
    text.push('\n');
    text
}

fn entry(rule: &'static Rule) -> Entry {
    let explanation = rule.explanation();
    Entry {
        code: rule.code,
        level: level(rule),
        summary: rule.summary,
        reason: explanation.reason,
        wrong: blocks(explanation.wrong),
        right: blocks(explanation.right),
        convention: rule.is_convention(),
        waived_on: waived_on(rule),
    }
}

fn blocks(example: Example) -> Vec<Block> {
    let block = |(info, text): (&'static str, &'static str)| {
        let (language, file) =
            info.split_once(' ').map_or((info, None), |(of, file)| (of, Some(file)));
        Block { language, file, text }
    };
    example.blocks().map(block).collect()
}
