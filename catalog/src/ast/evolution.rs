//! `evolution` as written.

use super::Text;
use crate::source::Span;

/// `evolution:`
#[derive(Debug)]
pub struct Evolution {
    /// The promises in order.
    pub promises: Vec<Promise>,
    /// `accepted:`
    pub accepted: Vec<Acceptance>,
}

/// One entry of `promise:`.
#[derive(Debug)]
pub struct Promise {
    /// The word for a kind of reader.
    pub reader: &'static str,
    /// Exactly one of the words for promises.
    pub level: Text,
}

/// One entry of `accepted:`.
#[derive(Debug)]
pub struct Acceptance {
    /// What changed; required.
    pub change: Option<Text>,
    /// The version with the change; required.
    pub release: Option<Text>,
    /// Why; required.
    pub reason: Option<Text>,
    /// Until when.
    pub until: Option<Text>,
    /// The whole entry.
    pub span: Span,
}
