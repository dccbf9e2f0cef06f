//! Checks routes against the events of the program, before anything starts.

use std::fmt;

use annals::{RecordDescription, Shape, registry};

use super::{Route, Routes};

/// How deep a path may lead: a record can contain itself.
const DEPTH: usize = 6;

/// What is wrong with routes: all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidRoutes(pub Vec<RouteProblem>);

/// What is wrong with one event type, or with one topic of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteProblem {
    /// The event type.
    pub event_type: String,
    /// The topic, without the prefix; empty if it is about the event type.
    pub topic: String,
    /// What is wrong.
    pub problem: Problem,
    /// What was perhaps meant.
    pub suggestion: Option<String>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The program has no such event.
    UnknownEvent,
    /// The event is never sent over a bus.
    LocalEvent,
    /// `event_key_field` or `enabled` is missing.
    Missing(&'static str),
    /// The path (first) leads nowhere, from this name on (second).
    NoField(String, String),
    /// The path leads to a record.
    Record(String),
    /// The path leads to something that may be null or absent (second).
    Nullable(String, String),
    /// The path leads to something that cannot be a key: a list, a map, a JSON value or a variant.
    NotAKey(String),
}

impl Routes {
    /// Checks everything against the events of the program.
    ///
    /// # Errors
    ///
    /// If an event type is not known, `event_key_field` or `enabled` is missing, or a path does not lead to a key.
    pub fn check(&self) -> Result<(), InvalidRoutes> {
        let mut found = Vec::new();
        for (event_type, topics) in &self.events {
            let mut problem = |topic: &str, problem, suggestion| {
                let (event_type, topic) = (event_type.clone(), topic.to_owned());
                found.push(RouteProblem { event_type, topic, problem, suggestion });
            };
            let Some(event) = registry().get(event_type) else {
                let known = registry().iter().map(|event| event.event_type.to_owned());
                problem("", Problem::UnknownEvent, closest(event_type, known));
                continue;
            };
            if event.local_only {
                problem("", Problem::LocalEvent, None);
                continue;
            }
            for (topic, route) in topics {
                for (wrong, suggestion) in wrong_with(route, event.record, event.key) {
                    problem(topic, wrong, suggestion);
                }
            }
        }
        if found.is_empty() { Ok(()) } else { Err(InvalidRoutes(found)) }
    }
}

fn wrong_with(
    Route { event_key_field, enabled }: &Route,
    record: &'static RecordDescription,
    usual: Option<&str>,
) -> Vec<(Problem, Option<String>)> {
    let mut found = Vec::new();
    if enabled.is_none() {
        found.push((Problem::Missing("enabled"), None));
    }
    let Some(path) = event_key_field else {
        found.push((Problem::Missing("event_key_field"), None));
        return found;
    };
    if let Err(problem) = check_path(path, record) {
        let mut keys = Vec::new();
        keys_of(record, "", &mut keys);
        let usual = usual.filter(|usual| keys.iter().any(|key| key == usual));
        let suggestion = match (&problem, usual) {
            (Problem::Nullable(..) | Problem::NotAKey(_), Some(usual)) => Some(usual.to_owned()),
            (Problem::Record(_), _) => {
                let inside = format!("{path}.");
                closest(path, keys.into_iter().filter(|key| key.starts_with(&inside)))
            }
            _ => closest(path, keys.into_iter()),
        };
        found.push((problem, suggestion));
    }
    found
}

fn check_path(path: &str, mut record: &'static RecordDescription) -> Result<(), Problem> {
    let mut walked = Vec::new();
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        walked.push(name);
        let at = || walked.join(".");
        let Some((_, field)) = record.field(name) else {
            return Err(Problem::NoField(path.to_owned(), name.to_owned()));
        };
        match (field.shape(), names.peek()) {
            (Shape::Nullable(_) | Shape::Optional(_), _) => {
                return Err(Problem::Nullable(path.to_owned(), at()));
            }
            (Shape::Record(inner), Some(_)) => record = inner,
            (Shape::Record(_), None) => return Err(Problem::Record(path.to_owned())),
            (shape, None) if is_key(&shape) => return Ok(()),
            (_, None) => return Err(Problem::NotAKey(path.to_owned())),
            (_, Some(next)) => {
                return Err(Problem::NoField(path.to_owned(), (*next).to_owned()));
            }
        }
    }
    Ok(())
}

/// The paths to all fields that can be a key.
fn keys_of(record: &'static RecordDescription, before: &str, found: &mut Vec<String>) {
    if before.matches('.').count() >= DEPTH {
        return;
    }
    for field in record.fields {
        let path = format!("{before}{}", field.name);
        match field.shape() {
            Shape::Record(inner) => keys_of(inner, &format!("{path}."), found),
            shape if is_key(&shape) => found.push(path),
            _ => {}
        }
    }
}

fn closest(wrong: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let near = known.map(|known| (strsim::jaro_winkler(wrong, &known), known));
    let near = near.filter(|(likeness, _)| *likeness > 0.6);
    near.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, known)| known)
}

impl fmt::Display for RouteProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", self.event_type)?;
        if !self.topic.is_empty() {
            write!(formatter, ", topic `{}`", self.topic)?;
        }
        write!(formatter, ": {}", self.problem)?;
        match &self.suggestion {
            Some(suggestion) => write!(formatter, "; perhaps `{suggestion}`"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEvent => formatter.write_str("not an event type of this program"),
            Self::LocalEvent => formatter.write_str("the event is never sent over a bus"),
            Self::Missing(key) => write!(formatter, "`{key}` is missing"),
            Self::NoField(path, name) => write!(formatter, "`{path}` has no field at `{name}`"),
            Self::Record(path) => write!(formatter, "`{path}` is a record, which is not a key"),
            Self::Nullable(path, at) if path == at => {
                write!(formatter, "`{path}` may be null or absent, which is not a key")
            }
            Self::Nullable(path, at) => {
                write!(formatter, "`{path}` is not a key: `{at}` may be null or absent")
            }
            Self::NotAKey(path) => {
                write!(
                    formatter,
                    "`{path}` is a list, a map, JSON or a variant, which is not a key"
                )
            }
        }
    }
}

impl fmt::Display for InvalidRoutes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let comma = if index > 0 { "\n" } else { "" };
            write!(formatter, "{comma}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidRoutes {}

fn is_key(shape: &Shape) -> bool {
    match shape {
        Shape::Boolean
        | Shape::Int
        | Shape::Long
        | Shape::Float
        | Shape::Double
        | Shape::String
        | Shape::Bytes
        | Shape::Date
        | Shape::Datetime
        | Shape::Uuid
        | Shape::Moment(_)
        | Shape::Decimal(_)
        | Shape::Enum(_) => true,
        Shape::Scalar(_, inner) => is_key(inner),
        Shape::Json
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Nullable(_)
        | Shape::Optional(_)
        | Shape::Record(_)
        | Shape::Variant(_) => false,
    }
}
