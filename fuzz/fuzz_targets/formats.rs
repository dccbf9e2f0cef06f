//! Any text in any format: the catalog, the runtime and, for addresses, the standard library agree.

#![no_main]

use std::net::{Ipv4Addr, Ipv6Addr};

use annals::{Limits, View};
use annals_catalog::model::Format;
use annals_catalog::text::is_in_format;
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
});
