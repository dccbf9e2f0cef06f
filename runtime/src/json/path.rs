//! The location in a JSON document, for error messages.

use std::fmt;

use super::JsonError;
use crate::Json;

/// A location in a JSON document: a linked list on the stack, from the innermost step to the root.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    /// True inside a field of personal data, where keys of maps are not printed.
    pii: bool,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
    Key(&'a str),
}

impl Path<'static> {
    /// The whole document.
    pub const ROOT: Self = Self { parent: None, step: Step::Root, pii: false };
}

impl<'a> Path<'a> {
    /// The path of a record's field; `pii` if it is personal data.
    pub fn field<'b>(&'b self, name: &'b str, pii: bool) -> Path<'b> {
        Path { parent: Some(self), step: Step::Field(name), pii: self.pii || pii }
    }

    /// The path of a list's item.
    pub fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index), pii: self.pii }
    }

    /// The path of a map's value.
    pub fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        Path { parent: Some(self), step: Step::Key(key), pii: self.pii }
    }

    /// An error at this path. `reason` must not contain the value.
    pub fn error(&self, reason: impl fmt::Display) -> JsonError {
        JsonError::new(self.to_string(), reason.to_string())
    }

    /// The error for a value of another type than expected.
    pub fn expected(&self, what: &str, found: &Json) -> JsonError {
        let found = match found {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "text",
            Json::Array(_) => "a list",
            Json::Object(_) => "an object",
        };
        self.error(format_args!("expected {what}, found {found}"))
    }

    /// The text in `json`, or an error that `what` was expected.
    pub(crate) fn text<'j>(&self, what: &str, json: &'j Json) -> Result<&'j str, JsonError> {
        json.as_str().ok_or_else(|| self.expected(what, json))
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            fmt::Display::fmt(parent, formatter)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) if self.parent.is_none_or(|parent| parent.parent.is_none()) => {
                formatter.write_str(name)
            }
            Step::Field(name) => write!(formatter, ".{name}"),
            Step::Index(index) => write!(formatter, "[{index}]"),
            Step::Key(_) if self.pii => formatter.write_str("[<redacted>]"),
            Step::Key(key) => write!(formatter, "[{key:?}]"),
        }
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Path({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn prints_like_code() {
        let users = Path::ROOT.field("users", false);
        let user = users.index(3);
        let contact = user.field("contacts", true);
        assert_eq!(Path::ROOT.to_string(), "");
        assert_eq!(contact.to_string(), "users[3].contacts");
        assert_eq!(users.key("a \"b\"").field("id", false).to_string(), r#"users["a \"b\""].id"#);
        assert_eq!(
            contact.key("ada@example.org").field("id", false).to_string(),
            "users[3].contacts[<redacted>].id"
        );
        assert_eq!(Path::ROOT.index(0).field("id", false).to_string(), "[0].id");
    }
}
