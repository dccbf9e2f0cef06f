//! Errors of reading Avro, with the path in the data and the offset in the bytes.

use std::fmt;

/// An error of reading Avro. It contains the place and the cause, but no values, and no keys of maps that are
/// personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    /// From the innermost to the outermost.
    steps: Vec<Step>,
    offset: usize,
    reason: DecodeReason,
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Field { name: String, pii: bool },
    Index(usize),
    Key(String),
}

/// Why Avro bytes could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeReason {
    /// The bytes end inside the value.
    Truncated,
    /// This many bytes follow the value.
    Trailing(usize),
    /// A number has more than 64 bits.
    Varint,
    /// A number has more than 32 bits.
    Int,
    /// A boolean is neither 0 nor 1.
    Boolean,
    /// A union has no such branch.
    Branch,
    /// A length is negative.
    Length,
    /// Text is not UTF-8.
    Utf8,
    /// The size of a block of a list or map is wrong.
    BlockSize,
    /// Lists, maps or records are nested too deeply.
    Depth,
    /// Too many items take no bytes.
    Items,
    /// A map has a duplicate key.
    RepeatedKey,
    /// The writer's schema cannot be resolved to the reader's, for this reason.
    Schema(String),
    /// The value is not valid for its type or outside its limits, for this reason.
    Invalid(String),
}

impl DecodeError {
    pub(crate) fn new(offset: usize, reason: DecodeReason) -> Self {
        Self(Box::new(Parts { steps: Vec::new(), offset, reason }))
    }

    #[cold]
    pub(crate) fn invalid(offset: usize, reason: impl fmt::Display) -> Self {
        Self::new(offset, DecodeReason::Invalid(reason.to_string()))
    }

    /// Adds the field that the error is in; `pii` if it is personal data.
    #[cold]
    pub(crate) fn in_field(self, name: &str, pii: bool) -> Self {
        self.inside(Step::Field { name: name.to_owned(), pii })
    }

    /// Adds the item of a list that the error is in.
    #[cold]
    pub(crate) fn in_item(self, index: usize) -> Self {
        self.inside(Step::Index(index))
    }

    /// Adds the entry of a map that the error is in.
    #[cold]
    pub(crate) fn in_entry(self, key: &str) -> Self {
        self.inside(Step::Key(key.to_owned()))
    }

    /// Replaces the offset.
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.offset = offset;
        self
    }

    fn inside(mut self, step: Step) -> Self {
        self.0.steps.push(step);
        self
    }

    /// The path in the data, such as `user.pii.email` or `users[2].id`; empty for the whole value.
    pub fn path(&self) -> String {
        let mut path = String::new();
        let mut redact = false;
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Field { name, pii } => {
                    redact |= pii;
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Key(_) if redact => path.push_str("[<redacted>]"),
                Step::Key(key) => path.push_str(&format!("[{key:?}]")),
            }
        }
        path
    }

    /// The offset of the first byte that could not be read.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The cause.
    pub fn reason(&self) -> &DecodeReason {
        &self.0.reason
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(formatter, "{path}: ")?;
        }
        write!(formatter, "{} (byte {})", self.0.reason, self.0.offset)
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

impl fmt::Display for DecodeReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Trailing(1) => "1 byte follows the value",
            Self::Trailing(count) => {
                return write!(formatter, "{count} bytes follow the value");
            }
            Self::Invalid(reason) | Self::Schema(reason) => reason,
            Self::Truncated => "unexpected end of input",
            Self::Varint => "the number has more than 64 bits",
            Self::Int => "the number has more than 32 bits",
            Self::Boolean => "a boolean is neither 0 nor 1",
            Self::Branch => "the union has no such branch",
            Self::Length => "the length is negative",
            Self::Utf8 => "the text is not UTF-8",
            Self::BlockSize => "the size of the block is wrong",
            Self::Depth => "nested too deeply",
            Self::Items => "too many items without bytes",
            Self::RepeatedKey => "duplicate key",
        })
    }
}
