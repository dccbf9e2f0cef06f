//! Events and their descriptors.

mod any;
pub(crate) mod descriptor;

use std::fmt;

use crate::metadata::Metadata;
use crate::record::Record;
use crate::signal::channel::ChannelOf;

pub use any::AnyEvent;
pub(crate) use any::Seal;
pub use descriptor::{Deprecation, EventDescriptor};

/// The data of an event of the catalog. Implemented by the derive only.
pub trait Event: Record + fmt::Debug + Send + Sync + 'static {
    /// What the catalog says about the event.
    const DESCRIPTOR: &'static EventDescriptor;

    /// The receivers of the event, which all its signals share.
    #[doc(hidden)]
    fn channel() -> &'static ChannelOf<Self>;
}

impl Metadata {
    /// New metadata for an event of type `E` that is sent now.
    pub fn of<E: Event>() -> Self {
        Self::new(E::DESCRIPTOR)
    }
}
