//! Parses `annals`, `catalog`, `avro`, `json` and `docs`.

use super::mapping::Mapping;
use super::node::Place;
use crate::ast::{Avro, Docs, Header, Json};
use crate::diagnostic::Diagnostics;
use crate::language::whole::{AVRO, DOCS, HEADER, JSON};
use crate::language::{AVRO_NAMESPACES, AVRO_PROFILES, JSON_FORMATS};
use crate::rule::shape::EDITION;
use crate::source::{FileId, MAIN, Span};
use crate::suggest::closest;
use crate::tree::{Entry, Kind, Node, Style};

/// The edition of the language that this compiler reads.
const SUPPORTED: &str = "1";

/// False if the file has another edition, so that nothing else in it can be judged. An included
/// file does not need an edition.
pub(crate) fn check_edition(diagnostics: &mut Diagnostics, file: FileId, root: &Node) -> bool {
    let Kind::Map { entries, complete } = &root.kind else {
        return true;
    };
    let hint = format!("write `annals: {SUPPORTED}`");
    let Some(edition) = entries.iter().find(|entry| entry.key.value == "annals") else {
        // One that is misspelt is reported as that.
        let is_near = |entry: &Entry| closest(&entry.key.value, ["annals"]).is_some();
        if file == MAIN && *complete && !entries.iter().any(is_near) {
            let start = Span { file, start: 0, end: 0 };
            diagnostics.report(&EDITION, start, "the catalog has no edition").hint(hint);
        }
        return true;
    };
    let span = edition.value.span;
    match &edition.value.kind {
        Kind::Scalar { text, style: Style::Plain } if text == SUPPORTED => true,
        Kind::Scalar { text, style: Style::Plain } if text.parse::<u64>().is_ok() => {
            let message = format!("edition {text} is not supported, expected {SUPPORTED}");
            diagnostics.report(&EDITION, span, message).hint(hint);
            false
        }
        Kind::Reported => true,
        _ => {
            let message = format!("the edition is not the number {SUPPORTED}");
            diagnostics.report(&EDITION, span, message).hint(hint);
            true
        }
    }
}

/// `catalog`
pub(crate) fn parse_header(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Header> {
    let Entry { key, value, .. } = entry;
    let span = value.span;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &HEADER);
    (!mapping.is_void()).then(|| Header {
        name: mapping.text(diagnostics, "name"),
        title: mapping.text(diagnostics, "title"),
        namespace: mapping.text(diagnostics, "namespace"),
        source: mapping.text(diagnostics, "source"),
        event_types: mapping.text(diagnostics, "event_types"),
        version: mapping.text(diagnostics, "version"),
        description: mapping.text(diagnostics, "description"),
        span,
    })
}

/// `avro`
pub(crate) fn parse_avro(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Avro> {
    let Entry { key, value, .. } = entry;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &AVRO);
    (!mapping.is_void()).then(|| Avro {
        profile: mapping.word(diagnostics, "profile", &AVRO_PROFILES),
        record: mapping.text(diagnostics, "record"),
        doc: mapping.text(diagnostics, "doc"),
        namespace: mapping.word(diagnostics, "namespace", &AVRO_NAMESPACES),
        docs: mapping.boolean(diagnostics, "docs"),
        defaults: mapping.boolean(diagnostics, "defaults"),
        logical_types: mapping.boolean(diagnostics, "logical_types"),
        enums: mapping.boolean(diagnostics, "enums"),
    })
}

/// `json`
pub(crate) fn parse_json(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Json> {
    let Entry { key, value, .. } = entry;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &JSON);
    (!mapping.is_void()).then(|| Json {
        open: mapping.boolean(diagnostics, "open"),
        formats: mapping.word(diagnostics, "formats", &JSON_FORMATS),
    })
}

/// `docs`
pub(crate) fn parse_docs(diagnostics: &mut Diagnostics, entry: Entry) -> Option<Docs> {
    let Entry { key, value, .. } = entry;
    let mut mapping = Mapping::open(diagnostics, Place::key(&key), value, &DOCS);
    (!mapping.is_void()).then(|| Docs {
        url: mapping.text(diagnostics, "url"),
        logo: mapping.text(diagnostics, "logo"),
        colour: mapping.text(diagnostics, "colour"),
        theme: mapping.text(diagnostics, "theme"),
    })
}
