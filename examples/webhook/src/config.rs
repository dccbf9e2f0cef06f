//! The configuration: a YAML file in, everything the plugin needs out, or every mistake with its line.

mod error;
mod locate;
mod raw;
mod resolve;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, fs};

use annals::registry::RegisteredEvent;
use ureq::tls::Certificate;

pub use error::{ConfigError, Problem};

use crate::privacy::Privacy;
use crate::queue::Limits;
use crate::secret::Secret;

/// What the plugin is to do.
#[derive(Debug)]
pub struct Config {
    /// Where events wait; each webhook has a folder in it.
    pub queue_folder: PathBuf,
    /// How many may wait for each webhook.
    pub limits: Limits,
    /// How servers are called.
    pub http: HttpConfig,
    /// When they are called again.
    pub retry: RetryConfig,
    /// What is sent where.
    pub webhooks: Vec<WebhookConfig>,
}

/// How servers are called.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// The longest to wait for a connection.
    pub connect_timeout: Duration,
    /// The longest to wait for an answer, connecting included.
    pub timeout: Duration,
    /// A proxy; the environment is not asked for one.
    pub proxy: Option<String>,
    /// Who may vouch for a server; `None` for the public authorities.
    pub authorities: Option<Arc<Vec<Certificate<'static>>>>,
}

/// When servers are called again.
#[derive(Debug, Clone, Copy)]
pub struct RetryConfig {
    /// Pause after the first attempt; doubled with each.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// Attempts before an event is given up; `None` for no end.
    pub attempts: Option<u32>,
}

/// What is sent where.
pub struct WebhookConfig {
    /// The event.
    pub event: &'static RegisteredEvent,
    /// Where it is posted to.
    pub url: String,
    /// What is left out of it.
    pub privacy: Privacy,
    /// Secret of the signatures.
    pub signing: Option<Secret>,
}

impl Config {
    /// Reads a file; paths in it are relative to its folder.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|error| {
            let problem = Problem::of_file(format!("cannot be read: {error}"));
            ConfigError { file: path.to_owned(), problems: vec![problem] }
        })?;
        Self::from_yaml(path, &text)
    }

    /// Reads the text of the file at `path`.
    pub fn from_yaml(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let refused = |problems| ConfigError { file: path.to_owned(), problems };
        let raw =
            serde_yaml::from_str(text).map_err(|error| refused(vec![error::shape(&error)]))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        resolve::config(raw, folder).map_err(|mut problems| {
            for problem in &mut problems {
                problem.line = locate::line(text, &problem.path);
            }
            refused(problems)
        })
    }
}

impl fmt::Debug for WebhookConfig {
    /// Without the URL, which may have a token in it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WebhookConfig({})", self.event.name)
    }
}
