//! Checks a payload in Avro binary, which may be arbitrary bytes.
//!
//! A malformed value ends the check, because it is unknown where the next value begins. A value that
//! violates a limit does not.

use annals_catalog::model::{Decimal, Moment};
use annals_catalog::text;
use serde::de::IgnoredAny;

use super::json;
use super::leaf::{self, Number};
use super::place::{Checker, Path};
use super::plan::{Expected, Shape, Variant};

/// Maximum nesting of lists, maps and records.
const MAX_DEPTH: u32 = 128;

/// Maximum number of elements of zero bytes, in all lists and maps of a payload together: a block can
/// claim any number of them.
const MAX_EMPTY: u32 = 65_536;

const WRONG_SIZE: &str = "the block does not have the size that it declares";

/// Checks bytes that must be exactly one payload.
pub(super) fn check(checker: &Checker<'_>, payload: &[u8]) {
    let mut reader = Reader { checker, rest: payload, length: payload.len(), depth: 0, empty: 0 };
    if reader.value(&checker.plan.data, &Path::ROOT).is_err() {
        return;
    }
    if !reader.rest.is_empty() {
        let (left, offset) = (reader.rest.len(), reader.offset());
        let message = format_args!("trailing bytes after the payload: {left} (byte {offset})");
        checker.report(&Path::ROOT, message);
    }
}

/// The rest of the bytes cannot be read. This has been reported.
struct Broken;

struct Reader<'a> {
    checker: &'a Checker<'a>,
    rest: &'a [u8],
    length: usize,
    depth: u32,
    empty: u32,
}

impl<'a> Reader<'a> {
    fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    #[cold]
    fn broken(&self, path: &Path<'_>, offset: usize, what: &str) -> Broken {
        self.checker.report(path, format_args!("{what} (byte {offset})"));
        Broken
    }

    fn value(&mut self, value: &Expected, path: &Path<'_>) -> Result<(), Broken> {
        self.optional(value, value.nullable, path)
    }

    /// Reads a value, or null if it is `optional`.
    fn optional(
        &mut self,
        value: &Expected,
        optional: bool,
        path: &Path<'_>,
    ) -> Result<(), Broken> {
        if let Shape::Variant(id) = &value.shape {
            return self.variant(self.checker.plan.variant(*id), value, optional, path);
        }
        if optional && self.is_null(path)? {
            return Ok(());
        }
        let (checker, start) = (self.checker, self.offset());
        match &value.shape {
            Shape::Boolean => match self.take(1, path)? {
                [truth @ (0 | 1)] => leaf::listed(checker, path, value, &(*truth == 1).to_string()),
                _ => {
                    return Err(self.broken(
                        path,
                        start,
                        "expected a boolean (0 or 1), found another byte",
                    ));
                }
            },
            Shape::Int | Shape::Long => {
                let number = Number::Whole(self.long(path)?.into());
                leaf::number(checker, path, value, number);
            }
            Shape::Float => {
                let number = f32::from_le_bytes(self.fixed(path)?);
                self.fraction(value, path, f64::from(number));
            }
            Shape::Double => {
                let number = f64::from_le_bytes(self.fixed(path)?);
                self.fraction(value, path, number);
            }
            Shape::Bytes => {
                let length = self.bytes(path)?.len();
                leaf::length_of(checker, path, value, length as u64, "byte");
            }
            Shape::Moment(moment) => self.moment(*moment, value, path)?,
            Shape::Decimal(decimal) => self.decimal(*decimal, value, path)?,
            Shape::Text | Shape::Date | Shape::Datetime | Shape::Uuid => {
                let text = self.text(path)?;
                leaf::text(checker, path, value, text);
            }
            Shape::Symbol(symbols) => {
                let position = usize::try_from(self.long(path)?).ok();
                match position.and_then(|position| symbols.get(position)) {
                    Some(symbol) => leaf::text(checker, path, value, symbol),
                    None => leaf::misplaced(checker, path, value, "an unknown symbol"),
                }
            }
            Shape::Json => {
                let text = self.text(path)?;
                if serde_json::from_str::<IgnoredAny>(text).is_err() {
                    checker.report(path, format_args!("expected valid JSON (byte {start})"));
                }
            }
            Shape::List(item) => return self.nested(path, |reader| reader.list(value, item, path)),
            Shape::Map(entry) => return self.nested(path, |reader| reader.map(value, entry, path)),
            // It was read above.
            Shape::Variant(_) => {}
            Shape::Record(record) => {
                let fields = checker.plan.record(*record);
                return self.nested(path, |reader| {
                    fields.0.iter().try_for_each(|field| {
                        let path = path.field(&field.name, field.pii);
                        let optional = field.value.nullable || field.optional;
                        reader.optional(&field.value, optional, &path)
                    })
                });
            }
        }
        Ok(())
    }

