//! Parts of the binary form, appended to a buffer.

/// Appends a zig-zag number of seven bits a byte.
#[inline]
pub(crate) fn long(out: &mut Vec<u8>, value: i64) {
    // The sign moves to the lowest bit.
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Appends the count of a list or map, or the length of a string.
#[inline]
pub(crate) fn length(out: &mut Vec<u8>, length: usize) {
    // Nothing in memory is longer than that.
    long(out, length as i64);
}

/// Appends a string of bytes behind its length.
#[inline]
pub(crate) fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    // Once for both, with the ten bytes that a length has at most.
    out.reserve(bytes.len() + 10);
    length(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Appends the beginning of a list or map: all its items are one block, and none are no block.
#[inline]
pub(crate) fn count(out: &mut Vec<u8>, count: usize) {
    if count > 0 {
        length(out, count);
    }
}

/// Appends the end of a list or map: the block without items.
#[inline]
pub(crate) fn end(out: &mut Vec<u8>) {
    out.push(0);
}
