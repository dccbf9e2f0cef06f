//! `annals-bus relay`: sends what is left in an outbox.

use annals_bus::relay::{Relay, RelayReport, Until};
use annals_bus::{Outbox, Stop};

use crate::arguments;
use crate::engine::{Engine, seconds};
use crate::lines::Lines;
use crate::sending::{Counts, end, relay_settings, report_line, unusable};
use crate::signals::stop_on_signal;
use crate::{Failed, Outcome};

pub(crate) fn run(arguments: &arguments::Relay, lines: &Lines) -> Result<Outcome, Failed> {
    let longest = arguments.sending.drain.map(seconds).transpose()?;
    let settings = relay_settings(&arguments.sending)?;
    let engine = Engine::open(&arguments.place, arguments.sending.maxlen)?;
    let outbox = Outbox::open(&arguments.outbox).map_err(unusable)?;
    let (stop, drained) = (stop_on_signal(), Stop::new());
    drained.stop();
    let report = |report: RelayReport<'_>| {
        lines.print(&report_line(&report, |tag| (tag & u64::from(u32::MAX), false)));
    };
    let relay = Relay::new(&*engine.transport, settings, &report);
    let until = Until { stop: &stop, drained: &drained, longest };
    let sent = relay.run(&outbox, until).map_err(unusable)?;
    let left = sent.left;
    Ok(end(&Counts { sent: sent.sent, left, away: left > 0, ..Counts::default() }, lines))
}
