//! The fields of an event in; all they reach, each under a name of its own in `$defs`, out.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::model::{Core, Enum, Field, Model, Record, Scalar, Type};

use super::document::{Schema, Shape};
use super::primitive::Form;
use super::{describe, examples, object, primitive, value};

/// The definitions of one file: the types that fields refer to, and the names they go by.
///
/// A record has its bare name, or `<domain>.<name>` where the file holds another of that name.
pub(super) struct Definitions<'a> {
    pub(super) model: &'a Model,
    names: BTreeMap<Core, String>,
}

impl<'a> Definitions<'a> {
    /// Finds what the fields reach; without recursion, since catalogs may nest as deep as they like.
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
                Core::Primitive(_) | Core::Enum(_) => {}
            }
        }
        Self { model, names: names_of(model, found) }
    }

    /// The shape of a type that has a definition.
    pub(super) fn reference(&self, ty: Core) -> Shape {
        Shape::Reference { reference: format!("#/$defs/{}", self.names[&ty]) }
    }

    /// All definitions by name.
    pub(super) fn schemas(&self) -> BTreeMap<String, Schema> {
        let model = self.model;
        let schema = |ty: Core| match ty {
            Core::Primitive(primitive) => match primitive::form(primitive) {
                Form::Shared(schema) => schema(),
                Form::Any | Form::Plain(_) => unreachable!("it is not defined"),
            },
            Core::Scalar(id) => self.scalar(&model[id]),
            Core::Enum(id) => enumeration(model, &model[id]),
            Core::Record(id) => self.record(&model[id]),
        };
        self.names.iter().map(|(ty, name)| (name.clone(), schema(*ty))).collect()
    }

    fn scalar(&self, scalar: &Scalar) -> Schema {
        let schema = value(self, &Type::Primitive(scalar.base), &scalar.limits);
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

/// True if schemas refer to the type.
fn is_defined(ty: Core) -> bool {
    match ty {
        Core::Primitive(primitive) => matches!(primitive::form(primitive), Form::Shared(_)),
        Core::Scalar(_) | Core::Enum(_) | Core::Record(_) => true,
    }
}

fn names_of(model: &Model, types: BTreeSet<Core>) -> BTreeMap<Core, String> {
    let bare = |ty: Core| match ty {
        Core::Primitive(primitive) => primitive.name(),
        Core::Scalar(id) => &model[id].name,
        Core::Enum(id) => &model[id].name,
        Core::Record(id) => &model[id].name,
    };
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for ty in &types {
        *uses.entry(bare(*ty)).or_default() += 1;
    }
    let name = |ty: Core| match ty {
        Core::Record(id) if uses[bare(ty)] > 1 => model.qualified(id),
        Core::Primitive(_) | Core::Scalar(_) | Core::Enum(_) | Core::Record(_) => {
            bare(ty).to_owned()
        }
    };
    types.into_iter().map(|ty| (ty, name(ty))).collect()
}

/// The known values, each with its words, and any other text after them: enums are open.
fn enumeration(model: &Model, enumeration: &Enum) -> Schema {
    let known = enumeration.values.iter().map(|value| {
        let schema =
            Schema { shape: Shape::Constant { value: value.value.clone() }, ..Schema::default() };
        describe(model, schema, &value.description, value.deprecated.as_ref())
    });
    let other = Schema { shape: primitive::plain("string"), ..Schema::default() };
    let shape = Shape::AnyOf { any_of: known.chain([other]).collect() };
    describe(model, Schema { shape, ..Schema::default() }, &enumeration.description, None)
}
