//! The place of a check in a payload, and its findings.

use std::cell::RefCell;
use std::fmt;

use super::plan::Plan;

/// Maximum number of findings per payload.
const MOST: usize = 50;

/// Something wrong with a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The place in the data: `user.pii.email`, `items[2].id`; empty for the whole payload.
    pub path: String,
    /// What was expected and what was found, without values.
    pub message: String,
}

/// A place in a payload: a linked list on the stack, from the innermost step to the root.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    /// Below personal data, keys of maps are personal data too.
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
    /// The whole payload.
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root, pii: false };
}

impl Path<'_> {
    pub(super) fn field<'b>(&'b self, name: &'b str, pii: bool) -> Path<'b> {
        Path { parent: Some(self), step: Step::Field(name), pii: self.pii || pii }
    }

    pub(super) fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index), pii: self.pii }
    }

    pub(super) fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        Path { parent: Some(self), step: Step::Key(key), pii: self.pii }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else { return Ok(()) };
        parent.fmt(formatter)?;
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) if matches!(parent.step, Step::Root) => formatter.write_str(name),
            Step::Field(name) => write!(formatter, ".{name}"),
            Step::Index(index) => write!(formatter, "[{index}]"),
            Step::Key(_) if self.pii => formatter.write_str("[<redacted>]"),
            Step::Key(key) => write!(formatter, "[{key:?}]"),
        }
    }
}

/// Collects the findings of one payload.
pub(super) struct Checker<'a> {
    pub(super) plan: &'a Plan,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, findings: RefCell::default() }
    }

    /// Adds a finding. The message must not contain the value.
    #[cold]
    pub(super) fn report(&self, path: &Path<'_>, message: impl fmt::Display) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < MOST {
            findings.push(Finding { path: path.to_string(), message: message.to_string() });
        }
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        self.findings.into_inner()
    }
}
