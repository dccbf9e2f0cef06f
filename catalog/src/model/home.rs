//! Where the modules of the bindings are, if several crates share them.

use super::{DomainId, Model};

/// The module of scalars and enums; no domain can have its name.
pub const TYPES: &str = "types";

impl Model {
    /// True if another crate than the generated one has a part of the bindings.
    #[must_use]
    pub fn is_split(&self) -> bool {
        !self.homes.is_empty()
    }

    /// The crate that has a module (the name of a domain, or [`TYPES`]), if it is not the generated one.
    #[must_use]
    pub fn home(&self, module: &str) -> Option<&str> {
        self.homes.get(module).map(String::as_str)
    }

    /// The number of events in the generated crate.
    #[must_use]
    pub fn events_here(&self) -> usize {
        self.events.iter().filter(|event| self.is_here(event.domain)).count()
    }

    /// True if the generated crate has the module of a domain.
    #[must_use]
    pub fn is_here(&self, domain: DomainId) -> bool {
        self.home(&self[domain].name).is_none()
    }
}
