//! Files with the payloads that prove the causes.

use std::path::Path;

use annals_codegen::output::{self, OutputError};
use annals_evolution::{Cause, Direction};
use serde_json::json;

use super::Comparison;

/// Writes a file for each cause into a new folder, or one without such files.
pub(crate) fn write(comparison: &Comparison<'_>, folder: &Path) -> Result<usize, OutputError> {
    let files: Vec<(String, String)> =
        comparison.causes.iter().enumerate().map(|(index, cause)| file(index + 1, cause)).collect();
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    output::create_all(folder, files.clone())?;
    Ok(files.count())
}

fn file(number: usize, cause: &Cause) -> (String, String) {
    let problem = &cause.problem;
    let readers: Vec<&str> = cause.readers.iter().map(|reader| reader.name()).collect();
    let direction = match cause.direction {
        Direction::Backward => "backward",
        Direction::Forward => "forward",
    };
    let document = json!({
        "change": cause.change(),
        "direction": direction,
        "readers": readers,
        "events": cause.events,
        "reason": problem.reason,
        "when": problem.when,
        "proven": problem.proven,
        "payload": problem.payload,
    });
    (format!("{number:03}-{direction}.json"), format!("{document:#}\n"))
}
