//! Events whose type is known only at run time.

use std::any::Any;
use std::fmt;

use crate::Json;
use crate::avro::TranscodeError;
use crate::event::{Event, EventDescriptor};
use crate::json::{self, JsonError};
use crate::layout::RecordView;
use crate::signal::channel::Channel;
use crate::value::View;

/// An event of any type, for receivers of several events, buses and recorders.
///
/// ```
/// use annals::AnyEvent;
///
/// fn audit(event: &dyn AnyEvent) -> Result<String, annals::JsonError> {
///     Ok(format!("{} {}", event.descriptor().name, event.to_json()?))
/// }
/// ```
pub trait AnyEvent: Any + fmt::Debug + Send + Sync {
    /// The channel and fields. Only this crate can make a [`Seal`], so no other crate can implement or call this, and
    /// an event never reaches the channel of another type.
    #[doc(hidden)]
    fn parts(&self, seal: Seal) -> Parts<'_>;

    /// See `Record::encode_avro`.
    #[doc(hidden)]
    fn avro(&self, out: &mut Vec<u8>);
}

/// What every event has.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The channel of its type.
    pub(crate) channel: &'static Channel,
    record: RecordView<'a>,
}

/// Only this crate can name this type.
pub struct Seal;

impl<E: Event> AnyEvent for E {
    fn parts(&self, _: Seal) -> Parts<'_> {
        Parts { channel: E::channel(), record: RecordView::of(self) }
    }

    fn avro(&self, out: &mut Vec<u8>) {
        self.encode_fields(out);
    }
}

impl dyn AnyEvent {
    /// What the catalog says about the event.
    pub fn descriptor(&self) -> &'static EventDescriptor {
        self.parts(Seal).channel.descriptor()
    }

    /// The event's fields.
    pub fn record(&self) -> RecordView<'_> {
        self.parts(Seal).record
    }

    /// The event itself, if it is of type `E`.
    #[inline]
    pub fn downcast_ref<E: Event>(&self) -> Option<&E> {
        (self as &dyn Any).downcast_ref()
    }

    /// Checks the limits of all fields; see [`Record::validate`](crate::Record::validate).
    ///
    /// # Errors
    ///
    /// The first field outside its limits.
    pub fn validate(&self) -> Result<&Self, JsonError> {
        json::validate::value(View::Record(self.record())).map(|()| self)
    }

    /// Writes compact JSON text. Limits are not checked; see `validate`.
    ///
    /// # Errors
    ///
    /// If the event contains a number that is not finite.
    pub fn to_json(&self) -> Result<String, JsonError> {
        json::view_to_string(View::Record(self.record()))
    }

    /// Converts to a JSON value. Limits are not checked; see `validate`.
    ///
    /// # Errors
    ///
    /// If the event contains a number that is not finite.
    pub fn to_json_value(&self) -> Result<Json, JsonError> {
        json::view_to_value(View::Record(self.record()))
    }

    /// Writes Avro binary; see [`avro`](crate::avro). Limits are not checked; see `validate`.
    ///
    /// # Errors
    ///
    /// If the event is never sent over a bus.
    pub fn to_avro(&self) -> Result<Vec<u8>, TranscodeError> {
        let mut out = Vec::new();
        self.encode_avro(&mut out).map(|()| out)
    }

    /// Appends Avro binary to a buffer, which can be reused. Limits are not checked; see `validate`.
    ///
    /// # Errors
    ///
    /// If the event is never sent over a bus.
    pub fn encode_avro(&self, out: &mut Vec<u8>) -> Result<(), TranscodeError> {
        self.descriptor().has_avro()?;
        self.avro(out);
        Ok(())
    }
}
