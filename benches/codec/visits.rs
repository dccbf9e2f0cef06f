//! A record whose strings are in a format each, and the same record without formats, with constants, open, and as a case.

use annals::Record;

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

/// The same as one of several cases.
#[derive(annals::Record)]
#[annals(record = "web.CaseVisit")]
pub(crate) struct CaseVisit {
    pub what: What,
}

#[derive(Clone, PartialEq, annals::Variant)]
#[annals(variant = "web.What")]
pub(crate) enum What {
    Constant(ConstantVisit),
    Plain(PlainVisit),
}

/// A record of these, and one of it as JSON.
pub(crate) trait Visits: Record {
    const TEXT: &'static str = r#"{"page":"https://example.org/events?page=2","referrer":"../events","visitor":"ada@example.org","host":"www.example.org","from":"192.0.2.1","to":"2001:db8::1","at":"08:30:00Z","stay":"PT30M"}"#;
}

impl Visits for Visit {}
impl Visits for PlainVisit {}
impl Visits for ConstantVisit {}
impl Visits for OpenVisit {}

impl Visits for CaseVisit {
    const TEXT: &'static str = r#"{"what":{"is":"plain","page":"https://example.org/events?page=2","referrer":"../events","visitor":"ada@example.org","host":"www.example.org","from":"192.0.2.1","to":"2001:db8::1","at":"08:30:00Z","stay":"PT30M"}}"#;
}
