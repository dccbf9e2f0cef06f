//! Schema resolution: converts bytes from the writer's schema to the reader's.
//!
//! The result is bytes and not a tree of values, so the usual decoder reads them.

mod variant;

use super::decoder::{Decoder, MAX_DEPTH};
use super::error::{DecodeError, DecodeReason};
use super::schema::{Type, TypeId, WriterSchema};
use super::{from_slice, write};
use crate::enumeration::{EnumDescription, NotListed};
use crate::layout::encode_default;
use crate::record::RecordDescription;
use crate::shape::Shape;
use crate::value::Value;

impl WriterSchema {
    /// Reads a value from bytes that were written with this schema.
    ///
    /// # Errors
    ///
    /// If the bytes are not exactly one value of this schema, or that value cannot be converted to a valid `T`.
    pub fn read<T: Value>(&self, bytes: &[u8]) -> Result<T, DecodeError> {
        // Here records count as levels too. The second decoder applies the usual limit.
        let mut decoder = Decoder::new(bytes).with_max_depth(4 * MAX_DEPTH);
        let mut resolved = Resolved::default();
        Resolver { schema: self, decoder: &mut decoder }.value(
            self.root,
            T::SHAPE,
            &mut resolved,
        )?;
        if !decoder.is_finished() {
            return Err(decoder.trailing());
        }
        from_slice(&resolved.bytes).map_err(|error| resolved.translate(error))
    }
}

/// Bytes in the reader's schema.
#[derive(Default)]
struct Resolved {
    bytes: Vec<u8>,
    /// Where each part starts in `bytes` (ascending), and where it started in the input.
    origins: Vec<(usize, usize)>,
}

impl Resolved {
    /// Replaces the offset of an error by the corresponding offset in the input.
    fn translate(&self, error: DecodeError) -> DecodeError {
        let next = self.origins.partition_point(|&(here, _)| here <= error.offset());
        let origin = next.checked_sub(1).and_then(|last| self.origins.get(last));
        error.at(origin.map_or(0, |&(_, origin)| origin))
    }

    fn append(&mut self, other: &Self) {
        let shift = self.bytes.len();
        self.origins.extend(other.origins.iter().map(|&(here, origin)| (here + shift, origin)));
        self.bytes.extend_from_slice(&other.bytes);
    }
}

pub(super) struct Resolver<'s, 'd, 'a> {
    pub(super) schema: &'s WriterSchema,
    pub(super) decoder: &'d mut Decoder<'a>,
}

impl<'s> Resolver<'s, '_, '_> {
    fn value(&mut self, id: TypeId, shape: Shape, out: &mut Resolved) -> Result<(), DecodeError> {
        out.origins.push((out.bytes.len(), self.decoder.offset()));
        let ty = self.schema.ty(id);
        if let Type::Union(branches) = ty {
            let branch = self.branch(branches)?;
            return self.nested(|resolver| resolver.value(branch, shape, out));
        }
        match shape {
            Shape::Boolean => self.boolean(ty, &mut out.bytes),
            Shape::Int => self.int(ty, &mut out.bytes),
            Shape::Long => self.long(ty, &mut out.bytes),
            Shape::Float => self.float(ty, &mut out.bytes),
            Shape::Double => self.double(ty, &mut out.bytes),
            Shape::Bytes => self.bytes(ty, &mut out.bytes),
            Shape::Enum(description) if description.numbers => self.long(ty, &mut out.bytes),
            Shape::Enum(description) => self.enumeration(ty, description, &mut out.bytes),
            Shape::String | Shape::Date | Shape::Datetime | Shape::Uuid | Shape::Json => {
                self.text(ty, &mut out.bytes)
            }
            Shape::Moment(shape) => self.moment(id, shape, &mut out.bytes),
            Shape::Decimal(shape) => self.decimal(id, shape, &mut out.bytes),
            Shape::Scalar(_, base) => self.value(id, *base, out),
            Shape::Optional(inner) => self.value(id, inner.nullable(), out),
            Shape::Nullable(_) if matches!(ty, Type::Null) => {
                out.bytes.push(0);
                Ok(())
            }
            Shape::Nullable(Shape::Variant(description)) => self.variant(id, description, 1, out),
            Shape::Variant(description) => self.variant(id, description, 0, out),
            Shape::Nullable(inner) => {
                out.bytes.push(2);
                self.value(id, *inner, out)
            }
            Shape::List(item) => match ty {
                Type::Array(ty) => {
                    self.blocks(out, |resolver, out| resolver.value(*ty, *item, out))
                }
                _ => Err(self.mismatch(ty, "a list")),
            },
            Shape::Map(value) => match ty {
                Type::Map(ty) => self.blocks(out, |resolver, out| {
                    write::bytes(&mut out.bytes, resolver.decoder.text()?.as_bytes());
                    resolver.value(*ty, *value, out)
                }),
                _ => Err(self.mismatch(ty, "a map")),
            },
            Shape::Record(description) => match ty {
                Type::Record(_, fields) => {
                    self.nested(|resolver| resolver.record(fields, description, out))
                }
                _ => Err(self.mismatch(ty, "a record")),
            },
        }
    }

