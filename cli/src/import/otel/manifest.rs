//! Reads the manifest of a registry.

use annals_codegen::json::{Json, Object};

use super::super::draft::About;
use super::super::node::Node;
use super::super::note::Notes;
use super::super::sources;

/// The keys of which a manifest has at least one.
const URLS: [&str; 3] = ["schema_url", "schema_base_url", "registry_url"];

/// The manifest, if the file is one.
pub(super) fn of(schema: &Json) -> Option<&Object> {
    schema.as_object().filter(|object| URLS.iter().any(|key| object.get(key).is_some()))
}

/// Takes the namespace, version and description of the catalog from a manifest.
pub(super) fn read(manifest: &Object, about: &mut About, notes: &mut Notes) {
    let node = Node::new(manifest, "");
    let url = URLS.iter().find_map(|key| node.words(key)).unwrap_or_default();
    let (_, rest) = url.split_once("://").unwrap_or_default();
    let mut segments = rest.split('/');
    about.namespace = about.namespace.take().or_else(|| sources::reversed(segments.next()?));
    let version = node.words("semconv_version").or_else(|| node.words("version"));
    let version = version.or_else(|| segments.next_back().map(str::to_owned));
    about.version = about.version.take().or(version.filter(|it| sources::is_version(it)));
    about.description = about.description.take().or_else(|| node.words("description"));
    node.skip(&["file_format"]);
    for (key, value) in &manifest.0 {
        if !node.is_read(key) {
            let found = format!("{key}: {}", value.compact());
            notes.note("no-event", &node.place(key), found, "left out");
        }
    }
}
