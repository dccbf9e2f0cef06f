//! A record whose strings are in a format each, and the same record without formats, with constants, and open.

/// A visit of a page.
#[derive(annals::Record)]
#[annals(record = "web.Visit")]
pub(crate) struct Visit {
    pub page: String,
    pub referrer: String,
    pub visitor: String,
    pub host: String,
    pub from: String,
    pub to: String,
    pub at: String,
    pub stay: String,
}

/// The same with any strings.
#[derive(annals::Record)]
#[annals(record = "web.PlainVisit")]
pub(crate) struct PlainVisit {
    pub page: String,
    pub referrer: String,
    pub visitor: String,
    pub host: String,
    pub from: String,
    pub to: String,
    pub at: String,
    pub stay: String,
}

/// The same with the strings of the text only.
#[derive(annals::Record)]
#[annals(record = "web.ConstantVisit")]
pub(crate) struct ConstantVisit {}

/// The same with half of the fields in the map of an open record.
#[derive(annals::Record)]
#[annals(record = "web.OpenVisit")]
pub(crate) struct OpenVisit {
    pub page: String,
    pub referrer: String,
    pub visitor: String,
    pub host: String,
    pub extra_fields: std::collections::BTreeMap<String, String>,
}

pub(crate) const TEXT: &str = r#"{"page":"https://example.org/events?page=2","referrer":"../events","visitor":"ada@example.org","host":"www.example.org","from":"192.0.2.1","to":"2001:db8::1","at":"08:30:00Z","stay":"PT30M"}"#;
