//! Errors of the configuration.

use std::fmt;
use std::path::PathBuf;

use crate::config::text::nearest;

/// A file that is not a valid configuration.
#[derive(Debug)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// All mistakes in it; at least one.
    pub problems: Vec<Problem>,
}

/// One mistake.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: Option<usize>,
    /// Keys and indexes from the root: `webhooks`, `0`, `url`. Empty for a mistake about the whole file.
    pub path: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// The suggestion after "did you mean".
    pub nearest: Option<String>,
}

impl Problem {
    pub(super) fn of_file(message: String) -> Self {
        Self { message, ..Self::default() }
    }

    /// `webhooks[0].url`
    pub fn key(&self) -> String {
        self.path.iter().fold(String::new(), |key, part| match part.parse::<usize>() {
            Ok(index) => format!("{key}[{index}]"),
            Err(_) if key.is_empty() => part.clone(),
            Err(_) => format!("{key}.{part}"),
        })
    }
}

/// The mistake that serde reports.
pub(super) fn shape(error: &serde_yaml::Error) -> Problem {
    let line = error.location().map(|location| location.line());
    let text = error.to_string();
    // The place is printed with the file.
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let message = without_value(message);
    // The wording is fixed by serde: "unknown field `a`, expected one of `b`, `c`", and the same with "variant".
    let mut words = message.split('`').skip(1).step_by(2);
    let unknown = words.next().filter(|_| message.contains("unknown "));
    let nearest = unknown.and_then(|word| nearest(word, words)).map(str::to_owned);
    Problem { line, path: Vec::new(), message, nearest }
}

/// Removes the value from "invalid type: string "a", expected b", since it may be a secret in the wrong place.
fn without_value(message: &str) -> String {
    let invalid = ["invalid type: ", "invalid value: "];
    let Some(start) = invalid.iter().find_map(|words| Some(message.find(words)? + words.len()))
    else {
        return message.to_owned();
    };
    let (before, value) = message.split_at(start);
    let kind = value.split(['"', '`', ',']).next().unwrap_or_default().trim_end();
    match value.rsplit_once(", expected ") {
        Some((_, expected)) => format!("{before}{kind}, expected {expected}"),
        None => format!("{before}{kind}"),
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let Problem { line, message, nearest, .. } = problem;
            formatter.write_str(if index == 0 { "" } else { "\n" })?;
            write!(formatter, "{}", self.file.display())?;
            line.map_or(Ok(()), |line| write!(formatter, ":{line}"))?;
            let key = problem.key();
            let colon = if key.is_empty() { "" } else { ": " };
            write!(formatter, "{colon}{key}: {message}")?;
            if let Some(nearest) = nearest {
                write!(formatter, "; did you mean `{nearest}`?")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
