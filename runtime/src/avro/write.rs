//! Writes the parts of Avro binary to a buffer.

/// Appends a zig-zag varint.
#[inline]
pub(crate) fn long(out: &mut Vec<u8>, value: i64) {
    // Zig-zag moves the sign to the lowest bit.
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Appends the number of items of a block, or the length of a string.
#[inline]
pub(crate) fn length(out: &mut Vec<u8>, length: usize) {
    // A length in memory fits into `isize`, so the cast is exact.
    long(out, length as i64);
}

/// Appends a length and that many bytes.
#[inline]
pub(crate) fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    // Reserves once for both: a length takes at most ten bytes.
    out.reserve(bytes.len() + 10);
    length(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Starts a list or map of `count` items: one block, or no block if there are no items.
#[inline]
pub(crate) fn count(out: &mut Vec<u8>, count: usize) {
    if count > 0 {
        length(out, count);
    }
}

/// Ends a list or map, with an empty block.
#[inline]
pub(crate) fn end(out: &mut Vec<u8>) {
    out.push(0);
}
