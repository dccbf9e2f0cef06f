//! Which events go to which topics, with the names that `openedx-events` has for it.
//!
//! ```
//! # #[cfg(feature = "config")]
//! # fn main() -> Result<(), annals_bus::routes::InvalidConfiguration> {
//! use annals_bus::Routes;
//!
//! let base = Routes::from_yaml(
//!     "EVENT_BUS_TOPIC_PREFIX: dev
//! EVENT_BUS_PRODUCER_CONFIG:
//!   org.openedx.learning.student.registration.completed.v1:
//!     registrations: {event_key_field: user.id, enabled: true}
//! ")?;
//! let own = Routes::from_toml(
//!     "[EVENT_BUS_PRODUCER_CONFIG.'org.openedx.learning.student.registration.completed.v1']
//!      registrations = {enabled = false}",
//! )?;
//! assert_eq!(base.merged(own).topics("org.openedx.learning.student.registration.completed.v1").count(), 0);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "config"))]
//! # fn main() {}
//! ```

mod check;
#[cfg(feature = "config")]
mod read;

use std::collections::BTreeMap;

pub use check::{InvalidRoutes, Problem, RouteProblem};
#[cfg(feature = "config")]
pub use read::InvalidConfiguration;

/// Which events go to which topics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Routes {
    prefix: Option<String>,
    /// Event types, topics without the prefix, and what is said about both.
    events: BTreeMap<String, BTreeMap<String, Route>>,
}

/// What a configuration says about an event and a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "config", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Route {
    /// Dotted path to the field that the order of the events depends on.
    pub event_key_field: Option<String>,
    /// Whether events go there.
    pub enabled: Option<bool>,
}

impl Routes {
    /// No event goes anywhere.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the full name of each topic begins with, before a hyphen.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into()).filter(|prefix| !prefix.is_empty());
        self
    }

    /// Events of a type go to a topic.
    #[must_use]
    pub fn route(
        mut self,
        event_type: impl Into<String>,
        topic: impl Into<String>,
        event_key_field: impl Into<String>,
    ) -> Self {
        let route = Route { event_key_field: Some(event_key_field.into()), enabled: Some(true) };
        self.events.entry(event_type.into()).or_default().insert(topic.into(), route);
        self
    }

    /// Both configurations: where the second one says something, that counts.
    #[must_use]
    pub fn merged(mut self, second: Self) -> Self {
        self.prefix = second.prefix.or(self.prefix);
        for (event_type, topics) in second.events {
            let known = self.events.entry(event_type).or_default();
            for (topic, Route { event_key_field, enabled }) in topics {
                let route = known.entry(topic).or_default();
                route.event_key_field = event_key_field.or(route.event_key_field.take());
                route.enabled = enabled.or(route.enabled);
            }
        }
        self
    }

    /// The full name of a topic.
    pub fn topic(&self, topic: &str) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix}-{topic}"),
            None => topic.to_owned(),
        }
    }

    /// The event types that go somewhere.
    pub fn event_types(&self) -> impl Iterator<Item = &str> {
        let enabled = |topics: &BTreeMap<String, Route>| topics.values().any(Route::is_enabled);
        self.events.iter().filter(move |(_, topics)| enabled(topics)).map(|(name, _)| &**name)
    }

    /// The full names of the topics that an event goes to.
    pub fn topics(&self, event_type: &str) -> impl Iterator<Item = String> {
        let topics = self.events.get(event_type).into_iter().flatten();
        topics.filter(|(_, route)| route.is_enabled()).map(|(topic, _)| self.topic(topic))
    }

    /// The path to the key that the events of each type have in a topic.
    pub(crate) fn keys(&self, topic: &str) -> BTreeMap<String, String> {
        let key = |(event_type, topics): (&String, &BTreeMap<String, Route>)| {
            let path = topics.get(topic)?.event_key_field.clone()?;
            Some((event_type.clone(), path))
        };
        self.events.iter().filter_map(key).collect()
    }
}

impl Route {
    fn is_enabled(&self) -> bool {
        self.enabled == Some(true)
    }
}
