//! Bytes from outside in, the parts of the binary form out; nothing in the bytes is believed.

use std::str::Utf8Error;

use super::error::{DecodeError, DecodeReason};

/// Lists, maps and boxed records that may stand inside each other.
pub const MAX_DEPTH: u32 = 128;

/// Elements that take no bytes (records without fields), in all lists and maps of a document together.
pub const MAX_EMPTY_ITEMS: u32 = 65_536;

/// A reader of Avro binary.
#[derive(Debug)]
pub struct Decoder<'a> {
    rest: &'a [u8],
    length: usize,
    depth: u32,
    max_depth: u32,
    empty_items: u32,
}

impl<'a> Decoder<'a> {
    /// Reads from the start of `bytes`.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, length: bytes.len(), depth: 0, max_depth: MAX_DEPTH, empty_items: 0 }
    }

    /// Lets values nest deeper.
    pub(super) const fn with_max_depth(self, max_depth: u32) -> Self {
        Self { max_depth, ..self }
    }

    /// Count of the bytes left.
    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// Count of the bytes read.
    pub const fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    /// True if all bytes were read.
    pub const fn is_finished(&self) -> bool {
        self.rest.is_empty()
    }

    /// The error for bytes that nothing read.
    pub fn trailing(&self) -> DecodeError {
        self.error(DecodeReason::Trailing(self.rest.len()))
    }

    /// An error at the next byte.
    #[cold]
    pub fn error(&self, reason: DecodeReason) -> DecodeError {
        DecodeError::new(self.offset(), reason)
    }

    /// Reads a number of up to 64 bits.
    #[inline(always)]
    pub fn long(&mut self) -> Result<i64, DecodeError> {
        match *self.rest {
            [byte @ ..0x80, ref rest @ ..] => {
                self.rest = rest;
                Ok(unzigzag(u64::from(byte)))
            }
            [low, high @ ..0x80, ref rest @ ..] => {
                self.rest = rest;
                Ok(unzigzag(u64::from(low & 0x7f) | u64::from(high) << 7))
            }
            _ => self.long_of_many_bytes(),
        }
    }

    #[inline(never)]
    fn long_of_many_bytes(&mut self) -> Result<i64, DecodeError> {
        let mut value = 0;
        for (index, &byte) in self.rest.iter().enumerate().take(10) {
            // The tenth byte holds the one bit that is left.
            if index == 9 && byte > 1 {
                return Err(self.error(DecodeReason::Varint));
            }
            value |= u64::from(byte & 0x7f) << (7 * index);
            if byte < 0x80 {
                self.rest = &self.rest[index + 1..];
                return Ok(unzigzag(value));
            }
        }
        Err(self.error(DecodeReason::Truncated))
    }

    /// Reads a number of up to 32 bits.
    #[inline]
    pub fn int(&mut self) -> Result<i32, DecodeError> {
        let start = self.rest;
        i32::try_from(self.long()?).map_err(|_| {
            self.rest = start;
            self.error(DecodeReason::Int)
        })
    }

    /// Reads a byte that is 0 or 1.
    #[inline]
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match *self.rest {
            [byte @ (0 | 1), ref rest @ ..] => {
                self.rest = rest;
                Ok(byte == 1)
            }
            [_, ..] => Err(self.error(DecodeReason::Boolean)),
            [] => Err(self.error(DecodeReason::Truncated)),
        }
    }

    /// Reads so many bytes as they are.
    #[inline]
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        match self.rest.split_first_chunk() {
            Some((fixed, rest)) => {
                self.rest = rest;
                Ok(*fixed)
            }
            None => Err(self.error(DecodeReason::Truncated)),
        }
    }

    /// Reads a string of bytes behind its length.
    #[inline(always)]
    pub fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let start = self.rest;
        let length = self.long()?;
        let found =
            usize::try_from(length).ok().and_then(|length| self.rest.split_at_checked(length));
        match found {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(bytes)
            }
            None => Err(self.bad_length(start, length)),
        }
    }

    #[cold]
    fn bad_length(&mut self, start: &'a [u8], length: i64) -> DecodeError {
        self.rest = start;
        self.error(if length < 0 { DecodeReason::Length } else { DecodeReason::Truncated })
    }

    /// Passes over bytes.
    pub(super) fn skip(&mut self, count: usize) -> Result<(), DecodeError> {
        match self.rest.get(count..) {
            Some(rest) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(self.error(DecodeReason::Truncated)),
        }
    }

    /// Reads text.
    #[inline]
    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        let bytes = self.bytes()?;
        str::from_utf8(bytes).map_err(|error| self.not_utf8(bytes, error))
    }

    /// The error for bytes just read that are no text.
    #[cold]
    pub(super) fn not_utf8(&self, bytes: &[u8], error: Utf8Error) -> DecodeError {
        let start = self.offset() - bytes.len();
        DecodeError::new(start + error.valid_up_to(), DecodeReason::Utf8)
    }

    /// Reads text, and a value from it. The reason of the refusal must not repeat the text.
    pub fn parse<T, E: std::fmt::Display>(
        &mut self,
        read: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Result<T, DecodeError> {
        let start = self.offset();
        let text = self.text()?;
        read(text).map_err(|error| DecodeError::invalid(start, error))
    }

    /// Reads the index of a union of null and a type; true if it is the type's.
    #[inline]
    pub fn is_some(&mut self) -> Result<bool, DecodeError> {
        let start = self.rest;
        match self.long()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => {
                self.rest = start;
                Err(self.error(DecodeReason::Branch))
            }
        }
    }

    /// Goes one level deeper.
    pub fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth == self.max_depth {
            return Err(self.error(DecodeReason::Depth));
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Reads the items of a list or map with `read`.
    pub(crate) fn items(
        &mut self,
        read: &mut dyn FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.blocks(&mut |decoder, next| match next {
            Next::Block(_) => Ok(()),
            Next::Item => read(decoder),
        })
    }

    /// Reads the blocks of a list or map. Not generic: there are many types of lists.
    pub(crate) fn blocks(
        &mut self,
        read: &mut dyn FnMut(&mut Self, Next) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.nested(|decoder| {
            while let Some(block) = decoder.block()? {
                read(decoder, Next::Block(block.count))?;
                for _ in 0..block.count {
                    let before = decoder.rest.len();
                    read(decoder, Next::Item)?;
                    decoder.count_empty(before)?;
                }
                decoder.check_end(&block)?;
            }
            Ok(())
        })
    }

    /// Reads the head of a block; `None` where the last one ends.
    fn block(&mut self) -> Result<Option<Block>, DecodeError> {
        let start = self.offset();
        let count = self.long()?;
        let size = if count < 0 { Some(self.long()?) } else { None };
        let end = match size
            .map(|size| usize::try_from(size).ok().filter(|&size| size <= self.rest.len()))
        {
            None => None,
            Some(Some(size)) => Some(self.offset() + size),
            Some(None) => return Err(DecodeError::new(start, DecodeReason::BlockSize)),
        };
        Ok((count != 0).then(|| Block { start, count: count.unsigned_abs(), end }))
    }

    fn check_end(&self, block: &Block) -> Result<(), DecodeError> {
        match block.end {
            Some(end) if end != self.offset() => {
                Err(DecodeError::new(block.start, DecodeReason::BlockSize))
            }
            _ => Ok(()),
        }
    }

    /// For how many items of a size a list makes room at once: for no more memory than there are bytes left. Beyond
    /// that, it grows with what is read.
    pub(crate) fn at_most(&self, count: u64, size: usize) -> usize {
        let most = self.rest.len() / size.max(1) + 4;
        usize::try_from(count).unwrap_or(most).min(most)
    }

    /// Refuses too many values without bytes; `before` is how many bytes were left before the value.
    pub(super) fn count_empty(&mut self, before: usize) -> Result<(), DecodeError> {
        if self.rest.len() == before {
            self.empty_items += 1;
            if self.empty_items > MAX_EMPTY_ITEMS {
                return Err(self.error(DecodeReason::Items));
            }
        }
        Ok(())
    }
}

/// What comes next in a list or map.
pub(crate) enum Next {
    /// A block that says it has so many items.
    Block(u64),
    /// An item.
    Item,
}

/// The head of a block.
struct Block {
    start: usize,
    count: u64,
    /// Where it must end, if it says so.
    end: Option<usize>,
}

#[inline]
fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}
