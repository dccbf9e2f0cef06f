//! The five derives: read, verify, expand.

use annals_contract::{Artifact, Field};
use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attr::Kind;
use crate::context::Context;
use crate::expand::{self, Structure};
use crate::input;
use crate::report::Errors;
use crate::verify;

/// The entry of a record or an event in the lock.
struct Entry<'a> {
    path: &'a str,
    line: u32,
    artifacts: &'a [Artifact],
    example: Option<&'a str>,
    fields: &'a [Field],
    /// Those of a record; the descriptor of an event has its own.
    avro: Option<&'a str>,
    properties: &'a [(String, String)],
}

/// `derive(Record)`.
pub(crate) fn record(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Record);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.records);
    let entry = entry.map(|record| Entry {
        path: &record.path,
        line: record.line.0,
        artifacts: &record.artifacts,
        example: record.example.as_deref(),
        fields: &record.fields,
        avro: record.avro.as_deref(),
        properties: &record.properties,
    });
    let structure = structure(&mut errors, &context, entry);
    context.end(errors, expand::record(&structure, &context))
}

/// `derive(Event)`.
pub(crate) fn event(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Event);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.events);
    let common = entry.map(|event| Entry {
        path: &event.path,
        line: event.line.0,
        artifacts: &event.artifacts,
        example: event.example.as_deref(),
        fields: &event.fields,
        avro: None,
        properties: &[],
    });
    let structure = structure(&mut errors, &context, common);
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
    let valid = entry.zip(inner).filter(|_| !errors.has_shape_errors());
    context.end(errors, expand::scalar(&context, valid))
}

/// `derive(Enum)`.
pub(crate) fn enumeration(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Enum);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.enums);
    let arms = input::arms(&mut errors, input, Kind::Enum);
    if let Some(item) = entry {
        verify::type_name(&mut errors, &input.ident, &item.path, item.line.0);
        if let Some(arms) = arms {
            verify::variants(&mut errors, &input.ident, &arms, &context.name(), item);
        }
    }
    let valid = entry.filter(|_| !errors.has_shape_errors());
    context.end(errors, expand::enumeration(&context, valid))
}

/// `derive(Variant)`.
pub(crate) fn variant(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let context = Context::read(&mut errors, input, Kind::Variant);
    let entry = verify::entry(&mut errors, &context, |lock| &lock.variants);
    let arms = input::arms(&mut errors, input, Kind::Variant);
    if let Some(item) = entry {
        verify::type_name(&mut errors, &input.ident, &item.path, item.line.0);
        if let Some(arms) = arms {
            verify::cases(&mut errors, &input.ident, &arms, &context.name(), item);
        }
    }
    let valid = entry.filter(|_| !errors.has_shape_errors());
    context.end(errors, expand::variant(&context, valid))
}

fn structure<'a>(
    errors: &mut Errors,
    context: &Context<'a>,
    entry: Option<Entry<'a>>,
) -> Structure<'a> {
    let members = input::members(errors, context.input, context.kind);
    let Some(Entry { path, line, artifacts, example, fields, avro, properties }) = entry else {
        return Structure {
            fields: &[],
            members: None,
            example: None,
            avro: None,
            properties: &[],
        };
    };
    let ident = &context.input.ident;
    verify::type_name(errors, ident, path, line);
    if let Some(members) = &members {
        verify::fields(errors, ident, members, &context.name(), line, fields);
    }
    let valid = verify::artifacts(errors, &context.file, artifacts, ident.span());
    let members = members.filter(|_| valid && !errors.has_shape_errors());
    Structure { fields, members, example, avro, properties }
}
