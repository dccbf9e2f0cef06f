//! Reads the configuration, and reports all mistakes with their lines.

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
use ureq::Proxy;
use ureq::tls::Certificate;

pub use error::{ConfigError, Problem};

use crate::privacy::Privacy;
use crate::queue::Limits;
use crate::secret::Secret;

/// The configuration of the plugin.
#[derive(Debug)]
pub struct Config {
    /// The folder of the queues. Each webhook has a folder in it.
    pub queue_folder: PathBuf,
    /// The limits of each queue.
    pub limits: Limits,
    /// Settings of the HTTP client.
    pub http: HttpConfig,
    /// When to retry.
    pub retry: RetryConfig,
    /// The webhooks.
    pub webhooks: Vec<WebhookConfig>,
}

/// Settings of the HTTP client.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Timeout for connecting.
    pub connect_timeout: Duration,
    /// Timeout for the answer, including the time for connecting.
    pub timeout: Duration,
    /// A proxy. Environment variables for proxies are ignored.
    pub proxy: Option<Proxy>,
    /// The trusted certificate authorities; `None` for the public ones.
    pub authorities: Option<Arc<Vec<Certificate<'static>>>>,
}

/// When to retry.
#[derive(Debug, Clone, Copy)]
pub struct RetryConfig {
    /// The pause after the first attempt. It doubles with each attempt.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
    /// The number of attempts after which an event is given up; `None` for no limit.
    pub attempts: Option<u32>,
}

/// A webhook.
pub struct WebhookConfig {
    /// The event.
    pub event: &'static RegisteredEvent,
    /// The URL that it is posted to.
    pub url: String,
    /// The fields that are omitted or hashed.
    pub privacy: Privacy,
    /// The key of the signatures.
    pub signing: Option<Secret>,
}

impl Config {
    /// Reads a file. Paths in it are relative to its folder.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|error| {
            let problem = Problem::of_file(format!("cannot be read: {error}"));
            ConfigError { file: path.to_owned(), problems: vec![problem] }
        })?;
        Self::from_yaml(path, &text)
    }

    /// Parses the text of the file at `path`.
    pub fn from_yaml(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let invalid = |problems| ConfigError { file: path.to_owned(), problems };
        let raw =
            serde_yaml::from_str(text).map_err(|error| invalid(vec![error::shape(&error)]))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        resolve::config(raw, folder).map_err(|mut problems| {
            for problem in &mut problems {
                problem.line = locate::line(text, &problem.path);
            }
            invalid(problems)
        })
    }
}

impl fmt::Debug for WebhookConfig {
    /// Omits the URL, which may contain a token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WebhookConfig({})", self.event.name)
    }
}
