//! A changelog as one JSON document.

use serde_json::{Value, json};

use super::Notes;

/// The document.
pub(crate) fn document(notes: &[Notes]) -> String {
    let releases: Vec<Value> = notes.iter().map(release).collect();
    format!("{:#}\n", json!({ "version": 1, "releases": releases }))
}

fn release(notes: &Notes) -> Value {
    let changes = notes.news.iter().map(|news| {
        json!({
            "section": news.section.title().to_lowercase(),
            "item": news.item,
            "part": news.part,
            "text": news.text,
            "events": news.events,
            "rollout": news.rollout.unwrap_or("any order"),
        })
    });
    json!({
        "version": notes.version,
        "date": notes.date,
        "first": notes.first.is_some(),
        "changes": changes.collect::<Vec<Value>>(),
    })
}
