//! Errors of reading and writing JSON.

use std::fmt;

/// An error of reading or writing JSON. It contains the path and the cause, but no values.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonError(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    path: String,
    /// The path without keys of maps, for when it turns out that the map is personal data.
    redacted: String,
    reason: String,
}

impl JsonError {
    /// An error of the whole document. `reason` must not contain the value.
    #[cold]
    pub(crate) fn new(reason: impl fmt::Display) -> Self {
        let reason = reason.to_string();
        Self(Box::new(Parts { path: String::new(), redacted: String::new(), reason }))
    }

    /// Text is not JSON. What serde_json says about the document replaces this error.
    #[cold]
    pub(crate) fn malformed() -> Self {
        Self::new("not valid JSON")
    }

    /// An object has a duplicate key.
    #[cold]
    pub(crate) fn duplicate(key: &str) -> Self {
        Self::new(format_args!("duplicate key {key:?}"))
    }

    /// Adds the field that the error is in; `pii` if it is personal data.
    #[cold]
    pub(crate) fn in_field(mut self, name: &str, pii: bool) -> Self {
        if pii {
            self.0.path.clone_from(&self.0.redacted);
        }
        self.inside(name, name)
    }

    /// Adds the item of a list that the error is in.
    #[cold]
    pub(crate) fn in_item(self, index: usize) -> Self {
        let step = format!("[{index}]");
        self.inside(&step, &step)
    }

    /// Adds the entry of a map that the error is in.
    #[cold]
    pub(crate) fn in_entry(self, key: &str) -> Self {
        self.inside(&format!("[{key:?}]"), "[<redacted>]")
    }

    fn inside(mut self, step: &str, redacted: &str) -> Self {
        for (path, step) in [(&mut self.0.path, step), (&mut self.0.redacted, redacted)] {
            let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            path.insert_str(0, dot);
            path.insert_str(0, step);
        }
        self
    }

    /// The path, such as `user.pii.email` or `users[2].id`; empty for the whole document.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The cause, such as `expected text, found a number`.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path().is_empty() {
            write!(formatter, "{}: ", self.path())?;
        }
        formatter.write_str(self.reason())
    }
}

impl fmt::Debug for JsonError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "JsonError({self})")
    }
}

impl std::error::Error for JsonError {}

#[cfg(test)]
mod tests {
    use super::JsonError;

    #[test]
    fn the_path_prints_like_code() {
        let error =
            |path: &dyn Fn(JsonError) -> JsonError| path(JsonError::new("x")).path().to_owned();
        assert_eq!(error(&|error| error), "");
        let contact =
            |error: JsonError| error.in_field("contacts", true).in_item(3).in_field("users", false);
        assert_eq!(error(&contact), "users[3].contacts");
        assert_eq!(
            error(&|error| error
                .in_field("id", false)
                .in_entry("a \"b\"")
                .in_field("users", false)),
            r#"users["a \"b\""].id"#
        );
        assert_eq!(
            error(&|error| contact(error.in_field("id", false).in_entry("ada@example.org"))),
            "users[3].contacts[<redacted>].id"
        );
        assert_eq!(error(&|error| error.in_field("id", false).in_item(0)), "[0].id");
    }
}
