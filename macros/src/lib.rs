//! Derives that hold Rust types to their catalog: a type in, its implementations or what disagrees out.
//!
//! ```text
//! attr ──► what #[annals(…)] says ┐
//! input ─► what the type says     ├─► verify ─► expand
//! lockfile ► what catalog.lock says┘  errors     tokens
//! ```
//!
//! The catalog wins: everything that is emitted comes from `catalog.lock`. Shape is checked here,
//! types by rustc through an assertion. A type that disagrees gets its implementations all the
//! same, with hollow bodies, so that one mistake is one message.

mod attr;
mod derive;
mod expand;
mod input;
mod lockfile;
mod report;
mod verify;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `Value`, `RecordView`, `Record`, `Debug` and `new` for a record of the catalog:
/// `#[annals(record = "learning.UserData")]`.
#[proc_macro_derive(Record, attributes(annals))]
pub fn record(input: TokenStream) -> TokenStream {
    derive::record(&parse_macro_input!(input as DeriveInput)).into()
}

/// Implements what `Record` does and `Event` for an event of the catalog:
/// `#[annals(event = "org.example.user.created.v1")]`.
#[proc_macro_derive(Event, attributes(annals))]
pub fn event(input: TokenStream) -> TokenStream {
    derive::event(&parse_macro_input!(input as DeriveInput)).into()
}

/// Implements `Scalar`, `Value` and the conversions for a newtype over a primitive:
/// `#[annals(scalar = "course_key")]`.
#[proc_macro_derive(Scalar, attributes(annals))]
pub fn scalar(input: TokenStream) -> TokenStream {
    derive::scalar(&parse_macro_input!(input as DeriveInput)).into()
}

/// Implements `Enum`, `Value` and the conversions for an open set of texts:
/// `#[annals(enumeration = "Mode")]`.
#[proc_macro_derive(Enum, attributes(annals))]
pub fn enumeration(input: TokenStream) -> TokenStream {
    derive::enumeration(&parse_macro_input!(input as DeriveInput)).into()
}
