//! Who reads events, and in which ways they differ.

use std::str::FromStr;

use crate::avro::{Avro, Rules};
use crate::contract::{Contract, Event};
use crate::json::Json;
use crate::problem::Problem;
use crate::raw::Raw;
use crate::rust::{self, Items, Promise};

/// A kind of reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// An Avro library that knows the writer's schema, as consumers with a schema registry do.
    Avro,
    /// An Avro library that knows only its own schema, as consumers of a bus without a registry do.
    AvroRaw,
    /// The bindings in Rust, which know the writer's schema: `from_avro_with`.
    Annals,
    /// The generated JSON Schema, and the bindings in Rust.
    Json,
    /// A reader of JSON that passes over fields that it does not know.
    JsonTolerant,
    /// Code that uses the bindings in Rust: does it compile?
    Rust(Promise),
}

impl Reader {
    /// All readers, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Avro,
        Self::AvroRaw,
        Self::Annals,
        Self::Json,
        Self::JsonTolerant,
        Self::Rust(Promise::Constructors),
    ];

    /// All readers, with each promise to code.
    pub const EACH: [Self; 7] = {
        let [avro, raw, annals, json, tolerant, rust] = Self::ALL;
        [avro, raw, annals, json, tolerant, rust, Self::Rust(Promise::Literals)]
    };

    /// The word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Avro => "avro",
            Self::AvroRaw => "avro-raw",
            Self::Annals => "annals",
            Self::Json => "json",
            Self::JsonTolerant => "json-tolerant",
            Self::Rust(Promise::Constructors) => "rust",
            Self::Rust(Promise::Literals) => "rust-literals",
        }
    }

    /// What it is, in one line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Avro => "An Avro library that knows the writer's schema",
            Self::AvroRaw => "An Avro library that knows only its own schema",
            Self::Annals => "The bindings in Rust, reading Avro with the writer's schema",
            Self::Json => "The generated JSON Schema, and the bindings in Rust",
            Self::JsonTolerant => "A reader of JSON that passes over fields that it does not know",
            Self::Rust(Promise::Constructors) => "Code that uses the bindings in Rust",
            Self::Rust(Promise::Literals) => {
                "Code that also names all fields in literals and patterns"
            }
        }
    }

    /// True if a catalog can promise something to it. Nearly every change breaks the others, so they are only reported.
    #[must_use]
    pub const fn is_promised(self) -> bool {
        match self {
            Self::Avro | Self::Annals | Self::Json | Self::JsonTolerant => true,
            Self::AvroRaw | Self::Rust(_) => false,
        }
    }

    /// True if it reads only events that are sent on a bus.
    pub(crate) const fn is_on_bus(self) -> bool {
        match self {
            Self::Avro | Self::AvroRaw | Self::Annals => true,
            Self::Json | Self::JsonTolerant | Self::Rust(_) => false,
        }
    }

    /// Why it does not read every payload of a writer, or compile with the bindings of the reader.
    pub(crate) fn problems<'c>(
        self,
        writer: (&'c Contract<'c>, &'c Event<'c>),
        reader: (&'c Contract<'c>, &'c Event<'c>),
        bindings: &Items<'c>,
    ) -> Vec<Problem> {
        let avro = |rules| Avro::new(rules).event(writer, reader);
        match self {
            Self::Avro => avro(Rules { names: true, catalog: false, values: false }),
            Self::AvroRaw => Raw::default().event(writer, reader),
            Self::Annals => avro(Rules { names: false, catalog: true, values: true }),
            Self::Json => Json::new(false).event(writer, reader),
            Self::JsonTolerant => Json::new(true).event(writer, reader),
            Self::Rust(promise) => {
                rust::problems(promise, (writer.0, writer.1.data.name), bindings)
            }
        }
    }
}

impl FromStr for Reader {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::EACH.into_iter().find(|reader| reader.name() == name).ok_or(())
    }
}
