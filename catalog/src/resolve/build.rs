//! Builds the model from what is bound and checked.
//!
//! A part is `None` only if a report says why; then there is no model.

mod event;
mod field;
mod items;
mod record;

pub(crate) use event::check_link;
pub(crate) use items::items;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::model;
use crate::resolve::bind::Binder;
use crate::resolve::cycle::Boxes;
use crate::resolve::deprecation::{Subject, deprecation};
use crate::resolve::enums;
use crate::resolve::index::Index;
use crate::resolve::properties::Declared;
use crate::resolve::records::Records;
use crate::resolve::scalars::Bases;
use crate::resolve::text::text_of;
use crate::resolve::value::Reader;
use crate::resolve::variants::{self, Variants};
use crate::sort;
use crate::text;

/// What every part is built of.
pub(crate) struct Builder<'s, 'a> {
    bases: &'s Bases,
    records: &'s Records<'a>,
    variants: &'s Variants<'a>,
    reader: Reader<'s, 'a>,
    declared: &'s Declared<'a>,
}

impl<'s, 'a> Builder<'s, 'a> {
    pub(crate) fn new(
        reader: Reader<'s, 'a>,
        bases: &'s Bases,
        records: &'s Records<'a>,
        variants: &'s Variants<'a>,
        declared: &'s Declared<'a>,
    ) -> Self {
        Builder { bases, records, variants, reader, declared }
    }

    /// The custom properties of an item of this kind.
    fn properties(
        &mut self,
        diagnostics: &mut Diagnostics,
        kind: &'static str,
        written: &[ast::Property],
    ) -> model::Properties {
        self.declared.read(diagnostics, &mut self.reader, kind, written)
    }

    fn binder(&self) -> &Binder<'s, 'a> {
        &self.reader.binder
    }

    fn index(&self) -> &'s Index<'a> {
        self.reader.binder.index
    }
}

/// The domains of the model.
pub(crate) fn domains(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
) -> Vec<model::Domain> {
    let items = &builder.index().domains.items;
    let domain = |domain: &&ast::Domain| {
        let name = domain.name.value.clone();
        let title = domain.title.as_ref().map(|title| title.value.clone());
        let title = title.unwrap_or_else(|| crate::names::title(&name));
        model::Domain {
            name,
            title,
            description: text_of(domain.description.as_ref()),
            properties: builder.properties(diagnostics, "domain", &domain.properties),
            waivers: waivers(&domain.allow),
            span: domain.name.span,
        }
    };
    items.iter().map(domain).collect()
}

/// The scalars of the model.
pub(crate) fn scalars(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
) -> Option<Vec<model::Scalar>> {
    let mut scalars = Vec::new();
    for (id, ast) in (0..).map(model::ScalarId).zip(&builder.index().scalars.items) {
        let Some(base) = builder.bases.get(id) else { continue };
        let example = ast.example.as_ref();
        let example = example.and_then(|value| {
            let ty = model::Type::Primitive(base.primitive);
            builder.reader.read(diagnostics, &ty, Some(&base.checked), value)
        });
        scalars.push(model::Scalar {
            name: ast.name.value.clone(),
            base: base.primitive,
            limits: base.checked.limits.clone(),
            example,
            description: text_of(ast.description.as_ref()),
            properties: builder.properties(diagnostics, "scalar", &ast.properties),
            waivers: waivers(&ast.allow),
            span: ast.name.span,
        });
    }
    (scalars.len() == builder.index().scalars.items.len()).then_some(scalars)
}

/// The enums of the model.
pub(crate) fn enums(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
) -> Vec<model::Enum> {
    let index = builder.index();
    let mut enums = Vec::new();
    for (ast, known) in index.enums.items.iter().zip(&index.enum_values) {
        let siblings =
            sort::map(known.iter().map(|(name, value)| (*name, value.deprecated.is_some())));
        let mut values = Vec::new();
        for value in &ast.values {
            let name = &value.value.value;
            let subject = Subject::Member { name, siblings: &siblings, broken: ast.broken };
            let written = value.deprecated.as_deref();
            values.push(model::EnumValue {
                value: name.clone(),
                wire: enums::on_wire(value),
                aliases: value.aliases.iter().filter_map(enums::read).collect(),
                description: text_of(value.description.as_ref()),
                deprecated: deprecation(diagnostics, builder.binder(), &subject, written).flatten(),
                properties: builder.properties(diagnostics, "value", &value.properties),
                waivers: waivers(&value.allow),
            });
        }
        enums.push(model::Enum {
            name: ast.name.value.clone(),
            avro_name: ast.avro_name.as_ref().map(|name| name.value.clone()),
            values,
            unknown: enums::unknown(ast),
            description: text_of(ast.description.as_ref()),
            properties: builder.properties(diagnostics, "enum", &ast.properties),
            waivers: waivers(&ast.allow),
            span: ast.name.span,
        });
    }
    enums
}

/// The variants of the model.
pub(crate) fn variants(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    boxes: &Boxes,
) -> Option<Vec<model::Variant>> {
    let bound = builder.variants;
    let mut variant = |(id, variant): (model::VariantId, &variants::Variant<'_>)| {
        let ast = variant.ast;
        let case = |case: &variants::Case<'_>| {
            let ty = case.ty.clone()?;
            Some(model::Case {
                name: case.ast.name.value.clone(),
                wire: case.ast.wire.as_ref().map(|wire| wire.value.clone()),
                boxed: boxes.boxed_case(id, &ty),
                ty,
                description: text_of(case.ast.description.as_ref()),
            })
        };
        Some(model::Variant {
            name: ast.name.value.clone(),
            domain: builder.index().domain(&ast.domain.value)?,
            description: text_of(ast.description.as_ref()),
            tag: variants::tag(ast),
            open: variants::is_open(ast),
            cases: variant.cases.iter().map(case).collect::<Option<_>>()?,
            properties: builder.properties(diagnostics, "variant", &ast.properties),
            waivers: waivers(&ast.allow),
            span: ast.name.span,
        })
    };
    (0..).map(model::VariantId).zip(&bound.0).map(&mut variant).collect()
}

/// The waivers of an item, without malformed ones, which are reported elsewhere.
fn waivers(allow: &[ast::Waiver]) -> Vec<model::Waiver> {
    let waiver = |waiver: &ast::Waiver| {
        let until = waiver.until.as_ref();
        Some(model::Waiver {
            rule: waiver.rule.as_ref()?.value.clone(),
            reason: waiver.reason.as_ref()?.value.clone(),
            until: until.and_then(|until| text::date(&until.value).ok()),
            span: waiver.span,
        })
    };
    allow.iter().filter_map(waiver).collect()
}
