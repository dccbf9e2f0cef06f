//! Checks that the cases of a variant can be told apart, in Avro and in JSON.

use std::collections::HashMap;

use super::{Case, Variant};
use crate::diagnostic::Diagnostics;
use crate::model::{AvroNamespace, AvroProfile, Primitive, RecordId, Type};
use crate::resolve::enums;
use crate::resolve::fields::Field;
use crate::resolve::index::Index;
use crate::resolve::records::Records;
use crate::resolve::scalars::Bases;
use crate::rule::meaning::CASES_ALIKE;

/// Reports two cases whose values are alike in Avro, or in JSON without a tag.
pub(super) fn check_alike(
    diagnostics: &mut Diagnostics,
    (index, bases, records): (&Index<'_>, &Bases, &Records<'_>),
    variant: &Variant<'_>,
    avro: impl Fn(&Type) -> Option<String>,
) {
    // What was left out with a report may be the tag.
    let tagged = variant.ast.tag.is_some() || variant.ast.broken;
    let by_fields = !tagged && have_own_fields(records, variant);
    let mut taken: HashMap<String, &Case<'_>> = HashMap::new();
    for case in &variant.cases {
        let Some(ty) = &case.ty else { continue };
        let avro = avro(ty).map(|branch| format!("{branch} in Avro"));
        let is_told = tagged || by_fields && record(ty).is_some();
        let json = in_json(index, bases, ty).filter(|_| !is_told);
        let json = json.map(|kind| format!("{kind} in JSON"));
        for kind in [json, avro].into_iter().flatten() {
            let Some(first) = taken.get(&kind) else {
                taken.insert(kind, case);
                continue;
            };
            let (name, other) = (&case.ast.name.value, &first.ast.name.value);
            let span = case.ast.ty.as_ref().map_or(case.ast.name.span, |text| text.span);
            let mut types = [case, first].into_iter().map(|case| case.ty.as_ref().and_then(record));
            let are_records = types.all(|record| record.is_some());
            let hint = match kind.ends_with("JSON") {
                true if are_records => {
                    "add a tag; without one, each record needs a required field of its own, and must not be open"
                }
                true => "add a tag to the variant, or leave one of the two out",
                false => "use different records, or leave one of the two out",
            };
            diagnostics
                .report(&CASES_ALIKE, span, format!("`{other}` and `{name}` are both {kind}"))
                .related(first.ast.name.span, "the other case")
                .hint(hint);
            break;
        }
    }
}

/// True if the fields of an object say which case it is: no case is a map, no record is open, and each has a field that is
/// never absent and that no other one has.
fn have_own_fields(records: &Records<'_>, variant: &Variant<'_>) -> bool {
    let types = || variant.cases.iter().filter_map(|case| case.ty.as_ref());
    let of_cases: Vec<RecordId> = types().filter_map(record).collect();
    let has = |id: RecordId, name: &str| records.fields(id).any(|field| field.on_wire() == name);
    !types().any(|ty| matches!(ty, Type::Map(_)))
        && of_cases.iter().enumerate().all(|(index, id)| {
            let others = || of_cases.iter().enumerate().filter(move |(other, _)| *other != index);
            let is_own = |name: &str| !others().any(|(_, other)| has(*other, name));
            records.fields(*id).all(Field::is_listed)
                && records.fields(*id).any(|field| field.is_always() && is_own(field.on_wire()))
        })
}

/// The branch of a union that a value is in Avro, where a union has each branch once.
pub(super) fn in_avro(
    index: &Index<'_>,
    bases: &Bases,
    profile: &AvroProfile,
    ty: &Type,
) -> Option<String> {
    let named = |primitive: Primitive| format!("`{}`", primitive.avro());
    Some(match ty {
        Type::Primitive(primitive) => named(*primitive),
        Type::Scalar(id) => named(bases.get(*id)?.primitive),
        Type::Enum(id) => match index.enums.items[id.0 as usize] {
            item if enums::has_symbols(item, profile) => format!("the enum `{}`", item.name.value),
            item => named(enums::primitive(item)),
        },
        Type::List(_) => "an array".to_owned(),
        Type::Map(_) => "a map".to_owned(),
        Type::Record(id) => {
            let record = index.records.items[id.0 as usize];
            match (&record.avro_name, profile.namespace) {
                (Some(full), _) => format!("`{}`", full.value),
                (None, AvroNamespace::Domain) => format!("`{}`", index.qualified(*id)),
                (None, AvroNamespace::Event) => format!("`{}`", record.name.value),
            }
        }
        Type::Nullable(_) | Type::Variant(_) => return None,
    })
}

/// The record that a value is itself.
fn record(ty: &Type) -> Option<RecordId> {
    match ty {
        Type::Record(id) => Some(*id),
        Type::Primitive(_)
        | Type::Scalar(_)
        | Type::Enum(_)
        | Type::Variant(_)
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_) => None,
    }
}

/// What a value is in JSON.
fn in_json(index: &Index<'_>, bases: &Bases, ty: &Type) -> Option<&'static str> {
    let primitive = match ty {
        Type::Primitive(primitive) => *primitive,
        Type::Scalar(id) => bases.get(*id)?.primitive,
        Type::Enum(id) => enums::primitive(index.enums.items[id.0 as usize]),
        Type::List(_) => return Some("lists"),
        Type::Map(_) | Type::Record(_) => return Some("objects"),
        Type::Nullable(_) | Type::Variant(_) => return None,
    };
    match primitive {
        Primitive::Boolean => Some("booleans"),
        Primitive::Int | Primitive::Long | Primitive::Float | Primitive::Double => Some("numbers"),
        Primitive::String | Primitive::Bytes | Primitive::Date => Some("strings"),
        Primitive::Datetime | Primitive::Uuid => Some("strings"),
        Primitive::Moment(_) | Primitive::Decimal(_) => Some("strings"),
        Primitive::Json => None,
    }
}
