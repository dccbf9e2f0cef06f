//! Who reads events, and in which ways they differ.

use std::str::FromStr;

use crate::avro::{Avro, Rules};
use crate::contract::{Contract, Event};
use crate::json::Json;
use crate::problem::Problem;

/// A kind of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// An Avro library that knows the writer's schema, as consumers with a schema registry do.
    Avro,
    /// The bindings in Rust, which know the writer's schema: `from_avro_with`.
    Annals,
    /// The generated JSON Schema, and the bindings in Rust.
    Json,
    /// A reader of JSON that passes over fields that it does not know.
    JsonTolerant,
}

impl Reader {
    /// All readers, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Avro, Self::Annals, Self::Json, Self::JsonTolerant];

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Avro => "avro",
            Self::Annals => "annals",
            Self::Json => "json",
            Self::JsonTolerant => "json-tolerant",
        }
    }

    /// What it is, in one line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Avro => "An Avro library that knows the writer's schema",
            Self::Annals => "The bindings in Rust, reading Avro with the writer's schema",
            Self::Json => "The generated JSON Schema, and the bindings in Rust",
            Self::JsonTolerant => "A reader of JSON that passes over fields that it does not know",
        }
    }

    /// True if it reads only events that are sent on a bus.
    pub(crate) const fn is_on_bus(self) -> bool {
        match self {
            Self::Avro | Self::Annals => true,
            Self::Json | Self::JsonTolerant => false,
        }
    }

    /// Why it does not read every payload of a writer.
    pub(crate) fn problems<'c>(
        self,
        writer: (&'c Contract<'c>, &'c Event<'c>),
        reader: (&'c Contract<'c>, &'c Event<'c>),
    ) -> Vec<Problem> {
        let avro = |rules| Avro::new(rules).event(writer, reader);
        match self {
            Self::Avro => avro(Rules { names: true, catalog: false, values: false }),
            Self::Annals => avro(Rules { names: false, catalog: true, values: true }),
            Self::Json => Json::new(false).event(writer, reader),
            Self::JsonTolerant => Json::new(true).event(writer, reader),
        }
    }
}

impl FromStr for Reader {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|reader| reader.name() == name).ok_or(())
    }
}
