//! Does the table give the same results as the general engine?

use regex_lite::Regex;

use super::{Compiled, Pattern};

/// Patterns that the table supports, except the last.
const PATTERNS: [&str; 35] = [
    "",
    "a",
    "^",
    "$",
    "^$",
    "a|b",
    "^a|b$",
    "(a|b)*c",
    "^(?:ab)+$",
    "a{2}",
    "^a{2,}$",
    "^a{1,3}b$",
    "a?b??c*?",
    r"^[\w.\-]{3,}$",
    r"\d+",
    r"^\S+@\S+$",
    r"[^a-z]",
    "^[^a]$",
    ".",
    "^.*$",
    r"\s",
    r"^\W\D$",
    "a$b",
    "b^a",
    "(a*)*b",
    r"\.\+\*\\",
    "^(?<name>a)b",
    "^[a-]$",
    "(^a|b)c",
    "(a|b$)",
    "^(a|ab)(c|bcd)$",
    "x*",
    r"^\t?\n$",
    "^[&~a]+$",
    "^é*a$",
];

fn table(pattern: &'static str) -> Pattern {
    let pattern = Pattern::new(pattern);
    pattern.compiled();
    pattern
}

/// All texts of up to five of these letters.
fn texts() -> Vec<String> {
    let letters = ["a", "b", "c", "@", "é", "\n"];
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..5 {
        last =
            last.iter().flat_map(|text| letters.map(|letter| format!("{text}{letter}"))).collect();
        all.extend_from_slice(&last);
    }
    all
}

#[test]
fn tables_agree_with_the_general_engine() {
    let texts = texts();
    for text in PATTERNS {
        let (pattern, regex) = (table(text), Regex::new(text).unwrap());
        let is_table = matches!(pattern.compiled(), Compiled::Table(_));
        assert_eq!(is_table, text.is_ascii(), "{text}");
        for sample in &texts {
            assert_eq!(pattern.matches(sample), regex.is_match(sample), "{text} on {sample:?}");
        }
    }
}

/// The patterns of the real catalog.
fn catalog() -> Vec<&'static str> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog.yaml");
    let catalog: &'static str = std::fs::read_to_string(path).unwrap().leak();
    let lines = catalog.lines().filter_map(|line| line.trim().strip_prefix("pattern: '"));
    lines.map(|line| line.strip_suffix('\'').unwrap()).collect()
}

#[test]
fn all_patterns_of_the_catalog_have_tables() {
    assert!(catalog().len() >= 7);
    for text in catalog() {
        let pattern = table(text);
        assert!(matches!(pattern.compiled(), Compiled::Table(_)), "{text}");
    }
}

#[test]
fn keys_match_as_in_the_general_engine() {
    let keys = [
        "course-v1:edX+DemoX+Demo_Course",
        "course-v1:edX+DemoX",
        "course-v1:édX+Démo+ñ",
        "edX/DemoX/2014",
        "edX/DemoX/",
        "ccx-v1:edX+DemoX+2014+ccx@1",
        "library-v1:edX+lib",
        "lib:edX:lib-1",
        "lib:edX:",
        "lb:edX:lib:html:1",
        "lct:edX:lib:unit:1",
        "lib-collection:edX:lib:col",
        "i4x://edX/DemoX/video/a1@draft",
        "location:a+b+c+d+e+f",
        "block-v1:edX+DemoX+2014+type@video+block@a1",
        "aside-usage-v1:x::y",
        "location:a+b+c+d",
        "course-v1:edX+DemoX+a b",
    ];
    for text in catalog() {
        let (pattern, regex) = (table(text), Regex::new(text).unwrap());
        for key in keys {
            for end in (0..=key.len()).filter(|&end| key.is_char_boundary(end)) {
                let key = &key[..end];
                assert_eq!(pattern.matches(key), regex.is_match(key), "{text} on {key}");
            }
            for extra in [" ", "+", "/", "@x", ":é", "\u{a0}", "\n"] {
                let key = format!("{key}{extra}");
                assert_eq!(pattern.matches(&key), regex.is_match(&key), "{text} on {key}");
            }
        }
    }
}

#[test]
fn patterns_without_a_table_match_too() {
    for (text, matched, other) in [
        ("(?i)a", "A", "b"),
        (r"\ba", " a", "ba"),
        ("[[:alpha:]]", "a", "1"),
        ("a{4000}", "", "a"),
        (r"\x41", "A", "B"),
    ] {
        let pattern = table(text);
        assert!(matches!(pattern.compiled(), Compiled::Regex(_)), "{text}");
        assert!(!pattern.matches(other), "{text}");
        assert_eq!(pattern.matches(matched), !matched.is_empty(), "{text}");
    }
    assert!(!table("(").matches("("));
}

/// Unrolling the repetitions naively would take minutes, or more memory than there is.
#[test]
fn repetitions_of_repetitions_end() {
    for (text, matched, other) in [
        ("^(?:){100000000}a$", "a", "b"),
        ("^(?:(?:){4000000000}){4000000000}a$", "a", ""),
        ("^(?:a{0}){100000000}b$", "b", "ab"),
        ("^(?:(?:){100000000}|b){2}$", "bb", "a"),
        ("^(?:){0,100000000}a$", "a", "b"),
        ("^(?:a*)*(?:b*)*(?:){7,}$", "ab", "ba"),
        ("(?:a|b)*a(?:a|b){15}$", "baaaaaaaaaaaaaaab", "bbbbbbbbbbbbbbbbb"),
    ] {
        let pattern = table(text);
        assert!(pattern.matches(matched), "{text}");
        assert!(!pattern.matches(other), "{text}");
    }
    assert!(!table("(?:(?:a{1000}){1000}){1000}").matches("a"));
}
