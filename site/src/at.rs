//! Links and labels on a page at a certain place of the site.

use annals_catalog::model::{Core, DomainId, EventId, Model, RecordId, Type};

use crate::html::Html;
use crate::path;

/// A page, from which links begin.
#[derive(Clone, Copy)]
pub(crate) struct At<'m> {
    pub(crate) model: &'m Model,
    /// The way to the root of the site.
    pub(crate) root: &'static str,
}

impl At<'_> {
    pub(crate) fn href(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    pub(crate) fn event(&self, html: &mut Html, id: EventId) {
        html.link(&self.href(&path::event(self.model, id)), &self.model[id].name);
    }

    pub(crate) fn domain(&self, html: &mut Html, id: DomainId) {
        html.link(&self.href(&path::domain(self.model, id)), &self.model[id].title);
    }

    /// A record by its name alone, or with its domain if another one has the name as well.
    pub(crate) fn record(&self, html: &mut Html, id: RecordId) {
        html.link(&self.href(&path::record(self.model, id)), &self.label(Core::Record(id)));
    }

    /// The name of a type, with its domain where the name alone is not enough.
    pub(crate) fn label(&self, core: Core) -> String {
        let model = self.model;
        match core {
            Core::Primitive(primitive) => primitive.spelling().into_owned(),
            Core::Scalar(id) => model[id].name.clone(),
            Core::Enum(id) => model[id].name.clone(),
            Core::Variant(id) => model[id].name.clone(),
            Core::Record(id) => model[id].name.clone(),
        }
    }

    /// A type as the catalog spells it, with a link to what it is made of.
    pub(crate) fn ty(&self, html: &mut Html, ty: &Type) {
        let (before, after) = ty.around();
        html.raw("<span class=\"t\">").text(&before);
        html.link(&self.href(&path::core(self.model, ty.core())), &self.label(ty.core()));
        html.text(&after).raw("</span>");
    }
}
