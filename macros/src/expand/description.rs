//! Generates the tables: the description of a record, its limits, the descriptor of an event.

use annals_contract::{Artifact, ArtifactKind, Deprecation, Event, Field, Limits, Presence};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::context::Context;
use crate::expand::slot::{Home, Slot, Structure};
use crate::expand::tokens::option;

/// ```text
/// ::annals::__record!(UserData, "learning.UserData", ["{…}"], 4, [id: [i64] ("id", "long") {}, …]);
/// ```
///
/// The runtime's macro compares the types in the lock with those of the real fields: another macro may change the
/// struct after the derive. Without `slots` this names no types, since one of them may be the error.
pub(crate) fn record(
    context: &Context<'_>,
    structure: &Structure<'_>,
    slots: Option<&[Slot<'_>]>,
) -> TokenStream {
    let (runtime, ident) = (&context.attribute.runtime, &context.input.ident);
    let name = context.name();
    let Some(slots) = slots else {
        return quote!(#runtime::__record!(@unreadable #ident, #name););
    };
    let count = Literal::usize_unsuffixed(slots.len());
    // As text, which rustc parses faster than an unoptimized derive makes tokens.
    let fields: String = slots.iter().map(|slot| field(runtime, slot)).collect();
    let fields: TokenStream = fields.parse().unwrap_or_default();
    let example = structure.example.iter();
    let avro = structure.avro.map(|avro| quote!(as #avro));
    let properties = properties(runtime, structure.properties).map(|all| quote!(, #all));
    quote!(#runtime::__record!(#ident, #name, [#(#example)*], #count, [#fields] #avro #properties);)
}

/// ```text
/// name: [::std::string::String] ("name", "string") { .pii().or("\"\"") },
/// ```
fn field(runtime: &TokenStream, Slot { field, home }: &Slot<'_>) -> String {
    let Field { name, ty, pii, .. } = field;
    let place = match home {
        Home::Member { ident, cast, .. } => member(runtime, field, ident, cast.as_ref()),
        Home::Constant { ident, .. } => format!("@{ident}"),
    };
    let wire = field.wire.as_ref().map(|wire| format!(".wire({wire:?})")).unwrap_or_default();
    let pii = if *pii { ".pii()" } else { "" };
    let presence = match &field.presence {
        Presence::Required => String::new(),
        Presence::Default(default) => format!(".or({default:?})"),
        Presence::Optional => ".optional()".to_owned(),
        Presence::Constant(json) => format!(".constant({json:?})"),
        Presence::Extra => ".extra()".to_owned(),
    };
    let limits = if field.limits == Limits::default() {
        String::new()
    } else {
        format!(".within(&{})", limits(runtime, &field.limits))
    };
    let properties = properties(runtime, &field.properties)
        .map(|all| format!(".having({all})"))
        .unwrap_or_default();
    format!("{place} ({name:?}, {ty:?}) {{ {wire}{pii}{presence}{limits}{properties} }},")
}

/// ```text
/// &[::annals::Property { name: "x-owner", json: "\"desk\"" }]
/// ```
pub(crate) fn properties(
    runtime: &TokenStream,
    properties: &[(String, String)],
) -> Option<TokenStream> {
    let all = properties
        .iter()
        .map(|(name, json)| quote!(#runtime::Property { name: #name, json: #json }));
    (!properties.is_empty()).then(|| quote!(&[#(#all),*]))
}

/// ```text
/// name: [::std::string::String]
/// ```
fn member(runtime: &TokenStream, field: &Field, ident: &Ident, cast: Option<&Ident>) -> String {
    let rust = &field.rust;
    let form = match (field.boxed, field.presence == Presence::Optional) {
        (false, false) => None,
        (true, false) => Some("Boxed"),
        (false, true) => Some("Optional"),
        (true, true) => Some("OptionalBoxed"),
    };
    let rust = match form {
        Some(form) => format!("{runtime}::__private::{form}<{rust}>"),
        None => rust.clone(),
    };
    let cast = cast.map(|cast| format!("= {cast}")).unwrap_or_default();
    let form = form.map(|form| format!("as {form}")).unwrap_or_default();
    format!("{ident}: [{rust}] {cast} {form}")
}

/// ```text
/// ::annals::Limits { max_length: Some(255), ..::annals::Limits::NONE }
/// ```
pub(crate) fn limits(runtime: &TokenStream, limits: &Limits) -> TokenStream {
    let Limits { min, max, multiple_of, min_length, max_length, format, pattern } = limits;
    let numbers = [("min", min), ("max", max), ("multiple_of", multiple_of)];
    let numbers = numbers.into_iter().filter_map(|(key, text)| {
        let number = number(runtime, text.as_ref()?);
        Some((key, number))
    });
    let lengths = [("min_length", min_length), ("max_length", max_length)]
        .into_iter()
        .filter_map(|(key, length)| length.map(|length| (key, quote!(#length))));
    let format = format.map(|format| {
        let variant = quote::format_ident!("{}", format.variant());
        ("format", quote!(#runtime::Format::#variant))
    });
    let pattern = pattern.as_ref().map(|pattern| {
        // A function, since a constant cannot refer to a static with interior mutability.
        let find = quote!(|| {
            static PATTERN: #runtime::Pattern = #runtime::Pattern::new(#pattern);
            &PATTERN
        });
        ("pattern", find)
    });
    let set = numbers.chain(lengths).chain(format).chain(pattern).map(|(key, value)| {
        let key = quote::format_ident!("{key}");
        let value = option(Some(value));
        quote!(#key: #value,)
    });
    quote!(#runtime::Limits { #(#set)* ..#runtime::Limits::NONE })
}

fn number(runtime: &TokenStream, text: &str) -> TokenStream {
    if let Ok(whole) = text.parse::<i64>() {
        return quote!(#runtime::Number::Int(#whole));
    }
    let float: f64 = text.parse().expect("the lock's parser accepts only numbers");
    quote!(#runtime::Number::Float(#float))
}

/// ```text
/// ::annals::EventDescriptor { event_type: "…", …, json_schema: ::core::include_str!("/…"), … }
/// ```
///
/// With `stub`, it includes no files, since one of them may be the error.
pub(crate) fn event(
    context: &Context<'_>,
    event: &Event,
    record: &TokenStream,
    stub: bool,
) -> TokenStream {
    let runtime = &context.attribute.runtime;
    let event_type = context.name();
    let Event { name, domain, minor_version, added, pii, local_only, .. } = event;
    let deprecated = option(event.deprecated.as_ref().map(|it| deprecation(runtime, it)));
    let key = option(event.key.as_ref().map(|key| quote!(#key)));
    let schema = |kind| {
        let artifact = event.artifacts.iter().find(|artifact| artifact.kind == kind)?;
        Some(if stub { quote!("") } else { include(context, artifact) })
    };
    let avro = option(schema(ArtifactKind::Avro));
    let catalog = context.file.lock.as_ref().map(|lock| &lock.catalog);
    let source = catalog.map_or("", |catalog| &catalog.source);
    let sourcelib = catalog.iter().flat_map(|catalog| version(&catalog.version));
    let json = schema(ArtifactKind::Json).unwrap_or_else(|| quote!(""));
    let properties = properties(runtime, &event.properties).unwrap_or_else(|| quote!(&[]));
    quote! {
        #runtime::EventDescriptor {
            event_type: #event_type,
            name: #name,
            domain: #domain,
            minor_version: #minor_version,
            source: #source,
            sourcelib: &[#(#sourcelib),*],
            added: #added,
            deprecated: #deprecated,
            pii: #pii,
            key: #key,
            local_only: #local_only,
            avro_schema: #avro,
            json_schema: #json,
            properties: #properties,
            record: #record,
        }
    }
}

/// The numbers of a version: 11, 2, 0 for `11.2.0-rc.1`.
fn version(text: &str) -> impl Iterator<Item = u32> {
    let numbers = text.split(['-', '+']).next().unwrap_or_default();
    numbers.split('.').map_while(|number| number.parse().ok())
}

fn include(context: &Context<'_>, artifact: &Artifact) -> TokenStream {
    let path = context.file.resolve(&artifact.path);
    let path = path.to_string_lossy();
    quote!(::core::include_str!(#path))
}

fn deprecation(runtime: &TokenStream, deprecation: &Deprecation) -> TokenStream {
    let since = &deprecation.since;
    let removal = option(deprecation.removal.as_ref().map(|date| quote!(#date)));
    let replacement = option(deprecation.replacement.as_ref().map(|name| quote!(#name)));
    quote!(#runtime::Deprecation { since: #since, removal: #removal, replacement: #replacement })
}
