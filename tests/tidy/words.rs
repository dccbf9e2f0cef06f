//! Are comments, messages and pages free of words that we no longer use?

use super::{File, all_files, assert_none};

/// Words that must not be used, with their replacements.
const WORDS: [(&str, &str); 13] = [
    ("mend", "fix"),
    ("mends", "fixes"),
    ("mended", "fixed"),
    ("mending", "fixing"),
    ("complaint", "error"),
    ("complaints", "errors"),
    ("whoever", "anyone who"),
    ("shall", "must, or no verb at all"),
    ("so many", "at most N"),
    ("is no date", "is not a valid date"),
    ("is no link", "is not a valid link"),
    ("is no type", "is not a valid type"),
    ("for ever", "without end"),
];

/// The files that list the words.
const LISTS: [&str; 2] = ["CONTRIBUTING.md", "tests/tidy/words.rs"];

#[test]
fn words_that_we_no_longer_use_are_absent() {
    let is_text = |file: &File| {
        file.is_source()
            || !file.is_case() && file.path.ends_with(".md")
            || file.path.ends_with(".j2")
    };
    let is_left_out = |file: &File| file.is_generated() || LISTS.contains(&file.path.as_str());
    let mut found = Vec::new();
    for file in all_files().iter().filter(|file| is_text(file) && !is_left_out(file)) {
        for (index, line) in file.text.lines().enumerate() {
            let said = WORDS.iter().filter(|(word, _)| says(line, word));
            let row = |&(word, instead): &(&str, &str)| {
                format!("{}:{}: `{word}`: say {instead}", file.path, index + 1)
            };
            found.extend(said.map(row));
        }
    }
    assert_none(&found, "words that we no longer use");
}

/// True if the line contains these words in a row, in any case.
fn says(line: &str, words: &str) -> bool {
    // `there is no type` is plain English.
    let line = line.to_lowercase().replace("there is no", "");
    let parts = line.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let line = parts.collect::<Vec<_>>().join(" ");
    format!(" {line} ").contains(&format!(" {words} "))
}

#[test]
fn only_whole_words_are_found() {
    assert!(says("/// Nobody mends it.", "mends"));
    assert!(says("Whoever writes", "whoever"));
    assert!(says("`{text}` is no date", "is no date"));
    assert!(!says("recommend, mended", "mend"));
    assert!(!says("there is no update", "is no date"));
    assert!(!says("there is no type `x`", "is no type"));
    assert!(says("`x` is no type", "is no type"));
}
