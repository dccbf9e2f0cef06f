//! How a receiver is connected.

use std::sync::Arc;

/// How a receiver is connected.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub(crate) dispatch_uid: Option<Arc<str>>,
    pub(crate) name: Option<Arc<str>>,
}

impl Options {
    /// No `dispatch_uid`, and the name that Rust gives to the receiver's type.
    pub fn new() -> Self {
        Self::default()
    }

    /// Connects it only if no receiver of the signal has this `dispatch_uid`.
    #[must_use]
    pub fn dispatch_uid(self, dispatch_uid: impl Into<Arc<str>>) -> Self {
        Self { dispatch_uid: Some(dispatch_uid.into()), ..self }
    }

    /// Names it, for logs and responses.
    #[must_use]
    pub fn name(self, name: impl Into<Arc<str>>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    pub(crate) fn or_name(self, name: &str) -> Self {
        Self { name: Some(self.name.unwrap_or_else(|| name.into())), ..self }
    }
}
