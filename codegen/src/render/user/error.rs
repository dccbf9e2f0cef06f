//! Errors in templates of users.

use std::fmt;

use annals_catalog::suggest::nearest;
use minijinja::{Error, ErrorKind};

use crate::lower::view::Missed;

/// A template that could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFault {
    /// The path of the folder of templates: empty, or ending in `/`.
    pub folder: String,
    /// Its path in the folder of templates.
    pub template: String,
    /// The line, counted from 1; 0 if the error is about the whole template.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// The text of the line; empty without a line.
    pub excerpt: String,
    /// How to fix it, if that is known.
    pub hint: Option<String>,
}

impl TemplateFault {
    pub(super) fn of_path(template: &str, message: String) -> Self {
        let (folder, excerpt) = (String::new(), String::new());
        Self { folder, template: template.to_owned(), line: 0, message, excerpt, hint: None }
    }

    /// An error of the engine; `known` are the names that are defined besides the global ones.
    pub(super) fn of_error(
        template: &str,
        error: &Error,
        known: &[String],
        missed: Option<Missed>,
    ) -> Self {
        // An error in an included template is the cause of the error, with a better place.
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
            None if undefined => format!("`{expression}` is undefined"),
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

    /// What is the same if a template fails in the same way for another item.
    pub(super) fn place(&self) -> (&str, usize, &str) {
        (&self.template, self.line, &self.message)
    }
}

fn roots(known: &[String]) -> String {
    let mut names = vec!["catalog".to_owned(), "notice".to_owned()];
    names.extend(known.iter().cloned());
    format!("defined are {}, and what the template sets itself", names.join(", "))
}

impl Missed {
    /// The names of all attributes.
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
