//! The example of an event: its sample payload in, the same value as JSON and as Rust out.

mod rust;

use annals_catalog::model::{Event, Model};
use serde::Serialize;

use crate::lower::example::event_example;
use crate::render::json::{self, Json};

/// One payload in two languages.
#[derive(Debug, Serialize)]
pub(super) struct Example {
    json: String,
    rust: String,
}

/// The example, where a valid one can be made.
pub(super) fn lower(model: &Model, event: &Event) -> Option<Example> {
    let value = event_example(model, event)?;
    let rust = rust::literal(model, event, &value)?;
    Some(Example { json: one_line_each(&json::render(&Json(value))), rust })
}

/// JSON with the line separators in its texts escaped: Sphinx would begin a new line at each.
fn one_line_each(json: &str) -> String {
    let mut lines = String::with_capacity(json.len());
    for letter in json.trim_end().chars() {
        match letter {
            '\u{7f}' => lines.push_str("\\u007f"),
            '\u{85}' => lines.push_str("\\u0085"),
            '\u{2028}' => lines.push_str("\\u2028"),
            '\u{2029}' => lines.push_str("\\u2029"),
            letter => lines.push(letter),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::one_line_each;

    #[test]
    fn separators_are_escaped() {
        assert_eq!(
            one_line_each("{\n  \"a\": \"b\u{2028}c\u{85}é\"\n}\n"),
            "{\n  \"a\": \"b\\u2028c\\u0085é\"\n}"
        );
    }
}
