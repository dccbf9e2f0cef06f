//! Enabling signals in a scope, and reading what was sent there.

use std::any::Any;
use std::sync::Arc;

use crate::event::Event;
use crate::isolation::{Carried, Isolation};
use crate::metadata::Metadata;
use crate::signal::Signal;
use crate::signal::scope::{AnySent, Scope};

/// An event that was sent in a scope.
#[derive(Debug)]
pub struct Sent<E> {
    /// The event.
    pub event: Arc<E>,
    /// The event's metadata.
    pub metadata: Metadata,
}

impl Scope {
    /// Enables a signal in the scope.
    #[must_use]
    pub fn enable<E: Event>(self, signal: &Signal<E>) -> Self {
        let _ = signal;
        self.channel(E::channel()).set_enabled(true);
        self
    }

    /// Runs `future` in the scope, whichever thread polls it.
    pub fn carry<F: Future>(&self, future: F) -> Carried<F> {
        Isolation::from(self.clone()).carry(future)
    }

    /// The events that were sent on `signal`, in the order of sending.
    pub fn sent<E: Event>(&self, signal: &Signal<E>) -> Vec<Sent<E>> {
        let _ = signal;
        let sent = self.all_sent().into_iter().filter_map(|AnySent { event, metadata }| {
            let event: Arc<dyn Any + Send + Sync> = event;
            Some(Sent { event: event.downcast().ok()?, metadata })
        });
        sent.collect()
    }
}

impl<E> Clone for Sent<E> {
    fn clone(&self) -> Self {
        Self { event: Arc::clone(&self.event), metadata: self.metadata.clone() }
    }
}
