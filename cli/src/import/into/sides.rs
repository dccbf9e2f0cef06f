//! Both sides of a comparison, and whether they say the same of a type.

use annals_catalog::model::{EnumId, EventId, Model, RecordId, ScalarId, Type, VariantId};
use annals_catalog::source::Span;

use super::view::View;

/// Both sides of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Sides<'m> {
    pub(super) source: &'m Model,
    pub(super) catalog: &'m Model,
    pub(super) view: View,
}

/// An item of the source and the one of the catalog that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pair {
    Event(EventId, EventId),
    Record(RecordId, RecordId),
    Variant(VariantId, VariantId),
    Enum(EnumId, EnumId),
    Scalar(ScalarId, ScalarId),
}

/// What differs in one pair, apart from what is inside of it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) kind: &'static str,
    /// The field or value that differs; `None` for the whole item.
    pub(super) field: Option<String>,
    pub(super) catalog: Option<String>,
    pub(super) source: Option<String>,
    /// The place in the catalog.
    pub(super) span: Span,
}

impl Found {
    /// True if the schema of an event would show it.
    pub(super) fn is_in_schemas(&self) -> bool {
        !matches!(self.kind, "key" | "deprecated" | "property")
    }

    /// True for descriptions and other words that no program depends on.
    pub(super) fn is_wording(&self) -> bool {
        matches!(self.kind, "description" | "warning")
    }
}

/// The comparison of one pair.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) found: Vec<Found>,
    /// The fields that lead to other pairs.
    pub(super) inner: Vec<(String, Pair)>,
}

impl Sides<'_> {
    /// True if two types are the same, apart from what is inside of their records, enums, variants and scalars, which
    /// go to `inner`.
    pub(super) fn is_same_type(
        &self,
        source: &Type,
        catalog: &Type,
        step: &str,
        inner: &mut Vec<(String, Pair)>,
    ) -> bool {
        let pair = match (source, catalog) {
            (Type::List(source), Type::List(catalog)) | (Type::Map(source), Type::Map(catalog)) => {
                // The limits of a field are not those of its elements.
                return self.has_same_limits(source, catalog)
                    && self.is_same_type(source, catalog, step, inner);
            }
            (Type::Nullable(source), Type::Nullable(catalog)) => {
                return self.is_same_type(source, catalog, step, inner);
            }
            (Type::Record(source), Type::Record(catalog)) => Pair::Record(*source, *catalog),
            (Type::Variant(source), Type::Variant(catalog)) => Pair::Variant(*source, *catalog),
            (Type::Enum(source), Type::Enum(catalog)) if self.are_listed(*source, *catalog) => {
                Pair::Enum(*source, *catalog)
            }
            (Type::Scalar(source), Type::Scalar(catalog))
                if !self.view.is_catalog() || self.have_same_name(*source, *catalog) =>
            {
                Pair::Scalar(*source, *catalog)
            }
            (source, catalog) => {
                let theirs = self.leaf(self.source, source);
                return theirs.is_some() && theirs == self.leaf(self.catalog, catalog);
            }
        };
        inner.push((step.to_owned(), pair));
        true
    }

    /// True unless only one of two types of elements is a scalar with limits.
    fn has_same_limits(&self, source: &Type, catalog: &Type) -> bool {
        let is_limited = |model: &Model, ty: &Type| match ty {
            Type::Scalar(id) => self.view.scalar_limits(&model[*id]).is_some(),
            Type::Nullable(_) | Type::List(_) | Type::Map(_) | Type::Primitive(_) => false,
            Type::Enum(_) | Type::Record(_) | Type::Variant(_) => false,
        };
        match (source, catalog) {
            (Type::Scalar(_), Type::Scalar(_)) => true,
            _ => !is_limited(self.source, source) && !is_limited(self.catalog, catalog),
        }
    }

    fn have_same_name(&self, source: ScalarId, catalog: ScalarId) -> bool {
        self.source[source].name == self.catalog[catalog].name
    }

    fn are_listed(&self, source: EnumId, catalog: EnumId) -> bool {
        let is_listed = |item| self.view.lists_values(self.catalog, item);
        is_listed(&self.source[source]) && is_listed(&self.catalog[catalog])
    }

    /// A type without parts, as the source writes it; `None` for others.
    fn leaf(&self, model: &Model, ty: &Type) -> Option<String> {
        let primitive = |primitive| Some(self.view.primitive(self.catalog, primitive));
        match ty {
            Type::Primitive(item) => primitive(*item),
            // A source that is a catalog knows scalars by their names.
            Type::Scalar(id) if self.view.is_catalog() => Some(model[*id].name.clone()),
            Type::Scalar(id) => primitive(model[*id].base),
            Type::Enum(id) if self.view.lists_values(self.catalog, &model[*id]) => None,
            Type::Enum(id) => primitive(model[*id].primitive()),
            Type::List(_) | Type::Map(_) | Type::Nullable(_) => None,
            Type::Record(_) | Type::Variant(_) => None,
        }
    }
}
