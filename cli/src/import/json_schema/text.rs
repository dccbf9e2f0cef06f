//! Reads the format and the pattern of a string.

use annals_catalog::model::{Format, Primitive};
use annals_catalog::names;

use super::super::draft::Limits;
use super::super::node::Node;
use super::choices::raw;
use annals_codegen::json::Json;

/// Format and pattern of a value of a type; `None` is a string, or what a reference leads to.
pub(super) fn limits(node: &Node<'_>, ty: Option<Primitive>) -> Limits {
    let written = node.peek("format").and_then(Json::as_str).and_then(Format::from_name);
    let written = written.filter(|_| ty.is_none()).inspect(|_| node.skip(&["format"]));
    let format = written.or_else(|| beside_reference(node));
    Limits { format, pattern: node.text("pattern").map(portable), ..Limits::default() }
}

/// The format of a field whose type is a scalar, as our own schemas have it.
fn beside_reference(node: &Node<'_>) -> Option<Format> {
    let [Json::Object(only)] = raw(node, "allOf")? else { return None };
    let [(key, Json::String(reference))] = only.0.as_slice() else { return None };
    let name = reference.strip_prefix("#/$defs/").filter(|_| key == "$ref" && node.has("$ref"))?;
    of_definition(name).inspect(|_| node.skip(&["allOf"]))
}

/// The format whose definition has this name in our own schemas.
pub(super) fn of_definition(name: &str) -> Option<Format> {
    Format::ALL.iter().copied().find(|format| names::format_definition(format.name()) == name)
}

/// What ends a line in ECMAScript.
const LINE_ENDS: &str = r"\n\r\u2028\u2029";

/// The white space of ECMAScript.
const SPACE: &str = r"\x20\t\n\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

/// Writes out the characters of `.`, `\s` and `\S`, which are others in Rust. What else the catalog does not
/// allow stays, and is reported.
fn portable(pattern: &str) -> String {
    let (mut written, mut in_class) = (String::with_capacity(pattern.len()), false);
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match (letter, in_class) {
            ('\\', _) => match (letters.next(), in_class) {
                (Some('s'), true) => written.push_str(SPACE),
                (Some('s'), false) => written.extend(["[", SPACE, "]"]),
                (Some('S'), false) => written.extend(["[^", SPACE, "]"]),
                (escaped, _) => written.extend([letter].into_iter().chain(escaped)),
            },
            ('.', false) => written.extend(["[^", LINE_ENDS, "]"]),
            _ => {
                in_class = if in_class { letter != ']' } else { letter == '[' };
                written.push(letter);
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use regex_lite::Regex;

    use super::portable;

    #[test]
    fn patterns_match_what_they_match_in_ecmascript() {
        // Each matches the first and not the second.
        let cases = [
            (r"^a.b$", "a\u{85}b", "a\u{2028}b"),
            (r"^.$", "é", "\r"),
            (r"^\S+$", "\u{85}", "a\u{feff}b"),
            (r"^\s$", "\u{feff}", "\u{85}"),
            (r"^[a\s]{2}$", "a\u{2005}", "aS"),
            (r"^[.]\.$", "..", "a."),
            (r"^[^\s]$", "s", "\u{3000}"),
            (r"^\\s[\]].$", r"\s]x", r"\\s]x"),
        ];
        for (pattern, matched, other) in cases {
            let regex = Regex::new(&portable(pattern)).expect("the engine of the catalog knows it");
            assert!(regex.is_match(matched), "{pattern} {regex}");
            assert!(!regex.is_match(other), "{pattern} {regex}");
        }
        for same in [r"^[a-z]+$", "", r"\d\", "^(?!x)y", r"[\S]"] {
            assert_eq!(portable(same), same);
        }
    }
}
