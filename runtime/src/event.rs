//! Events, and what the catalog says about them.

mod any;
pub(crate) mod descriptor;

use std::fmt;

use crate::metadata::Metadata;
use crate::record::Record;
use crate::signal::channel::ChannelOf;

pub use any::AnyEvent;
pub(crate) use any::Seal;
pub use descriptor::{Deprecation, EventDescriptor};

/// The data of an event of the catalog. Implemented by the derives only.
pub trait Event: Record + fmt::Debug + Send + Sync + 'static {
    /// What the catalog says about it.
    const DESCRIPTOR: &'static EventDescriptor;

    /// Who listens; all signals of the event share it.
    #[doc(hidden)]
    fn channel() -> &'static ChannelOf<Self>;
}

impl Metadata {
    /// The metadata of an event of type `E` that is sent now.
    pub fn of<E: Event>() -> Self {
        Self::new(E::DESCRIPTOR)
    }
}
