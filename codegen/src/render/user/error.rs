//! Why a template could not be rendered: its place, the cause, and what there is instead.

use std::fmt;

use annals_catalog::suggest::nearest;
use minijinja::{Error, ErrorKind};

use crate::lower::view::Missed;

/// A template that could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// What goes before its path, so that it can be opened: empty or ending in `/`.
    pub folder: String,
    /// Its path in the folder of templates.
    pub template: String,
    /// The line, counted from 1; 0 where it is about the whole template.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What the line says; empty without a line.
    pub excerpt: String,
    /// What to do, where that is known.
    pub hint: Option<String>,
}

impl TemplateFault {
    pub(super) fn of_path(template: &str, message: String) -> Self {
        let (folder, excerpt) = (String::new(), String::new());
        Self { folder, template: template.to_owned(), line: 0, message, excerpt, hint: None }
    }

    /// What the engine says; `known` are the names that the template has besides the global ones.
    pub(super) fn of_error(
        template: &str,
        error: &Error,
        known: &[String],
        missed: Option<Missed>,
    ) -> Self {
        // An included template wraps the cause, which knows the better place.
        let mut inner = error;
        while let Some(cause) =
            std::error::Error::source(inner).and_then(|cause| cause.downcast_ref())
        {
            inner = cause;
        }
        let template = inner.name().unwrap_or(template).to_owned();
        let line = inner.line().unwrap_or(0);
        let source = inner.template_source().unwrap_or_default();
        let excerpt = line.checked_sub(1).and_then(|line| source.lines().nth(line));
        let expression = inner.range().and_then(|range| source.get(range)).unwrap_or_default();
        let undefined = inner.kind() == ErrorKind::UndefinedError;
        let message = match inner.detail() {
            Some(detail) => detail.to_owned(),
            None if undefined => format!("`{expression}` is not there"),
            None => inner.kind().to_string(),
        };
        let hint = match missed.filter(|missed| undefined && expression.contains(&missed.name)) {
            Some(missed) => Some(missed.hint()),
            None if undefined => Some(roots(known)),
            None => None,
        };
        let excerpt = excerpt.unwrap_or_default().to_owned();
        Self { folder: String::new(), template, line, message, excerpt, hint }
    }

    /// Where it is; a template that fails for one event fails there for the next.
    pub(super) fn place(&self) -> (&str, usize, &str) {
        (&self.template, self.line, &self.message)
    }
}

fn roots(known: &[String]) -> String {
    let mut names = vec!["catalog".to_owned(), "notice".to_owned()];
    names.extend(known.iter().cloned());
    format!("there are {}, and what the template sets itself", names.join(", "))
}

impl Missed {
    /// All attributes, by name.
    pub(super) fn names(&self) -> String {
        let mut names: Vec<&str> = self.attributes.iter().map(|attribute| attribute.name).collect();
        names.sort_unstable();
        names.join(", ")
    }

    fn hint(&self) -> String {
        let close = nearest(&self.name, self.attributes.iter().map(|attribute| attribute.name));
        let suggestion = close.map_or_else(String::new, |name| format!("did you mean `{name}`? "));
        format!("{suggestion}the attributes of {}: {}", self.kind, self.names())
    }
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { folder, template, line, message, excerpt, hint } = self;
        write!(formatter, "error: {message}\n  --> {folder}{template}")?;
        if *line > 0 {
            let margin = " ".repeat(line.to_string().len());
            write!(formatter, ":{line}\n {margin} |\n {line} | {excerpt}\n {margin} |")?;
        }
        match hint {
            Some(hint) => write!(formatter, "\n   = help: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for TemplateFault {}