    fn boolean(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::Boolean => out.push(u8::from(self.decoder.boolean()?)),
            _ => return Err(self.mismatch(ty, "a boolean")),
        }
        Ok(())
    }

    fn int(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::Int => write::long(out, i64::from(self.decoder.int()?)),
            _ => return Err(self.mismatch(ty, "an int")),
        }
        Ok(())
    }

    fn long(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::Int => write::long(out, i64::from(self.decoder.int()?)),
            Type::Long => write::long(out, self.decoder.long()?),
            _ => return Err(self.mismatch(ty, "a long")),
        }
        Ok(())
    }

    fn float(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::Int => out.extend((self.decoder.int()? as f32).to_le_bytes()),
            Type::Long => out.extend((self.decoder.long()? as f32).to_le_bytes()),
            Type::Float => out.extend(self.decoder.fixed::<4>()?),
            _ => return Err(self.mismatch(ty, "a float")),
        }
        Ok(())
    }

    fn double(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::Int => out.extend(f64::from(self.decoder.int()?).to_le_bytes()),
            Type::Long => out.extend((self.decoder.long()? as f64).to_le_bytes()),
            Type::Float => {
                let float = f32::from_le_bytes(self.decoder.fixed()?);
                out.extend(f64::from(float).to_le_bytes());
            }
            Type::Double => out.extend(self.decoder.fixed::<8>()?),
            _ => return Err(self.mismatch(ty, "a double")),
        }
        Ok(())
    }

    fn bytes(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::String | Type::Bytes => write::bytes(out, self.decoder.bytes()?),
            _ => return Err(self.mismatch(ty, "text or bytes")),
        }
        Ok(())
    }

    fn text(&mut self, ty: &Type, out: &mut Vec<u8>) -> Result<(), DecodeError> {
        match ty {
            Type::Enum(_, symbols) => write::bytes(out, self.symbol(symbols)?.as_bytes()),
            _ => return self.bytes(ty, out),
        }
        Ok(())
    }

    fn symbol<'e>(&mut self, symbols: &'e [String]) -> Result<&'e str, DecodeError> {
        let start = self.decoder.offset();
        let symbol = usize::try_from(self.decoder.int()?).ok().and_then(|index| symbols.get(index));
        symbol.map(String::as_str).ok_or_else(|| DecodeError::new(start, DecodeReason::Branch))
    }

    /// Symbols are matched by their texts; as for any other text, the reader's aliases and default count.
    fn enumeration(
        &mut self,
        ty: &Type,
        description: &'static EnumDescription,
        out: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        let Some(symbol_of) = description.symbols else { return self.text(ty, out) };
        let start = self.decoder.offset();
        let text = match ty {
            Type::Enum(_, symbols) => self.symbol(symbols)?,
            Type::String | Type::Bytes => self.decoder.text()?,
            _ => return Err(self.mismatch(ty, "an enum or text")),
        };
        let not_listed = NotListed { enumeration: description.name };
        let symbol = symbol_of(text).ok_or_else(|| DecodeError::invalid(start, not_listed))?;
        write::long(out, symbol as i64);
        Ok(())
    }

    /// Reads the fields in the writer's order and writes them in the reader's.
    fn record(
        &mut self,
        fields: &[(String, TypeId)],
        description: &'static RecordDescription,
        out: &mut Resolved,
    ) -> Result<(), DecodeError> {
        let before = self.decoder.left();
        let mut read: Vec<Option<Resolved>> = description.fields.iter().map(|_| None).collect();
        for (name, ty) in fields {
            let Some((index, field)) = description.in_avro(name) else {
                // A field that the reader does not know may contain personal data.
                self.skip(*ty).map_err(|error| error.in_field(name, true))?;
                continue;
            };
            let mut value = Resolved::default();
            self.value(*ty, field.shape(), &mut value)
                .map_err(|error| error.in_field(field.name, field.pii))?;
            read[index] = Some(value);
        }
        self.decoder.count_empty(before)?;
        for (index, value) in read.iter().enumerate() {
            match value {
                Some(value) => out.append(value),
                None => self.default(description, index, &mut out.bytes)?,
            }
        }
        Ok(())
    }

    /// Writes the default of a field that the writer does not have.
    fn default(
        &self,
        description: &'static RecordDescription,
        index: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), DecodeError> {
        let field = &description.fields[index];
        let error = |reason: String| self.error(reason).in_field(field.name, field.pii);
        if field.is_required() && field.default().is_none() {
            let reason = "missing in the writer's schema, and has no default";
            return Err(error(reason.to_owned()));
        }
        encode_default(description, index, out).map_err(|cause| error(cause.to_string()))
    }

    fn blocks(
        &mut self,
        out: &mut Resolved,
        item: impl Fn(&mut Resolver<'s, '_, '_>, &mut Resolved) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        // Writes each item as a block of its own, because the number of items is not known yet.
        let schema = self.schema;
        self.decoder.items(&mut |decoder| {
            out.bytes.push(2);
            item(&mut Resolver { schema, decoder }, out)
        })?;
        out.bytes.push(0);
        Ok(())
    }

    fn skip(&mut self, id: TypeId) -> Result<(), DecodeError> {
        let schema: &'s WriterSchema = self.schema;
        match schema.ty(id) {
            Type::Null => Ok(()),
            Type::Boolean => self.decoder.boolean().map(drop),
            Type::Int | Type::Enum(..) => self.decoder.int().map(drop),
            Type::Long => self.decoder.long().map(drop),
            Type::Float => self.decoder.fixed::<4>().map(drop),
            Type::Double => self.decoder.fixed::<8>().map(drop),
            Type::Bytes | Type::String => self.decoder.bytes().map(drop),
            Type::Fixed(size) => self.decoder.take(*size).map(drop),
            Type::Array(item) => self.blocks_skipped(|resolver| resolver.skip(*item)),
            Type::Map(value) => self.blocks_skipped(|resolver| {
                resolver.decoder.bytes()?;
                resolver.skip(*value)
            }),
            Type::Union(branches) => {
                let branch = self.branch(branches)?;
                self.nested(|resolver| resolver.skip(branch))
            }
            Type::Record(_, fields) => self.nested(|resolver| {
                let before = resolver.decoder.left();
                fields.iter().try_for_each(|(_, ty)| resolver.skip(*ty))?;
                resolver.decoder.count_empty(before)
            }),
        }
    }

    fn blocks_skipped(
        &mut self,
        item: impl Fn(&mut Resolver<'s, '_, '_>) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let schema = self.schema;
        self.decoder.items(&mut |decoder| item(&mut Resolver { schema, decoder }))
    }

    fn branch(&mut self, branches: &[TypeId]) -> Result<TypeId, DecodeError> {
        let start = self.decoder.offset();
        let index = usize::try_from(self.decoder.long()?).ok();
        let branch = index.and_then(|index| branches.get(index)).copied();
        branch.ok_or_else(|| DecodeError::new(start, DecodeReason::Branch))
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Resolver<'s, '_, '_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let schema = self.schema;
        self.decoder.nested(|decoder| read(&mut Resolver { schema, decoder }))
    }

    pub(super) fn mismatch(&self, found: &Type, expected: &str) -> DecodeError {
        self.error(format!("expected {expected}, but the writer's schema has {}", found.noun()))
    }

    fn error(&self, reason: String) -> DecodeError {
        self.decoder.error(DecodeReason::Schema(reason))
    }
}
