//! The configuration as serde reads it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::privacy::Policy;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawConfig {
    pub(super) queue: RawQueue,
    #[serde(default)]
    pub(super) http: RawHttp,
    #[serde(default)]
    pub(super) retry: RawRetry,
    #[serde(default)]
    pub(super) pii: RawPii,
    pub(super) signing: Option<RawSecret>,
    pub(super) webhooks: Vec<RawWebhook>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawQueue {
    pub(super) folder: PathBuf,
    #[serde(default = "max_events")]
    pub(super) max_events: usize,
    #[serde(default = "max_bytes")]
    pub(super) max_bytes: u64,
}

fn max_events() -> usize {
    10_000
}

fn max_bytes() -> u64 {
    64 * 1024 * 1024
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawHttp {
    pub(super) connect_timeout: Option<String>,
    pub(super) timeout: Option<String>,
    pub(super) proxy: Option<String>,
    pub(super) ca_file: Option<PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRetry {
    pub(super) first: Option<String>,
    pub(super) longest: Option<String>,
    pub(super) attempts: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawPii {
    pub(super) policy: Option<Policy>,
    pub(super) key: Option<RawSecret>,
    pub(super) fields: BTreeMap<String, Policy>,
}

/// Where a secret is. It is not written in the configuration itself.
pub(super) enum RawSecret {
    Env(String),
    File(PathBuf),
}

impl<'de> Deserialize<'de> for RawSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Place {
            env: Option<String>,
            file: Option<PathBuf>,
        }

        // The error of serde is replaced, since it contains what was found, which may be the secret.
        match Place::deserialize(deserializer) {
            Ok(Place { env: Some(name), file: None }) => Ok(Self::Env(name)),
            Ok(Place { env: None, file: Some(path) }) => Ok(Self::File(path)),
            _ => Err(D::Error::custom(
                "expected either `env` with the name of an environment variable or `file` with a path",
            )),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWebhook {
    pub(super) signal_path: String,
    pub(super) url: String,
    #[serde(default)]
    pub(super) pii: RawPii,
    pub(super) signing: Option<RawSecret>,
}
