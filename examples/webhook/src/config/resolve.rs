//! Checks the configuration as read and resolves names, files and defaults, collecting all mistakes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use annals::plugin;
use annals::registry::RegisteredEvent;
use ureq::Proxy;
use ureq::tls::{Certificate, PemItem, parse_pem};

use crate::config::error::Problem;
use crate::config::raw::{RawConfig, RawHttp, RawPii, RawRetry, RawSecret, RawWebhook};
use crate::config::{Config, HttpConfig, RetryConfig, WebhookConfig, text};
use crate::privacy::{Policy, Privacy};
use crate::queue::Limits;
use crate::secret::Secret;

const SEGMENT: u64 = 1024 * 1024;

struct Resolver<'a> {
    folder: &'a Path,
    problems: Vec<Problem>,
}

/// Paths in the configuration are relative to `folder`.
pub(super) fn config(raw: RawConfig, folder: &Path) -> Result<Config, Vec<Problem>> {
    let mut resolver = Resolver { folder, problems: Vec::new() };
    let config = resolver.config(raw);
    if resolver.problems.is_empty() { Ok(config) } else { Err(resolver.problems) }
}

impl Resolver<'_> {
    fn config(&mut self, raw: RawConfig) -> Config {
        let limits = Limits {
            events: raw.queue.max_events,
            bytes: raw.queue.max_bytes,
            segment_bytes: SEGMENT,
        };
        if limits.events == 0 {
            self.wrong(&["queue", "max_events"], "must be at least 1");
        }
        if !raw.pii.fields.is_empty() {
            let message = "must be set for each webhook, since events have different fields";
            self.wrong(&["pii", "fields"], message);
        }
        let general = self.privacy(&raw.pii, &["pii"], &Privacy::default());
        let signing = raw.signing.and_then(|secret| self.secret(&secret, &["signing"]));
        if raw.webhooks.is_empty() {
            self.wrong(&["webhooks"], "must have at least one webhook");
        }
        let mut seen = BTreeSet::new();
        let mut webhooks = Vec::new();
        for (index, raw) in raw.webhooks.iter().enumerate() {
            let index = index.to_string();
            let webhook = self.webhook(raw, &["webhooks", &index], &general, signing.as_ref());
            webhooks.extend(webhook.filter(|webhook| {
                let new = seen.insert(webhook.event.event_type);
                if !new {
                    let message = format!("duplicate webhook for {}", webhook.event.name);
                    self.wrong(&["webhooks", &index, "signal_path"], message);
                }
                new
            }));
        }
        let (http, retry) = (self.http(raw.http), self.retry(raw.retry));
        Config { queue_folder: self.folder.join(raw.queue.folder), limits, http, retry, webhooks }
    }

    fn http(&mut self, raw: RawHttp) -> HttpConfig {
        let connect = self.duration(raw.connect_timeout, &["http", "connect_timeout"], 5_000);
        let timeout = self.duration(raw.timeout, &["http", "timeout"], 15_000);
        let proxy = raw.proxy.and_then(|url| {
            let proxy = Proxy::new(&url);
            proxy.map_err(|_| self.wrong(&["http", "proxy"], "is not a valid proxy URL")).ok()
        });
        let authorities = raw.ca_file.and_then(|file| self.authorities(&file));
        HttpConfig { connect_timeout: connect, timeout, proxy, authorities }
    }

    /// The certificates in a PEM file. Other items in it are ignored.
    fn authorities(&mut self, file: &Path) -> Option<Arc<Vec<Certificate<'static>>>> {
        let shown = file.display().to_string();
        let certificate = |item| match item {
            PemItem::Certificate(certificate) => Some(certificate),
            _ => None,
        };
        let read = fs::read(self.folder.join(file)).map_err(|error| format!("`{shown}`: {error}"));
        let found = read.and_then(|pem| {
            let items = parse_pem(&pem).collect::<Result<Vec<_>, _>>();
            let items = items.map_err(|error| format!("`{shown}` is not valid PEM: {error}"))?;
            let found: Vec<_> = items.into_iter().filter_map(certificate).collect();
            let none = || format!("`{shown}` contains no PEM certificate");
            if found.is_empty() { Err(none()) } else { Ok(Arc::new(found)) }
        });
        found.map_err(|message| self.wrong(&["http", "ca_file"], message)).ok()
    }

    fn retry(&mut self, raw: RawRetry) -> RetryConfig {
        let first = self.duration(raw.first, &["retry", "first"], 500);
        let longest = self.duration(raw.longest, &["retry", "longest"], 60_000);
        if raw.attempts == Some(0) {
            self.wrong(
                &["retry", "attempts"],
                "must be at least 1; leave it out to retry without limit",
            );
        }
        RetryConfig { first, longest, attempts: raw.attempts }
    }

    fn webhook(
        &mut self,
        raw: &RawWebhook,
        path: &[&str],
        general: &Privacy,
        signing: Option<&Secret>,
    ) -> Option<WebhookConfig> {
        if !text::is_url(&raw.url) {
            let message = "must be an absolute URL that starts with `https://` or `http://`";
            self.wrong(&[path, &["url"]].concat(), message);
        }
        let own = raw.signing.as_ref();
        let own = own.and_then(|secret| self.secret(secret, &[path, &["signing"]].concat()));
        let privacy = self.privacy(&raw.pii, &[path, &["pii"]].concat(), general);
        let event = match plugin::signal(&raw.signal_path) {
            Ok(event) => event,
            Err(problem) => {
                self.wrong(&[path, &["signal_path"]].concat(), problem.to_string());
                return None;
            }
        };
        self.fields(event, &raw.pii, path);
        let signing = own.or_else(|| signing.cloned());
        Some(WebhookConfig { event, url: raw.url.clone(), privacy, signing })
    }

    fn privacy(&mut self, raw: &RawPii, path: &[&str], general: &Privacy) -> Privacy {
        let own = raw.key.as_ref();
        let own = own.and_then(|secret| self.secret(secret, &[path, &["key"]].concat()));
        let policy = raw.policy.unwrap_or(general.policy);
        let key = own.or_else(|| general.key.clone());
        let privacy = Privacy { policy, fields: raw.fields.clone(), key };
        let written = raw.policy == Some(Policy::Hash) || !raw.fields.is_empty();
        if privacy.hashes() && written && privacy.key.is_none() && raw.key.is_none() {
            self.wrong(path, "hashing needs a `key`");
        }
        privacy
    }

    fn fields(&mut self, event: &RegisteredEvent, raw: &RawPii, path: &[&str]) {
        if raw.fields.is_empty() {
            return;
        }
        let known = text::fields(event.json_schema);
        for field in raw.fields.keys().filter(|field| !known.contains(*field)) {
            self.wrong(
                &[path, &["pii", "fields", field]].concat(),
                format!("{} has no such field", event.name),
            );
            let nearest = text::nearest(field, known.iter().map(String::as_str));
            if let Some(problem) = self.problems.last_mut() {
                problem.nearest = nearest.map(str::to_owned);
            }
        }
    }

    fn secret(&mut self, raw: &RawSecret, path: &[&str]) -> Option<Secret> {
        let secret = match raw {
            RawSecret::Env(name) => Secret::from_env(name),
            RawSecret::File(file) => Secret::from_file(&self.folder.join(file)),
        };
        secret.map_err(|error| self.wrong(path, error.to_string())).ok()
    }

    fn duration(&mut self, raw: Option<String>, path: &[&str], default: u64) -> Duration {
        let duration = raw.map_or(Ok(Duration::from_millis(default)), |raw| text::duration(&raw));
        duration.map_err(|message| self.wrong(path, message)).unwrap_or_default()
    }

    fn wrong(&mut self, path: &[&str], message: impl Into<String>) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        self.problems.push(Problem { path, message: message.into(), ..Problem::default() });
    }
}
