//! What the fields of an event reach, each type under a name of its own in `$defs`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{Core, Field, Format, Limits, Model, Tag, Variant};
use annals_catalog::names;
use annals_catalog::sort;

use super::document::{Schema, Shape};
use super::primitive::{self, Form};

/// The definitions of one file: the types that fields refer to, and the names they go by.
///
/// A record or variant has its bare name, or `<domain>.<name>` where the file holds another of that name.
pub(super) struct Definitions<'a> {
    pub(super) model: &'a Model,
    names: BTreeMap<Core, String>,
    formats: BTreeSet<Format>,
}

impl<'a> Definitions<'a> {
    /// Finds what the fields reach; without recursion, since catalogs nest without a limit.
    pub(super) fn collect(model: &'a Model, fields: &[Field]) -> Self {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<Core> = fields.iter().map(|field| field.ty.core()).collect();
        while let Some(ty) = waiting.pop() {
            if !is_defined(ty) || !found.insert(ty) {
                continue;
            }
            match ty {
                Core::Scalar(id) => waiting.push(Core::Primitive(model[id].base)),
                Core::Record(id) => {
                    waiting.extend(model[id].fields.iter().map(|field| field.ty.core()));
                }
                Core::Variant(id) => {
                    let written = written_out(model, &model[id]);
                    waiting.extend(
                        written.flat_map(|fields| fields.iter().map(|field| field.ty.core())),
                    );
                    if !matches!(model[id].tag, Tag::Inside(_)) {
                        waiting.extend(model[id].cases.iter().map(|case| case.ty.core()));
                    }
                }
                Core::Primitive(_) | Core::Enum(_) => {}
            }
        }
        let formats = formats_of(model, fields, &found);
        Self { model, names: names_of(model, found), formats }
    }

    /// The shape of a type that has a definition.
    pub(super) fn reference(&self, ty: Core) -> Shape {
        Shape::Reference { reference: format!("#/$defs/{}", self.names[&ty]) }
    }

    /// The schema of a string in a format, which has a definition too.
    pub(super) fn in_format(format: Format) -> Schema {
        let reference = format!("#/$defs/{}", names::format_definition(format.name()));
        Schema { shape: Shape::Reference { reference }, ..Schema::default() }
    }

    /// The formats that have a definition.
    pub(super) fn formats(&self) -> impl Iterator<Item = Format> {
        self.formats.iter().copied()
    }

    /// The types that have a definition, with the names they go by.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Core, &str)> {
        self.names.iter().map(|(ty, name)| (*ty, name.as_str()))
    }
}

/// True if schemas refer to the type.
fn is_defined(ty: Core) -> bool {
    match ty {
        Core::Primitive(primitive) => matches!(primitive::form(primitive), Form::Shared),
        Core::Scalar(_) | Core::Enum(_) | Core::Record(_) | Core::Variant(_) => true,
    }
}

/// The formats of the fields and of the types that they reach.
fn formats_of(model: &Model, fields: &[Field], types: &BTreeSet<Core>) -> BTreeSet<Format> {
    let mut limits: Vec<&Limits> = fields.iter().map(|field| &field.limits).collect();
    for ty in types {
        match ty {
            Core::Scalar(id) => limits.push(&model[*id].limits),
            Core::Record(id) => limits.extend(model[*id].fields.iter().map(|field| &field.limits)),
            Core::Variant(id) => {
                let fields = written_out(model, &model[*id]).flatten();
                limits.extend(fields.map(|field| &field.limits));
            }
            Core::Primitive(_) | Core::Enum(_) => {}
        }
    }
    limits.into_iter().filter_map(|limits| limits.format).collect()
}

/// The fields of the records that the schema of a variant contains, each with the tag of its case.
fn written_out<'m>(model: &'m Model, variant: &'m Variant) -> impl Iterator<Item = &'m Vec<Field>> {
    let cases = variant.cases.iter().filter(|_| matches!(variant.tag, Tag::Inside(_)));
    cases.filter_map(|case| Some(&model[case.ty.record()?].fields))
}

fn names_of(model: &Model, types: BTreeSet<Core>) -> BTreeMap<Core, String> {
    let bare = |ty: Core| match ty {
        Core::Primitive(primitive) => names::primitive_definition(primitive),
        Core::Scalar(id) => model[id].name.as_str().into(),
        Core::Enum(id) => model[id].name.as_str().into(),
        Core::Record(id) => model[id].name.as_str().into(),
        Core::Variant(id) => model[id].name.as_str().into(),
    };
    let mut uses: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    for ty in &types {
        *uses.entry(bare(*ty)).or_default() += 1;
    }
    let name = |ty: Core| match ty {
        Core::Record(id) if uses[&bare(ty)] > 1 => model.qualified(id),
        Core::Variant(id) if uses[&bare(ty)] > 1 => model.qualified_variant(id),
        Core::Primitive(_)
        | Core::Scalar(_)
        | Core::Enum(_)
        | Core::Record(_)
        | Core::Variant(_) => bare(ty).into_owned(),
    };
    sort::map(types.into_iter().map(|ty| (ty, name(ty))))
}
