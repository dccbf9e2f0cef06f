//! Characters that look like one of ASCII, or like nothing, and that a keyboard or an office program
//! writes instead of it.

use crate::ast::Text;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rule::{Rule, Series};
use crate::source::{SourceMap, Span};

/// A character that looks like `ascii`, which is empty if it is invisible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lookalike {
    pub(crate) character: char,
    pub(crate) ascii: &'static str,
}

/// What is looked like, and the characters that do.
const TABLE: &[(&str, &str)] = &[
    ("", "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}"),
    (" ", "\u{a0}\u{2002}\u{2003}\u{2007}\u{2009}\u{200a}\u{202f}\u{3000}"),
    ("\"", "“”„‟«»″＂"),
    ("'", "‘’‚‛′＇"),
    ("-", "‐‑‒–—−－"),
    (".", "。．․"),
    (",", "，、﹐"),
    (":", "：∶꞉︰﹕ː"),
    ("=", "＝"),
    ("?", "？﹖"),
    ("<", "＜‹〈"),
    (">", "＞›〉"),
    ("{", "｛﹛"),
    ("}", "｝﹜"),
    ("[", "［"),
    ("]", "］"),
    ("_", "＿"),
    ("a", "аα"),
    ("b", "Ь"),
    ("c", "сϲ"),
    ("d", "ԁ"),
    ("e", "еҽ"),
    ("g", "ɡ"),
    ("h", "һ"),
    ("i", "іı"),
    ("j", "ј"),
    ("k", "к"),
    ("l", "ӏ"),
    ("m", "м"),
    ("n", "п"),
    ("o", "оο"),
    ("p", "рρ"),
    ("q", "ԛ"),
    ("r", "г"),
    ("s", "ѕ"),
    ("t", "т"),
    ("u", "υ"),
    ("v", "ѵν"),
    ("w", "ԝ"),
    ("x", "хχ"),
    ("y", "уγ"),
    ("A", "АΑ"),
    ("B", "ВΒ"),
    ("C", "СϹ"),
    ("E", "ЕΕ"),
    ("H", "НΗ"),
    ("I", "ІΙ"),
    ("J", "Ј"),
    ("K", "КΚ"),
    ("M", "МΜ"),
    ("N", "Ν"),
    ("O", "ОΟ"),
    ("P", "РΡ"),
    ("S", "Ѕ"),
    ("T", "ТΤ"),
    ("X", "ХΧ"),
    ("Y", "ҮΥ"),
    ("Z", "Ζ"),
];

/// The letters and digits, which have full-width forms in the same order.
const WIDE: [(char, &str); 3] = [
    ('０', "0123456789"),
    ('Ａ', "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ('ａ', "abcdefghijklmnopqrstuvwxyz"),
];

impl Lookalike {
    /// What the character looks like, if it is not ASCII itself.
    pub(crate) fn of(character: char) -> Option<Self> {
        if character.is_ascii() {
            return None;
        }
        let listed = TABLE.iter().find(|(_, these)| these.contains(character));
        let ascii = listed.map(|(ascii, _)| *ascii).or_else(|| wide(character))?;
        Some(Self { character, ascii })
    }

    /// The first one in a text, with its offset.
    pub(crate) fn first_in(text: &str) -> Option<(usize, Self)> {
        let mut all = text.char_indices().filter(|(_, character)| !character.is_ascii());
        all.find_map(|(at, character)| Some((at, Self::of(character)?)))
    }

    /// The quote that a string without quotes starts and ends with.
    pub(crate) fn around(text: &Text) -> Option<Self> {
        // A string in quotes is longer in the file.
        let is_plain = (text.span.end - text.span.start) as usize == text.value.len();
        let quote = |letter| Self::of(letter).filter(|found| ["\"", "'"].contains(&found.ascii));
        let mut letters = text.value.chars().filter(|_| is_plain);
        let first = letters.next().and_then(quote)?;
        letters.next_back().and_then(quote).map(|_| first)
    }

    /// Reports it as the start of a string.
    pub(crate) fn report(self, diagnostics: &mut Diagnostics, rule: &'static Rule, text: Span) {
        let span = Span { end: text.start + self.character.len_utf8() as u32, ..text };
        let message = format!("{} does not start a quoted string", self.named());
        diagnostics.report(rule, span, message).hint(self.hint());
    }

    /// The character, in words.
    pub(crate) fn named(self) -> String {
        let Self { character, ascii } = self;
        let code = format!("U+{:04X}", u32::from(character));
        match (character, ascii) {
            ('\u{a0}', _) => format!("a no-break space ({code})"),
            (_, " ") => format!("a space that is not ASCII ({code})"),
            (_, "") => format!("an invisible character ({code})"),
            _ => format!("`{character}` ({code})"),
        }
    }

    /// What to do about it.
    pub(crate) fn hint(self) -> String {
        self.hint_for(self.ascii)
    }

    /// What to do about it, in a string that is written like this in ASCII.
    pub(crate) fn hint_for(self, ascii: &str) -> String {
        let named = self.named();
        match self.ascii {
            "" if ascii.is_empty() => format!("remove {named}"),
            "" => format!("remove {named}: write `{ascii}`"),
            " " if ascii == " " => format!("write a space instead of {named}"),
            " " => format!("{named} is not a space: write `{ascii}`"),
            "\"" | "'" => format!("{named} is not a quote in YAML: write `{ascii}`"),
            own => format!("{named} only looks like `{own}`: write `{ascii}`"),
        }
    }
}

fn wide(character: char) -> Option<&'static str> {
    WIDE.iter().find_map(|(first, row)| {
        let index = u32::from(character).checked_sub(u32::from(*first))? as usize;
        row.get(index..=index)
    })
}

