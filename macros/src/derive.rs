//! The four derives: read, verify, expand.

use annals_contract::{Artifact, Field};
use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attr::Kind;
use crate::context::Context;
use crate::expand::{self, Structure};
use crate::input;
use crate::report::Errors;
use crate::verify;

/// What the lock says about a record or an event.
struct Promise<'a> {
    path: &'a str,
    line: u32,
    artifacts: &'a [Artifact],
    example: Option<&'a str>,
    fields: &'a [Field],
}

/// `derive(Record)`.
pub(crate) fn record(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Record);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.records);
    let promise = entry.map(|record| Promise {
        path: &record.path,
        line: record.line.0,
        artifacts: &record.artifacts,
        example: record.example.as_deref(),
        fields: &record.fields,
    });
    let structure = structure(&mut errors, &context, promise);
    context.end(errors, expand::record(&structure, &context))
}

/// `derive(Event)`.
pub(crate) fn event(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Event);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.events);
    let promise = entry.map(|event| Promise {
        path: &event.path,
        line: event.line.0,
        artifacts: &event.artifacts,
        example: event.example.as_deref(),
        fields: &event.fields,
    });
    let structure = structure(&mut errors, &context, promise);
    context.end(errors, expand::event(&structure, &context, entry))
}

/// `derive(Scalar)`.
pub(crate) fn scalar(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Scalar);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.scalars);
    let inner = input::newtype(&mut errors, input);
    if let Some(scalar) = entry {
        verify::type_name(&mut errors, &input.ident, &scalar.path, scalar.line.0);
        if let Some(inner) = inner {
            verify::scalar_base(&mut errors, inner, &context.name(), scalar);
        }
    }
    let sound = entry.zip(inner).filter(|_| !errors.blame_shape());
    context.end(errors, expand::scalar(&context, sound))
}

/// `derive(Enum)`.
pub(crate) fn enumeration(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Enum);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.enums);
    let arms = input::arms(&mut errors, input);
    if let Some(item) = entry {
        verify::type_name(&mut errors, &input.ident, &item.path, item.line.0);
        if let Some(arms) = arms {
            verify::variants(&mut errors, &input.ident, &arms, &context.name(), item);
        }
    }
    let sound = entry.filter(|_| !errors.blame_shape());
    context.end(errors, expand::enumeration(&context, sound))
}

fn structure<'a>(
    errors: &mut Errors,
    context: &Context<'a>,
    promise: Option<Promise<'a>>,
) -> Structure<'a> {
    let members = input::members(errors, context.input, context.kind);
    let Some(Promise { path, line, artifacts, example, fields }) = promise else {
        return Structure { fields: &[], members: None, example: None };
    };
    let ident = &context.input.ident;
    verify::type_name(errors, ident, path, line);
    if let Some(members) = &members {
        verify::fields(errors, ident, members, &context.name(), line, fields);
    }
    let sound = verify::artifacts(errors, &context.file, artifacts, ident.span());
    let members = members.filter(|_| sound && !errors.blame_shape());
    Structure { fields, members, example }
}
