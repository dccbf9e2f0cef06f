//! Reads routes from YAML, TOML or the environment. Keys that are not about the bus are ignored, as a file often has more.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::{Route, Routes};

const EVENTS: &str = "EVENT_BUS_PRODUCER_CONFIG";
const PREFIX: &str = "EVENT_BUS_TOPIC_PREFIX";

type Events = BTreeMap<String, BTreeMap<String, Route>>;

#[derive(Default, Deserialize)]
struct Configuration {
    #[serde(rename = "EVENT_BUS_TOPIC_PREFIX", default)]
    prefix: Option<String>,
    #[serde(rename = "EVENT_BUS_PRODUCER_CONFIG", default)]
    events: Option<Events>,
}

/// Why a configuration cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidConfiguration(String);

impl fmt::Display for InvalidConfiguration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidConfiguration {}

fn invalid(error: &dyn fmt::Display) -> InvalidConfiguration {
    InvalidConfiguration(error.to_string())
}

impl From<Configuration> for Routes {
    fn from(Configuration { prefix, events }: Configuration) -> Self {
        let prefix = prefix.filter(|prefix| !prefix.is_empty());
        Self { prefix, events: events.unwrap_or_default() }
    }
}

impl Routes {
    /// Reads `EVENT_BUS_PRODUCER_CONFIG` and `EVENT_BUS_TOPIC_PREFIX` of a YAML or JSON file.
    ///
    /// # Errors
    ///
    /// If the text is not YAML, or one of the two has another form.
    pub fn from_yaml(text: &str) -> Result<Self, InvalidConfiguration> {
        let read: Option<Configuration> =
            yaml_serde::from_str(text).map_err(|error| invalid(&error))?;
        Ok(read.unwrap_or_default().into())
    }

    /// Reads `EVENT_BUS_PRODUCER_CONFIG` and `EVENT_BUS_TOPIC_PREFIX` of a TOML file.
    ///
    /// # Errors
    ///
    /// If the text is not TOML, or one of the two has another form.
    pub fn from_toml(text: &str) -> Result<Self, InvalidConfiguration> {
        let read: Configuration = toml::from_str(text).map_err(|error| invalid(&error))?;
        Ok(read.into())
    }

    /// Reads the variables `EVENT_BUS_PRODUCER_CONFIG`, a map in YAML or JSON, and `EVENT_BUS_TOPIC_PREFIX`.
    ///
    /// # Errors
    ///
    /// If the map is not YAML, or has another form.
    pub fn from_env() -> Result<Self, InvalidConfiguration> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// Like `from_env`, with variables from elsewhere.
    ///
    /// # Errors
    ///
    /// If the map is not YAML, or has another form.
    pub fn from_variables(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, InvalidConfiguration> {
        let events = variable(EVENTS).unwrap_or_default();
        let named = |error| InvalidConfiguration(format!("{EVENTS}: {error}"));
        let events: Option<Events> = yaml_serde::from_str(&events).map_err(named)?;
        Ok(Configuration { prefix: variable(PREFIX), events }.into())
    }
}
