//! What all pages need.

use std::collections::BTreeSet;

use annals_catalog::model::{Core, EnumId, Model, Primitive, ScalarId, Usage, VariantId};
use annals_codegen::render::user::OfEvents;
use minijinja::{Environment, Value, context};

use crate::theme::Language;
use crate::uses::Uses;
use crate::{Error, Settings};

/// What all pages need.
pub(crate) struct Site<'a> {
    pub(crate) model: &'a Model,
    pub(crate) settings: &'a Settings,
    pub(crate) uses: Uses,
    /// The users of all records, as `annals show` lists them.
    pub(crate) usage: Vec<Usage>,
    pub(crate) languages: Vec<Language>,
    pub(crate) samples: &'a OfEvents<'a>,
    pub(crate) engine: Environment<'a>,
}

impl Site<'_> {
    /// Renders a template.
    pub(crate) fn render(&self, template: &str, context: Value) -> Result<String, Error> {
        let found = self.engine.get_template(template);
        let text = found.and_then(|found| found.render(context));
        text.map_err(|error| Error::of_template(template, &error))
    }

    /// The types with a page, other than records: all that the catalog defines, all primitives without a precision, and
    /// those with one that a field has.
    pub(crate) fn types(&self) -> Vec<Core> {
        let model = self.model;
        let plain = Primitive::ALL.iter().copied().filter(|primitive| !primitive.has_precision());
        let used = self.uses.types().filter_map(|core| match core {
            Core::Primitive(primitive) => Some(primitive),
            Core::Scalar(_) | Core::Enum(_) | Core::Variant(_) | Core::Record(_) => None,
        });
        let bases = model.scalars.iter().map(|scalar| scalar.base);
        let exact = used.chain(bases).filter(|primitive| primitive.has_precision());
        let exact: BTreeSet<Primitive> = exact.collect();
        let mut types: Vec<Core> =
            (0..).map(ScalarId).take(model.scalars.len()).map(Core::Scalar).collect();
        types.extend((0..).map(EnumId).take(model.enums.len()).map(Core::Enum));
        types.extend((0..).map(VariantId).take(model.variants.len()).map(Core::Variant));
        types.extend(plain.chain(exact).map(Core::Primitive));
        types
    }
}

/// What templates know as `site`.
pub(crate) fn globals(model: &Model, settings: &Settings, logo: Option<&String>) -> Value {
    let nav = [
        ("Events", "events.html"),
        ("Types", "types.html"),
        ("Fields", "fields.html"),
        ("Personal data", "personal-data.html"),
        ("Senders", "senders.html"),
        ("Changes", "changes.html"),
        ("Metadata", "metadata.html"),
    ];
    let nav: Vec<Value> = nav.map(|(title, path)| context! { title, path }).into();
    context! {
        title => &model.title,
        version => model.version_text(),
        url => &settings.url,
        logo,
        icon => logo.map_or("icon.svg", String::as_str),
        nav,
    }
}
