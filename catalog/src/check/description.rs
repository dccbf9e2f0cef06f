//! Rules about descriptions: missing, useless or unfinished ones.
//!
//! They compare characters and work for every language, except for the English words in [`DOUBLED`]
//! and [`ARTICLES`].

use crate::ast::{self, Text, Waiver};
use crate::check::findings::Findings;
use crate::resolve::within;
use crate::rule::convention::{
    DESCRIPTION_END, DESCRIPTION_MISSING, DESCRIPTION_NAME, DESCRIPTION_TWICE,
};

/// Words that add nothing to a name.
const ARTICLES: [&str; 3] = ["a", "an", "the"];

/// Words that correct sentences repeat.
const DOUBLED: [&str; 2] = ["had", "that"];

/// Something that can have a description.
pub(crate) struct Described<'a> {
    name: &'a Text,
    description: Option<&'a Text>,
    /// Those of the item itself, then those of what contains it.
    waivers: [&'a [Waiver]; 2],
    /// A part of it was reported and left out, possibly the description.
    broken: bool,
}

/// Visits everything that can have a description, except records and events.
pub(crate) fn of_others<'a>(ast: &'a ast::Catalog, mut show: impl FnMut(Described<'a>)) {
    let mut plain = |name, description: &'a Option<Text>, waivers, broken| {
        show(Described { name, description: description.as_ref(), waivers, broken });
    };
    if let Some(header) = &ast.header
        && let Some(name) = &header.name
    {
        plain(name, &header.description, [&[], &[]], false);
    }
    for of in &ast.domains {
        plain(&of.name, &of.description, [&of.allow, &[]], false);
    }
    for of in &ast.scalars {
        plain(&of.name, &of.description, [&of.allow, &[]], of.broken);
    }
    for of in &ast.enums {
        plain(&of.name, &of.description, [&of.allow, &[]], of.broken);
        for value in &of.values {
            plain(&value.value, &value.description, [&value.allow, &of.allow], of.broken);
        }
    }
    for of in &ast.variants {
        plain(&of.name, &of.description, [&of.allow, &[]], of.broken);
        for case in &of.cases {
            plain(&case.name, &case.description, [&of.allow, &[]], of.broken);
        }
    }
}

/// Visits a record and its fields.
pub(crate) fn of_record<'a>(record: &'a ast::Record, show: impl FnMut(Described<'a>)) {
    let ast::Record { name, description, allow, broken, fields, .. } = record;
    let description = description.as_ref();
    of_item(Described { name, description, waivers: [allow, &[]], broken: *broken }, fields, show);
}

/// Visits an event and its data.
pub(crate) fn of_event<'a>(event: &'a ast::Event, show: impl FnMut(Described<'a>)) {
    let ast::Event { name, description, allow, broken, data, .. } = event;
    let description = description.as_ref();
    of_item(Described { name, description, waivers: [allow, &[]], broken: *broken }, data, show);
}

fn of_item<'a>(item: Described<'a>, fields: &'a [ast::Field], mut show: impl FnMut(Described<'a>)) {
    let [outer, _] = item.waivers;
    show(item);
    for field in fields {
        show(Described {
            name: &field.name,
            description: field.description.as_ref(),
            waivers: [&field.allow, outer],
            broken: field.broken,
        });
    }
}

pub(crate) fn check_missing(findings: &mut Findings<'_>, of: &Described<'_>) {
    if of.description.is_some() || of.broken {
        return;
    }
    if findings.judge(&DESCRIPTION_MISSING, &of.waivers).is_none() {
        return;
    }
    let message = format!("`{}` has no description", of.name.value);
    if let Some(report) = findings.report(&DESCRIPTION_MISSING, &of.waivers, of.name.span, message)
    {
        report.hint("add a `description:` that says what the name does not");
    }
}

pub(crate) fn check_name(findings: &mut Findings<'_>, of: &Described<'_>) {
    let Some(text) = of.description.filter(|text| is_name(&of.name.value, &text.value)) else {
        return;
    };
    let message = format!("the description of `{}` repeats its name", of.name.value);
    if let Some(report) = findings.report(&DESCRIPTION_NAME, &of.waivers, text.span, message) {
        report.hint("say what the name does not: the purpose, the unit, when it is empty");
    }
}

