//! An event whose type is known at run time only.

use std::any::Any;
use std::fmt;

use crate::Json;
use crate::event::{Event, EventDescriptor};
use crate::json::JsonError;
use crate::record::{Record, RecordView};
use crate::signal::Channel;

/// Any event of the catalog: what receivers of several events, buses and recorders work on.
///
/// ```
/// use annals::AnyEvent;
///
/// fn audit(event: &dyn AnyEvent) -> Result<String, annals::JsonError> {
///     Ok(format!("{} {}", event.descriptor().name, event.to_json()?))
/// }
/// ```
pub trait AnyEvent: Any + fmt::Debug + Send + Sync {
    /// What the catalog says about it.
    fn descriptor(&self) -> &'static EventDescriptor;

    /// Its fields.
    fn record(&self) -> &dyn RecordView;

    /// Who listens to events of its type. No other crate has a seal, so none can lead events astray.
    #[doc(hidden)]
    fn channel_of(&self, seal: Seal) -> &'static Channel;

    /// As `Record::to_json`, under a name that does not shadow it.
    #[doc(hidden)]
    fn json_text(&self) -> Result<String, JsonError>;

    /// As `Record::to_json_value`.
    #[doc(hidden)]
    fn json_tree(&self) -> Result<Json, JsonError>;
}

/// Only this crate can name it.
pub struct Seal;

impl<E: Event> AnyEvent for E {
    fn descriptor(&self) -> &'static EventDescriptor {
        // Not `E::DESCRIPTOR`, of which every crate that asks would get a copy.
        E::channel().descriptor()
    }

    fn record(&self) -> &dyn RecordView {
        self
    }

    fn channel_of(&self, _: Seal) -> &'static Channel {
        E::channel()
    }

    fn json_text(&self) -> Result<String, JsonError> {
        Record::to_json(self)
    }

    fn json_tree(&self) -> Result<Json, JsonError> {
        Record::to_json_value(self)
    }
}

impl dyn AnyEvent {
    /// The event itself, if it is of type `E`.
    #[inline]
    pub fn downcast_ref<E: Event>(&self) -> Option<&E> {
        (self as &dyn Any).downcast_ref()
    }

    /// Writes compact JSON text; see [`json`](crate::json) for when that fails.
    pub fn to_json(&self) -> Result<String, JsonError> {
        self.json_text()
    }

    /// Makes a JSON tree; see [`json`](crate::json) for when that fails.
    pub fn to_json_value(&self) -> Result<Json, JsonError> {
        self.json_tree()
    }
}
