//! The client: one event in, one attempt to deliver it, and what came of it out.

use std::io::Read as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ureq::http::{Response, StatusCode};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy};

use crate::config::{HttpConfig, WebhookConfig};
use crate::queue::Entry;
use crate::secret::Secret;
use crate::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};

/// So much of an answer is read, to use its connection again; nobody looks at it.
const ANSWER: u64 = 64 * 1024;

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it.
    Delivered(u16),
    /// It may take it later: it, or the way to it, is in trouble.
    Later {
        /// What is wrong; never personal data.
        why: String,
        /// How long the server wants to be left alone.
        after: Option<Duration>,
    },
    /// It will never take it.
    Refused(u16),
}

/// Delivers to one URL.
pub(crate) struct Client {
    agent: Agent,
    url: String,
    event_type: &'static str,
    signing: Option<Secret>,
    timeout: Duration,
}

impl Client {
    pub(crate) fn new(http: &HttpConfig, webhook: &WebhookConfig) -> Result<Self, ureq::Error> {
        let proxy = http.proxy.as_deref().map(Proxy::new).transpose()?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirected POST may become a GET, or go to somebody else.
            .max_redirects(0)
            .proxy(proxy)
            .tls_config(tls(http))
            .timeout_connect(Some(http.connect_timeout))
            .user_agent(concat!("annals-webhook/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            agent: config.build().into(),
            url: webhook.url.clone(),
            event_type: webhook.event.event_type,
            signing: webhook.signing.clone(),
            timeout: http.timeout,
        })
    }

    /// Tries once, for no longer than `longest` where that is less than the configured time.
    pub(crate) fn post(&self, entry: &Entry, longest: Option<Duration>) -> Outcome {
        match self.send(entry, longest.map_or(self.timeout, |longest| longest.min(self.timeout))) {
            Ok(response) => judged(response),
            Err(error) => Outcome::Later { why: error.to_string(), after: None },
        }
    }

    fn send(&self, entry: &Entry, timeout: Duration) -> Result<Response<Body>, ureq::Error> {
        let request = self.agent.post(&self.url).config().timeout_global(Some(timeout)).build();
        let mut request = request
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", entry.id.to_string())
            .header("Webhook-Event", self.event_type);
        if let Some(secret) = &self.signing {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
            request = request
                .header(TIMESTAMP_HEADER, now.to_string())
                .header(SIGNATURE_HEADER, sign(secret, now, &entry.body));
        }
        request.send(&entry.body[..])
    }
}

fn tls(http: &HttpConfig) -> TlsConfig {
    let authorities = http.authorities.clone();
    let authorities = authorities.map_or(RootCerts::WebPki, RootCerts::Specific);
    TlsConfig::builder().root_certs(authorities).build()
}

fn judged(response: Response<Body>) -> Outcome {
    let (status, after) = (response.status(), retry_after(&response));
    // What follows the status changes nothing any more, so neither does an error in it.
    let _ =
        std::io::copy(&mut response.into_body().into_reader().take(ANSWER), &mut std::io::sink());
    match status {
        status if status.is_success() => Outcome::Delivered(status.as_u16()),
        status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            Outcome::Later { why: format!("status {}", status.as_u16()), after }
        }
        status => Outcome::Refused(status.as_u16()),
    }
}

/// The header in seconds; its other form, a date, is rare and left to the backoff.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let value = response.headers().get("Retry-After")?.to_str().ok()?;
    value.trim().parse().ok().map(Duration::from_secs)
}