    /// Reads the branch of a union, in which null comes before the cases if it is `optional`.
    fn variant(
        &mut self,
        variant: &Variant,
        value: &Expected,
        optional: bool,
        path: &Path<'_>,
    ) -> Result<(), Broken> {
        let start = self.offset();
        let branch = usize::try_from(self.long(path)?).ok();
        if optional && branch == Some(0) {
            return Ok(());
        }
        let index = branch.and_then(|branch| branch.checked_sub(usize::from(optional)));
        match index.map(|index| (index, variant.cases.get(index))) {
            Some((_, Some(case))) => self.nested(path, |reader| reader.value(&case.value, path)),
            // One that is not listed, as JSON.
            Some((index, None)) if variant.open && index == variant.cases.len() => {
                let text = self.text(path)?;
                json::text(self.checker, value, path, text);
                Ok(())
            }
            _ => Err(self.broken(
                path,
                start,
                "expected a case of the variant, found an unknown branch of the union",
            )),
        }
    }

    fn moment(&mut self, moment: Moment, value: &Expected, path: &Path<'_>) -> Result<(), Broken> {
        if moment.text {
            return self.text(path).map(|text| leaf::text(self.checker, path, value, text));
        }
        let count = self.long(path)?;
        let (least, most) = text::moment_range(moment);
        if !(least..=most).contains(&count) {
            leaf::misplaced(self.checker, path, value, "a number out of range");
        }
        Ok(())
    }

    fn decimal(
        &mut self,
        decimal: Decimal,
        value: &Expected,
        path: &Path<'_>,
    ) -> Result<(), Broken> {
        if decimal.text {
            return self.text(path).map(|text| leaf::text(self.checker, path, value, text));
        }
        let bytes = self.bytes(path)?;
        if !text::is_decimal(decimal, bytes) {
            leaf::misplaced(self.checker, path, value, "bytes of a larger number");
        }
        Ok(())
    }

    /// Reads the branch of a union with null.
    fn is_null(&mut self, path: &Path<'_>) -> Result<bool, Broken> {
        let start = self.offset();
        match self.long(path)? {
            0 => Ok(true),
            1 => Ok(false),
            _ => Err(self.broken(
                path,
                start,
                "expected null or a value, found an unknown branch of the union",
            )),
        }
    }

    /// Rejects infinity and NaN, which the same payload in JSON could not contain.
    fn fraction(&self, value: &Expected, path: &Path<'_>, number: f64) {
        if number.is_finite() {
            leaf::number(self.checker, path, value, Number::of(number));
        } else {
            leaf::misplaced(self.checker, path, value, "infinity or NaN");
        }
    }

    fn list(&mut self, value: &Expected, item: &Expected, path: &Path<'_>) -> Result<(), Broken> {
        let mut count = 0;
        self.blocks(path, |reader| {
            reader.value(item, &path.index(count))?;
            count += 1;
            Ok(())
        })?;
        leaf::length_of(self.checker, path, value, count as u64, "element");
        Ok(())
    }

