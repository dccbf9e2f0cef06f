//! The plugin as a program.

use std::io::{self, IsTerminal as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use annals::{Error, Responses};
use annals_webhook::{Config, Secret, Webhooks, listen, samples};
use clap::Parser;
use openedx_events::learning::{COURSE_ENROLLMENT_CREATED, STUDENT_REGISTRATION_COMPLETED};
use tracing_subscriber::EnvFilter;

/// How long a shutdown may take.
const DEADLINE: Duration = Duration::from_secs(10);
const TICK: Duration = Duration::from_millis(50);
/// The number of events of each type that `--demo` sends.
const SAMPLES: i64 = 3;

/// Posts events to webhooks.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Path of the configuration.
    #[arg(long, value_name = "FILE", required_unless_present = "listen")]
    config: Option<PathBuf>,
    /// Send a few sample events, and exit when they are delivered.
    #[arg(long)]
    demo: bool,
    /// Print the requests that arrive at this address, such as 127.0.0.1:8080, instead of sending events.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["config", "demo"])]
    listen: Option<String>,
    /// Check signatures with the secret in this environment variable.
    #[arg(long, value_name = "NAME", requires = "listen")]
    secret_env: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours);
    log.with_writer(io::stderr).init();
    let done = match (&arguments.listen, &arguments.config) {
        (Some(address), _) => receive(address, arguments.secret_env.as_deref()),
        (None, Some(config)) => deliver(config, arguments.demo),
        (None, None) => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If stderr is closed, there is no other way to report an error.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn receive(address: &str, secret_env: Option<&str>) -> Result<(), Error> {
    let secret = match secret_env {
        None => None,
        Some(name) => {
            Some(Secret::from_env(name).map_err(|error| format!("--secret-env: {error}"))?)
        }
    };
    let listener = TcpListener::bind(address).map_err(|error| format!("{address}: {error}"))?;
    Ok(listen::serve(&listener, secret.as_ref(), &mut io::stdout())?)
}

fn deliver(config: &Path, demo: bool) -> Result<(), Error> {
    let config = Config::from_file(config)?;
    let stopped = Arc::new(AtomicBool::new(false));
    let stop = Arc::clone(&stopped);
    ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed))?;
    let webhooks = Webhooks::start(&config)?;
    if demo {
        send_samples()?;
    }
    let done = || demo && webhooks.waiting() == 0;
    while !stopped.load(Ordering::Relaxed) && !done() {
        thread::sleep(TICK);
    }
    let mut out = io::stdout();
    let left = webhooks.shutdown(DEADLINE);
    for left in &left {
        let (events, are) = match left.count {
            1 => ("1 event".to_owned(), "is"),
            count => (format!("{count} events"), "are"),
        };
        let event = left.event;
        writeln!(
            out,
            "{events} of {event} {are} on disk and will be delivered after the next start"
        )?;
    }
    if left.is_empty() {
        writeln!(out, "all events are delivered")?;
    }
    Ok(())
}

fn send_samples() -> Result<(), Error> {
    for number in 1..=SAMPLES {
        report(&STUDENT_REGISTRATION_COMPLETED.send(samples::registration(number)))?;
        report(&COURSE_ENROLLMENT_CREATED.send(samples::enrollment(number)?))?;
    }
    Ok(())
}

/// A service would report the failure to its user, or try again.
fn report(responses: &Responses) -> io::Result<()> {
    responses.failures().try_for_each(|failure| writeln!(io::stderr(), "{failure}"))
}
