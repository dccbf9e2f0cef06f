//! The broker that a URL names.

use std::fs;
use std::path::Path;
use std::time::Duration;

use annals_bus::redis::{Options, Redis};
use annals_bus::sqlite::Sqlite;
use annals_bus::{Transport, TransportError};

use crate::arguments::Place;
use crate::{Failed, Outcome};

/// A broker, and the full name of the topic on it.
pub(crate) struct Engine {
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) topic: String,
}

impl Engine {
    pub(crate) fn open(place: &Place, max_length: Option<u64>) -> Result<Self, Failed> {
        let topic = match place.prefix.as_str() {
            "" => place.topic.clone(),
            prefix => format!("{prefix}-{}", place.topic),
        };
        if topic.is_empty() {
            return Err(usage("`--topic` is empty"));
        }
        let url = url(place)?;
        let transport: Box<dyn Transport> = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("redis" | "rediss") => {
                let timeout = Duration::from_millis(place.timeout);
                let options = Options { timeout, ca: ca(place)?, max_length };
                Box::new(Redis::open(&url, options).map_err(failed)?)
            }
            Some("sqlite") => {
                let path = Path::new(url.trim_start_matches("sqlite:"));
                Box::new(Sqlite::open(path, max_length).map_err(failed)?)
            }
            Some("kafka") => return Err(usage("this program was built without Kafka")),
            _ => return Err(usage("`--url` must begin with `redis://`, `rediss://` or `sqlite:`")),
        };
        Ok(Self { transport, topic })
    }
}

/// The URL is never printed: it may have a password.
fn url(place: &Place) -> Result<String, Failed> {
    match (&place.url, &place.url_file) {
        (_, Some(file)) => {
            let text = fs::read_to_string(file);
            let text =
                text.map_err(|error| usage(&format!("cannot read `--url-file`: {error}")))?;
            Ok(text.trim().to_owned())
        }
        (Some(url), None) => Ok(url.clone()),
        (None, None) => Err(usage("no broker is given: use `--url`, or ANNALS_BUS_URL")),
    }
}

fn ca(place: &Place) -> Result<Option<Vec<u8>>, Failed> {
    let Some(file) = &place.ca else { return Ok(None) };
    let read = fs::read(file).map_err(|error| usage(&format!("cannot read `--ca`: {error}")))?;
    Ok(Some(read))
}

pub(crate) fn usage(message: &str) -> Failed {
    Failed(Outcome::Usage, message.to_owned())
}

/// A duration that was given in seconds.
pub(crate) fn seconds(seconds: f64) -> Result<Duration, Failed> {
    Duration::try_from_secs_f64(seconds).map_err(|_| usage("not a valid number of seconds"))
}

/// A command without a loop does not try again.
pub(crate) fn failed(error: TransportError) -> Failed {
    let outcome = match error {
        TransportError::Never(_) => Outcome::Usage,
        TransportError::Away(_) | TransportError::Refused(_) | TransportError::Gone => {
            Outcome::Away
        }
    };
    Failed(outcome, error.to_string())
}
