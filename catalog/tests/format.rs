//! Is the canonical form of any file equal in meaning, with every comment, and its own canonical form?

use annals_catalog::format::{FormatError, format};
use annals_catalog::source::Source;

#[path = "format/every.rs"]
mod every;
#[path = "format/layout.rs"]
mod layout;
#[path = "support/random.rs"]
mod random;

use every::{catalog, compiled, meaning};
use layout::lay;
use random::Random;

/// Formats a text, and checks what must hold for every text; `None` if it is not YAML of a catalog.
fn formatted(text: &str) -> Option<String> {
    let run = |text: &str| format(Source { path: "catalog.yaml".into(), text: text.to_owned() });
    let once = match run(text) {
        Ok(once) => once,
        Err(FormatError::Mistakes { diagnostics, .. }) => {
            assert!(!diagnostics.is_empty(), "{text:?}");
            return None;
        }
        Err(FormatError::Changed) => panic!("the safety net caught {text:?}\n{text}"),
    };
    let twice = run(&once);
    assert_eq!(twice.ok().as_ref(), Some(&once), "not its own canonical form: {text:?}");
    Some(once)
}

#[test]
fn random_texts() {
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
        "|+\n",
        "|2\n",
        ">\n",
        " # c\n",
        "# d\n",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "~",
        "\t",
        "\r\n",
        "1",
        "é",
        "\\",
        "c: ",
        "x y",
        ":#g",
        "-#h",
        "\n\n",
        "e:\n  ",
        "f: |\n   g\n",
        "{a: b, ",
        "[c, ",
        "]\n",
        "}\n",
        "\"x\\ \n y\"",
    ];
    let mut random = Random(7);
    let mut good = 0;
    for _ in 0..20_000 {
        let count = random.below(14);
        let text: String = (0..count).map(|_| random.one(&pieces)).collect();
        good += usize::from(formatted(&text).is_some());
    }
    assert!(good > 5_000, "only {good} of the texts are YAML, so this proves little");
}

/// Without `?`, YAML has no key of more than 1,024 characters.
#[test]
fn long_keys() {
    let key = "k".repeat(1_025);
    let written = format!("? {key}\n: x\n");
    assert_eq!(formatted(&written), Some(written));
    let nested = formatted(&format!("a: {{{key}: {{b: c}}}}\n"));
    assert_eq!(nested, Some(format!("a:\n  ? {key}\n  : {{ b: c }}\n")));
    let key = &key[..1_024];
    assert_eq!(formatted(&format!("? {key}\n: {{}}\n")), Some(format!("{key}: {{}}\n")));
}

#[test]
fn any_layout_of_a_catalog() {
    let tree = catalog();
    let expected = meaning(compiled(&lay(&tree, 0).0));
    assert!(expected.0.is_some(), "the catalog has no error: {:?}", expected.1);
    let mut canonical = 0;
    for seed in 0..400 {
        let (text, mut comments) = lay(&tree, seed);
        assert_eq!(meaning(compiled(&text)), expected, "the layout is at fault:\n{text}");
        let after = formatted(&text).unwrap_or_else(|| panic!("it is YAML:\n{text}"));
        assert_eq!(meaning(compiled(&after)), expected, "seed {seed}\n{text}\n---\n{after}");
        let lines = after.lines().filter_map(|line| line.find('#').map(|start| &line[start..]));
        let mut kept: Vec<&str> = lines.collect();
        kept.sort_unstable();
        comments.sort_unstable();
        assert_eq!(kept, comments, "seed {seed}\n{text}\n---\n{after}");
        canonical += usize::from(text == after);
    }
    assert!(canonical < 10, "the layouts are too tame");
}
