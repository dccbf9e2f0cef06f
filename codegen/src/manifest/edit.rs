//! Adds features to the text of a manifest, and keeps everything else as it is.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The table of features.
const TABLE: &str = "[features]";

/// The feature that enables others.
const DEFAULT: &str = "default";

/// Longest line of an array that is written on one line, as rustfmt has it.
const WIDTH: usize = 100;

/// What `[features]` contains.
#[derive(Default)]
struct Features {
    /// Where the last feature of a domain or `default` ends.
    end: Option<usize>,
    default: Option<List>,
}

/// An array of strings in the text.
struct List {
    span: Range<usize>,
    items: Vec<Range<usize>>,
    names: Vec<String>,
}

/// The text with a feature for each name of `missing`, and the line after which they are added, from 1.
///
/// `default` gets them too, if it has all features of `present`: otherwise its owner has chosen some.
pub(super) fn completed(text: &str, present: &[String], missing: &[String]) -> (usize, String) {
    let features = features(text, present).unwrap_or_default();
    let is_default = |name: &String| match &features.default {
        Some(default) => default.names.contains(name),
        None => false,
    };
    let all_are_default = present.iter().all(is_default);
    let mut lines: String = missing.iter().map(|name| format!("{name} = []\n")).collect();
    if features.default.is_none() && all_are_default {
        let quoted = missing.iter().map(|name| format!("\"{name}\"")).collect();
        lines.insert_str(0, &format!("{DEFAULT} = {}\n", array(DEFAULT.len() + 3, quoted)));
    }
    let (place, line) = match features.end.or_else(|| header(text)) {
        Some(end) => (line_end(text, end), text[..end].matches('\n').count() + 1),
        None => {
            lines.insert_str(0, &format!("\n{TABLE}\n"));
            (text.len(), 1)
        }
    };
    let (before, after) = text.split_at(place);
    let break_line = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    // The array comes before the place.
    let before = match &features.default {
        Some(default) if all_are_default => extended(before, default, missing),
        Some(_) | None => before.to_owned(),
    };
    let text_after = format!("{before}{break_line}{lines}{after}");
    if text.contains("\r\n") {
        return (line, text_after.replace("\r\n", "\n").replace('\n', "\r\n"));
    }
    (line, text_after)
}

fn features(text: &str, present: &[String]) -> Option<Features> {
    let manifest = DeTable::parse(text).ok()?;
    let table = manifest.get_ref().get("features")?.get_ref().as_table()?;
    let mut features = Features::default();
    for (name, value) in table {
        let name: &str = name.get_ref();
        if name == DEFAULT {
            features.default = list(value);
        } else if !present.iter().any(|known| known == name) {
            continue;
        }
        features.end = features.end.max(Some(value.span().end));
    }
    Some(features)
}

fn list(value: &Spanned<DeValue<'_>>) -> Option<List> {
    let items = value.get_ref().as_array()?;
    let name = |item: &Spanned<DeValue<'_>>| item.get_ref().as_str().map(str::to_owned);
    Some(List {
        span: value.span(),
        items: items.iter().map(Spanned::span).collect(),
        names: items.iter().filter_map(name).collect(),
    })
}

/// Where the line of the table's header ends.
fn header(text: &str) -> Option<usize> {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let code = line.split('#').next().unwrap_or_default();
        if code.split_whitespace().collect::<String>() == TABLE {
            return Some(end - usize::from(line.ends_with('\n')));
        }
    }
    None
}

/// Where the line at `place` ends, with its line break.
fn line_end(text: &str, place: usize) -> usize {
    text[place..].find('\n').map_or(text.len(), |length| place + length + 1)
}

/// The text with more names in an array. One that has several lines keeps its form.
fn extended(text: &str, list: &List, names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let written = &text[list.span.clone()];
    let line_start = |place: usize| text[..place].rfind('\n').map_or(0, |end| end + 1);
    let (place, added) = match list.items.last() {
        Some(last) if written.contains('\n') => {
            let line = &text[line_start(last.start)..last.start];
            let indent: String = line.chars().take_while(|it| it.is_whitespace()).collect();
            let lines = quoted.iter().map(|name| format!(",\n{indent}{name}")).collect::<String>();
            (last.end..last.end, lines)
        }
        _ => {
            let column = list.span.start - line_start(list.span.start);
            let known = list.items.iter().map(|item| text[item.clone()].to_owned());
            (list.span.clone(), array(column, known.chain(quoted).collect()))
        }
    };
    format!("{}{added}{}", &text[..place.start], &text[place.end..])
}

/// An array that begins in a column: on one line, if that is not too long.
fn array(column: usize, items: Vec<String>) -> String {
    let line = format!("[{}]", items.join(", "));
    if column + line.len() <= WIDTH {
        return line;
    }
    let lines: String = items.iter().map(|item| format!("    {item},\n")).collect();
    format!("[\n{lines}]")
}

#[cfg(test)]
mod tests {
    use super::completed;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn features_are_added_to_the_table_and_to_the_default() {
        let cases = [
            ("", "\n[features]\ndefault = [\"b\", \"c\"]\nb = []\nc = []\n"),
            (
                "[features] # all\nserde = []",
                "[features] # all\ndefault = [\"b\", \"c\"]\nb = []\nc = []\nserde = []",
            ),
            (
                "[features]\ndefault = []\n",
                "[features]\ndefault = [\"b\", \"c\"]\nb = []\nc = []\n",
            ),
            (
                "[features]\ndefault = ['a'] # x\n# Domains.\na = []\nserde = []\n",
                "[features]\ndefault = ['a', \"b\", \"c\"] # x\n# Domains.\na = []\nb = []\nc = []\nserde = []\n",
            ),
            (
                "[features]\r\ndefault = [\r\n  \"a\", # A\r\n]\r\na = []\r\n",
                "[features]\r\ndefault = [\r\n  \"a\",\r\n  \"b\",\r\n  \"c\", # A\r\n]\r\na = []\r\nb = []\r\nc = []\r\n",
            ),
            // Their owner has chosen what is enabled.
            ("[features]\na = []\n", "[features]\na = []\nb = []\nc = []\n"),
            (
                "[features]\ndefault = []\na = []\n",
                "[features]\ndefault = []\na = []\nb = []\nc = []\n",
            ),
        ];
        for (before, after) in cases {
            let present = names(if before.contains("a = []") { &["a"] } else { &[] });
            let (_, found) = completed(before, &present, &names(&["b", "c"]));
            assert_eq!(found, after);
            assert!(found.parse::<toml::Table>().is_ok(), "{found}");
        }
    }

    #[test]
    fn a_long_default_has_a_line_for_each_feature() {
        let missing: Vec<String> = (0..30).map(|number| format!("domain_{number}")).collect();
        for before in ["[features]\n", "[features]\ndefault = []\n"] {
            let (_, found) = completed(before, &[], &missing);
            let start = "[features]\ndefault = [\n    \"domain_0\",\n    \"domain_1\",\n";
            assert!(found.starts_with(start), "{found}");
            assert!(found.contains("    \"domain_29\",\n]\ndomain_0 = []\n"), "{found}");
        }
    }
}
