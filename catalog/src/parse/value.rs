//! Parses the values of defaults, examples and limits.

use super::mapping::entries;
use super::node::{Expected, Place, boolean_word};
use crate::ast::{Value, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::tree::{Entry, Kind, Node, Style, is_null};

const MAPPING: Expected = Expected { words: "a mapping", example: "{ … }" };

/// The value of an entry; `None` if a part of it was reported.
pub(crate) fn parse_value(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Value> {
    value(diagnostics, Place::key(&entry.key), entry.value)
}

fn value(diagnostics: &mut Diagnostics, place: Place<'_>, node: Node) -> Option<Value> {
    let span = node.span;
    let kind = match node.kind {
        Kind::Scalar { text, style: Style::Plain } => plain(text),
        Kind::Scalar { text, .. } => ValueKind::String(text),
        Kind::List(items) => {
            let items = items.into_iter().map(|item| value(diagnostics, place, item));
            // Collected first, so that mistakes in every item are reported.
            let items: Vec<_> = items.collect();
            ValueKind::List(items.into_iter().collect::<Option<_>>()?)
        }
        Kind::Map { .. } => {
            let before = diagnostics.error_count();
            let entries = entries(diagnostics, place, node, &MAPPING)?;
            let pairs = entries.into_iter().map(|Entry { key, value: node, repeated }| {
                if repeated {
                    diagnostics.meet_reported();
                }
                let value = value(diagnostics, Place::key(&key), node);
                value.map(|value| (key, value))
            });
            let pairs: Vec<_> = pairs.collect();
            if diagnostics.error_count() > before {
                return None;
            }
            ValueKind::Map(pairs.into_iter().flatten().collect())
        }
        Kind::Reported => {
            diagnostics.meet_reported();
            return None;
        }
    };
    Some(Value { kind, span })
}

/// The value of a plain scalar.
pub(crate) fn plain(text: String) -> ValueKind {
    if is_null(&text) {
        return ValueKind::Null;
    }
    if let Some(word) = boolean_word(&text) {
        return ValueKind::Bool(word);
    }
    number(&text).unwrap_or(ValueKind::String(text))
}

/// Numbers of the core schema: `-17`, `0o17`, `0x1F`, `1.5e-3`, `.inf`, `.nan`.
fn number(text: &str) -> Option<ValueKind> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return based(digits, radix);
        }
    }
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Some(ValueKind::Float(sign * f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some(ValueKind::Float(f64::NAN)),
        _ => {}
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let whole = text.parse().map(ValueKind::Int);
        return whole.or_else(|_| text.parse().map(ValueKind::Float)).ok();
    }
    // Rust reads `inf` and `nan` too, which are strings here.
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    let fraction = digits.starts_with(|letter: char| letter.is_ascii_digit());
    fraction.then(|| text.parse().map(ValueKind::Float).ok())?
}

fn based(digits: &str, radix: u32) -> Option<ValueKind> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let whole = i64::from_str_radix(digits, radix).map(ValueKind::Int);
    // Beyond 64 bits, it only matters that it is not a `long`.
    Some(whole.unwrap_or_else(|_| ValueKind::Float(large(digits, radix))))
}

fn large(digits: &str, radix: u32) -> f64 {
    let digits = digits.chars().filter_map(|digit| digit.to_digit(radix));
    digits.fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn plain_scalars_are_typed_by_the_core_schema() {
        let cases = [
            ("", "Null"),
            ("~", "Null"),
            ("null", "Null"),
            ("nUll", "String(\"nUll\")"),
            ("True", "Bool(true)"),
            ("yes", "String(\"yes\")"),
            ("off", "String(\"off\")"),
            ("17", "Int(17)"),
            ("-017", "Int(-17)"),
            ("0o17", "Int(15)"),
            ("0x1f", "Int(31)"),
            ("0x", "String(\"0x\")"),
            ("0o8", "String(\"0o8\")"),
            ("1_000", "String(\"1_000\")"),
            ("9223372036854775807", "Int(9223372036854775807)"),
            ("9223372036854775808", "Float(9.223372036854776e18)"),
            ("0xFFFFFFFFFFFFFFFF", "Float(1.8446744073709552e19)"),
            ("1.10", "Float(1.1)"),
            (".5", "Float(0.5)"),
            ("5.", "Float(5.0)"),
            ("-1e3", "Float(-1000.0)"),
            ("1e", "String(\"1e\")"),
            (".", "String(\".\")"),
            ("-", "String(\"-\")"),
            ("+-1", "String(\"+-1\")"),
            ("-.inf", "Float(-inf)"),
            (".nan", "Float(NaN)"),
            ("inf", "String(\"inf\")"),
            ("nan", "String(\"nan\")"),
            ("1.2.3", "String(\"1.2.3\")"),
            ("2022-06-14", "String(\"2022-06-14\")"),
        ];
        for (text, expected) in cases {
            assert_eq!(format!("{:?}", plain(text.to_owned())), expected, "{text}");
        }
    }
}
