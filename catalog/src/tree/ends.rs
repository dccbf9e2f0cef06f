//! Finds the end of quoted strings and brackets, which the scanner does not always give.

/// The end of the quoted string that starts at an offset. The scanner may include the comment after
/// it.
pub(super) fn quoted_end(text: &str, start: u32) -> Option<u32> {
    let bytes = text.as_bytes().get(start as usize..)?;
    let quote = *bytes.first()?;
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if quote == b'"' => at += 2,
            byte if byte != quote => at += 1,
            _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(start + at as u32 + 1),
        }
    }
}

/// The end of brackets, from the end of the last value in them. The scanner may give the last
/// comma.
pub(super) fn brackets_end(text: &str, from: u32) -> Option<u32> {
    let mut comment = false;
    let rest = text.as_bytes().get(from as usize..)?;
    let end = rest.iter().position(|byte| {
        comment = (comment || *byte == b'#') && !matches!(byte, b'\n' | b'\r');
        !comment && matches!(byte, b']' | b'}')
    })?;
    Some(from + end as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::{brackets_end, quoted_end};

    #[test]
    fn ends_are_found() {
        let cases = [("'a' # c", 3), ("'it''s'x", 7), (r#""a\"b" "#, 6), (r#""\\" "#, 4)];
        for (text, end) in cases {
            assert_eq!(quoted_end(text, 0), Some(end), "{text}");
        }
        assert_eq!(quoted_end("'a", 0), None);
        assert_eq!(brackets_end("[a, # ]\n ] ]", 2), Some(10));
        assert_eq!(brackets_end("[a", 2), None);
    }
}
