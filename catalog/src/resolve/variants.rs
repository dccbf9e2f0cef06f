//! Binds the cases of variants, and checks that they can be told apart.

mod alike;

use std::collections::BTreeMap;

use alike::{check_alike, in_avro};

use crate::ast::{self, ValueKind};
use crate::diagnostic::Diagnostics;
use crate::model::{AvroProfile, Primitive, RecordId, Tag, Type};
use crate::parse::typed;
use crate::resolve::bind::Binder;
use crate::resolve::fields::Field;
use crate::resolve::precision::{Written, precise};
use crate::resolve::records::Records;
use crate::resolve::scalars::Bases;
use crate::rule::meaning::{CASE_TYPE, CASES_ALIKE, DUPLICATE_NAME, VARIANT_TAG};

/// A bound variant.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    pub(crate) ast: &'a ast::Variant,
    pub(crate) cases: Vec<Case<'a>>,
}

/// A bound case.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) ast: &'a ast::Case,
    /// `None` only if a report says why.
    pub(crate) ty: Option<Type>,
}

impl Case<'_> {
    /// The value of the tag.
    pub(crate) fn on_wire(&self) -> &str {
        &self.ast.wire.as_ref().unwrap_or(&self.ast.name).value
    }
}

/// All variants, by id.
#[derive(Debug)]
pub(crate) struct Variants<'a>(pub(crate) Vec<Variant<'a>>);

impl<'a> Variants<'a> {
    /// The records that a value holds, directly, in lists and maps, or as the case of a variant.
    pub(crate) fn records_in<'v>(
        &'v self,
        ty: &Type,
    ) -> impl Iterator<Item = RecordId> + use<'v, 'a> {
        let cases = ty.variant().map_or(&[][..], |id| &self.0[id.0 as usize].cases);
        let in_cases = cases.iter().filter_map(|case| case.ty.as_ref()?.record());
        ty.record().into_iter().chain(in_cases)
    }
}

/// How JSON says which case a value has.
pub(crate) fn tag(ast: &ast::Variant) -> Tag {
    match &ast.tag {
        None => Tag::None,
        Some(ast::Tag { name, content: None }) => Tag::Inside(name.value.clone()),
        Some(ast::Tag { name, content: Some(content) }) => {
            Tag::Beside { name: name.value.clone(), content: content.value.clone() }
        }
    }
}

/// Whether readers keep cases that are not listed.
pub(crate) fn is_open(ast: &ast::Variant) -> bool {
    ast.open.as_ref().is_some_and(|open| open.value)
}

/// Binds every variant and checks its cases.
pub(crate) fn variants<'a>(
    diagnostics: &mut Diagnostics,
    binder: &Binder<'_, 'a>,
    bases: &Bases,
    records: &Records<'_>,
    profile: &AvroProfile,
) -> Variants<'a> {
    let avro = |ty: &Type| in_avro(binder.index, bases, profile, ty);
    let mut variants = Vec::with_capacity(binder.index.variants.items.len());
    for ast in &binder.index.variants.items {
        let domain = ast.domain.value.as_str();
        let mut cases = Vec::with_capacity(ast.cases.len());
        for case in &ast.cases {
            let ty = case.ty.as_ref().and_then(|text| {
                let ty = binder.bind(diagnostics, domain, text)?;
                let text =
                    Written { ty: text.span, limits: None, is_open: true, text: binder.index.text };
                precise(diagnostics, text, ty)
            });
            let ty = ty.filter(|ty| check_type(diagnostics, ast, case, ty));
            cases.push(Case { ast: case, ty });
        }
        let variant = Variant { ast, cases };
        check_tags(diagnostics, &variant);
        check_open(diagnostics, &variant, avro);
        check_alike(diagnostics, (binder.index, bases, records), &variant, avro);
        check_fields(diagnostics, records, &variant);
        variants.push(variant);
    }
    Variants(variants)
}

/// True if a case of the variant can have the type; reports why not.
fn check_type(
    diagnostics: &mut Diagnostics,
    variant: &ast::Variant,
    case: &ast::Case,
    ty: &Type,
) -> bool {
    let span = case.ty.as_ref().map_or(case.name.span, |text| text.span);
    let name = &case.name.value;
    let (message, hint) = match ty {
        Type::Nullable(_) => (
            format!("the case `{name}` is nullable"),
            "remove the `?`, and add it to the type of the fields that hold the variant",
        ),
        Type::Primitive(Primitive::Json) => {
            (format!("the case `{name}` can be any value"), "use a type with values of one kind")
        }
        _ if ty.variant().is_some() => (
            format!("the case `{name}` holds a variant itself"),
            "write its cases here, or use a record with a field that holds it",
        ),
        Type::Record(_) => return true,
        _ if matches!(tag(variant), Tag::Inside(_)) => (
            format!("the case `{name}` is not a record, so it has no place for the tag"),
            "use a record, or write `tag: { name: …, content: … }`",
        ),
        Type::Primitive(_) | Type::Scalar(_) | Type::Enum(_) | Type::List(_) | Type::Map(_) => {
            return true;
        }
        Type::Variant(_) => return false,
    };
    diagnostics.report(&CASE_TYPE, span, message).hint(hint);
    false
}

