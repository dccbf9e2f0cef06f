//! Derives that check Rust types against `catalog.lock` and implement their traits.
//!
//! ```text
//! attr ─────► #[annals(…)]  ┐
//! input ────► the type      ├─► verify ─► expand
//! lockfile ─► catalog.lock  ┘   errors    tokens
//! ```
//!
//! Everything that is emitted comes from `catalog.lock`. The derives check names and order; rustc
//! checks the types, through an assertion. A type with errors is implemented too, with stub bodies, so
//! that one mistake is one error. All other generated files, such as docs and the rest of each Rust
//! file, are checked against their digests by `verify!`, once, after all derives.

mod attr;
mod context;
mod derive;
mod expand;
mod fault;
mod function;
mod input;
mod lockfile;
mod receiver;
mod report;
mod seen;
mod test;
mod verify;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `Value`, `Record`, `Clone`, `PartialEq` and `Debug` for a record of the catalog:
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

/// Implements `Variant`, `Value` and the conversions for one of several cases:
/// `#[annals(variant = "learning.Change")]`.
#[proc_macro_derive(Variant, attributes(annals))]
pub fn variant(input: TokenStream) -> TokenStream {
    derive::variant(&parse_macro_input!(input as DeriveInput)).into()
}

/// Connects a function to signals when the program is linked: `#[annals::receiver(SIGNAL, OTHER)]`.
///
/// ```text
/// #[annals::receiver(STUDENT_REGISTRATION_COMPLETED)]
/// fn welcome(event: &StudentRegistrationCompleted, metadata: &Metadata) -> Result<(), Error> { … }
///
/// #[annals::receiver(STUDENT_REGISTRATION_COMPLETED, COURSE_ENROLLMENT_CREATED)]
/// fn audit(event: &dyn AnyEvent, metadata: &Metadata) { … }
/// ```
///
/// It is called from the first send on, before receivers that are connected at run time. An `async fn` takes
/// `Arc<E>`, or `Arc<dyn AnyEvent>`, and `Arc<Metadata>`; `send_async` awaits it, and the responses of other sends say
/// that it was not called. With `dispatch_uid = "…"` it is not connected to a signal
/// that has a receiver with the same uid.
///
/// Without a signal, it is connected by its name in the configuration of a plugin.
///
/// A crate that is not used is not linked, and its receivers do not exist: write `use my_plugin as _;`.
#[proc_macro_attribute]
pub fn receiver(arguments: TokenStream, function: TokenStream) -> TokenStream {
    receiver::expand(arguments.into(), function.into()).into()
}

/// A test with events isolated from other tests: `#[annals::test(enable = [SIGNAL])]`.
///
/// ```text
/// #[annals::test(enable = [STUDENT_REGISTRATION_COMPLETED])]
/// fn registers(scope: &Scope) {
///     register("ada");
///     assert_sent!(STUDENT_REGISTRATION_COMPLETED, |event| event.user.id == 1);
/// }
/// ```
///
/// The parameter is optional. With `linked`, receivers declared with `#[receiver]` are called too; with `lenient`,
/// failures are returned instead of panicking. The attribute of an async test's runtime goes below this one.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, function: TokenStream) -> TokenStream {
    let mut read = test::Arguments::new();
    let parser = syn::meta::parser(|meta| read.key(&meta));
    parse_macro_input!(arguments with parser);
    let function = parse_macro_input!(function as function::Function);
    test::expand(&read, &function).into()
}

/// The patterns of a format, for the runtime: `format_patterns!("ipv4")` is
/// `{ static PATTERNS: [Pattern; 1] = [Pattern::new("…")]; &PATTERNS }`.
#[doc(hidden)]
#[proc_macro]
pub fn format_patterns(name: TokenStream) -> TokenStream {
    let name = parse_macro_input!(name as syn::LitStr);
    let Some(format) = annals_contract::Format::from_name(&name.value()) else {
        return syn::Error::new(name.span(), "not a format").into_compile_error().into();
    };
    let patterns = format.patterns();
    let count = patterns.len();
    quote::quote!({
        static PATTERNS: [Pattern; #count] = [#(Pattern::new(#patterns)),*];
        &PATTERNS
    })
    .into()
}

/// Checks every generated file of the crate against `catalog.lock`. It is the last item of the generated `catalog.rs`.
///
/// A file that is missing or was changed is a compile error. Nothing is checked in a packaged crate, which does not
/// contain the catalog.
#[proc_macro]
pub fn verify(input: TokenStream) -> TokenStream {
    verify::whole(&input.into()).into()
}
