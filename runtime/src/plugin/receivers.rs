//! The receivers that a configuration can refer to.

use std::collections::BTreeMap;
use std::fmt;

use crate::event::{AnyEvent, Event};
use crate::metadata::Metadata;
use crate::plugin::error::Problem;
use crate::plugin::names::{nearest, parts};
use crate::signal::{Handler, Outcome, any_handler, handler, named};

/// Receivers by name.
///
/// ```
/// use annals::plugin::Receivers;
/// use annals::{AnyEvent, Metadata};
///
/// fn audit(event: &dyn AnyEvent, _: &Metadata) {
///     tracing::info!(event_type = event.descriptor().event_type, "seen");
/// }
///
/// // Functions with `#[annals::receiver]`, and this one.
/// let receivers = Receivers::linked().with_any("my_plugin::audit", audit);
/// ```
#[derive(Default)]
pub struct Receivers(BTreeMap<String, Named>);

/// A receiver and its name.
pub(super) struct Named {
    name: String,
    /// `None` if it takes any event.
    event_type: Option<&'static str>,
    handler: Handler,
}

impl Receivers {
    /// No receivers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The functions with `#[annals::receiver]` without a signal, by path.
    pub fn linked() -> Self {
        let linked = named().into_values();
        linked.fold(Self::new(), |receivers, it| {
            receivers.add(it.name.to_owned(), it.event_type(), it.handler())
        })
    }

    /// Adds a receiver of one event.
    #[must_use]
    pub fn with<E, R, O>(self, name: impl Into<String>, receiver: R) -> Self
    where
        E: Event,
        R: Fn(&E, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        let event_type = E::channel().descriptor().event_type;
        self.add(name.into(), Some(event_type), handler::<E>(receiver))
    }

    /// Adds a receiver of any event.
    #[must_use]
    pub fn with_any<R, O>(self, name: impl Into<String>, receiver: R) -> Self
    where
        R: Fn(&dyn AnyEvent, &Metadata) -> O + Send + Sync + 'static,
        O: Outcome,
    {
        self.add(name.into(), None, any_handler(receiver))
    }

    fn add(mut self, name: String, event_type: Option<&'static str>, handler: Handler) -> Self {
        self.0.insert(name.clone(), Named { name, event_type, handler });
        self
    }

    /// The receiver whose path is `name` or ends with it. If there is a module, the path must end with both.
    pub(super) fn find(&self, module: Option<&str>, name: &str) -> Result<&Named, Problem> {
        let wanted: Vec<_> =
            parts(module.unwrap_or_default()).into_iter().chain(parts(name)).collect();
        let found: Vec<_> =
            self.0.values().filter(|named| parts(&named.name).ends_with(&wanted)).collect();
        match (self.0.get(name), &found[..]) {
            (Some(named), _) if module.is_none() => Ok(named),
            (_, [named]) => Ok(named),
            (_, []) => {
                let last = |path: &str| parts(path).pop().unwrap_or_default().to_owned();
                let known: Vec<_> = self.0.keys().map(|path| last(path)).collect();
                let near = nearest(&last(name), known.iter().map(String::as_str));
                let path = self.0.keys().find(|path| near == Some(&*last(path)));
                Err(Problem::UnknownReceiver { name: name.to_owned(), nearest: path.cloned() })
            }
            (_, several) => {
                let paths = several.iter().map(|named| named.name.clone()).collect();
                Err(Problem::AmbiguousReceiver { name: name.to_owned(), paths })
            }
        }
    }
}

impl Named {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn event_type(&self) -> Option<&'static str> {
        self.event_type
    }

    pub(super) fn handler(&self) -> Handler {
        self.handler.clone()
    }
}

impl fmt::Debug for Receivers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}
