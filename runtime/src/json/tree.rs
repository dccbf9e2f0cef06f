//! Reads a JSON tree. Duplicate keys are an error, unlike in serde_json's own tree.

use serde_json::Map;

use super::JsonError;
use super::parser::{Container, Parser};
use crate::Json;

/// Reads any value.
pub(crate) fn tree(parser: &mut Parser<'_>) -> Result<Json, JsonError> {
    Ok(match parser.peek() {
        Some(b'{') => object(parser)?,
        Some(b'[') => list(parser)?,
        Some(b'"') => Json::String(parser.text("text")?.into_owned()),
        Some(b't' | b'f') => Json::Bool(parser.boolean()?),
        Some(b'n') if parser.null() => Json::Null,
        _ => match parser.number("a JSON value")?.parse() {
            Ok(number) => Json::Number(number),
            // The number is too large.
            Err(_) => return Err(JsonError::malformed()),
        },
    })
}

/// Reads any value, and returns its text.
pub(crate) fn text<'a>(parser: &mut Parser<'a>) -> Result<&'a str, JsonError> {
    let start = parser.offset();
    tree(parser)?;
    Ok(parser.since(start))
}

fn list(parser: &mut Parser<'_>) -> Result<Json, JsonError> {
    let mut items = Vec::new();
    parser.enter(Container::List)?;
    while parser.next(Container::List, items.is_empty())? {
        items.push(tree(parser).map_err(|error| error.in_item(items.len()))?);
    }
    Ok(Json::Array(items))
}

fn object(parser: &mut Parser<'_>) -> Result<Json, JsonError> {
    let mut entries = Map::new();
    parser.enter(Container::Object)?;
    while parser.next(Container::Object, entries.is_empty())? {
        let key = parser.key()?.into_owned();
        if entries.contains_key(&key) {
            return Err(JsonError::duplicate(&key));
        }
        let value = tree(parser).map_err(|error| error.in_field(&key, false))?;
        entries.insert(key, value);
    }
    Ok(Json::Object(entries))
}

#[cfg(test)]
mod tests {
    use crate::Json;
    use crate::json::from_str;

    #[test]
    fn duplicate_keys_are_an_error_at_any_depth() {
        let error = |text| from_str::<Json>(text).unwrap_err();
        assert_eq!(error(r#"{"a": 1, "a": 1}"#).to_string(), r#"duplicate key "a""#);
        let nested = error(r#"{"u": [0, {"b": {"c": 1, "d": 2, "\u0063": 3}}]}"#);
        assert_eq!((nested.path(), nested.reason()), ("u[1].b", r#"duplicate key "c""#));
        assert!(from_str::<Json>(r#"[{"a": 1}, {"a": 1}]"#).is_ok());
    }

    #[test]
    fn text_that_is_not_json_is_an_error() {
        for text in
            ["", "{", "[1,]", "nul", "1 2", "{\"a\":1,}", "NaN", "01", "'a'", "\"\u{1}\"", "1e999"]
        {
            let error = from_str::<Json>(text).unwrap_err();
            assert!(
                error.path().is_empty() && error.reason().contains(" at line 1 column "),
                "{text}: {error}"
            );
        }
        let deep = "[".repeat(1000);
        assert!(
            from_str::<Json>(&deep).unwrap_err().reason().starts_with("recursion limit exceeded")
        );
        assert!(crate::json::from_slice::<String>(b"\"\xff\"").is_err());
    }

    #[test]
    fn the_private_key_of_numbers_is_an_ordinary_key() {
        let key = "$serde_json::private::Number";
        let text = format!(r#"{{"{key}":"12"}}"#);
        assert_eq!(from_str::<Json>(&text).unwrap()[key], "12");
    }
}
