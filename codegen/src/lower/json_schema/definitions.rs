//! The fields of an event in; all they reach, each under a name of its own in `$defs`, out.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{Enum, EnumId, Field, Model, Record, RecordId, Scalar, ScalarId, Type};
use annals_catalog::names;

use super::document::{Schema, Shape};
use super::{describe, examples, object, primitive, value};

/// The definitions of one file: the types that fields refer to, and the names they go by.
///
/// A record has its bare name, or `<domain>.<name>` where the file holds another of that name.
pub(super) struct Definitions<'a> {
    pub(super) model: &'a Model,
    names: BTreeMap<Target, String>,
}

/// What can be defined.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Bytes,
    Date,
    Datetime,
    Uuid,
    Scalar(ScalarId),
    Enum(EnumId),
    Record(RecordId),
}

impl Target {
    fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Bytes => Some(Self::Bytes),
            Type::Date => Some(Self::Date),
            Type::Datetime => Some(Self::Datetime),
            Type::Uuid => Some(Self::Uuid),
            Type::Scalar(scalar) => Some(Self::Scalar(*scalar)),
            Type::Enum(id) => Some(Self::Enum(*id)),
            Type::Record(record) => Some(Self::Record(*record)),
            _ => None,
        }
    }

    fn ty(self) -> Type {
        match self {
            Self::Bytes => Type::Bytes,
            Self::Date => Type::Date,
            Self::Datetime => Type::Datetime,
            Self::Uuid => Type::Uuid,
            Self::Scalar(scalar) => Type::Scalar(scalar),
            Self::Enum(id) => Type::Enum(id),
            Self::Record(record) => Type::Record(record),
        }
    }
}

impl<'a> Definitions<'a> {
    /// Finds what the fields reach; without recursion, since catalogs may nest as deep as they like.
    pub(super) fn collect(model: &'a Model, fields: &[Field]) -> Self {
        let mut targets = BTreeSet::new();
        let mut waiting: Vec<&Type> = fields.iter().map(|field| &field.ty).collect();
        while let Some(ty) = waiting.pop() {
            if let Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) = ty {
                waiting.push(inner);
            }
            let Some(target) = Target::of(ty) else { continue };
            if !targets.insert(target) {
                continue;
            }
            match target {
                Target::Scalar(scalar) => waiting.push(&model[scalar].base),
                Target::Record(record) => {
                    waiting.extend(model[record].fields.iter().map(|field| &field.ty))
                }
                _ => {}
            }
        }
        Self { model, names: names_of(model, targets) }
    }

    /// The name a type is defined under; `None` for one that is said where it stands.
    pub(super) fn name(&self, ty: &Type) -> Option<&str> {
        self.names.get(&Target::of(ty)?).map(String::as_str)
    }

    /// All definitions by name.
    pub(super) fn schemas(&self) -> BTreeMap<String, Schema> {
        let model = self.model;
        let schema = |target: Target| match target {
            Target::Scalar(scalar) => self.scalar(&model[scalar]),
            Target::Enum(id) => enumeration(model, &model[id]),
            Target::Record(record) => self.record(&model[record]),
            primitive => primitive::shared(&primitive.ty()),
        };
        self.names.iter().map(|(target, name)| (name.clone(), schema(*target))).collect()
    }

    fn scalar(&self, scalar: &Scalar) -> Schema {
        let schema = value(self, &scalar.base, &scalar.limits);
        Schema {
            examples: examples(scalar.example.as_ref()),
            ..describe(self.model, schema, &scalar.description, None)
        }
    }

    fn record(&self, record: &Record) -> Schema {
        let shape = Shape::Object(object(self, &record.fields));
        let schema = Schema { shape, pii: record.pii, ..Schema::default() };
        describe(self.model, schema, &record.description, record.deprecated.as_ref())
    }
}

fn names_of(model: &Model, targets: BTreeSet<Target>) -> BTreeMap<Target, String> {
    let bare = |target: &Target| match target {
        Target::Bytes => "bytes",
        Target::Date => "date",
        Target::Datetime => "datetime",
        Target::Uuid => "uuid",
        Target::Scalar(scalar) => &model[*scalar].name,
        Target::Enum(id) => &model[*id].name,
        Target::Record(record) => &model[*record].name,
    };
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for target in &targets {
        *uses.entry(bare(target)).or_default() += 1;
    }
    let name = |target: &Target| match target {
        Target::Record(id) if uses[bare(target)] > 1 => {
            let record = &model[*id];
            names::qualified(&model[record.domain].name, &record.name)
        }
        _ => bare(target).to_owned(),
    };
    targets.iter().map(|target| (*target, name(target))).collect()
}

/// The known values, each with its words, and any other text after them: enums are open.
fn enumeration(model: &Model, enumeration: &Enum) -> Schema {
    let known = enumeration.values.iter().map(|value| {
        let schema =
            Schema { shape: Shape::Constant { value: value.value.clone() }, ..Schema::default() };
        describe(model, schema, &value.description, value.deprecated.as_ref())
    });
    let other = Schema { shape: primitive::inline(&Type::String), ..Schema::default() };
    let shape = Shape::AnyOf { any_of: known.chain([other]).collect() };
    describe(model, Schema { shape, ..Schema::default() }, &enumeration.description, None)
}
