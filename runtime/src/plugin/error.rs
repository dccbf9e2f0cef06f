//! What is wrong with a configuration.

use std::error::Error;
use std::fmt;

/// Why a configuration connects nothing.
#[derive(Debug)]
pub enum ConfigError {
    /// The text is not YAML or TOML, or not a configuration; the message has the line.
    Unreadable(Box<dyn Error + Send + Sync>),
    /// These names are wrong.
    Wrong(Vec<Problem>),
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No receiver has this name.
    UnknownReceiver {
        /// The name as written.
        name: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// More than one receiver has this name at the end of its path.
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
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// The receiver takes another event than the signal sends.
    OtherEvent {
        /// Path of the receiver.
        receiver: String,
        /// Event type that it takes.
        receives: &'static str,
        /// Event type that is sent.
        sent: &'static str,
    },
    /// No entry for this project type.
    UnknownProject {
        /// The project type.
        name: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// There is an entry for each project type, and none was chosen.
    NoProject {
        /// The project types.
        known: Vec<String>,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nearest = match self {
            Self::UnknownReceiver { name, nearest } => {
                write!(formatter, "no receiver is called `{name}`")?;
                nearest
            }
            Self::UnknownSignal { path, nearest } => {
                write!(formatter, "no signal is called `{path}`")?;
                nearest
            }
            Self::UnknownProject { name, nearest } => {
                write!(formatter, "nothing is configured for the project type `{name}`")?;
                nearest
            }
            Self::AmbiguousReceiver { name, paths } => {
                let paths = paths.join("`, `");
                return write!(
                    formatter,
                    "`{name}` may be any of `{paths}`: write more of its path"
                );
            }
            Self::OtherEvent { receiver, receives, sent } => {
                let what = "cannot be connected to";
                return write!(formatter, "`{receiver}` takes {receives}, so it {what} {sent}");
            }
            Self::NoProject { known } => {
                return write!(formatter, "choose a project type of `{}`", known.join("`, `"));
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
            Self::Unreadable(error) => write!(formatter, "not a signals configuration: {error}"),
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
