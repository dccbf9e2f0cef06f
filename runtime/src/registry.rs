//! All events of the program, for code that does not know their types.
//!
//! ```
//! for event in annals::registry().domain("learning") {
//!     println!("{} since {}", event.event_type, event.added);
//! }
//! assert!(annals::registry().get("org.example.no.such.event.v1").is_none());
//! ```
//!
//! The registry contains the events of every crate that is linked, which is every crate of which anything is used. If
//! two versions of a crate are linked, the registry contains each event type once, from one of the versions. Their
//! signals stay separate.
//!
//! A consumer sends what it receives from a bus with the metadata of the message; a producer takes any event to the
//! bus:
//!
//! ```
//! use annals::avro::TranscodeError;
//! use annals::{AnyEvent, Metadata, Responses};
//!
//! fn consume(metadata: &Metadata, bytes: &[u8]) -> Option<Result<Responses, TranscodeError>> {
//!     let event = annals::registry().get(metadata.event_type())?;
//!     Some(event.send_avro_with(metadata, bytes))
//! }
//!
//! fn produce(event: &dyn AnyEvent, buffer: &mut Vec<u8>) -> Result<(), TranscodeError> {
//!     buffer.clear();
//!     event.encode_avro(buffer)
//! }
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::avro::{Decoder, TranscodeError};
use crate::event::{AnyEvent, Event, EventDescriptor};
use crate::json::JsonError;
use crate::layout::ErasedRecord;
use crate::metadata::Metadata;
use crate::record::RecordDescription;
#[cfg(feature = "async")]
use crate::signal::asynchronous::any_async_handler;
use crate::signal::dispatch::{self, ChannelRef};
use crate::signal::{Channel, Connection, Options, Outcome, Responses, any_handler};

/// An event in the registry: its descriptor, and operations that need its type.
pub struct RegisteredEvent {
    channel: fn() -> &'static Channel,
    /// The fields of its data.
    record: &'static RecordDescription,
    /// Casts a pointer to a record of the type of `record`.
    attach: fn(*mut u8) -> *mut dyn AnyEvent,
}

inventory::collect!(RegisteredEvent);

impl RegisteredEvent {
    /// Called by the derive.
    #[doc(hidden)]
    pub const fn of<E: Event>() -> Self {
        Self { channel: channel::<E>, record: E::DESCRIPTION, attach: attach::<E> }
    }

    /// # Safety
    ///
    /// `event` must have the description `self.record`.
    unsafe fn event(&self, event: ErasedRecord) -> Arc<dyn AnyEvent> {
        let event = (self.attach)(event.into_raw());
        // SAFETY: `event` points to an initialized event of the type that `record` describes, in memory that the global
        // allocator returned for its layout and that nothing else owns. `of` makes `attach` for the same type.
        unsafe { Box::from_raw(event) }.into()
    }

    /// What the catalog says about the event.
    pub fn descriptor(&self) -> &'static EventDescriptor {
        (self.channel)().descriptor()
    }

    /// Reads an event of this type from JSON text strictly; see [`json`](crate::json).
    ///
    /// # Errors
    ///
    /// If the text is not a valid event.
    pub fn read_json(&self, text: &str) -> Result<Arc<dyn AnyEvent>, JsonError> {
        let event = ErasedRecord::from_json(self.record, text)?;
        // SAFETY: it was read with this description.
        Ok(unsafe { self.event(event) })
    }

    /// Reads an event from JSON text and sends it with new metadata.
    ///
    /// # Errors
    ///
    /// If the text is not a valid event.
    pub fn send_json(&self, text: &str) -> Result<Responses, JsonError> {
        Ok(dispatch::send_any(self.read_json(text)?, None, false))
    }

    /// Reads an event from JSON text and sends it with the given metadata.
    ///
    /// # Errors
    ///
    /// If the text is not a valid event.
    pub fn send_json_with(&self, metadata: &Metadata, text: &str) -> Result<Responses, JsonError> {
        Ok(dispatch::send_any(self.read_json(text)?, Some(metadata), false))
    }

    /// Reads an event of this type from Avro binary that was written with the same schema; see [`avro`](crate::avro).
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one valid event, or the event is never sent over a bus.
    pub fn read_avro(&self, bytes: &[u8]) -> Result<Arc<dyn AnyEvent>, TranscodeError> {
        self.has_avro()?;
        let mut decoder = Decoder::new(bytes);
        let event = ErasedRecord::decode(self.record, &mut decoder)?;
        if !decoder.is_finished() {
            return Err(decoder.trailing().into());
        }
        // SAFETY: it was read with this description.
        Ok(unsafe { self.event(event) })
    }

    /// Reads an event from Avro binary and sends it with new metadata.
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one valid event, or the event is never sent over a bus.
    pub fn send_avro(&self, bytes: &[u8]) -> Result<Responses, TranscodeError> {
        Ok(dispatch::send_any(self.read_avro(bytes)?, None, false))
    }

    /// Reads an event from Avro binary and sends it with the given metadata.
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one valid event, or the event is never sent over a bus.
    pub fn send_avro_with(
        &self,
        metadata: &Metadata,
        bytes: &[u8],
    ) -> Result<Responses, TranscodeError> {
        Ok(dispatch::send_any(self.read_avro(bytes)?, Some(metadata), false))
    }

    /// Connects a receiver of any event to this event.
    pub fn connect<R, O>(&self, receiver: R) -> Connection
    where
        R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        self.connect_with(Options::new(), receiver)
    }

    /// Connects a receiver of any event to this event, with options.
    pub fn connect_with<R, O>(&self, options: Options, receiver: R) -> Connection
    where
        R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        let options = options.or_name(std::any::type_name::<R>());
        self.current().connect(options, any_handler(receiver))
    }

    /// Enables the signal again after [`disable`](Self::disable).
    pub fn enable(&self) {
        self.current().set_enabled(true);
    }

    /// Disables the signal: sending calls no receiver and returns no responses.
    pub fn disable(&self) {
        self.current().set_enabled(false);
    }

    /// Connects an async receiver of any event to this event.
    #[cfg(feature = "async")]
    pub fn connect_async<R, F, O>(&self, receiver: R) -> Connection
    where
        R: Fn(Arc<dyn AnyEvent>, Arc<Metadata>) -> F + Send + Sync + 'static,
        F: Future<Output = O> + Send + 'static,
        O: Outcome,
    {
        let options = Options::new().name(std::any::type_name::<R>());
        self.current().connect(options, any_async_handler(receiver))
    }

    /// The channel of this event on this thread.
    pub(crate) fn current(&self) -> ChannelRef {
        dispatch::current((self.channel)())
    }
}

