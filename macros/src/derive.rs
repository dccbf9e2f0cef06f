//! The four derives: read, verify, expand.

use std::sync::Arc;

use annals_contract::{Artifact, Field};
use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attr::{Attribute, Kind};
use crate::expand::{self, Structure};
use crate::input;
use crate::lockfile::LockFile;
use crate::report::Errors;
use crate::verify;

/// What every derive reads first.
pub(crate) struct Context<'a> {
    pub(crate) kind: Kind,
    pub(crate) input: &'a DeriveInput,
    pub(crate) attribute: Attribute,
    pub(crate) file: Arc<LockFile>,
    /// Whether this item answers for the lock as a whole.
    pub(crate) speaks: bool,
    /// The generated file it stands in, if somebody changed that by hand.
    pub(crate) edited: Option<String>,
}

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

impl<'a> Context<'a> {
    fn read(errors: &mut Errors, input: &'a DeriveInput, kind: Kind) -> Self {
        let attribute = Attribute::read(errors, input, kind);
        let file = LockFile::find();
        let name = attribute.name.as_ref().map(|name| name.value()).unwrap_or_default();
        let speaks = file.speaks(&format!("{} {name} {}", kind.noun(), input.ident));
        let edited = file.seen.place(&file);
        Self { kind, input, attribute, file, speaks, edited }
    }

    /// The errors, then the item. What they say about the item, `verify!` need not say about its file.
    fn end(&self, errors: Errors, item: TokenStream) -> TokenStream {
        if errors.blame_shape() {
            self.explain();
        }
        errors.with(item)
    }

    /// A hand edit of the file that the item stands in is explained by a message at the item.
    pub(crate) fn explain(&self) {
        self.edited.iter().for_each(|place| self.file.seen.explain(place));
    }

    /// The entry's name; empty if the attribute is not there.
    pub(crate) fn name(&self) -> String {
        self.attribute.name.as_ref().map(|name| name.value()).unwrap_or_default()
    }
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
