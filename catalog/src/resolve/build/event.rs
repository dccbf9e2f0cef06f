//! Builds the events of the model.

use crate::ast::{self, Text};
use crate::diagnostic::Diagnostics;
use crate::model::{self, EventId, Presence, Value};
use crate::resolve::build::{Builder, field, waivers};
use crate::resolve::data::Data;
use crate::resolve::date::date;
use crate::resolve::deprecation::{Subject, deprecation};
use crate::resolve::fields::Absence;
use crate::resolve::key::key;
use crate::resolve::personal::Personal;
use crate::resolve::text::text_of;
use crate::rule::meaning::{LINK, MINOR_VERSION, REPOSITORY};
use field::Siblings;

/// An event with its id and its bound data.
pub(super) type Item<'i, 'a> = (EventId, &'a ast::Event, &'i Data<'a>);

/// Builds an event, without the fields of the record that it extends.
pub(super) fn event<'a>(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, 'a>,
    personal: &Personal<'_, '_>,
    (id, ast, data): &Item<'_, 'a>,
) -> Option<model::Event> {
    let added = ast.added.as_ref().and_then(|text| date(diagnostics, text));
    let subject = Subject::Event(*id);
    let written = ast.deprecated.as_deref();
    let deprecated = deprecation(diagnostics, builder.binder(), &subject, written);
    let path = ast.key.as_ref();
    let key = path.and_then(|path| key(diagnostics, builder.binder(), builder.records, data, path));
    let links = ast.definition.iter().chain(&ast.trigger);
    links.for_each(|text| check_link(diagnostics, text));
    ast.repository.iter().for_each(|text| check_repository(diagnostics, text));
    let minor_version = minor_version(diagnostics, ast);
    let fields = own(diagnostics, builder, data);
    let value = |text: &Text| text.value.clone();
    Some(model::Event {
        name: value(&ast.name),
        event_type: ast.event_type.as_ref().map(value)?,
        avro_name: ast.avro_name.as_ref().map(value),
        domain: builder.index().domain(&ast.domain.value)?,
        added: added?,
        description: text_of(ast.description.as_ref()),
        key,
        extends: data.base,
        data: fields?,
        definition: ast.definition.as_ref().map(value),
        triggers: ast.trigger.iter().map(value).collect(),
        repositories: ast.repository.iter().map(value).collect(),
        minor_version: minor_version?,
        minor_span: ast.minor_version.as_ref().map(|written| written.span),
        local_only: ast.local_only.as_ref().map(value),
        warning: ast.warning.as_ref().map(value),
        deprecated: deprecated?,
        pii: data.fields.iter().any(|field| personal.leads(field)),
        properties: builder.properties(diagnostics, "event", &ast.properties),
        waivers: waivers(&ast.allow),
        span: ast.name.span,
    })
}

/// The data that the event defines itself.
fn own(
    diagnostics: &mut Diagnostics,
    builder: &mut Builder<'_, '_>,
    data: &Data<'_>,
) -> Option<Vec<model::Field>> {
    let siblings = Siblings::of_data(data);
    let mut fields = Vec::with_capacity(data.own().len());
    for field in data.own() {
        let checked = field.checked.as_deref();
        let presence = match (field.absence(), &field.ty) {
            (Absence::Default(value), Some(ty)) => {
                builder.reader.read(diagnostics, ty, checked, value).map(Presence::Default)
            }
            (Absence::Constant(value), Some(ty)) => {
                builder.reader.read(diagnostics, ty, checked, value).map(Presence::Constant)
            }
            (Absence::Default(_) | Absence::Constant(_), None) => None,
            (Absence::Null, _) => Some(Presence::Default(Value::Null)),
            (Absence::Stays, _) => Some(Presence::Optional),
            (Absence::Extra, _) => Some(Presence::Extra),
            (Absence::Error, _) => Some(Presence::Required),
        };
        fields.push(field::field(diagnostics, builder, field, &siblings, presence));
    }
    fields.into_iter().collect()
}

fn minor_version(diagnostics: &mut Diagnostics, ast: &ast::Event) -> Option<u32> {
    let Some(written) = &ast.minor_version else { return Some(0) };
    let version = u32::try_from(written.value).ok();
    if version.is_none() {
        let message = format!("{} is not a valid minor version", written.value);
        diagnostics
            .report(&MINOR_VERSION, written.span, message)
            .hint("count from 0, one more for each addition");
    }
    version
}

pub(crate) fn check_link(diagnostics: &mut Diagnostics, text: &Text) {
    let rest = ["https://", "http://"].iter().find_map(|scheme| text.value.strip_prefix(scheme));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let taken =
        |byte| matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}');
    let legal = |byte: u8| byte.is_ascii_graphic() && !taken(byte);
    if host.is_some_and(|host| !host.is_empty()) && text.value.bytes().all(legal) {
        return;
    }
    diagnostics
        .report(&LINK, text.span, format!("`{}` is not a valid link", text.value))
        .hint("write the whole address, starting with `https://`, and special characters as `%20`");
}

fn check_repository(diagnostics: &mut Diagnostics, text: &Text) {
    let part = |part: &str| {
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(letters)
    };
    let parts: Vec<&str> = text.value.split('/').collect();
    if matches!(parts[..], [owner, name] if part(owner) && part(name)) {
        return;
    }
    diagnostics
        .report(&REPOSITORY, text.span, format!("`{}` is not a valid repository", text.value))
        .hint("write owner and name, such as `openedx/openedx-platform`, or a list of them");
}
