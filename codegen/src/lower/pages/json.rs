//! Values of the model as JSON on a page.

use annals_catalog::model::Value;

use crate::lower::rst::Rst;
use crate::render::json::{self, AsJson, visible};

/// A value inside a line.
pub(super) fn inline(value: &Value) -> Rst {
    Rst::literal(&visible(&json::compact(value)))
}

/// A value as a block of code.
pub(super) fn block(value: &Value) -> String {
    visible(json::render(&AsJson(value)).trim_end())
}

#[cfg(test)]
mod tests {
    use annals_catalog::model::Value;

    use super::{block, inline};

    fn value() -> Value {
        Value::List(vec![Value::String("b\u{2028}c\u{85} \té".to_owned())])
    }

    #[test]
    fn separators_are_escaped() {
        assert_eq!(block(&value()), "[\n  \"b\\u2028c\\u0085 \\té\"\n]");
        assert_eq!(inline(&value()).as_str(), r#"``["b\u2028c\u0085 \té"]``"#);
    }
}