/// Longer strings are not words.
const LONGEST: usize = 256;

/// A word that looks like one of ASCII: its first such character, and the word of ASCII.
pub(crate) fn word(text: &str) -> Option<(Lookalike, String)> {
    if text.len() > LONGEST {
        return None;
    }
    let (_, first) = Lookalike::first_in(text)?;
    let mut folded = folded(text).trim().to_owned();
    // A quote without a second one quotes nothing.
    if folded.len() > 1 && folded.matches(['"', '\'']).count() % 2 == 1 {
        folded.retain(|letter| !matches!(letter, '"' | '\''));
    }
    (folded.is_ascii() && !folded.contains(' ')).then_some((first, folded))
}

/// What is wrong with a colon, by what comes after it.
pub(crate) fn expected_space(after: &str) -> String {
    let message = "expected a space after the `:`";
    match after.chars().next().and_then(Lookalike::of).filter(|found| found.ascii == " ") {
        Some(found) => format!("{message}, found {}", found.named()),
        None => message.to_owned(),
    }
}

/// A text with what each character looks like.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match Lookalike::of(character) {
            Some(lookalike) => folded.push_str(lookalike.ascii),
            None => folded.push(character),
        }
    }
    folded
}

/// Names the character in the hint of each report about a word that looks like one of ASCII.
/// Reports about the syntax have named it already.
pub(crate) fn explain(reports: &mut [Diagnostic], sources: &SourceMap) {
    let is_about_word = |report: &&mut Diagnostic| {
        report.severity == Severity::Error && report.rule.series != Series::Yaml
    };
    for report in reports.iter_mut().filter(is_about_word) {
        if let Some((first, word)) = word(sources.text(report.span)) {
            report.hint(first.hint_for(&word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lookalike, TABLE, word};

    #[test]
    fn texts_are_folded() {
        for (text, expected) in [
            ("tуpe", Some("type")),
            ("ｔｙｐｅ：", Some("type:")),
            ("ty\u{200b}pe", Some("type")),
            ("“a”", Some("\"a\"")),
            ("“a", Some("a")),
            ("Ｚ９", Some("Z9")),
            ("tу é", None),
            ("é", None),
            ("type", None),
        ] {
            assert_eq!(word(text).map(|(_, word)| word).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn every_character_is_listed_once() {
        let all: Vec<char> = TABLE.iter().flat_map(|(_, these)| these.chars()).collect();
        let mut once = all.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(all.len(), once.len());
        assert!(all.iter().all(|one| !one.is_ascii() && Lookalike::of(*one).is_some()));
    }
}
