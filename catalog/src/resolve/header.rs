//! Checks `catalog:`, `avro:`, `json:` and `docs:`.

use heck::ToKebabCase;

use crate::ast::{self, Text};
use crate::diagnostic::Diagnostics;
use crate::model::{AvroNamespace, AvroProfile, Docs, JsonProfile};
use crate::names;
use crate::resolve::build::check_link;
use crate::resolve::pattern;
use crate::resolve::text::text_of;
use crate::rule::meaning::{
    AVRO_NAME, CATALOG_NAME, CATALOG_NAMESPACE, CATALOG_SOURCE, CATALOG_VERSION, DOCS,
};
use crate::source::{Span, Spanned};

/// Avro's names of types, which a record cannot have.
const AVRO_TYPES: [&str; 14] = [
    "array", "boolean", "bytes", "double", "enum", "error", "fixed", "float", "int", "long", "map",
    "null", "record", "string",
];

/// The header of a catalog.
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) namespace: String,
    pub(crate) source: String,
    pub(crate) version: [u32; 3],
    pub(crate) version_span: Span,
    pub(crate) description: String,
}

/// Checks the header; `None` only if a report says why.
pub(crate) fn header(diagnostics: &mut Diagnostics, header: &ast::Header) -> Option<Header> {
    let name = header.name.as_ref().and_then(|text| name(diagnostics, text));
    let namespace = header.namespace.as_ref().and_then(|text| namespace(diagnostics, text));
    let source = match &header.source {
        Some(text) => source(diagnostics, text),
        None => namespace.clone(),
    };
    if let Some(event_types) = &header.event_types {
        pattern::check(diagnostics, event_types);
    }
    let version = header.version.as_ref().and_then(|text| version(diagnostics, text));
    Some(Header {
        name: name?,
        title: header.title.as_ref()?.value.clone(),
        namespace: namespace?,
        source: source?,
        version: version?,
        version_span: header.version.as_ref()?.span,
        description: text_of(header.description.as_ref()),
    })
}

fn name(diagnostics: &mut Diagnostics, name: &Text) -> Option<String> {
    let kebab = name.value.to_kebab_case();
    let letters = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let good = name.value.bytes().all(letters)
        && name.value.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.value.ends_with('-')
        && !name.value.contains("--")
        && name.value.len() <= 64;
    if good && !names::is_keyword(&name.value) && !names::is_device(&name.value) {
        return Some(name.value.clone());
    }
    let message = format!("`{}` is not a valid name for a catalog and its crate", name.value);
    let report = diagnostics.report(&CATALOG_NAME, name.span, message);
    report.hint(if good || kebab.is_empty() || kebab == name.value {
        "use words in kebab-case, such as `openedx-events`".to_owned()
    } else {
        format!("use kebab-case: `{kebab}`")
    });
    None
}

fn namespace(diagnostics: &mut Diagnostics, namespace: &Text) -> Option<String> {
    if is_namespace(&namespace.value) {
        return Some(namespace.value.clone());
    }
    let message = format!("`{}` is not a valid namespace", namespace.value);
    let report = diagnostics.report(&CATALOG_NAMESPACE, namespace.span, message);
    let digit = |segment: &str| segment.starts_with(|first: char| first.is_ascii_digit());
    report.hint(if namespace.value.split('.').any(digit) {
        "start every segment with a letter or `_`, as Avro requires: `org._1shop`"
    } else {
        "write a domain that you own in reverse, in lower case: `org.openedx`"
    });
    None
}

/// True if a namespace is valid.
pub(crate) fn is_namespace(namespace: &str) -> bool {
    let letters = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let first = |first: char| !first.is_ascii_digit();
    let segment = |segment: &str| segment.starts_with(first) && segment.bytes().all(letters);
    namespace.split('.').all(segment) && namespace.len() <= 100
}

fn source(diagnostics: &mut Diagnostics, source: &Text) -> Option<String> {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if source.value.bytes().all(letters) && source.value.len() <= 100 {
        return Some(source.value.clone());
    }
    let message = format!("`{}` is not a valid source", source.value);
    diagnostics
        .report(&CATALOG_SOURCE, source.span, message)
        .hint("use letters, digits, `.`, `_` and `-`, at most 100 in all: `openedx`");
    None
}

