//! All events of the program, for callers that have no type at hand.
//!
//! ```
//! for event in annals::registry().domain("learning") {
//!     println!("{} since {}", event.event_type, event.added);
//! }
//! assert!(annals::registry().get("org.example.no.such.event.v1").is_none());
//! ```
//!
//! An event is here if its crate is linked, that is if anything of that crate is used. Where two versions of a crate
//! are linked, the registry has one event of each type, of either version; signals are not mixed up.
//!
//! A bus sends what it receives with the metadata that came along, and a forwarder takes any event to one:
//!
//! ```
//! use annals::avro::TranscodeError;
//! use annals::{AnyEvent, Metadata, Responses};
//!
//! fn arrived(metadata: &Metadata, bytes: &[u8]) -> Option<Result<Responses, TranscodeError>> {
//!     let event = annals::registry().get(metadata.event_type())?;
//!     Some(event.send_avro_with(metadata, bytes))
//! }
//!
//! fn forward(event: &dyn AnyEvent, buffer: &mut Vec<u8>) -> Result<(), TranscodeError> {
//!     buffer.clear();
//!     event.encode_avro(buffer)
//! }
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::avro::{DecodeError, Decoder, TranscodeError};
use crate::event::{AnyEvent, Event, EventDescriptor};
use crate::json::{self, JsonError, Path};
use crate::layout::Held;
use crate::metadata::Metadata;
use crate::record::RecordDescription;
#[cfg(feature = "async")]
use crate::signal::asynchronous::any_async_handler;
use crate::signal::dispatch::{self, ChannelRef};
use crate::signal::{Channel, Connection, Options, Outcome, Responses, any_handler};

/// An event in the registry: its descriptor, and what can be done with it.
pub struct RegisteredEvent {
    channel: fn() -> &'static Channel,
    /// Its data.
    record: &'static RecordDescription,
    /// What a record in memory is as an event; of the type of `record`.
    attach: fn(*mut u8) -> *mut dyn AnyEvent,
}

inventory::collect!(RegisteredEvent);

impl RegisteredEvent {
    /// What the derive registers.
    #[doc(hidden)]
    pub const fn of<E: Event>() -> Self {
        Self { channel: channel::<E>, record: E::DESCRIPTION, attach: attach::<E> }
    }

    fn read(&self, decoder: &mut Decoder<'_>) -> Result<Arc<dyn AnyEvent>, DecodeError> {
        let event = Held::decode(self.record, decoder)?.into_raw();
        // SAFETY: it is an event of the type of `record`, in memory of its own.
        let event = unsafe { Box::from_raw((self.attach)(event)) };
        Ok(event.into())
    }

    /// What the catalog says about it.
    pub fn descriptor(&self) -> &'static EventDescriptor {
        (self.channel)().descriptor()
    }

    /// Reads an event of this type from JSON text strictly; see [`json`].
    pub fn read_json(&self, text: &str) -> Result<Arc<dyn AnyEvent>, JsonError> {
        let json = json::tree_from_str(text)?;
        let mut bytes = Vec::new();
        json::transcode::record(self.record, &json, &Path::ROOT, &mut bytes)?;
        self.read(&mut Decoder::new(&bytes)).map_err(|error| Path::ROOT.error(error))
    }

    /// Reads an event from JSON text and sends it, with metadata made now.
    pub fn send_json(&self, text: &str) -> Result<Responses, JsonError> {
        Ok(dispatch::send_any(self.read_json(text)?, None, false))
    }

    /// Reads an event from JSON text and sends it with this metadata.
    pub fn send_json_with(&self, metadata: &Metadata, text: &str) -> Result<Responses, JsonError> {
        Ok(dispatch::send_any(self.read_json(text)?, Some(metadata), false))
    }

    /// Reads an event of this type from Avro binary that was written with the same schema; see [`avro`](crate::avro).
    pub fn read_avro(&self, bytes: &[u8]) -> Result<Arc<dyn AnyEvent>, TranscodeError> {
        self.has_avro()?;
        let mut decoder = Decoder::new(bytes);
        let event = self.read(&mut decoder)?;
        if decoder.is_finished() { Ok(event) } else { Err(decoder.trailing().into()) }
    }

    /// Reads an event from Avro binary and sends it, with metadata made now.
    pub fn send_avro(&self, bytes: &[u8]) -> Result<Responses, TranscodeError> {
        Ok(dispatch::send_any(self.read_avro(bytes)?, None, false))
    }

    /// Reads an event from Avro binary and sends it with this metadata.
    pub fn send_avro_with(
        &self,
        metadata: &Metadata,
        bytes: &[u8],
    ) -> Result<Responses, TranscodeError> {
        Ok(dispatch::send_any(self.read_avro(bytes)?, Some(metadata), false))
    }

    /// Connects a receiver of any event to this one.
    pub fn connect<R, O>(&self, receiver: R) -> Connection
    where
        R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        self.connect_with(Options::new(), receiver)
    }

    /// Connects a receiver of any event to this one, with options.
    pub fn connect_with<R, O>(&self, options: Options, receiver: R) -> Connection
    where
        R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        let options = options.or_name(std::any::type_name::<R>());
        self.current().connect(options, any_handler(receiver))
    }

    /// Lets events through again.
    pub fn enable(&self) {
        self.current().set_enabled(true);
    }

    /// Makes every send do nothing and return nothing.
    pub fn disable(&self) {
        self.current().set_enabled(false);
    }

    /// Connects an async receiver of any event to this one.
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

    /// The channel of its events where this thread is.
    pub(crate) fn current(&self) -> ChannelRef {
        dispatch::current((self.channel)())
    }
}

fn channel<E: Event>() -> &'static Channel {
    E::channel()
}

fn attach<E: Event>(event: *mut u8) -> *mut dyn AnyEvent {
    event.cast::<E>()
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
    /// Sends it to the receivers of its type, with metadata made now.
    pub fn send(self: Arc<Self>) -> Responses {
        dispatch::send_any(self, None, false)
    }

    /// Sends it to the receivers of its type with this metadata.
    pub fn send_with(self: Arc<Self>, metadata: &Metadata) -> Responses {
        dispatch::send_any(self, Some(metadata), false)
    }

    /// `send`, and awaits async receivers.
    #[cfg(feature = "async")]
    pub async fn send_async(self: Arc<Self>) -> Responses {
        dispatch::send_any_async(self, None, false).await
    }

    /// `send_with`, and awaits async receivers.
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

/// All events of the program; gathered once.
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
    /// The event of this event type.
    pub fn get(&self, event_type: &str) -> Option<&'static RegisteredEvent> {
        self.types.get(event_type).copied()
    }

    /// The event of this name, `STUDENT_REGISTRATION_COMPLETED`.
    pub fn by_name(&self, name: &str) -> Option<&'static RegisteredEvent> {
        self.names.get(name).copied()
    }

    /// The events of a domain, by event type.
    pub fn domain(&self, domain: &str) -> impl Iterator<Item = &'static RegisteredEvent> {
        self.iter().filter(move |event| event.domain == domain)
    }

    /// The domains, in alphabetical order.
    pub fn domains(&self) -> impl Iterator<Item = &'static str> {
        let domains = self.iter().map(|event| event.descriptor().domain);
        domains.collect::<std::collections::BTreeSet<_>>().into_iter()
    }

    /// All events, by event type.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'static RegisteredEvent> {
        self.types.values().copied()
    }

    /// Number of events.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.types.keys()).finish()
    }
}
