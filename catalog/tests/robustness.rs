//! Is every text compiled quickly and without a panic?

#[path = "support/random.rs"]
mod random;

use std::time::{Duration, Instant};

use annals_catalog::source::{NoIncludes, Source};
use annals_catalog::{Compiled, compile};
use random::Random;

const CATALOG: &str = include_str!("robustness.yaml");

/// Compiles a text, and checks what must hold for every text.
fn run(text: String) -> Compiled {
    let size = text.len();
    let start = Instant::now();
    let compiled = compile(Source { path: "catalog.yaml".into(), text }, &NoIncludes, &mut |_| {});
    let (sources, reports) = (&compiled.sources, &compiled.diagnostics);
    let has_errors =
        reports.iter().any(|report| report.severity == annals_catalog::diagnostic::Severity::Error);
    assert_eq!(compiled.model.is_none(), has_errors, "a model exactly if there is no error");
    for report in reports {
        let text = &sources.get(report.span.file).text;
        assert!(text.get(report.span.start as usize..report.span.end as usize).is_some());
        let text = report.to_text(sources);
        assert!(text.contains(report.rule.code));
        assert!(!report.hint.is_empty(), "it says nothing about what to do: {text}");
    }
    // Generous, for slow machines and debug builds; quadratic time is far above it.
    let limit = Duration::from_secs(5) + Duration::from_micros(4) * size as u32;
    assert!(start.elapsed() < limit, "{size} bytes took {:?}", start.elapsed());
    compiled
}

fn codes(text: String) -> Vec<&'static str> {
    run(text).diagnostics.iter().map(|report| report.rule.code).collect()
}

#[test]
fn the_sample_has_no_syntax_errors() {
    let codes = codes(CATALOG.to_owned());
    assert!(!codes.iter().any(|code| code.starts_with("A00")), "{codes:?}");
}

#[test]
fn truncated_anywhere() {
    for end in (0..CATALOG.len()).filter(|end| CATALOG.is_char_boundary(*end)) {
        run(CATALOG[..end].to_owned());
    }
}

#[test]
fn one_character_dropped_or_replaced() {
    let mut random = Random(1);
    let signs = ['\t', ' ', '\n', '\r', ':', '-', '{', '}', '[', ']', '"', '\'', '#', '&', '*'];
    let more = ['!', '|', '>', '%', '@', '`', ',', '?', '~', '0', 'ß', '\0', '\u{feff}', '\u{85}'];
    let signs = [&signs[..], &more[..]].concat();
    for at in (0..CATALOG.len()).filter(|at| CATALOG.is_char_boundary(*at)).step_by(5) {
        let mut text = CATALOG.to_owned();
        text.remove(at);
        run(text.clone());
        text.insert(at, signs[random.below(signs.len())]);
        run(text);
    }
}

#[test]
fn random_texts() {
    let mut random = Random(2);
    let pieces = [
        "a",
        "b: ",
        ": ",
        "- ",
        "? ",
        "\n",
        "\n  ",
        "\n    ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "\"",
        "'",
        "|\n",
        ">-\n",
        "# c\n",
        "&x ",
        "*x ",
        "!t ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "<<: ",
        "~",
        "\t",
        "\r\n",
        "1",
        "é",
        "\u{feff}",
        "\\",
        "annals: 1\n",
        "records:\n  d:\n    R: ",
    ];
    for _ in 0..3000 {
        let text = (0..random.below(40)).map(|_| pieces[random.below(pieces.len())]).collect();
        run(text);
    }
    for _ in 0..3000 {
        let bytes: Vec<u8> = (0..random.below(80)).map(|_| random.below(256) as u8).collect();
        run(String::from_utf8_lossy(&bytes).into_owned());
    }
}

#[test]
fn deep_nesting() {
    for piece in ["[", "{", "{a: ", "[a, ", "- ", "? ", "- - ", "a:\n", "[[]", "\"", "[{"] {
        run(piece.repeat(10_000));
    }
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", "x"), ("? ", ": x")] {
        let text = open.repeat(10_000) + &close.repeat(10_000);
        assert!(codes(text).iter().any(|code| ["A0001", "A0006"].contains(code)), "{open}");
    }
    let indented: String = (0..3000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    assert_eq!(codes(indented), ["A0006"]);
    assert_eq!(codes("- ".repeat(10_000)), ["A0006"]);
}

#[test]
fn large_scalars_and_collections() {
    let many = 300_000;
    run("x".repeat(many));
    run(format!("annals: 1\ncatalog: {{ title: \"{}\" }}\n", "ß ".repeat(many)));
    run(format!("annals: 1\ncatalog:\n  title: |\n{}", "    line of text\n".repeat(100_000)));
    run(format!("annals: 1\ncatalog:\n  title: {}", "plain text over\n    ".repeat(100_000)));
    run(format!("{}: x", "k".repeat(many)));
    run(format!("[{}]", "a, ".repeat(100_000)));
    run(format!(
        "annals: 1\nrecords: {{ d: {{ R: {{ fields: {{ {} }} }} }} }}",
        "f: int, ".repeat(10_000)
    ));
    run((0..10_000).map(|number| format!("key{number}: {number}\n")).collect());
    run("a: b\n".repeat(10_000));
    run("# comment\n".repeat(100_000));
    run("\n".repeat(many));
    run("\r".repeat(many));
}
