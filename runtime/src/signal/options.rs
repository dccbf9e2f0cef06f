//! Options for connecting a receiver.

use std::sync::Arc;

/// Options for connecting a receiver.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub(crate) dispatch_uid: Option<Arc<str>>,
    pub(crate) name: Option<Arc<str>>,
}

impl Options {
    /// No `dispatch_uid`, and the Rust name of the receiver's type as its name.
    pub fn new() -> Self {
        Self::default()
    }

    /// Connects the receiver only if no receiver of the signal has this `dispatch_uid`.
    #[must_use]
    pub fn dispatch_uid(self, dispatch_uid: impl Into<Arc<str>>) -> Self {
        Self { dispatch_uid: Some(dispatch_uid.into()), ..self }
    }

    /// Names the receiver in logs and responses.
    #[must_use]
    pub fn name(self, name: impl Into<Arc<str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    pub(crate) fn or_name(self, name: &str) -> Self {
        Self { name: Some(self.name.unwrap_or_else(|| name.into())), ..self }
    }
}
