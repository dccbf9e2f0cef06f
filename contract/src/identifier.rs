//! Rust identifiers for names of the catalog, which the generator writes and the derives expect.

/// Words that Rust reserves in any edition, and `_`. Sorted.
const KEYWORDS: [&str; 53] = [
    "Self", "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written with `r#`.
const NEVER_RAW: [&str; 5] = ["_", "crate", "self", "Self", "super"];

/// Whether Rust reserves the word.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

/// The Rust identifier for a name. A keyword gets `r#`, or `_` at the end if Rust does not allow `r#`.
#[must_use]
pub fn identifier(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        format!("{name}_")
    } else if is_keyword(name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, identifier, is_keyword};

    #[test]
    fn every_keyword_becomes_another_identifier() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS {
            assert!(!is_keyword(&identifier(word)), "{word}");
        }
    }
}
