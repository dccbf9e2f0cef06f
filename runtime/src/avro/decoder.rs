//! A reader of Avro binary from untrusted bytes.

use std::str::Utf8Error;

use super::error::{DecodeError, DecodeReason};

/// Maximum depth of nested lists, maps and boxed records.
pub const MAX_DEPTH: u32 = 128;

/// Maximum number of items that take no bytes (records without fields) in all lists and maps of the input together.
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

    /// Changes the maximum depth.
    pub(super) const fn with_max_depth(self, max_depth: u32) -> Self {
        Self { max_depth, ..self }
    }

    /// Number of bytes that are left.
    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// Number of bytes that were read.
    pub const fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    /// True if all bytes were read.
    pub const fn is_finished(&self) -> bool {
        self.rest.is_empty()
    }

    /// The error for bytes after the end of the value.
    pub fn trailing(&self) -> DecodeError {
        self.error(DecodeReason::Trailing(self.rest.len()))
    }

    /// An error at the next byte.
    #[cold]
    pub fn error(&self, reason: DecodeReason) -> DecodeError {
        DecodeError::new(self.offset(), reason)
    }

    /// Reads a `long`: a zig-zag varint of at most 64 bits.
    ///
    /// # Errors
    ///
    /// If the bytes end inside the number, or it has more than 64 bits.
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
            // Nine bytes hold 63 bits, so one bit is left for the tenth.
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

    /// Reads an `int`: a zig-zag varint of at most 32 bits.
    ///
    /// # Errors
    ///
    /// If the bytes end inside the number, or it has more than 32 bits.
    #[inline]
    pub fn int(&mut self) -> Result<i32, DecodeError> {
        let start = self.rest;
        i32::try_from(self.long()?).map_err(|_| {
            self.rest = start;
            self.error(DecodeReason::Int)
        })
    }

    /// Reads a `boolean`: a byte that is 0 or 1.
    ///
    /// # Errors
    ///
    /// If there is no byte, or it has another value.
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

    /// Reads `N` bytes.
    ///
    /// # Errors
    ///
    /// If fewer are left.
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

    /// Reads `bytes`: a length and that many bytes.
    ///
    /// # Errors
    ///
    /// If the length is negative, or greater than the number of bytes left.
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

    /// Reads bytes without a length.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.error(DecodeReason::Truncated)),
        }
    }

    /// Reads a `string`: a length and that many bytes of UTF-8.
    ///
    /// # Errors
    ///
    /// As for [`bytes`](Self::bytes), or if they are not UTF-8.
    #[inline]
    pub fn text(&mut self) -> Result<&'a str, DecodeError> {
        let bytes = self.bytes()?;
        str::from_utf8(bytes).map_err(|error| self.not_utf8(bytes, error))
    }

    /// The error for `bytes`, which were just read, if they are not UTF-8.
    #[cold]
    pub(super) fn not_utf8(&self, bytes: &[u8], error: Utf8Error) -> DecodeError {
        let start = self.offset() - bytes.len();
        DecodeError::new(start + error.valid_up_to(), DecodeReason::Utf8)
    }

    /// Reads text and parses it. The error of `read` must not contain the text.
    ///
    /// # Errors
    ///
    /// As for [`text`](Self::text), or if `read` fails.
    pub fn parse<T, E: std::fmt::Display>(
        &mut self,
        read: impl FnOnce(&'a str) -> Result<T, E>,
    ) -> Result<T, DecodeError> {
        let start = self.offset();
        let text = self.text()?;
        read(text).map_err(|error| DecodeError::invalid(start, error))
    }

    /// Reads the branch of a union of null and another type. Returns true for the other type.
    ///
    /// # Errors
    ///
    /// If there is no such branch.
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

    /// Reads a value that is nested one level deeper.
    ///
    /// # Errors
    ///
    /// If the maximum depth is exceeded, or `read` fails.
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

    /// Reads the blocks of a list or map. Not generic, because a catalog has many types of lists.
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

    /// Reads the header of a block; `None` for the block that ends the list or map.
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

    /// For how many items of `size` bytes a list reserves room before reading a block of `count` items: for no more
    /// memory than there are bytes left, since the count may be wrong. Beyond that, the list grows as items are read.
    pub(crate) fn at_most(&self, count: u64, size: usize) -> usize {
        let most = self.rest.len() / size.max(1) + 4;
        usize::try_from(count).unwrap_or(most).min(most)
    }

    /// Counts a value if it took no bytes, and fails if there are too many. `before` is the number of bytes that were
    /// left before the value.
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
    /// The header of a block, with its number of items.
    Block(u64),
    /// An item.
    Item,
}

/// The header of a block.
struct Block {
    start: usize,
    count: u64,
    /// The offset at which it ends, if the header contains its size.
    end: Option<usize>,
}

#[inline]
fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}
