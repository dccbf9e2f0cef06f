//! Writes values as YAML in a random layout, with random comments.

use crate::random::Random;

impl Random {
    /// True about once in `times` calls.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn one<'p>(&mut self, of: &[&'p str]) -> &'p str {
        of[self.below(of.len())]
    }
}

/// A YAML value.
#[derive(Clone)]
pub(crate) enum Tree {
    /// Written as it is: a word, a number, a type.
    Word(&'static str),
    /// A string that may be written in any style.
    Text(&'static str),
    List(Vec<Tree>),
    /// Keys of the language, in any order.
    Keys(Vec<(&'static str, Tree)>),
    /// Names of the catalog, whose order counts.
    Names(Vec<(&'static str, Tree)>),
}

pub(crate) struct Layout {
    random: Random,
    out: String,
    pub(crate) comments: Vec<String>,
    /// A comment that is indented further would be a part of a block scalar.
    after_text: bool,
}

/// Writes a catalog in a random layout; returns the text and its comments.
pub(crate) fn lay(tree: &Tree, seed: u64) -> (String, Vec<String>) {
    let random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut layout = Layout { random, out: String::new(), comments: Vec::new(), after_text: false };
    if layout.random.once_in(8) {
        layout.out.push('\u{feff}');
    }
    layout.block(tree, 0);
    layout.above(0);
    let crlf = layout.random.once_in(6);
    let text = if crlf { layout.out.replace('\n', "\r\n") } else { layout.out };
    (text, layout.comments)
}

impl Layout {
    fn comment(&mut self) -> String {
        let words = ["", " words", ": - {", " it's \"", " # twice", "\ttab"];
        let comment = format!("#{}{}.", self.comments.len(), self.random.one(&words));
        self.comments.push(comment.clone());
        comment
    }

    fn pad(&mut self, column: usize) {
        self.out.extend(std::iter::repeat_n(' ', column));
    }

    /// Blank lines and comments between two entries.
    fn above(&mut self, column: usize) {
        while self.random.once_in(4) {
            if self.random.once_in(2) {
                self.out.push('\n');
                continue;
            }
            let further = if self.after_text { 0 } else { self.random.below(6) };
            let column = if self.random.once_in(3) {
                column + further
            } else {
                self.random.below(column + 1)
            };
            let comment = self.comment();
            self.pad(column);
            self.out.push_str(&comment);
            self.out.push('\n');
            self.after_text = false;
        }
    }

    fn end(&mut self) {
        if self.random.once_in(4) {
            let comment = self.comment();
            let gap = self.random.below(3) + 1;
            self.pad(gap);
            self.out.push_str(&comment);
        }
        self.out.push('\n');
    }

    fn entries(&mut self, tree: &Tree) -> Vec<(&'static str, Tree)> {
        match tree {
            Tree::Names(entries) => entries.clone(),
            Tree::Keys(entries) => {
                let mut entries = entries.clone();
                for index in (1..entries.len()).rev() {
                    entries.swap(index, self.random.below(index + 1));
                }
                entries
            }
            Tree::List(items) => items.iter().map(|item| ("", item.clone())).collect(),
            Tree::Word(_) | Tree::Text(_) => Vec::new(),
        }
    }

    /// A mapping or list in lines, at the start of a line.
    fn block(&mut self, tree: &Tree, column: usize) {
        for (key, value) in self.entries(tree) {
            self.above(column);
            self.pad(column);
            self.after_text = false;
            if let Tree::List(_) = tree {
                self.out.push('-');
            } else {
                let key = match self.random.below(6) {
                    0 => format!("\"{key}\""),
                    1 => format!("'{key}' "),
                    _ => key.to_owned(),
                };
                self.out.push_str(&key);
                self.out.push(':');
            }
            self.value(&value, column);
        }
    }

    /// What follows a key or a dash.
    fn value(&mut self, tree: &Tree, column: usize) {
        let inner = column + 1 + self.random.below(4);
        match tree {
            Tree::Word(word) => {
                let word = (*word).to_owned();
                self.scalar(&word, inner);
            }
            Tree::Text(text) => self.text(text, inner),
            _ if self.random.once_in(3) => {
                self.out.push(' ');
                self.flow(tree, column + 1);
                self.end();
            }
            Tree::List(items) if items.is_empty() => {
                self.out.push_str(" []");
                self.end();
            }
            _ => {
                self.end();
                self.block(tree, inner);
            }
        }
    }

    fn scalar(&mut self, written: &str, inner: usize) {
        if self.random.once_in(5) {
            self.end();
            self.pad(inner);
        } else {
            self.out.push(' ');
        }
        self.out.push_str(written);
        self.end();
    }

    fn text(&mut self, text: &str, inner: usize) {
        let lines = text.replace(' ', &format!("\n{}", " ".repeat(inner)));
        let literal = format!("{}{text}\n", " ".repeat(inner));
        match self.random.below(6) {
            0 => self.scalar(text, inner),
            1 => self.scalar(&format!("\"{}\"", text.replace('\'', "\\u0027")), inner),
            2 => self.scalar(&format!("'{}'", text.replace('\'', "''")), inner),
            3 => self.scalar(&format!("\"{lines}\""), inner),
            4 => self.scalar(&lines, inner),
            _ => {
                let header = self.random.one(&[" |", " >", " |-", " >-"]);
                self.out.push_str(header);
                self.end();
                self.out.push_str(&literal);
                self.after_text = true;
            }
        }
    }

    fn flow_gap(&mut self, inner: usize) {
        match self.random.below(8) {
            0 => self.out.push('\n'),
            1 => self.end(),
            2 => return self.out.push(' '),
            _ => return,
        }
        self.pad(inner);
    }

    fn flow(&mut self, tree: &Tree, inner: usize) {
        let (open, close) = if let Tree::List(_) = tree { ('[', ']') } else { ('{', '}') };
        match tree {
            Tree::Word(word) => return self.out.push_str(word),
            Tree::Text(text) => {
                return self.out.push_str(&format!("\"{}\"", text.replace('"', "\\\"")));
            }
            _ => self.out.push(open),
        }
        let entries = self.entries(tree);
        for (index, (key, value)) in entries.iter().enumerate() {
            self.flow_gap(inner);
            if !key.is_empty() {
                self.out.push_str(&format!("{key}: "));
            }
            self.flow(value, inner);
            self.flow_gap(inner);
            if index + 1 < entries.len() || self.random.once_in(5) {
                self.out.push(',');
            }
        }
        self.flow_gap(inner);
        self.out.push(close);
    }
}
