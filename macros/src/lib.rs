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
mod function;
mod input;
mod lockfile;
mod receiver;
mod report;
mod test;
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
/// `Arc<E>` and `Arc<Metadata>`. With `dispatch_uid = "…"` it is not connected where that is taken.
///
/// Without a signal, a plugin's configuration connects it by its name.
///
/// A crate of which nothing is used is not linked, and its receivers do not exist: `use my_plugin as _;` is enough.
#[proc_macro_attribute]
pub fn receiver(arguments: TokenStream, function: TokenStream) -> TokenStream {
    let arguments = parse_macro_input!(arguments as receiver::Arguments);
    let written = function.clone().into();
    let function = parse_macro_input!(function as function::Function);
    receiver::expand(&arguments, written, &function).into()
}

/// A test whose events are its own: `#[annals::test(enable = [SIGNAL])]`.
///
/// ```text
/// #[annals::test(enable = [STUDENT_REGISTRATION_COMPLETED])]
/// fn registers(scope: &Scope) {
///     register("ada");
///     assert_sent!(STUDENT_REGISTRATION_COMPLETED, |event| event.user.id == 1);
/// }
/// ```
///
/// The parameter may be left out. `linked` lets the receivers that are declared on functions hear too; `lenient`
/// returns their failures instead of panicking. An async test has its runtime's attribute below this one.
#[proc_macro_attribute]
pub fn test(arguments: TokenStream, function: TokenStream) -> TokenStream {
    let mut read = test::Arguments::new();
    let parser = syn::meta::parser(|meta| read.key(&meta));
    parse_macro_input!(arguments with parser);
    let function = parse_macro_input!(function as function::Function);
    test::expand(&read, &function).into()
}
