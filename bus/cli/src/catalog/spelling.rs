//! Reads types as the lock spells them: `list<learning.UserData?>`, `decimal(10,2)`.

use std::collections::BTreeMap;

use annals_contract::{Decimal, Lock, Moment, Primitive};

use super::types::Type;

/// In the Rust type of a value that is a string in Avro.
pub(super) const TEXT: &str = "::annals::Text";

/// What a name in a type can be.
pub(super) struct Names(BTreeMap<String, Type>);

impl Names {
    pub(super) fn of(lock: &Lock) -> Self {
        let scalars = lock.scalars.keys().enumerate().map(|(at, name)| (name, Type::Scalar(at)));
        let enums = lock.enums.keys().enumerate().map(|(at, name)| (name, Type::Enum(at)));
        let records = lock.records.keys().enumerate().map(|(at, name)| (name, Type::Record(at)));
        let variants = lock.variants.keys().enumerate().map(|(at, name)| (name, Type::Variant(at)));
        let all = scalars.chain(enums).chain(records).chain(variants);
        Self(all.map(|(name, ty)| (name.clone(), ty)).collect())
    }

    /// The type with this spelling, of which Rust has another one: only that says whether Avro has a value with a
    /// precision as a string.
    pub(super) fn ty(&self, spelling: &str, rust: &str) -> Result<Type, String> {
        self.spelled(spelling, rust.contains(TEXT))
    }

    fn spelled(&self, text: &str, as_text: bool) -> Result<Type, String> {
        if let Some(inner) = text.strip_suffix('?') {
            return Ok(Type::Nullable(Box::new(self.spelled(inner, as_text)?)));
        }
        let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
        if let Some(inner) = inside("list") {
            return Ok(Type::List(Box::new(self.spelled(inner, as_text)?)));
        }
        if let Some(inner) = inside("map") {
            return Ok(Type::Map(Box::new(self.spelled(inner, as_text)?)));
        }
        if let Some(known) = self.0.get(text) {
            return Ok(known.clone());
        }
        let primitive = text.parse().map_err(|()| format!("no type `{text}`"))?;
        Ok(Type::Primitive(match primitive {
            Primitive::Moment(moment) => Primitive::Moment(Moment { text: as_text, ..moment }),
            Primitive::Decimal(decimal) => Primitive::Decimal(Decimal { text: as_text, ..decimal }),
            primitive => primitive,
        }))
    }
}
