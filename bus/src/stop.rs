//! Tells a consumer, or a relay, to end.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::world;

/// Tells a consumer, or a relay, to end: what is in hand is finished, and nothing new is begun.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<OnceLock<Instant>>);

impl Stop {
    /// Not stopped yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops.
    pub fn stop(&self) {
        self.0.get_or_init(world::now);
    }

    /// True after `stop`.
    pub fn is_stopped(&self) -> bool {
        self.0.get().is_some()
    }

    /// How long ago it was stopped.
    pub fn stopped_for(&self) -> Option<Duration> {
        self.0.get().map(|since| world::since(*since))
    }
}
