//! Binds the custom properties that a catalog declares.

use std::collections::BTreeSet;

use crate::ast;
use crate::diagnostic::Diagnostics;
use crate::language::PROPERTY_ITEMS;
use crate::model::{self, Core, Limits};
use crate::resolve::bind::did_you_mean;
use crate::resolve::limits::{Checked, limits};
use crate::resolve::precision::{Written, precise};
use crate::resolve::scalars::Bases;
use crate::resolve::text::text_of;
use crate::resolve::value::Reader;
use crate::rule::meaning::{PROPERTY_TYPE, UNKNOWN_PROPERTY};
use crate::suggest::{Near, closest};

/// The custom properties of a catalog.
#[derive(Debug, Default)]
pub(crate) struct Declared<'a> {
    items: Vec<(model::Declaration, Option<Checked>)>,
    /// Those of which a part was reported; their values are not read.
    broken: BTreeSet<&'a str>,
}

/// Binds every declaration, and reads its default.
pub(crate) fn declared<'a>(
    diagnostics: &mut Diagnostics,
    bases: &Bases,
    reader: &mut Reader<'_, 'a>,
) -> Declared<'a> {
    let mut declared = Declared::default();
    for ast in &reader.binder.index.properties.items {
        match declaration(diagnostics, bases, reader, ast).filter(|_| !ast.broken) {
            Some(item) => declared.items.push(item),
            None => _ = declared.broken.insert(&ast.name.value),
        }
    }
    declared
}

fn declaration(
    diagnostics: &mut Diagnostics,
    bases: &Bases,
    reader: &mut Reader<'_, '_>,
    ast: &ast::Declaration,
) -> Option<(model::Declaration, Option<Checked>)> {
    let ty = ast.ty.as_ref()?;
    let written = Written {
        ty: ty.span,
        limits: ast.limits.as_deref(),
        is_open: false,
        text: reader.binder.index.text,
    };
    let bound = reader.binder.bind(diagnostics, "", ty)?;
    let bound = precise(diagnostics, written, bound)?;
    if let Core::Record(_) | Core::Variant(_) = bound.core() {
        diagnostics
            .report(&PROPERTY_TYPE, ty.span, "a custom property has no records or variants")
            .hint("use the type `json`, or one property for each field");
        return None;
    }
    let checked = match &ast.limits {
        Some(written) => {
            let pattern = written.pattern.as_ref();
            Some(limits(diagnostics, bases.measure(&bound)?, written, pattern))
        }
        None => None,
    };
    let default = match &ast.default {
        Some(value) => Some(reader.read(diagnostics, &bound, checked.as_ref(), value)?),
        None => None,
    };
    let on: Vec<String> = match ast.on.as_slice() {
        [] => PROPERTY_ITEMS.map(str::to_owned).into(),
        on => on.iter().map(|word| word.value.clone()).collect(),
    };
    let declaration = model::Declaration {
        name: ast.name.value.clone(),
        wire: ast.wire.as_ref().map(|wire| wire.value.clone()),
        ty: bound,
        on,
        default,
        limits: checked.as_ref().map_or_else(Limits::default, |checked| checked.limits.clone()),
        description: text_of(ast.description.as_ref()),
        span: ast.name.span,
    };
    Some((declaration, checked))
}

impl Declared<'_> {
    /// The declarations of the model.
    pub(crate) fn into_declarations(self) -> Vec<model::Declaration> {
        self.items.into_iter().map(|(declaration, _)| declaration).collect()
    }

    /// The custom properties of an item of this kind as they are written, then the defaults of the others.
    pub(crate) fn read(
        &self,
        diagnostics: &mut Diagnostics,
        reader: &mut Reader<'_, '_>,
        kind: &'static str,
        written: &[ast::Property],
    ) -> model::Properties {
        self.check(diagnostics, kind, written);
        let mut properties = Vec::new();
        for ast::Property { name, value } in written {
            let declared = self.items.iter().find(|(item, _)| item.name == name.value);
            let value = declared.and_then(|(item, checked)| {
                reader.read(diagnostics, &item.ty, checked.as_ref(), value)
            });
            let (name, wire) =
                (name.value.clone(), declared.and_then(|(item, _)| item.wire.clone()));
            properties.extend(value.map(|value| model::Property { name, wire, value }));
        }
        let is_written = |name: &str| written.iter().any(|property| property.name.value == name);
        for (item, _) in self.items.iter().filter(|(item, _)| item.is_on(kind)) {
            let default = item.default.clone().filter(|_| !is_written(&item.name));
            let (name, wire) = (item.name.clone(), item.wire.clone());
            properties.extend(default.map(|value| model::Property { name, wire, value }));
        }
        properties.into()
    }

    /// Reports what is not declared for this kind of item.
    fn check(&self, diagnostics: &mut Diagnostics, kind: &str, written: &[ast::Property]) {
        for ast::Property { name, .. } in written {
            let declared = self.items.iter().find(|(item, _)| item.name == name.value);
            let message = match declared {
                Some((item, _)) if item.is_on(kind) => continue,
                None if self.broken.contains(name.value.as_str()) => {
                    diagnostics.meet_reported();
                    continue;
                }
                Some(_) => format!("`{}` is not declared for this kind of item", name.value),
                None => format!("the custom property `{}` is not declared", name.value),
            };
            let here = self.items.iter().filter(|(item, _)| item.is_on(kind));
            let near = closest(&name.value, here.map(|(item, _)| item.name.as_str()));
            let report = diagnostics.report(&UNKNOWN_PROPERTY, name.span, message);
            match declared {
                Some((item, _)) => {
                    report.related(item.span, "its declaration");
                    report.hint(format!("add `{kind}` to its `on`"));
                }
                None => {
                    let fallback = format!(
                        "declare it: `properties: {{ {}: {{ type: string }} }}`",
                        name.value
                    );
                    report
                        .hint(did_you_mean(near, &fallback))
                        .fix(&name.value, near.and_then(Near::fix));
                }
            }
        }
    }
}
