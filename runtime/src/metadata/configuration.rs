//! The part of the metadata that is the same for all events of a process.

use std::env;
use std::fmt;
use std::sync::OnceLock;

/// Configures the metadata that this process creates.
///
/// ```
/// use annals::metadata::{Configuration, IdVersion};
///
/// Configuration::new().service("lms").ids(IdVersion::V7).install()?;
/// assert!(Configuration::new().service("cms").install().is_err());
/// # Ok::<(), annals::metadata::AlreadyInUse>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    source: Option<String>,
    service: Option<String>,
    host: Option<String>,
    ids: IdVersion,
}

/// The version of the UUIDs used as ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IdVersion {
    /// Made from the time and a number of this process, as in the Python library.
    #[default]
    V1,
    /// Made from the time and random bits. Sorts by time.
    V7,
}

/// A configuration was already installed, or metadata was already created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlreadyInUse;

/// The configuration in use.
pub(super) struct Current {
    /// Instead of the first parts that the catalogs give.
    first: Option<String>,
    service: String,
    sources: OnceLock<Box<Source>>,
    pub(super) host: String,
    pub(super) ids: IdVersion,
}

/// The source of the events of a catalog, in a list that only grows. Nearly every program has one or two.
struct Source {
    /// What the catalog gives as its first part.
    catalog: &'static str,
    text: String,
    next: OnceLock<Box<Source>>,
}

static CURRENT: OnceLock<Current> = OnceLock::new();

impl Configuration {
    /// The default configuration, taken from the environment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the first part of `source` for all events: the `openedx` of `openedx/lms/web`.
    ///
    /// The default is what the catalog of the event gives as its `source`, otherwise the namespace of that catalog.
    #[must_use]
    pub fn source(self, first: impl Into<String>) -> Self {
        Self { source: Some(first.into()), ..self }
    }

    /// Sets the name of the service: the `lms` of `openedx/lms/web`.
    ///
    /// The default is the first of the environment variables `EVENTS_SERVICE_NAME` and `SERVICE_VARIANT` that is set
    /// and not empty, otherwise `SERVICE_NAME_UNSET`.
    #[must_use]
    pub fn service(self, name: impl Into<String>) -> Self {
        Self { service: Some(name.into()), ..self }
    }

    /// Sets the host name. The default is the system's host name.
    #[must_use]
    pub fn host(self, name: impl Into<String>) -> Self {
        Self { host: Some(name.into()), ..self }
    }

    /// Sets the version of the ids.
    #[must_use]
    pub fn ids(self, ids: IdVersion) -> Self {
        Self { ids, ..self }
    }

    /// Installs the configuration. Call it when the process starts, before anything is sent.
    ///
    /// # Errors
    ///
    /// If a configuration was already installed, or metadata was already created.
    pub fn install(self) -> Result<(), AlreadyInUse> {
        CURRENT.set(self.resolve(|name| env::var(name).ok())).map_err(|_| AlreadyInUse)
    }

    fn resolve(self, variable: impl Fn(&str) -> Option<String>) -> Current {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let service = self
            .service
            .filter(|name| !name.is_empty())
            .or_else(|| set("EVENTS_SERVICE_NAME"))
            .or_else(|| set("SERVICE_VARIANT"));
        Current {
            first: self.source.filter(|first| !first.is_empty()),
            service: service.unwrap_or_else(|| "SERVICE_NAME_UNSET".to_owned()),
            sources: OnceLock::new(),
            host: self.host.unwrap_or_else(host_name),
            ids: self.ids,
        }
    }
}

impl Current {
    /// The source of events of a catalog that gives this as its first part.
    pub(super) fn source(&self, catalog: &'static str) -> &str {
        let mut sources = &self.sources;
        loop {
            let source = sources.get_or_init(|| {
                let first = self.first.as_deref().unwrap_or(catalog);
                let text = format!("{first}/{}/web", self.service);
                Box::new(Source { catalog, text, next: OnceLock::new() })
            });
            if source.catalog == catalog {
                return &source.text;
            }
            sources = &source.next;
        }
    }
}

fn host_name() -> String {
    // Miri cannot ask the system.
    if cfg!(miri) {
        return "localhost".to_owned();
    }
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// The configuration in use. If none was installed, the first call installs the default.
pub(super) fn current() -> &'static Current {
    CURRENT.get_or_init(|| Configuration::new().resolve(|name| env::var(name).ok()))
}

impl fmt::Display for AlreadyInUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "metadata is already configured: install the configuration before anything is sent",
        )
    }
}

impl std::error::Error for AlreadyInUse {}

#[cfg(test)]
mod tests {
    use super::Configuration;

    #[test]
    fn the_service_name_is_configured_or_from_the_environment() {
        let cases = [
            (Some("shop"), Some("a"), Some("b"), "openedx/shop/web"),
            (None, Some("a"), Some("b"), "openedx/a/web"),
            (None, None, Some("b"), "openedx/b/web"),
            (Some(""), Some(""), Some("b"), "openedx/b/web"),
            (None, None, None, "openedx/SERVICE_NAME_UNSET/web"),
        ];
        for (configured, name, variant, expected) in cases {
            let service = configured.map(str::to_owned);
            let current =
                Configuration { service, ..Configuration::new() }.resolve(|key| match key {
                    "EVENTS_SERVICE_NAME" => name.map(str::to_owned),
                    "SERVICE_VARIANT" => variant.map(str::to_owned),
                    _ => None,
                });
            assert_eq!(current.source("openedx"), expected);
        }
    }

    #[test]
    fn the_source_begins_as_configured_or_as_the_catalog_says() {
        let current = Configuration::new().service("till").resolve(|_| None);
        for _ in 0..2 {
            let sources = ["openedx", "com.example", "org.example"].map(|it| current.source(it));
            assert_eq!(
                sources,
                ["openedx/till/web", "com.example/till/web", "org.example/till/web"]
            );
        }
        for (configured, expected) in [("shop", "shop/till/web"), ("", "openedx/till/web")] {
            let current = Configuration::new().source(configured).service("till");
            assert_eq!(current.resolve(|_| None).source("openedx"), expected);
        }
    }

    #[test]
    fn the_host_name_is_configured_or_from_the_system() {
        assert_eq!(Configuration::new().host("web-1").resolve(|_| None).host, "web-1");
        assert!(!Configuration::new().resolve(|_| None).host.is_empty());
    }
}
