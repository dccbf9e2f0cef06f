//! The names that fields and types have in payloads and schemas.

use super::{Enum, Field, Record};
use crate::names;

impl Record {
    /// Its name in Avro, without the namespace.
    #[must_use]
    pub fn in_avro(&self) -> &str {
        names::type_in_avro(&self.name, self.avro_name.as_deref())
    }
}

impl Field {
    /// Its name in JSON.
    #[must_use]
    pub fn on_wire(&self) -> &str {
        self.wire.as_ref().unwrap_or(&self.name)
    }

    /// Its name in Avro: the one on the wire, if Avro allows it.
    #[must_use]
    pub fn in_avro(&self) -> &str {
        names::in_avro(&self.name, self.wire.as_deref())
    }
}

impl Enum {
    /// Its name in Avro, without the namespace.
    #[must_use]
    pub fn in_avro(&self) -> &str {
        names::type_in_avro(&self.name, self.avro_name.as_deref())
    }
}
