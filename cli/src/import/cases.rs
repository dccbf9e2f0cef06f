//! Finds out whether types can be the cases of a variant, and how JSON tells them apart.

use std::collections::BTreeSet;

use annals_catalog::model::Primitive;
use heck::ToSnakeCase as _;

use super::draft::{Case, JSON, Limits, Scalar, Tag, Ty, Unit};
use super::names::{self, Taken};

/// Keys for the tag that a schema does not have, in order of preference.
const TAGS: [&str; 4] = ["type", "kind", "case", "tag"];

/// True if the types are different branches of a union in Avro.
pub(super) fn are_cases(unit: &Unit, types: &[Ty]) -> bool {
    let branches: Option<BTreeSet<String>> = types.iter().map(|ty| branch(unit, ty)).collect();
    branches.is_some_and(|branches| branches.len() == types.len() && types.len() > 1)
}

/// Cases that are named after their types.
pub(super) fn named(unit: &mut Unit, types: Vec<Ty>, pointer: &str) -> Vec<Case> {
    let mut taken = Taken::default();
    let mut case = |mut ty: Ty| {
        let name = match &ty {
            Ty::Primitive(primitive) => primitive.name().to_owned(),
            Ty::Scalar(id) => unit.scalars[*id].name.clone(),
            Ty::Enum(id) => unit.enums[*id].name.to_snake_case(),
            Ty::Record(id) => unit.records[*id].name.to_snake_case(),
            Ty::List(_) => "list".to_owned(),
            Ty::Map(_) => "map".to_owned(),
            Ty::Nullable(_) | Ty::Variant(_) => "value".to_owned(),
        };
        without_precision(unit, &mut ty, pointer);
        Case { name: taken.numbered(name, "_"), wire: None, ty, description: None }
    };
    types.into_iter().map(&mut case).collect()
}

/// Gives the precision in a type to a scalar, since a case has none beside its type.
pub(super) fn without_precision(unit: &mut Unit, ty: &mut Ty, pointer: &str) {
    let id = unit.scalars.len();
    let Ty::Primitive(base) = *ty.leaf() else { return };
    if !base.has_precision() {
        return;
    }
    *ty.leaf_mut() = Ty::Scalar(id);
    unit.scalars.push(Scalar {
        name: names::scalar(&base.spelling()),
        short: None,
        base,
        limits: Limits::default(),
        example: None,
        description: None,
        properties: Default::default(),
        file: unit.file.clone(),
        pointer: pointer.to_owned(),
    });
}

/// How JSON tells cases apart: by their kinds, by a key of each record, or by a key beside the value. The fields of all
/// records have been read.
pub(super) fn tag_of(unit: &Unit, cases: &[Case]) -> Tag {
    let kinds: BTreeSet<&str> = cases.iter().filter_map(|case| kind(unit, &case.ty)).collect();
    if kinds.len() == cases.len() {
        return Tag::None;
    }
    let records: Option<Vec<usize>> = cases
        .iter()
        .map(|case| match &case.ty {
            Ty::Record(id) => Some(*id),
            _ => None,
        })
        .collect();
    let fields = || records.iter().flatten().flat_map(|id| &unit.records[*id].fields);
    let is_free = |key: &&&str| fields().all(|field| field.on_wire() != **key);
    match TAGS.iter().find(is_free).filter(|_| records.is_some()) {
        Some(key) => Tag::Inside((*key).to_owned()),
        None => Tag::Beside("type".to_owned(), "value".to_owned()),
    }
}

/// The branch of a union that a type is in Avro; `None` if it is no case of a variant.
fn branch(unit: &Unit, ty: &Ty) -> Option<String> {
    if matches!(ty.leaf(), Ty::Variant(_)) || *ty == JSON {
        return None;
    }
    Some(match ty {
        Ty::List(_) => "array".to_owned(),
        Ty::Map(_) => "map".to_owned(),
        Ty::Record(id) => format!("record {id}"),
        Ty::Nullable(_) | Ty::Variant(_) => return None,
        Ty::Enum(id) if unit.enums[*id].has_symbols() => format!("enum {id}"),
        Ty::Primitive(_) | Ty::Scalar(_) | Ty::Enum(_) => {
            primitive(unit, ty).map_or("", Primitive::avro).to_owned()
        }
    })
}

/// What all values of a type are in JSON.
fn kind(unit: &Unit, ty: &Ty) -> Option<&'static str> {
    match ty {
        Ty::List(_) => return Some("list"),
        Ty::Map(_) | Ty::Record(_) => return Some("object"),
        Ty::Primitive(_) | Ty::Scalar(_) | Ty::Enum(_) | Ty::Nullable(_) | Ty::Variant(_) => {}
    }
    Some(match primitive(unit, ty)? {
        Primitive::Boolean => "boolean",
        Primitive::Int | Primitive::Long | Primitive::Float | Primitive::Double => "number",
        Primitive::String | Primitive::Bytes | Primitive::Date => "string",
        Primitive::Datetime | Primitive::Uuid => "string",
        Primitive::Moment(_) | Primitive::Decimal(_) => "string",
        Primitive::Json => return None,
    })
}

fn primitive(unit: &Unit, ty: &Ty) -> Option<Primitive> {
    match ty {
        Ty::Primitive(primitive) => Some(*primitive),
        Ty::Scalar(id) => Some(unit.scalars[*id].base),
        Ty::Enum(id) => Some(unit.enums[*id].primitive()),
        Ty::List(_) | Ty::Map(_) | Ty::Nullable(_) | Ty::Record(_) | Ty::Variant(_) => None,
    }
}
