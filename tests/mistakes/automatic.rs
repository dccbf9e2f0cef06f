//! Every kind of slip of a hand, at many places of the catalog.

use crate::{cases, reports};

/// What has several reports, although it is one mistake: the kind of the slip, the line, and why.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    ("word removed", ":", "a colon in column 0 may be a stray line in any section"),
    ("word removed", "    ORDER_:", "as `Order` in Rust, it is also the name of a record"),
    ("word replaced", "TODO: 1", "without an edition, the meaning of other keys is not known"),
];

/// Only each of this many places is tried.
const STRIDE: usize = 5;

/// A slip: its kind, the line as it is then, and the whole text.
struct Slip {
    kind: &'static str,
    line: String,
    text: String,
}

impl Slip {
    fn is_exception(&self) -> bool {
        EXCEPTIONS.iter().any(|(kind, line, _)| *kind == self.kind && *line == self.line.trim_end())
    }
}

#[test]
fn a_slip_has_one_report() {
    let (base, _) = cases();
    let slips: Vec<Slip> = of_lines(&base).into_iter().chain(of_words(&base)).collect();
    let (mut failures, mut seen) = (String::new(), 0);
    for slip in slips.iter().filter(|slip| !slip.is_exception()) {
        let reports = reports(slip.text.clone());
        seen += usize::from(reports.len() == 1);
        if reports.len() > 1 {
            failures += &format!("\n{}: {}\n{}", slip.kind, slip.line, reports.concat());
        }
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(seen * 2 > slips.len(), "{seen} of {} slips have a report", slips.len());
}

#[test]
fn every_exception_has_several_reports() {
    let (base, _) = cases();
    for (kind, line, reason) in EXCEPTIONS {
        let is_it = |slip: &Slip| slip.kind == kind && slip.line.trim_end() == line;
        let found = words(&base).flat_map(|at| of_word(&base, at)).find(is_it);
        let count = found.map(|slip| reports(slip.text).len());
        assert!(count.is_some_and(|count| count > 1), "{kind}: {line}: {reason}: {count:?}");
    }
}

/// Lines that are removed, doubled, swapped or indented otherwise.
fn of_lines(base: &str) -> Vec<Slip> {
    let lines: Vec<&str> = base.split_inclusive('\n').collect();
    let mut slips = Vec::new();
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut add = |kind, range: std::ops::Range<usize>, new: String| {
            let text = lines[..range.start].concat() + &new + &lines[range.end..].concat();
            slips.push(Slip { kind, line: (*line).to_owned(), text });
        };
        add("line removed", index..index + 1, String::new());
        add("line doubled", index..index, (*line).to_owned());
        if let Some(next) = lines.get(index + 1) {
            add("lines swapped", index..index + 2, (*next).to_owned() + line);
        }
        for spaces in [" ", "  "] {
            add("line indented more", index..index + 1, spaces.to_owned() + line);
            if let Some(rest) = line.strip_prefix(spaces) {
                add("line indented less", index..index + 1, rest.to_owned());
            }
        }
    }
    slips
}

/// Where words start.
fn words(base: &str) -> impl Iterator<Item = usize> {
    let is_start = |at: &usize| {
        let before = base[..*at].chars().next_back();
        base[*at..].starts_with(char::is_alphabetic) && !before.is_some_and(char::is_alphanumeric)
    };
    (0..base.len()).filter(is_start)
}

fn of_words(base: &str) -> Vec<Slip> {
    words(base)
        .enumerate()
        .filter(|(number, _)| number % STRIDE == 0)
        .flat_map(|(number, at)| {
            // Another letter of each word.
            let letters = of_letter(base, at + number % 4);
            of_word(base, at).into_iter().chain(letters)
        })
        .collect()
}

/// A word that is removed, replaced, or has a sign before it.
fn of_word(base: &str, at: usize) -> Vec<Slip> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let word: String = base[at..].chars().take_while(|letter| is_part(*letter)).collect();
    let end = at + word.len();
    let flipped: String = word
        .chars()
        .enumerate()
        .map(|(index, letter)| match index {
            0 if letter.is_uppercase() => letter.to_ascii_lowercase(),
            0 => letter.to_ascii_uppercase(),
            _ => letter,
        })
        .collect();
    let mut slips = vec![
        slip("word removed", base, at..end, ""),
        slip("word replaced", base, at..end, "TODO"),
        slip("word with another case", base, at..end, &flipped),
        slip("word in the plural", base, end..end, "s"),
    ];
    slips.extend(
        ["'", "\"", "{", "“", "- "].map(|sign| slip("sign before a word", base, at..at, sign)),
    );
    slips
}

/// A letter that is removed, doubled, or exchanged with the next one.
fn of_letter(base: &str, at: usize) -> Vec<Slip> {
    let (here, next) = (&base[at..=at], &base[at + 1..at + 2]);
    let is_letter = |text: &str| text.chars().all(char::is_alphanumeric);
    if !is_letter(here) {
        return Vec::new();
    }
    let mut slips = vec![
        slip("letter removed", base, at..at + 1, ""),
        slip("letter doubled", base, at..at, here),
        slip("letter replaced", base, at..at + 1, "x"),
    ];
    if is_letter(next) {
        slips.push(slip("letters exchanged", base, at..at + 2, &(next.to_owned() + here)));
    }
    slips
}

fn slip(kind: &'static str, base: &str, range: std::ops::Range<usize>, new: &str) -> Slip {
    let text = base[..range.start].to_owned() + new + &base[range.end..];
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default().to_owned();
    Slip { kind, line, text }
}
