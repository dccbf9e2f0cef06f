//! Who sends: looked up once in a process, then only borrowed.

use std::env;
use std::fmt;
use std::sync::OnceLock;

/// What all metadata made in this process has in common.
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
    service: Option<String>,
    host: Option<String>,
    ids: IdVersion,
}

/// How fresh ids are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IdVersion {
    /// From the time and a number of this process, as the Python library makes them.
    #[default]
    V1,
    /// From the time and random bits; sorts by time.
    V7,
}

/// Metadata has been made already, or a configuration installed: two would contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlreadyInUse;

/// What is in force.
pub(super) struct Current {
    pub(super) source: String,
    pub(super) host: String,
    pub(super) ids: IdVersion,
}

static CURRENT: OnceLock<Current> = OnceLock::new();

impl Configuration {
    /// Takes everything from the environment.
    pub fn new() -> Self {
        Self::default()
    }

    /// Name of the service, `<service>` of `openedx/<service>/web`.
    ///
    /// Without it, that is the first of the environment variables `EVENTS_SERVICE_NAME` and `SERVICE_VARIANT` that is
    /// set and not empty, else `SERVICE_NAME_UNSET`.
    #[must_use]
    pub fn service(self, name: impl Into<String>) -> Self {
        Self { service: Some(name.into()), ..self }
    }

    /// Name of the host, where the system's is not the one to tell.
    #[must_use]
    pub fn host(self, name: impl Into<String>) -> Self {
        Self { host: Some(name.into()), ..self }
    }

    /// How ids are made.
    #[must_use]
    pub fn ids(self, ids: IdVersion) -> Self {
        Self { ids, ..self }
    }

    /// Puts it in force; to be called when the process starts, before anything is sent.
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
        let service = service.as_deref().unwrap_or("SERVICE_NAME_UNSET");
        let host =
            self.host.unwrap_or_else(|| gethostname::gethostname().to_string_lossy().into_owned());
        Current { source: format!("openedx/{service}/web"), host, ids: self.ids }
    }
}

/// The configuration in force; from here on it is that of the environment if none was installed.
pub(super) fn current() -> &'static Current {
    CURRENT.get_or_init(|| Configuration::new().resolve(|name| env::var(name).ok()))
}

impl fmt::Display for AlreadyInUse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("metadata is configured already: install it before anything is sent")
    }
}

impl std::error::Error for AlreadyInUse {}

#[cfg(test)]
mod tests {
    use super::Configuration;

    #[test]
    fn the_service_is_configured_or_from_the_environment() {
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
            assert_eq!(current.source, expected);
        }
    }

    #[test]
    fn the_host_is_configured_or_the_system_s() {
        assert_eq!(Configuration::new().host("web-1").resolve(|_| None).host, "web-1");
        assert!(!Configuration::new().resolve(|_| None).host.is_empty());
    }
}
