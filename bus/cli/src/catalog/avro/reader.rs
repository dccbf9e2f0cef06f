//! Reads the parts of Avro binary, from bytes that need not be trusted.

use annals::avro::{MAX_DEPTH, MAX_EMPTY_ITEMS};

use crate::catalog::error::{Invalid, Result};

pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    depth: u32,
    /// Items that were read; more than there are bytes take none.
    items: usize,
    /// Bytes at the start.
    size: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, depth: 0, items: 0, size: bytes.len() }
    }

    pub(super) fn enter(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(Invalid::new("nested too deeply")) } else { Ok(()) }
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn end(&self) -> Result<()> {
        match self.bytes.len() {
            0 => Ok(()),
            1 => Err(Invalid::new("1 byte follows the value")),
            more => Err(Invalid::new(format!("{more} bytes follow the value"))),
        }
    }

    /// Called for each item of a list or map: a few bytes must not make more items than memory has.
    pub(super) fn count_item(&mut self) -> Result<()> {
        self.items += 1;
        if self.items > self.size.saturating_add(MAX_EMPTY_ITEMS as usize) {
            return Err(Invalid::new("too many items without bytes"));
        }
        Ok(())
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let split = self.bytes.split_at_checked(count);
        let (taken, rest) = split.ok_or_else(|| Invalid::new("unexpected end of input"))?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(super) fn long(&mut self) -> Result<i64> {
        let mut value = 0_u64;
        for shift in (0..70).step_by(7) {
            let byte = self.take(1)?[0];
            let part = u64::from(byte & 0x7f);
            if shift == 63 && part > 1 {
                break;
            }
            value |= part << shift;
            if byte & 0x80 == 0 {
                return Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed());
            }
        }
        Err(Invalid::new("the number has more than 64 bits"))
    }

    pub(super) fn boolean(&mut self) -> Result<bool> {
        match self.take(1)?[0] {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Invalid::new("a boolean is neither 0 nor 1")),
        }
    }

    pub(super) fn float(&mut self) -> Result<f32> {
        let bytes = self.take(4)?.first_chunk().copied().unwrap_or_default();
        Ok(f32::from_le_bytes(bytes))
    }

    pub(super) fn double(&mut self) -> Result<f64> {
        let bytes = self.take(8)?.first_chunk().copied().unwrap_or_default();
        Ok(f64::from_le_bytes(bytes))
    }

    pub(super) fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.long()?;
        let length = usize::try_from(length).map_err(|_| Invalid::new("the length is negative"))?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Result<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Invalid::new("the text is not UTF-8"))
    }

    /// The number of items of the next block of a list or map; `None` at its end.
    pub(super) fn block(&mut self) -> Result<Option<u64>> {
        match self.long()? {
            0 => Ok(None),
            count @ 1.. => Ok(Some(count.cast_unsigned())),
            count => {
                // The size of the block in bytes, which readers may ignore.
                self.long()?;
                Ok(Some(count.unsigned_abs()))
            }
        }
    }

    pub(super) fn branch(&mut self) -> Result<usize> {
        usize::try_from(self.long()?).map_err(|_| Invalid::new("the union has no such branch"))
    }
}
