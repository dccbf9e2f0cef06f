//! `objects.inv`, through which Sphinx projects link to the pages.

use std::io::Write as _;

use annals_catalog::model::{DomainId, EventId, RecordId};

use crate::at::At;
use crate::site::Site;
use crate::{path, words};

/// The greatest length of a stored block.
const BLOCK: usize = 65_535;
/// The modulus of Adler-32.
const PRIME: u32 = 65_521;

/// The bytes of the inventory, version 2.
pub(crate) fn of(site: &Site<'_>) -> Vec<u8> {
    let model = site.model;
    let at = At { model, root: "" };
    let mut lines = String::new();
    let mut line = |name: &str, path: &str, title: &str| {
        // `:ref:` looks for labels in lower case.
        let name = name.to_ascii_lowercase();
        lines.push_str(&format!("{name} std:label -1 {path} {}\n", words::one_line(title)));
    };
    for id in (0..).map(EventId).take(model.events.len()) {
        let (event, page) = (&model[id], path::event(model, id));
        line(&event.name, &page, &event.name);
        line(&event.event_type, &page, &event.event_type);
    }
    for id in (0..).map(RecordId).take(model.records.len()) {
        line(&model.qualified(id), &path::record(model, id), &model[id].name);
    }
    for core in site.types() {
        let path = path::core(model, core);
        // `scalar-course_key`, as its page is called.
        let name = path.trim_start_matches("types/").trim_end_matches(".html");
        line(name, &path, &at.label(core));
    }
    for id in (0..).map(DomainId).take(model.domains.len()) {
        line(&format!("domain-{}", model[id].name), &path::domain(model, id), &model[id].title);
    }
    let mut bytes = format!(
        "# Sphinx inventory version 2\n# Project: {}\n# Version: {}\n# The remainder of this file is compressed using zlib.\n",
        words::one_line(&model.title),
        model.version_text()
    )
    .into_bytes();
    stored(&mut bytes, lines.as_bytes());
    bytes
}

/// Appends a zlib stream that stores its data as it is, which any reader takes.
fn stored(out: &mut Vec<u8>, data: &[u8]) {
    out.extend([0x78, 0x01]);
    let mut blocks = data.chunks(BLOCK).peekable();
    if blocks.peek().is_none() {
        out.extend([1, 0, 0, 0xff, 0xff]);
    }
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).expect("a block is at most as long");
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        // A Vec takes every write.
        let _ = out.write_all(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % PRIME;
        high = (high + low) % PRIME;
    }
    out.extend(((high << 16) | low).to_be_bytes());
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_that_of_zlib() {
        let mut bytes = Vec::new();
        super::stored(&mut bytes, b"Wikipedia");
        assert_eq!(bytes[..7], [0x78, 1, 1, 9, 0, 0xf6, 0xff]);
        assert_eq!(bytes[bytes.len() - 4..], 0x11E6_0398_u32.to_be_bytes());
    }
}
