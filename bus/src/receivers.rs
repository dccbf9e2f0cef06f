//! A handler that calls the receivers that this process has connected to the signal of the event.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use annals::signal::Cause;
use annals::{AnyEvent, Error, Event, Metadata, View, WriterSchema, registry};

use crate::entry::Entry;
use crate::handler::{Attempt, Failure, Handler, Opened, Outside};
use crate::origin::OnTheBus;

/// Sends every event that comes on the signal of its type.
///
/// A message is handled when every receiver returned without an error. If one of them returned [`Outside`], something
/// around it is down; any other error, and a panic, is a failure of this message. All receivers are called again when the
/// message is tried again. What comes from a bus does not go out again.
#[derive(Default)]
pub struct Receivers {
    /// Other paths to the key than those of the catalog, by event type.
    keys: BTreeMap<String, String>,
    older: BTreeMap<(String, u32), Read>,
}

/// Reads an event of an older minor version.
type Read = Box<dyn Fn(&[u8]) -> Result<Arc<dyn AnyEvent>, String> + Send + Sync>;

impl Receivers {
    /// The receivers of this process.
    pub fn new() -> Self {
        Self::default()
    }

    /// Orders the events of some types by another field than the catalog says.
    #[must_use]
    pub fn with_keys(mut self, keys: BTreeMap<String, String>) -> Self {
        self.keys.extend(keys);
        self
    }

    /// Reads events of an older minor version, which were written with this Avro schema.
    #[must_use]
    pub fn with_older<E: Event>(mut self, minorversion: u32, schema: WriterSchema) -> Self {
        let read = move |bytes: &[u8]| match schema.read::<E>(bytes) {
            Ok(event) => Ok(Arc::new(event) as Arc<dyn AnyEvent>),
            Err(error) => Err(error.to_string()),
        };
        let key = (E::DESCRIPTOR.event_type.to_owned(), minorversion);
        self.older.insert(key, Box::new(read));
        self
    }

    fn read(&self, metadata: &Metadata, payload: &[u8]) -> Result<Arc<dyn AnyEvent>, String> {
        if !self.older.is_empty() {
            let key = (metadata.event_type().to_owned(), metadata.minorversion());
            if let Some(read) = self.older.get(&key) {
                return read(payload);
            }
        }
        let Some(event) = registry().get(metadata.event_type()) else {
            return Err("the field `type` is not an event type of this program".to_owned());
        };
        event.read_avro(payload).map_err(|error| error.to_string())
    }
}

impl fmt::Debug for Receivers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Receivers")
    }
}

impl Handler for Receivers {
    type Event = Arc<dyn AnyEvent>;

    fn open(&self, entry: &Entry) -> Result<Opened<Self::Event>, String> {
        let metadata = entry.metadata().map_err(|error| error.to_string())?;
        let payload = entry.payload().map_err(|error| error.to_string())?;
        let event = self.read(&metadata, payload)?;
        let path = self.keys.get(metadata.event_type()).map(String::as_str);
        let key = path.or(event.descriptor().key).and_then(|path| key(&*event, path));
        Ok(Opened { metadata, key, event })
    }

    fn handle(&self, event: &Opened<Self::Event>, _: &Attempt<'_>) -> Result<(), Failure> {
        let _mark = OnTheBus::new(event.metadata.id());
        let responses = Arc::clone(&event.event).send_with(&event.metadata);
        let mut failure = None;
        for failed in responses.failures() {
            let reason = format!("receiver `{}` failed", failed.receiver().unwrap_or("?"));
            match failed.cause() {
                Cause::Error(error) if is_outside(error) => return Err(Failure::Outside(reason)),
                _ => failure = failure.or(Some(Failure::Message(reason))),
            }
        }
        failure.map_or(Ok(()), Err)
    }
}

fn is_outside(error: &Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&**error);
    while let Some(error) = cause {
        if error.is::<Outside>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The value at a dotted path, as text.
fn key(event: &dyn AnyEvent, path: &str) -> Option<String> {
    let mut view = View::Record(event.record());
    for name in path.split('.') {
        let View::Record(record) = view else { return None };
        let (index, _) = record.description().field(name)?;
        view = record.field(index);
    }
    match view {
        View::Str(text) => Some(text.to_owned()),
        View::Text(value) => Some(value.to_string()),
        View::Exact(value) => Some(value.to_string()),
        View::Bool(value) => Some(value.to_string()),
        View::Int(value) => Some(value.to_string()),
        View::Float(value) => Some(value.to_string()),
        View::Float32(value) => Some(value.to_string()),
        View::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        View::Absent | View::Null => None,
        // The compiler of catalogs refuses such a key.
        View::List(_) | View::Map(_) | View::Record(_) | View::Json(_) | View::Case(_) => None,
    }
}
