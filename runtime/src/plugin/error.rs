//! Errors in a configuration.

use std::error::Error;
use std::fmt;

/// Why nothing was connected.
#[derive(Debug)]
pub enum ConfigError {
    /// The text is not valid YAML or TOML, or not a configuration. The message contains the line.
    Unreadable(Box<dyn Error + Send + Sync>),
    /// These are wrong.
    Wrong(Vec<Problem>),
}

/// A mistake in a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No receiver has this name.
    UnknownReceiver {
        /// The name as written.
        name: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// The paths of several receivers end with this name.
    AmbiguousReceiver {
        /// The name as written.
        name: String,
        /// Their paths.
        paths: Vec<String>,
    },
    /// No event has this name or type.
    UnknownSignal {
        /// The path as written.
        path: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// The receiver takes another event than that of the signal.
    OtherEvent {
        /// Path of the receiver.
        receiver: String,
        /// Event type that the receiver takes.
        receives: &'static str,
        /// Event type of the signal.
        sent: &'static str,
    },
    /// There is no configuration for this project type.
    UnknownProject {
        /// The project type.
        name: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// There is a configuration for each project type, and none was selected.
    NoProject {
        /// The project types.
        known: Vec<String>,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nearest = match self {
            Self::UnknownReceiver { name, nearest } => {
                write!(formatter, "there is no receiver `{name}`")?;
                nearest
            }
            Self::UnknownSignal { path, nearest } => {
                write!(formatter, "there is no signal `{path}`")?;
                nearest
            }
            Self::UnknownProject { name, nearest } => {
                write!(formatter, "there is no configuration for the project type `{name}`")?;
                nearest
            }
            Self::AmbiguousReceiver { name, paths } => {
                let paths = paths.join("`, `");
                return write!(
                    formatter,
                    "`{name}` is ambiguous, it matches `{paths}`: write more of the path"
                );
            }
            Self::OtherEvent { receiver, receives, sent } => {
                let (what, other) = ("cannot be connected to", "of another version of its crate");
                let other = if receives == sent { format!(" {other}") } else { String::new() };
                return write!(
                    formatter,
                    "`{receiver}` takes {receives}, so it {what} {sent}{other}"
                );
            }
            Self::NoProject { known } => {
                return write!(
                    formatter,
                    "select one of the project types `{}`",
                    known.join("`, `")
                );
            }
        };
        match nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => {
                write!(formatter, "not a valid signals configuration: {error}")
            }
            Self::Wrong(problems) => {
                formatter.write_str("nothing was connected:")?;
                problems.iter().try_for_each(|problem| write!(formatter, "\n- {problem}"))
            }
        }
    }
}

impl Error for ConfigError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(&**error),
            Self::Wrong(_) => None,
        }
    }
}
