//! Whatever a file looks like, its canonical form says the same, keeps every comment, and is its own
//! canonical form.

use annals_catalog::format::{FormatError, format};
use annals_catalog::source::Source;

/// Formats, and checks what must hold for every text; `None` if it is not the YAML of catalogs.
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

/// A small generator of numbers, the same on every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn one<'p>(&mut self, of: &[&'p str]) -> &'p str {
        of[self.below(of.len())]
    }
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
