//! An error in a payload: a place and a reason, and never a value.

use std::fmt;

/// What is wrong, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    /// From the innermost to the outermost.
    steps: Vec<String>,
    reason: String,
}

pub(super) type Result<T> = std::result::Result<T, Invalid>;

impl Invalid {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { steps: Vec::new(), reason: reason.into() }
    }

    /// Adds the field that it is in.
    pub(super) fn field(mut self, name: &str) -> Self {
        self.steps.push(name.to_owned());
        self
    }

    /// Adds the item that it is in.
    pub(super) fn item(mut self, index: usize) -> Self {
        self.steps.push(format!("[{index}]"));
        self
    }

    /// Adds a value of a map, whose key is not named: it may be personal data.
    pub(super) fn entry(mut self) -> Self {
        self.steps.push("[…]".to_owned());
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().rev().enumerate() {
            let point = if index == 0 || step.starts_with('[') { "" } else { "." };
            write!(formatter, "{point}{step}")?;
        }
        let colon = if self.steps.is_empty() { "" } else { ": " };
        write!(formatter, "{colon}{}", self.reason)
    }
}