/// Reports two cases with one tag, and keys that are equal.
fn check_tags(diagnostics: &mut Diagnostics, variant: &Variant<'_>) {
    let written = |case: &'_ ast::Case| case.wire.as_ref().unwrap_or(&case.name).clone();
    let mut taken: BTreeMap<&str, &ast::Case> = BTreeMap::new();
    for case in &variant.cases {
        let Some(first) = taken.insert(case.on_wire(), case.ast) else { continue };
        // Two cases of one name are reported where names are.
        if first.name.value == case.ast.name.value {
            continue;
        }
        let (tag, first) = (written(case.ast), written(first));
        diagnostics
            .report(&DUPLICATE_NAME, tag.span, format!("two cases have the tag `{}`", tag.value))
            .related(first.span, "the other case")
            .hint("change `wire` of one of the two");
    }
    if let Some(ast::Tag { name, content: Some(content) }) = &variant.ast.tag
        && name.value == content.value
    {
        diagnostics
            .report(&VARIANT_TAG, content.span, "the tag and the value have the same key")
            .related(name.span, "the key of the tag")
            .hint("use another key for one of the two");
    }
}

/// Reports an open variant that could not tell an unknown case from a listed one.
fn check_open(
    diagnostics: &mut Diagnostics,
    variant: &Variant<'_>,
    avro: impl Fn(&Type) -> Option<String>,
) {
    let Some(open) = variant.ast.open.as_ref().filter(|open| open.value) else { return };
    if variant.ast.tag.is_none() {
        if !variant.ast.broken {
            diagnostics
                .report(&VARIANT_TAG, open.span, "an open variant needs a tag")
                .hint("add `tag: …`, or remove `open`");
        }
        return;
    }
    let is_string = |case: &&Case<'_>| {
        case.ty.as_ref().and_then(&avro).is_some_and(|branch| branch == "`string`")
    };
    if let Some(case) = variant.cases.iter().find(is_string) {
        let span = case.ast.ty.as_ref().map_or(case.ast.name.span, |text| text.span);
        let name = &case.ast.name.value;
        diagnostics
            .report(&CASES_ALIKE, span, format!("the case `{name}` is a string in Avro"))
            .related(open.span, "so are cases that are not listed")
            .hint("use a record for it, or remove `open`");
    }
}

/// Reports a field with the name of the tag, unless it is a constant with its value.
fn check_fields(diagnostics: &mut Diagnostics, records: &Records<'_>, variant: &Variant<'_>) {
    let Tag::Inside(tag) = tag(variant.ast) else { return };
    for case in &variant.cases {
        let Some(record) = case.ty.as_ref().and_then(Type::record) else { continue };
        let is_tag = |field: &&Field<'_>| field.is_listed() && field.on_wire() == tag;
        let Some(field) = records.fields(record).find(is_tag) else { continue };
        let constant = field.ast.constant.as_ref().map(|constant| &constant.kind);
        if matches!(constant, Some(ValueKind::String(text)) if text == case.on_wire()) {
            continue;
        }
        // A constant that the type cannot have is reported itself.
        let is_text = |ty: &Type| matches!(ty, Type::Primitive(Primitive::String));
        let is_other = |kind: &&ValueKind| !matches!(kind, ValueKind::String(_));
        if constant.filter(is_other).is_some() && field.ty.as_ref().is_some_and(is_text) {
            diagnostics.meet_reported();
            continue;
        }
        let name = &case.ast.name.value;
        let span = case.ast.ty.as_ref().map_or(case.ast.name.span, |text| text.span);
        let quoted = matches!(typed(case.on_wire().to_owned()), ValueKind::String(_));
        let value =
            if quoted { case.on_wire().to_owned() } else { format!("{:?}", case.on_wire()) };
        diagnostics
            .report(
                &VARIANT_TAG,
                span,
                format!("the case `{name}` has a field `{tag}`, as the tag"),
            )
            .related(field.ast.name.span, "the field")
            .hint(format!("remove the field, or make it a constant: `const: {value}`"));
    }
}
