//! Renders pages with the templates in `codegen/templates`.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use crate::lower::pages::Lowered;

/// A template and its text.
macro_rules! templates {
    ($($name:literal,)*) => { [$(($name, include_str!(concat!("../../templates/", $name)))),*] };
}

const TEMPLATES: [(&str, &str); 13] = templates![
    "conf.py.j2",
    "dates.rst.j2",
    "docutils.conf.j2",
    "domain.rst.j2",
    "event.rst.j2",
    "events.rst.j2",
    "facts.rst.j2",
    "fields.rst.j2",
    "index.rst.j2",
    "notices.rst.j2",
    "record.rst.j2",
    "records.rst.j2",
    "types.rst.j2",
];

/// All templates, parsed; shared between threads.
#[derive(Debug)]
pub(crate) struct Templates(Environment<'static>);

/// An engine without templates, with the settings for all of our templates.
pub fn strict<'source>() -> Environment<'source> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .expect("the standard delimiters do not collide");
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // The engine escapes only HTML; `lower::rst` and filters escape other languages.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment
}

/// A page that could not be rendered: a bug in its template or in its lowering.
#[derive(Debug)]
pub(crate) struct TemplateError {
    /// The template of the page.
    pub(crate) template: &'static str,
    /// The error of the template engine.
    pub(crate) cause: minijinja::Error,
}

impl Templates {
    /// Parses the templates.
    pub(crate) fn new() -> Self {
        let mut environment = strict();
        for (name, source) in TEMPLATES {
            environment.add_template(name, source).expect("a test parses every template");
        }
        Self(environment)
    }

    /// Renders one page.
    pub(crate) fn render(&self, page: &Lowered) -> Result<String, TemplateError> {
        let template = self.0.get_template(page.template);
        let text = template.and_then(|template| template.render(Value::from(Serde(&page.context))));
        text.map_err(|cause| TemplateError { template: page.template, cause })
    }
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "cannot render {}: {:#}", self.template, self.cause)
    }
}

impl std::error::Error for TemplateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}

#[cfg(test)]
mod tests {
    use super::Templates;

    #[test]
    fn every_template_parses_and_is_shared_between_threads() {
        fn shared<T: Sync>(_: &T) {}
        shared(&Templates::new());
    }
}
