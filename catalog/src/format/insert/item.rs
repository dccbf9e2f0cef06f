//! What is to be written: keys and values in; YAML lines, or one line in brackets, out.

use crate::format::WIDTH;
use crate::format::quote::{quoted, scalar};

/// Prose is folded so that its lines end before this column.
const FOLD: usize = 100;

/// The value of a key that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A text, in quotes where it needs them.
    Text(String),
    /// A word of YAML's own, such as `true`.
    Word(&'static str),
    /// A whole number.
    Number(u32),
    /// Sentences, which go over several lines if they are long.
    Prose(String),
    /// Texts in brackets, or each on a line of its own where they are too long for that.
    List(Vec<String>),
    /// Keys and their values, in this order.
    Map(Vec<(String, Item)>),
}

/// A key, in quotes where it needs them.
pub(super) fn key(key: &str) -> String {
    scalar(key)
}

impl Item {
    /// The value behind its key in lines, indented by `column`, with `step` more for each level.
    pub(super) fn block(&self, key: &str, column: usize, step: usize, lines: &mut String) {
        let (pad, key) = (" ".repeat(column), self::key(key));
        match self {
            Item::Map(entries) if !entries.is_empty() => {
                lines.push_str(&format!("{pad}{key}:\n"));
                for (key, item) in entries {
                    item.block(key, column + step, step, lines);
                }
            }
            Item::Prose(text) if folds(text, column + key.chars().count() + 2) => {
                lines.push_str(&format!("{pad}{key}: >-\n"));
                for line in folded(text, FOLD.saturating_sub(column + step).max(40)) {
                    lines.push_str(&format!("{pad}{}{line}\n", " ".repeat(step)));
                }
            }
            Item::List(texts) if column + key.chars().count() + 2 + self.width() > WIDTH => {
                lines.push_str(&format!("{pad}{key}:\n"));
                for text in texts {
                    lines.push_str(&format!("{pad}{}- {}\n", " ".repeat(step), scalar(text)));
                }
            }
            item => lines.push_str(&format!("{pad}{key}: {}\n", item.flow())),
        }
    }

    /// How long the value is in one line.
    fn width(&self) -> usize {
        self.flow().chars().count()
    }

    /// The value in one line.
    pub(super) fn flow(&self) -> String {
        match self {
            Item::Text(text) | Item::Prose(text) => scalar(text),
            Item::Word(word) => (*word).to_owned(),
            Item::Number(number) => number.to_string(),
            Item::List(texts) => {
                format!(
                    "[{}]",
                    texts.iter().map(|text| scalar(text)).collect::<Vec<_>>().join(", ")
                )
            }
            Item::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Item::Map(entries) => {
                let entries = entries.iter();
                let entries =
                    entries.map(|(key, item)| format!("{}: {}", self::key(key), item.flow()));
                format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// True if a text is too long for its line and can go over several without a change: its words
/// have one space between them, and nothing else.
fn folds(text: &str, column: usize) -> bool {
    let simple = !text.starts_with(' ') && !text.ends_with(' ') && !text.contains("  ");
    column + quoted(text).chars().count() > WIDTH
        && simple
        && !text.contains(|letter: char| letter.is_control() || letter == '\u{feff}')
}

fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
