//! Any text in any format, and as a time or decimal: the catalog, the runtime and, for addresses, the standard library
//! agree.

#![no_main]

use std::net::{Ipv4Addr, Ipv6Addr};

use annals::{Decimal, Limits, LocalDatetime, LocalTime, Micros, Millis, UtcDatetime, View};
use annals_catalog::model::{self, Clock, Format, Moment, Unit};
use annals_catalog::text::{decimal, is_in_format, moment};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    for format in Format::ALL.iter().copied() {
        let runtime = match format {
            Format::Uri => annals::Format::Uri,
            Format::UriReference => annals::Format::UriReference,
            Format::Email => annals::Format::Email,
            Format::Hostname => annals::Format::Hostname,
            Format::Ipv4 => annals::Format::Ipv4,
            Format::Ipv6 => annals::Format::Ipv6,
            Format::Time => annals::Format::Time,
            Format::Duration => annals::Format::Duration,
        };
        let limits = Limits { format: Some(runtime), ..Limits::NONE };
        let found = is_in_format(format, text);
        assert_eq!(limits.check(View::Str(text)).is_ok(), found, "{format} {text:?}");
    }
    assert_eq!(is_in_format(Format::Ipv4, text), text.parse::<Ipv4Addr>().is_ok(), "{text:?}");
    assert_eq!(is_in_format(Format::Ipv6, text), text.parse::<Ipv6Addr>().is_ok(), "{text:?}");
    exact(text);
});

/// Both read the same, and write it in the same way.
fn exact(text: &str) {
    let kind = |clock, unit| Moment { clock, unit, text: false };
    let read = |kind| moment(kind, text).ok().map(|moment| (moment.to_string(), moment.count()));
    let utc = text.parse().map(|utc: UtcDatetime<Millis>| (utc.to_string(), utc.count()));
    assert_eq!(utc.ok(), read(kind(Clock::Utc, Unit::Millis)), "{text:?}");
    let local = text.parse().map(|local: LocalDatetime<Micros>| (local.to_string(), local.count()));
    assert_eq!(local.ok(), read(kind(Clock::Local, Unit::Micros)), "{text:?}");
    let time = text.parse().map(|time: LocalTime<Millis>| (time.to_string(), time.count()));
    assert_eq!(time.ok(), read(kind(Clock::Day, Unit::Millis)), "{text:?}");
    let price = text.parse().map(|price: Decimal<9, 2>| price.to_string());
    let kind = model::Decimal { precision: 9, scale: 2, text: false };
    assert_eq!(price.ok(), decimal(kind, text).ok(), "{text:?}");
}