fn channel<E: Event>() -> &'static Channel {
    E::channel()
}

fn attach<E: Event>(event: *mut u8) -> *mut dyn AnyEvent {
    event as *mut E
}

impl Deref for RegisteredEvent {
    type Target = EventDescriptor;

    fn deref(&self) -> &EventDescriptor {
        self.descriptor()
    }
}

impl fmt::Debug for RegisteredEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RegisteredEvent({})", self.event_type)
    }
}

impl dyn AnyEvent {
    /// Sends the event to the receivers of its type, with new metadata; see [`signal`](crate::signal).
    pub fn send(self: Arc<Self>) -> Responses {
        dispatch::send_any(self, None, false)
    }

    /// Sends the event to the receivers of its type, with the given metadata.
    pub fn send_with(self: Arc<Self>, metadata: &Metadata) -> Responses {
        dispatch::send_any(self, Some(metadata), false)
    }

    /// Like `send`, and awaits async receivers.
    #[cfg(feature = "async")]
    pub async fn send_async(self: Arc<Self>) -> Responses {
        dispatch::send_any_async(self, None, false).await
    }

    /// Like `send_with`, and awaits async receivers.
    #[cfg(feature = "async")]
    pub async fn send_async_with(self: Arc<Self>, metadata: &Metadata) -> Responses {
        dispatch::send_any_async(self, Some(metadata.clone()), false).await
    }
}

/// All events of the program.
pub struct Registry {
    /// By event type.
    types: BTreeMap<&'static str, &'static RegisteredEvent>,
    /// By name.
    names: BTreeMap<&'static str, &'static RegisteredEvent>,
}

/// All events of the program. They are collected at the first call.
pub fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let events = || inventory::iter::<RegisteredEvent>.into_iter();
        Registry {
            types: events().map(|event| (event.descriptor().event_type, event)).collect(),
            names: events().map(|event| (event.descriptor().name, event)).collect(),
        }
    })
}

impl Registry {
    /// The event with this event type.
    pub fn get(&self, event_type: &str) -> Option<&'static RegisteredEvent> {
        self.types.get(event_type).copied()
    }

    /// The event with this name, `STUDENT_REGISTRATION_COMPLETED`.
    pub fn by_name(&self, name: &str) -> Option<&'static RegisteredEvent> {
        self.names.get(name).copied()
    }

    /// The events of a domain, ordered by event type.
    pub fn domain(&self, domain: &str) -> impl Iterator<Item = &'static RegisteredEvent> {
        self.iter().filter(move |event| event.domain == domain)
    }

    /// The domains, in alphabetical order.
    pub fn domains(&self) -> impl Iterator<Item = &'static str> {
        let domains = self.iter().map(|event| event.descriptor().domain);
        domains.collect::<std::collections::BTreeSet<_>>().into_iter()
    }

    /// All events, ordered by event type.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static RegisteredEvent> {
        self.types.values().copied()
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// True if there are no events.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.types.keys()).finish()
    }
}
