//! Bytes read with a schema that they were not written with, as readers do that know only their own.
//!
//! Where implementations differ, as about the branch -1 of a union, bytes prove nothing.

use annals_contract::Unknown;

use crate::avro::{Branch, Kind, Place};
use crate::contract::{Contract, Record};
use crate::exact;

/// Levels of values before a reader gives up.
const MAX_DEPTH: usize = 200;

/// Elements in all lists and maps before a reader gives up; garbage may announce any number.
const MAX_ITEMS: usize = 10_000;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Decoded {
    Null,
    Boolean(bool),
    Number(i64),
    Float(f64),
    Bytes(Vec<u8>),
    List(Vec<Decoded>),
    Map(Vec<(Vec<u8>, Decoded)>),
    /// The fields by their names in Avro.
    Record(Vec<(String, Decoded)>),
    /// The tag of a case.
    Case(String, Box<Decoded>),
}

/// Why there is no value.
pub(crate) enum Fault {
    /// Every reader reports an error.
    Refused,
    /// Readers differ.
    Unclear,
}

type Result<T> = std::result::Result<T, Fault>;

/// The data of an event in bytes; what follows it is left.
pub(crate) fn event<'c>(
    contract: &'c Contract<'c>,
    data: &'c Record<'c>,
    bytes: &[u8],
) -> Result<Decoded> {
    Decoder { rest: bytes, items: 0 }.record(contract, data, 0)
}

struct Decoder<'b> {
    rest: &'b [u8],
    items: usize,
}

impl<'b> Decoder<'b> {
    fn record<'c>(
        &mut self,
        contract: &'c Contract<'c>,
        record: &'c Record<'c>,
        depth: usize,
    ) -> Result<Decoded> {
        let depth = inside(depth)?;
        let fields = record.fields.iter().chain(&record.extra);
        let values = fields.map(|field| {
            let value = self.place(&Place::field(contract, field), depth)?;
            Ok((field.in_avro().to_owned(), value))
        });
        values.collect::<Result<_>>().map(Decoded::Record)
    }

    fn place(&mut self, place: &Place<'_>, depth: usize) -> Result<Decoded> {
        let index = if place.is_union { self.index(place.branches.len())? } else { 0 };
        let branch = &place.branches[index];
        let value = self.branch(branch, depth)?;
        Ok(match branch.tag() {
            Some(tag) => Decoded::Case(tag.to_owned(), Box::new(value)),
            None => value,
        })
    }

    fn branch(&mut self, branch: &Branch<'_>, depth: usize) -> Result<Decoded> {
        let slot = branch.slot.not_null();
        match branch.kind {
            Kind::Null => Ok(Decoded::Null),
            Kind::Boolean => self.take(1).map(|byte| Decoded::Boolean(byte[0] != 0)),
            // No library checks that an int has 32 bits.
            Kind::Int | Kind::Long => {
                let number = self.long()?;
                if exact::is_count(&slot, number) {
                    return Ok(Decoded::Number(number));
                }
                Err(if number < 0 { Fault::Unclear } else { Fault::Refused })
            }
            Kind::Enum(_, item) => {
                let defaults = matches!(item.unknown, Unknown::Default(_));
                // Some readers take the default for an index that is none.
                let index = self.index(item.values.len());
                let symbol = &item.values
                    [index.map_err(|fault| if defaults { Fault::Unclear } else { fault })?];
                Ok(Decoded::Bytes(symbol.value.clone().into_bytes()))
            }
            Kind::Float => {
                let bytes = <[u8; 4]>::try_from(self.take(4)?).map_err(|_| Fault::Refused)?;
                Ok(Decoded::Float(f32::from_le_bytes(bytes).into()))
            }
            Kind::Double => {
                let bytes = <[u8; 8]>::try_from(self.take(8)?).map_err(|_| Fault::Refused)?;
                Ok(Decoded::Float(f64::from_le_bytes(bytes)))
            }
            Kind::Bytes => self.bytes().map(|bytes| Decoded::Bytes(bytes.to_vec())),
            Kind::String => {
                let text = self.text()?;
                let known = exact::is_form(&slot, text);
                known.then(|| Decoded::Bytes(text.as_bytes().to_vec())).ok_or(Fault::Refused)
            }
            Kind::Array(item) => {
                let place = Place::new(slot.inner(item), false);
                let items = self.blocks(depth, |decoder, depth| decoder.place(&place, depth));
                items.map(Decoded::List)
            }
            Kind::Map(value) => {
                let place = Place::new(slot.inner(value), false);
                let entries = self.blocks(depth, |decoder, depth| {
                    let key = decoder.text()?.as_bytes().to_vec();
                    Ok((key, decoder.place(&place, depth)?))
                });
                entries.map(Decoded::Map)
            }
            Kind::Record(record) => self.record(slot.contract, record, depth),
        }
    }

    fn blocks<T>(
        &mut self,
        depth: usize,
        mut item: impl FnMut(&mut Self, usize) -> Result<T>,
    ) -> Result<Vec<T>> {
        let depth = inside(depth)?;
        let mut items = Vec::new();
        loop {
            let count = self.long()?;
            if count == 0 {
                return Ok(items);
            }
            if count < 0 {
                clear(count > i64::MIN)?;
                // The size of the block in bytes.
                self.long()?;
            }
            for _ in 0..count.unsigned_abs() {
                self.items += 1;
                clear(self.items <= MAX_ITEMS)?;
                items.push(item(self, depth)?);
            }
        }
    }

    fn text(&mut self) -> Result<&'b str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Fault::Refused)
    }

    fn bytes(&mut self) -> Result<&'b [u8]> {
        let length = usize::try_from(self.long()?).map_err(|_| Fault::Refused)?;
        self.take(length)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Fault::Refused)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// The number of one of `count` branches or symbols. Some readers count negative ones from the end.
    fn index(&mut self, count: usize) -> Result<usize> {
        let index = self.long()?;
        match usize::try_from(index) {
            Ok(index) if index < count => Ok(index),
            Err(_) if index.unsigned_abs() <= count as u64 => Err(Fault::Unclear),
            Ok(_) | Err(_) => Err(Fault::Refused),
        }
    }

    fn long(&mut self) -> Result<i64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok((number >> 1) as i64 ^ -((number & 1) as i64));
            }
        }
        Err(Fault::Unclear)
    }
}

/// One level further in.
fn inside(depth: usize) -> Result<usize> {
    clear(depth < MAX_DEPTH).map(|()| depth + 1)
}

fn clear(is_clear: bool) -> Result<()> {
    is_clear.then_some(()).ok_or(Fault::Unclear)
}
