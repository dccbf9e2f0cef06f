//! What the command line says.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Debug, Parser)]
#[command(name = "annals-bus", version, about, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Output format [default: json, and text on a terminal]
    #[arg(long, value_enum, global = true, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object per line
    Json,
    /// For people, without the data of events
    Text,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hand the events of a topic to a program, or print them
    Consume(Consume),
    /// Send events that are read from standard input, one JSON object per line
    Produce(Produce),
    /// Send what is left in an outbox
    Relay(Relay),
    /// List, show, replay and drop the dead letters of a group
    Dlq(Dlq),
    /// Show how far a group is
    Lag(Lag),
    /// Show what passes, without the data of the events
    Tail(Tail),
    /// Check what a topic has, or what comes, against the catalog
    Check(Check),
}

/// Where the events are.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Broker: redis://[USER:PASSWORD@]HOST:PORT/DB, rediss://…, sqlite:PATH
    #[arg(long, env = "ANNALS_BUS_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// File with the URL of the broker, which may have a password
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    pub(crate) url_file: Option<PathBuf>,
    /// File with the certificates to trust, in PEM
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Topic, without the prefix
    #[arg(long, value_name = "TOPIC")]
    pub(crate) topic: String,
    /// Prefix of the topic
    #[arg(long, default_value = "", value_name = "PREFIX", hide_default_value = true)]
    pub(crate) prefix: String,
    /// How long an answer of the broker may take, in milliseconds
    #[arg(long, default_value_t = 5000, value_name = "MS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) timeout: u64,
}

#[derive(Debug, Args)]
pub(crate) struct Consume {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) events: Events,
    /// Group; a new one begins at the first event
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: String,
    /// Name of this consumer in the group
    #[arg(long, value_name = "NAME")]
    pub(crate) consumer: String,
    /// Take over what another consumer has had for this many milliseconds without a sign of life
    #[arg(long, default_value_t = 60_000, value_name = "MS")]
    pub(crate) claim_after: u64,
    /// How often a message is handed out before it is put aside
    #[arg(long, default_value_t = 5, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) max_tries: u32,
    /// First wait between two tries, in milliseconds
    #[arg(long, default_value_t = 100, value_name = "MS")]
    pub(crate) backoff_min: u64,
    /// Longest wait between two tries, in milliseconds
    #[arg(long, default_value_t = 30_000, value_name = "MS")]
    pub(crate) backoff_max: u64,
    /// How many messages are handled at the same time; those of a key stay in order
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) workers: u16,
    /// Do not handle an event whose id was handled in the last SECONDS
    #[arg(long, value_name = "SECONDS")]
    pub(crate) dedupe: Option<f64>,
    /// End after this many messages were handled or put aside
    #[arg(long, value_name = "COUNT")]
    pub(crate) expect: Option<u64>,
    /// End when nothing has come for SECONDS
    #[arg(long, value_name = "SECONDS")]
    pub(crate) idle_exit: Option<f64>,
    /// End when the broker was out of reach for SECONDS
    #[arg(long, value_name = "SECONDS")]
    pub(crate) give_up_after: Option<f64>,
    /// Program that handles an event, and its arguments; everything after this
    #[arg(long, num_args = 1.., allow_hyphen_values = true, value_name = "PROGRAM")]
    pub(crate) exec: Vec<std::ffi::OsString>,
}

/// What the events are.
#[derive(Debug, Args)]
pub(crate) struct Events {
    /// catalog.yaml or catalog.lock [default: the events of Open edX]
    #[arg(long, env = "ANNALS_CATALOG", value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
}

/// What commands accept that do not read events, so that all can be called alike.
#[derive(Debug, Args)]
pub(crate) struct Unused {
    /// Not needed here
    #[arg(long, hide = true, value_name = "FILE")]
    catalog: Option<PathBuf>,
}

/// How events are sent.
#[derive(Debug, Args)]
pub(crate) struct Sending {
    /// Wait at most SECONDS for the broker to take what is left
    #[arg(long, value_name = "SECONDS")]
    pub(crate) drain: Option<f64>,
    /// Trim the topic to about this many events, also those that a group has not read [default: never]
    #[arg(long, value_name = "COUNT")]
    pub(crate) maxlen: Option<u64>,
    /// Keep what was sent for so long, to send it again if the broker loses it
    #[arg(long, value_name = "SECONDS", default_value_t = 3600.0)]
    pub(crate) keep: f64,
}

#[derive(Debug, Args)]
pub(crate) struct Produce {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) events: Events,
    /// Folder that keeps accepted events until they are sent
    #[arg(long, value_name = "FOLDER")]
    pub(crate) outbox: Option<PathBuf>,
    /// Only write to the outbox
    #[arg(long, requires = "outbox")]
    pub(crate) no_relay: bool,
    #[command(flatten)]
    pub(crate) sending: Sending,
}

#[derive(Debug, Args)]
pub(crate) struct Relay {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) unused: Unused,
    /// Folder that has the events
    #[arg(long, value_name = "FOLDER")]
    pub(crate) outbox: PathBuf,
    #[command(flatten)]
    pub(crate) sending: Sending,
}

#[derive(Debug, Args)]
pub(crate) struct Dlq {
    #[command(subcommand)]
    pub(crate) action: Action,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// List dead letters
    List(Letters),
    /// Show dead letters with all fields of the original entry, in hexadecimal
    Show(Letters),
    /// Hand dead letters to their group once more
    Replay(Letters),
    /// Forget dead letters
    Drop(Letters),
}

#[derive(Debug, Args)]
pub(crate) struct Letters {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) unused: Unused,
    /// Group that has put them aside
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: String,
    /// All dead letters of the group
    #[arg(long, conflicts_with = "ids")]
    pub(crate) all: bool,
    /// Ids of dead letters
    #[arg(value_name = "DLQ_ID")]
    pub(crate) ids: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Lag {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) unused: Unused,
    /// Group
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: String,
    /// Exit with 1 if more than COUNT events wait
    #[arg(long, value_name = "COUNT")]
    pub(crate) max: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Tail {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) events: Events,
    /// Begin at the first event, and not at the next one
    #[arg(long)]
    pub(crate) from_start: bool,
    /// End after COUNT events
    #[arg(long, value_name = "COUNT")]
    pub(crate) count: Option<u64>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(flatten)]
    pub(crate) events: Events,
    /// Check also what comes in the next MINUTES
    #[arg(long, value_name = "MINUTES")]
    pub(crate) minutes: Option<f64>,
}
