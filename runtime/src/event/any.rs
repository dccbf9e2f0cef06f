//! An event whose type is known at run time only.

use std::any::Any;
use std::fmt;

use crate::Json;
use crate::avro::{Codec, TranscodeError};
use crate::event::{Event, EventDescriptor};
use crate::json::{self, JsonError};
use crate::record::RecordView;
use crate::signal::channel::Channel;
use crate::value::View;

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
    /// Its parts. No other crate has a seal, so none can lead events astray.
    #[doc(hidden)]
    fn parts(&self, seal: Seal) -> Parts<'_>;

    /// As `Record::encode_avro`.
    #[doc(hidden)]
    fn avro(&self, out: &mut Vec<u8>);
}

/// What all events have.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// Who listens to events of its type.
    pub(crate) channel: &'static Channel,
    record: &'a dyn RecordView,
}

/// Only this crate can name it.
pub struct Seal;

impl<E: Event> AnyEvent for E {
    fn parts(&self, _: Seal) -> Parts<'_> {
        Parts { channel: E::channel(), record: self }
    }

    fn avro(&self, out: &mut Vec<u8>) {
        Codec::encode(self, out);
    }
}

impl dyn AnyEvent {
    /// What the catalog says about it.
    pub fn descriptor(&self) -> &'static EventDescriptor {
        self.parts(Seal).channel.descriptor()
    }

    /// Its fields.
    pub fn record(&self) -> &dyn RecordView {
        self.parts(Seal).record
    }

    /// The event itself, if it is of type `E`.
    #[inline]
    pub fn downcast_ref<E: Event>(&self) -> Option<&E> {
        (self as &dyn Any).downcast_ref()
    }

    /// Writes compact JSON text; see [`json`](crate::json) for when that fails.
    pub fn to_json(&self) -> Result<String, JsonError> {
        json::view_to_string(View::Record(self.record()))
    }

    /// Makes a JSON tree; see [`json`](crate::json) for when that fails.
    pub fn to_json_value(&self) -> Result<Json, JsonError> {
        json::view_to_value(View::Record(self.record()))
    }

    /// Writes Avro binary; see [`avro`](crate::avro). A local event has none.
    pub fn to_avro(&self) -> Result<Vec<u8>, TranscodeError> {
        let mut out = Vec::new();
        self.encode_avro(&mut out).map(|()| out)
    }

    /// Appends Avro binary to a buffer, which can be used again and again. A local event has none.
    pub fn encode_avro(&self, out: &mut Vec<u8>) -> Result<(), TranscodeError> {
        self.descriptor().has_avro()?;
        self.avro(out);
        Ok(())
    }
}
