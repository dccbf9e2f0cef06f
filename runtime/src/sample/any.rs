//! Values for `arbitrary`.

use arbitrary::{Arbitrary, Result, Unstructured};

use super::generate;
use crate::record::Record;

/// A value that implements [`Arbitrary`].
#[derive(Debug, Clone, PartialEq)]
pub struct Any<T>(pub T);

impl<'a, T: Record> Arbitrary<'a> for Any<T> {
    fn arbitrary(source: &mut Unstructured<'a>) -> Result<Self> {
        let length = source.arbitrary_len::<u8>()?;
        Ok(Self(generate(source.bytes(length)?)))
    }
}