/// True if a description has only the letters of the name, and articles.
fn is_name(name: &str, text: &str) -> bool {
    // Most descriptions are too long to be a name with articles and punctuation.
    if text.len() > 2 * name.len() + 16 {
        return false;
    }
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| ARTICLES.iter().all(|of| !word.eq_ignore_ascii_case(of)));
    let said = words.flat_map(str::chars).flat_map(char::to_lowercase);
    let name = name.chars().filter(|letter| letter.is_alphanumeric());
    said.eq(name.flat_map(char::to_lowercase))
}

pub(crate) fn check_end(findings: &mut Findings<'_>, of: &Described<'_>) {
    let Some(text) = of.description else { return };
    let Some(last) = odd_end(&text.value) else { return };
    // Another rule reports that it repeats the name.
    if is_name(&of.name.value, &text.value) {
        return;
    }
    let message = match last.is_alphanumeric() {
        true => format!("the description of `{}` does not end with a full stop", of.name.value),
        false => format!("the description of `{}` ends with `{last}`", of.name.value),
    };
    if let Some(report) = findings.report(&DESCRIPTION_END, &of.waivers, text.span, message) {
        report.hint("end it with a full stop, or complete the sentence");
    }
}

/// The last character of a text, if it is not the end of a sentence. Quotes and brackets may follow
/// the sentence. A text may end with an address, since a full stop would look like a part of it.
fn odd_end(text: &str) -> Option<char> {
    const CLOSERS: [char; 12] = ['"', '\'', '`', ')', ']', '}', '>', '*', '_', '”', '’', '»'];
    const ENDS: [char; 10] = ['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'];
    if text.ends_with('.') {
        return None;
    }
    let text = text.trim_end();
    let last = text.chars().next_back()?;
    let sentence = text.trim_end_matches(CLOSERS);
    if sentence.ends_with(ENDS) {
        return None;
    }
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = ["http://", "https://"].iter().any(|scheme| word.contains(scheme));
    // Inside closed quotes and brackets.
    let end = sentence.chars().next_back().unwrap_or(last);
    (!is_address).then_some(end)
}

/// The number of repeated words that are reported per text.
const ENOUGH: usize = 4;

pub(crate) fn check_twice(findings: &mut Findings<'_>, of: &Described<'_>) {
    let Some(text) = of.description else { return };
    let (mut before, mut found) = ("", 0);
    for word in text.value.split_ascii_whitespace() {
        // Most pairs of words differ in their first letter.
        let alike = before.as_bytes().first().map(u8::to_ascii_lowercase)
            == word.as_bytes().first().map(u8::to_ascii_lowercase);
        if alike && let Some(bare) = doubled(before, word) {
            // The offset of the word in the text.
            let start = word.as_ptr() as usize - text.value.as_ptr() as usize;
            let span = within(text, start..start + bare.len());
            let message = format!("the word `{bare}` is repeated");
            if let Some(report) = findings.report(&DESCRIPTION_TWICE, &of.waivers, span, message) {
                report.hint("remove one of the two");
            }
            found += 1;
            if found == ENOUGH {
                return;
            }
        }
        before = word;
    }
}

/// The second of two words without the punctuation after it, if it is the first one again.
fn doubled<'w>(before: &str, word: &'w str) -> Option<&'w str> {
    let bare = word.trim_end_matches(|letter: char| letter.is_ascii_punctuation());
    (bare.eq_ignore_ascii_case(before) && is_slip(bare)).then_some(bare)
}

fn is_slip(word: &str) -> bool {
    let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
    is_word && DOUBLED.iter().all(|of| !word.eq_ignore_ascii_case(of))
}

#[cfg(test)]
mod tests {
    use super::odd_end;

    #[test]
    fn ends_of_sentences_and_others() {
        for good in ["A.", "A?", "(A.)", "He said \"A.\"", "A…", "本。", "See https://a.org/b", ""]
        {
            assert_eq!(odd_end(good), None, "{good}");
        }
        let odd =
            [("A", 'A'), ("A,", ','), ("A:\n", ':'), ("A (b)", 'b'), ("A -", '-'), ("`a`", 'a')];
        for (text, end) in odd {
            assert_eq!(odd_end(text), Some(end), "{text}");
        }
    }
}
