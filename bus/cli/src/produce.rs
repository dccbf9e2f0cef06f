//! `annals-bus produce`: sends events that are read from standard input.

mod direct;
mod input;
mod stored;

use std::sync::Arc;

use annals_bus::Outbox;

use crate::arguments::Produce;
use crate::catalog::Catalog;
use crate::engine::{Engine, seconds, usage};
use crate::lines::Lines;
use crate::sending::{end, relay_settings, unusable};
use crate::signals::stop_on_signal;
use crate::{Failed, Outcome};
use input::Input;

pub(crate) fn run(arguments: &Produce, lines: &Lines) -> Result<Outcome, Failed> {
    let drain = arguments.sending.drain.map(seconds).transpose()?;
    let relay = relay_settings(&arguments.sending)?;
    let engine = Engine::open(&arguments.place, arguments.sending.maxlen)?;
    let catalog = Catalog::open(arguments.events.catalog.as_deref());
    let catalog = catalog.map_err(|error| usage(&error))?;
    let stop = stop_on_signal();
    let input = Input::start(catalog, stop.clone());
    let counts = match &arguments.outbox {
        None => direct::run(&engine, &input, drain, arguments.place.timeout, lines, &stop),
        Some(folder) => {
            let outbox = Outbox::open(folder).map_err(unusable)?;
            let topic = Arc::from(engine.topic.as_str());
            let job = stored::Job { outbox: &outbox, topic, input: &input, lines, stop: &stop };
            if arguments.no_relay { job.write_only()? } else { job.send(&engine, relay, drain)? }
        }
    };
    Ok(end(&counts, lines))
}
