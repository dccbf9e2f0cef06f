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
    length(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Appends the items of a list or map: one block, then the empty one that ends it.
pub(crate) fn block<I: ExactSizeIterator>(
    out: &mut Vec<u8>,
    items: I,
    mut write: impl FnMut(&mut Vec<u8>, I::Item),
) {
    if items.len() > 0 {
        length(out, items.len());
        items.for_each(|item| write(out, item));
    }
    out.push(0);
}
