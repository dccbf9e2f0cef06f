//! `annals watch`: generates again whenever the catalog is saved, until it is interrupted.

mod folders;
mod session;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::Args;

use super::target_parser;
use super::terminal::Terminal;
use super::{Outcome, named_or_found, targets};
use annals_codegen::Target;
use folders::Folders;
use session::Session;

/// How long it must be quiet before a save counts as complete: editors write in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// The same after a step that is known to be the last: a system may tell of it twice.
const COMPLETE: Duration = Duration::from_micros(500);

/// How long saves that never end are waited for.
const PATIENCE: Duration = Duration::from_millis(100);

/// Arguments of `annals watch`.
#[derive(Debug, Args)]
#[command(
    after_help = "Watched are the catalog, what it includes and the templates that `annals generate \
    --templates` named, new files too; not the output. Mistakes are shown until they are mended. Ctrl-C ends it, with exit code 0."
)]
pub(super) struct Watch {
    /// Make only this target (may be given several times); catalog.lock is then left as it is
    #[arg(long, value_parser = target_parser(), value_name = "TARGET")]
    only: Vec<Target>,
    /// The output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Leave on the screen what was there; a pipe is never cleared
    #[arg(long)]
    no_clear: bool,
    /// Print where the time from each save to the last file went, stage by stage
    #[arg(long)]
    timings: bool,
}

/// What wakes us.
enum Message {
    /// Something was saved, then.
    Saved(Instant),
    /// And no more is to come of it.
    Complete,
    /// Ctrl-C, or the wish of whoever started us.
    Stop,
}

impl Watch {
    pub(super) fn run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Outcome {
        match self.try_run(catalog, terminal) {
            Ok(()) => Outcome::Clean,
            Err(message) => {
                terminal.error(&message);
                Outcome::Failed
            }
        }
    }

    fn try_run(&self, catalog: Option<&Path>, terminal: &mut Terminal) -> Result<(), String> {
        // What one round used, the next one uses again.
        let catalog = named_or_found(catalog)?;
        // A catalog that goes is waited for; one that never was is a mistake in its name.
        std::fs::metadata(&catalog)
            .map_err(|error| format!("cannot read `{}`: {error}", catalog.display()))?;
        let (sender, receiver) = channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(Message::Stop)))
            .map_err(|error| format!("cannot listen to Ctrl-C: {error}"))?;
        let output = self.out.clone().unwrap_or_else(|| catalog.with_file_name("generated"));
        // Watched before it is read, so that no save falls between.
        let mut folders = Folders::watch(&catalog, &output, sender)?;
        let clear = !self.no_clear && terminal.is_screen();
        let mut session = Session::new(catalog, output, targets(&self.only), clear, self.timings);
        let mut saved = Instant::now();
        loop {
            folders.renew()?;
            let include = session.round(saved, terminal);
            if folders.add(&include)? {
                // Something may have been saved there before it was watched.
                continue;
            }
            match next_save(&receiver) {
                Some(time) => saved = time,
                None => return Ok(()),
            }
        }
    }
}

/// Waits for a save and for the quiet after it; `None` if it is time to stop. Saves during a round
/// are waiting already.
fn next_save(receiver: &Receiver<Message>) -> Option<Instant> {
    let first = loop {
        match receiver.recv() {
            Ok(Message::Saved(time)) => break time,
            Ok(Message::Complete) => {}
            Ok(Message::Stop) | Err(_) => return None,
        }
    };
    // What was saved during a round has waited already, and may be half of a save all the same.
    let (mut quiet, begun) = (QUIET, Instant::now());
    while begun.elapsed() < PATIENCE {
        match receiver.recv_timeout(quiet) {
            Ok(Message::Saved(_)) => quiet = QUIET,
            Ok(Message::Complete) => quiet = COMPLETE,
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Some(first)
}