    fn map(&mut self, value: &Expected, entry: &Expected, path: &Path<'_>) -> Result<(), Broken> {
        let mut keys = std::collections::BTreeSet::new();
        self.blocks(path, |reader| {
            let key = reader.text(path)?;
            let place = path.key(key);
            if !keys.insert(key) {
                reader.checker.report(&place, "duplicate key");
            }
            reader.value(entry, &place)
        })?;
        leaf::length_of(self.checker, path, value, keys.len() as u64, "key");
        Ok(())
    }

    /// Reads items block by block, up to the empty block at the end.
    fn blocks(
        &mut self,
        path: &Path<'_>,
        mut read: impl FnMut(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        loop {
            let start = self.offset();
            let count = self.long(path)?;
            if count == 0 {
                return Ok(());
            }
            let end = if count < 0 { Some(self.block_end(path, start)?) } else { None };
            for _ in 0..count.unsigned_abs() {
                let before = self.rest.len();
                read(self)?;
                if self.rest.len() == before {
                    self.empty += 1;
                    if self.empty > MAX_EMPTY {
                        return Err(self.broken(path, start, "too many elements of zero bytes"));
                    }
                }
            }
            if end.is_some_and(|end| end != self.offset()) {
                return Err(self.broken(path, start, WRONG_SIZE));
            }
        }
    }

    fn block_end(&mut self, path: &Path<'_>, start: usize) -> Result<usize, Broken> {
        let size = self.long(path)?;
        match usize::try_from(size).ok().filter(|size| *size <= self.rest.len()) {
            Some(size) => Ok(self.offset() + size),
            None => Err(self.broken(path, start, WRONG_SIZE)),
        }
    }

    fn nested(
        &mut self,
        path: &Path<'_>,
        read: impl FnOnce(&mut Self) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        if self.depth == MAX_DEPTH {
            return Err(self.broken(path, self.offset(), "nested too deeply"));
        }
        self.depth += 1;
        read(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn long(&mut self, path: &Path<'_>) -> Result<i64, Broken> {
        let start = self.offset();
        let mut value = 0_u64;
        for (index, byte) in self.rest.iter().enumerate().take(10) {
            // Nine bytes have 63 bits, so the tenth may have one.
            if index == 9 && *byte > 1 {
                return Err(self.broken(path, start, "the number has more than 64 bits"));
            }
            value |= u64::from(byte & 0x7f) << (7 * index);
            if *byte < 0x80 {
                self.rest = &self.rest[index + 1..];
                return Ok((value >> 1) as i64 ^ -((value & 1) as i64));
            }
        }
        Err(self.ends_too_early(path))
    }

    fn text(&mut self, path: &Path<'_>) -> Result<&'a str, Broken> {
        let bytes = self.bytes(path)?;
        let start = self.offset() - bytes.len();
        str::from_utf8(bytes).map_err(|error| {
            self.broken(path, start + error.valid_up_to(), "the text is not UTF-8")
        })
    }

    fn bytes(&mut self, path: &Path<'_>) -> Result<&'a [u8], Broken> {
        let start = self.offset();
        let length = self.long(path)?;
        match usize::try_from(length) {
            Ok(length) => self.take(length, path),
            Err(_) if length < 0 => Err(self.broken(path, start, "the length is negative")),
            Err(_) => Err(self.ends_too_early(path)),
        }
    }

    fn fixed<const N: usize>(&mut self, path: &Path<'_>) -> Result<[u8; N], Broken> {
        let bytes = self.take(N, path)?;
        Ok(*bytes.first_chunk().expect("`take` returned N bytes"))
    }

    fn take(&mut self, count: usize, path: &Path<'_>) -> Result<&'a [u8], Broken> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.ends_too_early(path)),
        }
    }

    #[cold]
    fn ends_too_early(&self, path: &Path<'_>) -> Broken {
        self.broken(path, self.length, "the input ends too early")
    }
}
