//! A record with a decimal, times and multiples, and the same record with strings and timestamps.

/// A sale.
#[derive(annals::Record)]
#[annals(record = "web.Sale")]
pub(crate) struct Sale {
    pub amount: annals::Decimal<10, 2>,
    pub at: annals::UtcDatetime<annals::Millis>,
    pub due: annals::LocalDatetime<annals::Micros>,
    pub opens: annals::LocalTime<annals::Micros>,
    pub quantity: i64,
    pub weight: f64,
}

/// The same with any strings, numbers and timestamps.
#[derive(annals::Record)]
#[annals(record = "web.PlainSale")]
pub(crate) struct PlainSale {
    pub amount: String,
    pub at: annals::Timestamp,
    pub due: annals::Timestamp,
    pub opens: String,
    pub quantity: i64,
    pub weight: f64,
}

pub(crate) const TEXT: &str = r#"{"amount":"12345.67","at":"2025-01-31T08:30:00.500Z","due":"2025-02-14T12:00:00","opens":"09:15:00","quantity":15,"weight":2.75}"#;
