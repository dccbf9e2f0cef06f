//! A comparison as one JSON document.

use annals_evolution::{Change, Effect, Problem};
use serde_json::{Map, Value, json};

use super::{Comparison, Event};

/// The document.
pub(crate) fn document(comparison: &Comparison<'_>) -> String {
    let counts = comparison.counts().map(|(count, word)| (word.to_owned(), count.into()));
    let changed = comparison.events.iter().filter(|event| event.change != Change::Unchanged);
    let document = json!({
        "version": 1,
        "base": comparison.base,
        "failed": comparison.fails(),
        "suggested": comparison.suggested().map(|version| version.to_string()),
        "events": changed.map(|one| event(comparison, one)).collect::<Vec<Value>>(),
        "counts": Map::from_iter(counts),
    });
    format!("{document:#}\n")
}

fn event(comparison: &Comparison<'_>, event: &Event<'_>) -> Value {
    let mut object = json!({
        "type": event.event_type,
        "name": event.name,
        "domain": event.domain,
        "change": event.word(),
    });
    if let (Change::Changed(verdicts), Some(rollout)) = (&event.change, comparison.rollout(event)) {
        object["rollout"] = rollout.name().into();
        let verdict = |verdict: &annals_evolution::Verdict| {
            json!({
                "reader": verdict.reader.name(),
                "verdict": verdict.word(),
                "backward": verdict.backward.iter().map(problem).collect::<Vec<Value>>(),
                "forward": verdict.forward.iter().map(problem).collect::<Vec<Value>>(),
            })
        };
        object["verdicts"] = verdicts.iter().map(verdict).collect::<Vec<Value>>().into();
    }
    object
}

fn problem(problem: &Problem) -> Value {
    json!({
        "effect": match problem.effect {
            Effect::Refused => "refused",
            Effect::Misread => "misread",
        },
        "reason": problem.reason,
        "when": problem.when,
        "path": problem.path,
        "owner": problem.owner,
        "field": problem.field,
        "proven": problem.proven,
        "payload": problem.payload,
    })
}
