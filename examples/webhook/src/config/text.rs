//! Parses durations and URLs, and finds paths of fields and suggestions for misspelt words.

use std::collections::BTreeSet;
use std::time::Duration;

use annals::Json;
use ureq::http::Uri;

/// Deeper fields have no path, since records may contain themselves.
const DEEPEST: usize = 8;

/// Parses `500ms`, `5s`, `2m` or `1h`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => {
            return Err(format!(
                "`{text}` is not a valid duration; write it like `500ms`, `5s`, `2m` or `1h`"
            ));
        }
    };
    let number = text[..text.len() - unit.len()].parse::<u64>().ok();
    let duration = number.and_then(|number| number.checked_mul(milliseconds)).filter(|it| *it > 0);
    duration.map(Duration::from_millis).ok_or(format!("`{text}` is out of range"))
}

/// Whether the text is an absolute HTTP or HTTPS URL.
pub(super) fn is_url(text: &str) -> bool {
    let uri = text.parse::<Uri>();
    uri.is_ok_and(|uri| {
        let host = uri.host().is_some_and(|host| !host.is_empty());
        host && matches!(uri.scheme_str(), Some("http" | "https"))
    })
}

/// The paths of all fields in the data of an event, from its JSON Schema.
pub(super) fn fields(schema: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    if let Ok(root) = serde_json::from_str(schema) {
        add_fields(&mut paths, &root, &root, "", DEEPEST);
    }
    paths
}

fn add_fields(paths: &mut BTreeSet<String>, root: &Json, schema: &Json, path: &str, depth: usize) {
    if depth == 0 {
        return;
    }
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        add_fields(paths, root, field, &path, depth - 1);
        paths.insert(path);
    }
    let target = schema["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?));
    let variants = schema["anyOf"].as_array().into_iter().flatten();
    let elements = [&schema["items"], &schema["additionalProperties"]];
    for inner in target.into_iter().chain(variants).chain(elements).filter(|it| it.is_object()) {
        add_fields(paths, root, inner, path, depth - 1);
    }
}

/// The candidate that is most similar to `word`, if one is similar enough.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let limit = (word.chars().count() / 3).max(1);
    let near = candidates.into_iter().map(|it| (strsim::osa_distance(word, it), it));
    near.filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}
