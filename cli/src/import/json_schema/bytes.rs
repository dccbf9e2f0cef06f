//! Converts limits of base64 texts to limits of bytes.

use super::super::draft::Limits;
use super::super::node::Node;
use annals_codegen::json::{Json, Object};

/// Patterns for the end of base64, by the number of bytes beyond a multiple of three.
const ENDS: [(u64, &str); 3] = [(0, "(?:^|[^=])$"), (1, "==$"), (2, "[^=]=$")];

/// The limits, which generated schemas give as lengths of the text, or as lengths for each end.
pub(super) fn limits(node: &Node<'_>) -> Limits {
    let whole = |key: &str| node.get(key).and_then(number);
    if let Some(ends) = node.get("anyOf").and_then(Json::as_array) {
        return by_ends(ends).unwrap_or_default();
    }
    let min_length = whole("minLength").map(least);
    Limits {
        min_length,
        max_length: whole("maxLength").map(|length| length / 4 * 3),
        ..Limits::default()
    }
}

/// The fewest bytes that need this many characters.
fn least(length: u64) -> u64 {
    if length == 0 { 0 } else { (length / 4).saturating_sub(1) * 3 + 1 }
}

fn by_ends(ends: &[Json]) -> Option<Limits> {
    let mut fewest: Option<u64> = None;
    let mut most: Option<Option<u64>> = None;
    for end in ends {
        let end = end.as_object()?;
        let pattern = end.get("pattern")?.as_str()?;
        let (more, _) = ENDS.into_iter().find(|(_, known)| *known == pattern)?;
        let groups =
            |key: &str| length(end, key).map(|length| (length / 4).saturating_sub(more.min(1)));
        let low = groups("minLength").unwrap_or(0) * 3 + more;
        let high = groups("maxLength").map(|groups| groups * 3 + more);
        fewest = Some(fewest.map_or(low, |fewest| fewest.min(low)));
        most = Some(match (most, high) {
            (None, high) => high,
            (Some(Some(most)), Some(high)) => Some(most.max(high)),
            (Some(_), _) => None,
        });
    }
    let min_length = fewest.filter(|fewest| *fewest > 0);
    Some(Limits { min_length, max_length: most.flatten(), ..Limits::default() })
}

fn length(object: &Object, key: &str) -> Option<u64> {
    object.get(key).and_then(number)
}

fn number(json: &Json) -> Option<u64> {
    match json {
        Json::Number(number) => number.as_u64(),
        _ => None,
    }
}
