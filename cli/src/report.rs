//! The formats of a report: text, JSON, GitHub annotations, SARIF and JUnit.

pub(crate) mod github;
mod json;
mod junit;
mod sarif;

use annals_codegen::report::Report;
use clap::ValueEnum;

/// The value of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people, on stderr
    #[default]
    Text,
    /// One JSON document on stdout
    Json,
    /// GitHub workflow commands on stdout: annotations in a pull request
    Github,
    /// A SARIF 2.1.0 log on stdout, for code scanning
    Sarif,
    /// JUnit XML on stdout, for the test tab of a CI system
    Junit,
}

impl Format {
    /// The whole document; `None` for text.
    #[must_use]
    pub(crate) fn document(self, report: &Report<'_>) -> Option<String> {
        match self {
            Self::Text => None,
            Self::Json => Some(json::report(report)),
            Self::Github => Some(github::report(report)),
            Self::Sarif => Some(sarif::report(report)),
            Self::Junit => Some(junit::report(report)),
        }
    }

    /// The document of a run that could not read or write something; `None` for text.
    #[must_use]
    pub(crate) fn failure(self, message: &str) -> Option<String> {
        match self {
            Self::Text => None,
            Self::Json => Some(json::failure(message)),
            Self::Github => Some(github::failure(message)),
            Self::Sarif => Some(sarif::failure(message)),
            Self::Junit => Some(junit::failure(message)),
        }
    }
}
