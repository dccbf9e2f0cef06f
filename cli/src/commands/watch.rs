//! `annals watch`: generates whenever the catalog is saved, until it is interrupted.

mod folders;
mod session;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use annals_codegen::Target;
use clap::Args;

use super::terminal::Terminal;
use super::{Outcome, named_or_found, output_folder, target_parser, targets};
use folders::Folders;
use session::Session;

/// How long no event must arrive before a save is complete: editors write in several steps.
const QUIET: Duration = Duration::from_millis(5);

/// The same after an event that completes a save: some systems send it twice.
const COMPLETE: Duration = Duration::from_micros(500);

/// How long to wait for quiet at most.
const PATIENCE: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
#[command(
    after_help = "Watches the catalog, the files it includes, the templates of `annals generate \
    --templates`, and the manifests of a catalog with several crates, including new files, but not \
    the output. Errors are shown until they are fixed. \
    Ctrl-C ends the command with exit code 0."
)]
pub(super) struct Watch {
    /// Generate only this target (can be repeated); catalog.lock is then not updated
    #[arg(long, value_parser = target_parser(), value_name = "TARGET")]
    only: Vec<Target>,
    /// Path to the output folder [default: generated beside the catalog]
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,
    /// Do not clear the screen before each report
    #[arg(long)]
    no_clear: bool,
    /// Print how long each stage took, from the save to the last file
    #[arg(long)]
    timings: bool,
}

enum Message {
    /// A file was saved at this time.
    Saved(Instant),
    /// The save is complete.
    Complete,
    /// Ctrl-C or SIGTERM.
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
        let catalog = named_or_found(catalog)?;
        // A catalog that is removed later may come back, but one that is missing now is a wrong path.
        std::fs::metadata(&catalog)
            .map_err(|error| format!("cannot read `{}`: {error}", catalog.display()))?;
        let (sender, receiver) = channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(Message::Stop)))
            .map_err(|error| format!("cannot handle Ctrl-C: {error}"))?;
        let output = output_folder(self.out.as_deref(), &catalog)?;
        // Watched before the catalog is read, so that no save is missed in between.
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
