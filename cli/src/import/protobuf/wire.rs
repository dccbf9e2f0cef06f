//! Decodes the wire format of Protobuf: numbered fields with numbers or bytes.

/// The value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'b> {
    Number(u64),
    /// A text, a list of numbers, or a message.
    Bytes(&'b [u8]),
}

/// The fields of a message.
#[derive(Debug, Default)]
pub(super) struct Fields<'b>(Vec<(u64, Value<'b>)>);

/// Bytes that are no message.
#[derive(Debug, PartialEq)]
pub(super) struct Malformed;

impl<'b> Fields<'b> {
    /// Decodes the fields of a message.
    pub(super) fn of(mut bytes: &'b [u8]) -> Result<Self, Malformed> {
        let mut fields = Vec::new();
        while !bytes.is_empty() {
            let tag = number(&mut bytes)?;
            let value = match tag & 7 {
                0 => Value::Number(number(&mut bytes)?),
                1 => Value::Bytes(take(&mut bytes, 8)?),
                2 => {
                    let length = number(&mut bytes)?;
                    Value::Bytes(take(&mut bytes, usize::try_from(length).map_err(|_| Malformed)?)?)
                }
                5 => Value::Bytes(take(&mut bytes, 4)?),
                _ => return Err(Malformed),
            };
            fields.push((tag >> 3, value));
        }
        Ok(Self(fields))
    }

    /// The last number of a field.
    pub(super) fn number(&self, field: u64) -> Option<u64> {
        let numbers = self.0.iter().rev().filter(|(number, _)| *number == field);
        numbers
            .filter_map(|(_, value)| match value {
                Value::Number(value) => Some(*value),
                Value::Bytes(_) => None,
            })
            .next()
    }

    /// All values of a field that are bytes.
    pub(super) fn all(&self, field: u64) -> impl Iterator<Item = &'b [u8]> {
        self.0.iter().filter(move |(number, _)| *number == field).filter_map(|(_, value)| {
            match value {
                Value::Bytes(bytes) => Some(*bytes),
                Value::Number(_) => None,
            }
        })
    }

    /// The text of a field; an empty one if there is none.
    pub(super) fn text(&self, field: u64) -> Result<String, Malformed> {
        let bytes = self.all(field).last().unwrap_or_default();
        String::from_utf8(bytes.to_vec()).map_err(|_| Malformed)
    }

    /// The message in a field; an empty one if there is none.
    pub(super) fn message(&self, field: u64) -> Result<Self, Malformed> {
        self.all(field).last().map_or_else(|| Ok(Self::default()), Self::of)
    }

    /// The numbers of the fields.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|(number, _)| *number)
    }
}

/// The numbers of a packed list.
pub(super) fn packed(mut bytes: &[u8]) -> Result<Vec<u64>, Malformed> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(number(&mut bytes)?);
    }
    Ok(numbers)
}

fn number(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().ok_or(Malformed)?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Malformed)
}

fn take<'b>(bytes: &mut &'b [u8], length: usize) -> Result<&'b [u8], Malformed> {
    let (taken, rest) = bytes.split_at_checked(length).ok_or(Malformed)?;
    *bytes = rest;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::{Fields, Malformed, packed};

    #[test]
    fn fields_are_decoded_or_refused() {
        let fields = Fields::of(b"\x08\x96\x01\x12\x03abc\x1a\x00\x08\x01").unwrap();
        assert_eq!((fields.number(1), fields.text(2)), (Some(1), Ok("abc".to_owned())));
        assert_eq!(fields.text(9), Ok(String::new()));
        assert_eq!(packed(b"\x04\x96\x01"), Ok(vec![4, 150]));
        // A length past the end, an endless number, a group, and no text.
        for bytes in [&b"\x12\x04abc"[..], b"\x08", &[0xff; 11], b"\x0b"] {
            assert_eq!(Fields::of(bytes).err(), Some(Malformed), "{bytes:?}");
        }
        assert_eq!(Fields::of(b"\x12\x01\xff").unwrap().text(2), Err(Malformed));
    }
}
