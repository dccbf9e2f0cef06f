//! Which patterns are accepted, and where the others are wrong.

use super::{Mistake, compile};

/// The code and the part of the pattern that is reported.
fn refused(pattern: &str) -> Option<(&str, Option<&str>)> {
    let Mistake { rule, range, .. } = compile(pattern).err()?;
    Some((rule.code, range.map(|range| &pattern[range])))
}

#[test]
fn portable_patterns() {
    for pattern in [
        "",
        "^course-v1:[^/+]+(/|\\+)[^/+]+$",
        "^(?:a|b){2,3}?$",
        "(?<name>x)+",
        r"^[\w.\-]{3,}$",
        r"\x41\u0041\u{41}[\]\[]",
        r"a\/b\.c\\[.]",
        r"[^ \t\n\r\f\v]+\d\D\w\W",
        "(?<_a1>x)",
        "é+",
        r"\bword\b",
        "a{2}",
        "[^a-z]*?",
        "^$",
        "a|b",
    ] {
        assert_eq!(refused(pattern), None, "{pattern}");
    }
}

#[test]
fn patterns_of_rust_alone() {
    for (pattern, part) in [
        (r"\Ax", r"\A"),
        (r"x\z", r"\z"),
        ("(?P<a>x)", "(?P<"),
        ("(?<a.b>x)", "a.b"),
        ("(?<a[0]>x)", "a[0]"),
        ("(?<é>x)", "é"),
        ("a.c", "."),
        (r"\s+", r"\s"),
        (r"x\S", r"\S"),
        (r"[^\s/]", r"\s"),
        (r"[\S]", r"\S"),
        ("(?i)x", "(?i)"),
        ("x(?i:y)", "(?i:"),
        ("[[:alpha:]]", "[:alpha:]"),
        ("[]a]", "]"),
        ("[ -[a]", "["),
        ("[^]a]", "]"),
        ("a]", "]"),
        ("a}", "}"),
        (r"\:", r"\:"),
        (r"a\-b", r"\-"),
        (r"\a", r"\a"),
        ("a**", "*"),
        ("^*", "*"),
        (r"\b+", "+"),
        (r"é\:", r"\:"),
        (r"\x{41}", r"\x{41}"),
        (r"\U00000041", r"\U00000041"),
        (r"\b{start}x", r"\b{start}"),
        (r"\<x", r"\<"),
        ("a{ 2 }", "{ 2 }"),
        ("(?-i:a)", "(?-i:"),
    ] {
        assert_eq!(refused(pattern), Some(("A0139", Some(part))), "{pattern}");
    }
}

#[test]
fn places_of_mistakes() {
    for (pattern, part) in [
        ("x(a", "("),
        ("(b)(a|[()]", "("),
        (r"\(x(", "("),
        ("a[b-", "["),
        ("a)b", ")"),
        (r"é\qz", r"\q"),
        ("x(?=y)z", "(?="),
        ("*a", "*"),
        ("a{5,2}b", "{5,2}"),
        ("[z-a]b", "z-a"),
        (r"(x)\1", r"\1"),
        ("(?<n>a)(?<n>b)", "n"),
        ("(?<é", "é"),
        ("(?<>x)", ">"),
        (r"x\", r"\"),
        (r"x\u00e", r"\u00e"),
        (r"x\p{L}", r"\p{L}"),
        ("x[a[b]]", "[b]"),
        ("x[a-z&&b]", "a-z&&b"),
        ("[[:letter:]]", "[:letter:]"),
    ] {
        assert_eq!(refused(pattern), Some(("A0138", Some(part))), "{pattern}");
    }
}

#[test]
fn size_is_limited() {
    assert_eq!(refused("((a{1000}){1000}){1000}"), Some(("A0138", None)));
}

#[test]
fn every_mistake_has_a_place_and_a_hint_of_its_own() {
    let pieces =
        ["\\", "[", "]", "(?", ")", "{", "}", "x", "-", ",", "P<", ">", "b", "9", "*", ":", "é"];
    let mut patterns = vec![String::new()];
    for _ in 0..4 {
        let longer = patterns.iter().flat_map(|start| pieces.map(|end| format!("{start}{end}")));
        patterns = longer.collect();
        for pattern in &patterns {
            let Err(mistake) = compile(pattern) else { continue };
            assert_ne!(mistake.hint, "write a simpler pattern", "{pattern}: {mistake:?}");
            // What is left for regex-lite to refuse has no place.
            let part = mistake.range.as_ref().map(|range| &pattern[range.clone()]);
            assert!(part.is_some_and(|part| !part.is_empty()), "{pattern}: {mistake:?}");
        }
    }
}