pub(crate) fn version(diagnostics: &mut Diagnostics, version: &Text) -> Option<[u32; 3]> {
    let number = |part: &str| {
        let plain = part == "0" || !part.starts_with(['0', '+']);
        plain.then(|| part.parse().ok())?
    };
    let parts: Vec<Option<u32>> = version.value.split('.').map(number).collect();
    if let [Some(major), Some(minor), Some(patch)] = parts[..] {
        return Some([major, minor, patch]);
    }
    let message = format!("`{}` is not a valid version, expected three numbers", version.value);
    diagnostics
        .report(&CATALOG_VERSION, version.span, message)
        .hint("write major, minor and patch, such as `1.0.0`, and nothing after");
    None
}

/// The Avro profile, or the default one.
pub(crate) fn avro(diagnostics: &mut Diagnostics, avro: Option<&ast::Avro>) -> AvroProfile {
    let Some(avro) = avro else { return STANDARD };
    if let Some(record) = &avro.record {
        avro_name(diagnostics, record);
    }
    let is = |text: &Option<Text>, word: &str| text.as_ref().is_some_and(|text| text.value == word);
    let profile = if is(&avro.profile, "open-edx") { open_edx() } else { STANDARD };
    let flag = |key: &Option<Spanned<bool>>, default| key.as_ref().map_or(default, |key| key.value);
    AvroProfile {
        record: avro.record.as_ref().map(|record| record.value.clone()).or(profile.record),
        doc: avro.doc.as_ref().map(|doc| doc.value.clone()),
        namespace: match &avro.namespace {
            Some(namespace) if namespace.value == "event" => AvroNamespace::Event,
            Some(_) => AvroNamespace::Domain,
            None => profile.namespace,
        },
        docs: flag(&avro.docs, profile.docs),
        defaults: flag(&avro.defaults, profile.defaults),
        logical_types: flag(&avro.logical_types, profile.logical_types),
        enums: flag(&avro.enums, profile.enums),
    }
}

/// How JSON Schemas are written.
pub(crate) fn json(json: Option<&ast::Json>) -> JsonProfile {
    let formats = json.and_then(|json| json.formats.as_ref());
    JsonProfile { asserts_formats: formats.is_none_or(|word| word.value != "annotated") }
}

/// What the catalog says of its site.
pub(crate) fn docs(diagnostics: &mut Diagnostics, docs: Option<&ast::Docs>) -> Docs {
    let Some(docs) = docs else { return Docs::default() };
    if let Some(url) = &docs.url {
        check_link(diagnostics, url);
    }
    if let Some(colour) = &docs.colour {
        check_colour(diagnostics, colour);
    }
    for path in docs.logo.iter().chain(&docs.theme) {
        check_path(diagnostics, path);
    }
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let folder = |url: String| if url.ends_with('/') { url } else { url + "/" };
    Docs {
        url: value(&docs.url).map(folder),
        logo: value(&docs.logo),
        colour: value(&docs.colour),
        theme: value(&docs.theme),
    }
}

fn check_colour(diagnostics: &mut Diagnostics, colour: &Text) {
    let digits = colour.value.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return;
    }
    diagnostics
        .report(&DOCS, colour.span, format!("`{}` is not a valid color", colour.value))
        .hint("write `#` and six hexadecimal digits, in quotes: \"#96283a\"");
}

fn check_path(diagnostics: &mut Diagnostics, path: &Text) {
    let part = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']);
    if path.value.split('/').all(part) {
        return;
    }
    diagnostics.report(&DOCS, path.span, format!("`{}` is not a valid path", path.value)).hint(
        "write a path in the folder of the catalog, with `/` between its parts: `docs/logo.svg`",
    );
}

/// What most readers expect.
const STANDARD: AvroProfile = AvroProfile {
    record: None,
    doc: None,
    namespace: AvroNamespace::Domain,
    docs: true,
    defaults: true,
    logical_types: true,
    enums: true,
};

/// What the Python library `openedx-events` makes.
fn open_edx() -> AvroProfile {
    AvroProfile {
        record: Some("CloudEvent".to_owned()),
        doc: None,
        namespace: AvroNamespace::Event,
        docs: false,
        defaults: false,
        logical_types: false,
        enums: false,
    }
}

/// Checks the name of the top record.
fn avro_name(diagnostics: &mut Diagnostics, record: &Text) {
    let word = record.value.as_str();
    if is_avro_type(word) {
        return;
    }
    let message = format!("`{word}` is not a valid name for an Avro record");
    diagnostics
        .report(&AVRO_NAME, record.span, message)
        .hint("use letters, digits and underscores, such as `CloudEvent`");
}

/// True if a type in Avro can have this name.
pub(crate) fn is_avro_type(word: &str) -> bool {
    names::is_avro_name(word) && !AVRO_TYPES.contains(&word)
}
