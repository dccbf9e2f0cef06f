//! Resolves the names in a configuration.

use strsim::osa_distance;

use crate::plugin::error::Problem;
use crate::registry::{RegisteredEvent, registry};

/// The event that a `signal_path` refers to.
pub(super) fn event(path: &str) -> Result<&'static RegisteredEvent, Problem> {
    by_path(path).ok_or_else(|| {
        let name = parts(path).pop().unwrap_or_default();
        let names = nearest(name, registry().iter().map(|event| event.descriptor().name));
        let types = || nearest(path, registry().iter().map(|event| event.descriptor().event_type));
        // If the name is right but the domain is wrong, suggest the right path.
        let near = match registry().by_name(name) {
            Some(event) => Some(format!("{}.{}", event.domain, event.name)),
            None => names.or_else(types).map(str::to_owned),
        };
        Problem::UnknownSignal { path: path.to_owned(), nearest: near }
    })
}

fn by_path(path: &str) -> Option<&'static RegisteredEvent> {
    if let Some(event) = registry().get(path) {
        return Some(event);
    }
    let mut parts = parts(path);
    let event = registry().by_name(parts.pop()?)?;
    if parts.last() == Some(&"signals") {
        parts.pop();
    }
    let fits = parts.last().is_none_or(|domain| *domain == event.domain);
    fits.then_some(event)
}

/// The parts of a path in the syntax of Python or Rust.
pub(super) fn parts(path: &str) -> Vec<&str> {
    path.split(['.', ':']).filter(|part| !part.is_empty()).collect()
}

/// The candidate most similar to `word`, if at most a third of the letters differ.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let limit = (word.chars().count() / 3).max(1);
    let near = candidates.into_iter().map(|candidate| {
        let (word, lower) = (word.to_lowercase(), candidate.to_lowercase());
        (osa_distance(&word, &lower), candidate)
    });
    let near = near.filter(|(distance, _)| *distance <= limit);
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}
