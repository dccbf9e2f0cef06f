//! The configuration file, and connecting what it describes.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::plugin::error::{ConfigError, Problem};
use crate::plugin::names;
use crate::plugin::receivers::Receivers;
use crate::registry::RegisteredEvent;
use crate::signal::{Connection, Handler, Options};

/// A plugin's configuration; see the [module](crate::plugin).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignalsConfig {
    /// Module of the functions, relative to the plugin's root.
    #[serde(default)]
    pub relative_path: Option<String>,
    /// The receivers to connect.
    #[serde(default)]
    pub receivers: Vec<ReceiverConfig>,
    /// The configuration of each project type.
    #[serde(default)]
    pub signals_config: BTreeMap<String, SignalsConfig>,
}

/// One receiver to connect.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiverConfig {
    /// Path of the function, or the end of its path.
    pub receiver_func_name: String,
    /// The signal to connect it to.
    pub signal_path: String,
    /// Prevents connecting the receiver again if the configuration is read again.
    #[serde(default)]
    pub dispatch_uid: Option<String>,
}

/// A connection to make.
struct Planned {
    event: &'static RegisteredEvent,
    options: Options,
    handler: Handler,
}

impl SignalsConfig {
    /// Parses YAML.
    ///
    /// # Errors
    ///
    /// If the text is not a valid configuration.
    pub fn from_yaml(text: &str) -> Result<Self, ConfigError> {
        serde_yaml::from_str(text).map_err(|error| ConfigError::Unreadable(Box::new(error)))
    }

    /// Parses TOML.
    ///
    /// # Errors
    ///
    /// If the text is not a valid configuration.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::Unreadable(Box::new(error)))
    }

    /// The configuration of one project type, such as `lms.djangoapp`.
    ///
    /// # Errors
    ///
    /// If there is none for this project type.
    pub fn project(&self, name: &str) -> Result<&Self, ConfigError> {
        self.signals_config.get(name).ok_or_else(|| {
            let known = self.signals_config.keys().map(String::as_str);
            let nearest = names::nearest(name, known).map(str::to_owned);
            ConfigError::Wrong(vec![Problem::UnknownProject { name: name.to_owned(), nearest }])
        })
    }

    /// Connects all receivers.
    ///
    /// # Errors
    ///
    /// If any name is wrong, or there is a configuration for each project type and none was selected. Then nothing is
    /// connected.
    pub fn connect(&self, receivers: &Receivers) -> Result<Vec<Connection>, ConfigError> {
        if self.receivers.is_empty() && !self.signals_config.is_empty() {
            let known = self.signals_config.keys().cloned().collect();
            return Err(ConfigError::Wrong(vec![Problem::NoProject { known }]));
        }
        let (mut planned, mut problems) = (Vec::new(), Vec::new());
        for receiver in &self.receivers {
            match self.plan(&mut problems, receiver, receivers) {
                Some(plan) => planned.push(plan),
                None => continue,
            }
        }
        if !problems.is_empty() {
            return Err(ConfigError::Wrong(problems));
        }
        let connect = |plan: Planned| plan.event.current().connect(plan.options, plan.handler);
        Ok(planned.into_iter().map(connect).collect())
    }

    /// Resolves both names before reporting, so that both are reported at once.
    fn plan(
        &self,
        problems: &mut Vec<Problem>,
        config: &ReceiverConfig,
        receivers: &Receivers,
    ) -> Option<Planned> {
        let module = self.relative_path.as_deref();
        let receiver = receivers.find(module, &config.receiver_func_name);
        let event = names::event(&config.signal_path);
        let (receiver, event) = match (receiver, event) {
            (Ok(receiver), Ok(event)) => (receiver, event),
            (receiver, event) => {
                problems.extend(receiver.err());
                problems.extend(event.err());
                return None;
            }
        };
        let handler = receiver.handler();
        if let Some(expected) = receiver.event_type().filter(|_| !event.current().takes(&handler)) {
            problems.push(Problem::OtherEvent {
                receiver: receiver.name().to_owned(),
                receives: expected,
                sent: event.event_type,
            });
            return None;
        }
        let options = Options::new().name(receiver.name());
        let options = match &config.dispatch_uid {
            Some(uid) => options.dispatch_uid(uid.as_str()),
            None => options,
        };
        Some(Planned { event, options, handler })
    }
}
