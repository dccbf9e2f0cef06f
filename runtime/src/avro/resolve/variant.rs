//! Finds the case of a variant that a value of the writer's schema has.

use super::{Resolved, Resolver};
use crate::avro::error::DecodeError;
use crate::avro::schema::{Type, TypeId};
use crate::avro::write;
use crate::record::RecordDescription;
use crate::shape::{Clock, DecimalShape, MomentShape, Shape, Unit};
use crate::variant::VariantDescription;

impl Resolver<'_, '_, '_> {
    /// Reads a value as the case of a variant that has its type. `before` is the number of branches of the reader's union
    /// before those of the variant.
    pub(super) fn variant(
        &mut self,
        id: TypeId,
        description: &'static VariantDescription,
        before: usize,
        out: &mut Resolved,
    ) -> Result<(), DecodeError> {
        let ty = self.schema.ty(id);
        let listed = || (0..description.cases.len()).map(|index| (index, description.shape(index)));
        let exact = listed().find(|(_, shape)| fits(ty, *shape, true));
        let found = exact.or_else(|| listed().find(|(_, shape)| fits(ty, *shape, false)));
        // An unknown case is a string with its JSON.
        let unknown = (description.cases.len(), Shape::Json);
        let unknown = (description.open && matches!(ty, Type::String)).then_some(unknown);
        let Some((index, shape)) = found.or(unknown) else {
            return Err(self.mismatch(ty, &format!("a case of `{}`", description.name)));
        };
        write::length(&mut out.bytes, before + index);
        self.value(id, shape, out)
    }
}

/// True if values of the writer's type are read as `shape`: of exactly that type in Avro, or of one that converts to it.
fn fits(ty: &Type, shape: Shape, exactly: bool) -> bool {
    let last = |name: &str| name.rsplit('.').next() == name_of(ty);
    let is_record = |record: &RecordDescription| last(record.avro.unwrap_or(record.name));
    match shape {
        Shape::Record(record) => match ty {
            Type::Record(full, _) if exactly && record.avro.is_none() => {
                full.strip_suffix(record.name).is_some_and(|rest| rest.ends_with('.'))
            }
            _ => matches!(ty, Type::Record(..)) && is_record(record),
        },
        Shape::Scalar(_, base) => fits(ty, *base, exactly),
        Shape::Boolean => matches!(ty, Type::Boolean),
        Shape::List(_) => matches!(ty, Type::Array(_)),
        Shape::Map(_) => matches!(ty, Type::Map(_)),
        Shape::Bytes if exactly => matches!(ty, Type::Bytes),
        Shape::Int if exactly => matches!(ty, Type::Int),
        Shape::Long if exactly => matches!(ty, Type::Long),
        Shape::Float if exactly => matches!(ty, Type::Float),
        Shape::Double if exactly => matches!(ty, Type::Double),
        Shape::Int => matches!(ty, Type::Int),
        Shape::Long => matches!(ty, Type::Int | Type::Long),
        Shape::Float => matches!(ty, Type::Int | Type::Long | Type::Float),
        Shape::Double => matches!(ty, Type::Int | Type::Long | Type::Float | Type::Double),
        Shape::Enum(description) if description.numbers => fits(ty, Shape::Long, exactly),
        Shape::Enum(description) if description.symbols.is_some() && exactly => {
            matches!(ty, Type::Enum(..)) && last(description.avro.unwrap_or(description.name))
        }
        Shape::Moment(MomentShape { text: true, .. })
        | Shape::Decimal(DecimalShape { text: true, .. })
            if exactly =>
        {
            matches!(ty, Type::String)
        }
        Shape::Moment(MomentShape { clock: Clock::Day, unit: Unit::Millis, .. }) if exactly => {
            matches!(ty, Type::Int)
        }
        Shape::Moment(_) if exactly => matches!(ty, Type::Long),
        Shape::Moment(_) => matches!(ty, Type::Int | Type::Long | Type::String | Type::Bytes),
        Shape::Decimal(_) if exactly => matches!(ty, Type::Bytes),
        Shape::Decimal(_) => matches!(ty, Type::Bytes | Type::Fixed(_) | Type::String),
        Shape::String
        | Shape::Date
        | Shape::Datetime
        | Shape::Uuid
        | Shape::Enum(_)
        | Shape::Bytes
        | Shape::Json => {
            matches!(ty, Type::String) || !exactly && matches!(ty, Type::Bytes | Type::Enum(..))
        }
        // No case of a variant has such a type.
        Shape::Nullable(_) | Shape::Optional(_) | Shape::Variant(_) => false,
    }
}

/// The name of the writer's record or enum, without its namespace.
fn name_of(ty: &Type) -> Option<&str> {
    match ty {
        Type::Record(full, _) | Type::Enum(full, _) => full.rsplit('.').next(),
        _ => None,
    }
}
