//! The page of a record: its fields, and which events use it along which paths.

use annals_catalog::model::{Core, RecordId};
use annals_catalog::names;
use annals_codegen::render::json;
use minijinja::{Value, context};

use crate::at::At;
use crate::html::Html;
use crate::site::Site;
use crate::{fields, used, words};

pub(crate) fn page(site: &Site<'_>, at: At<'_>, id: RecordId) -> Value {
    let model = site.model;
    let record = &model[id];
    let (mut domain, mut description) = (Html::default(), Html::default());
    at.domain(&mut domain, record.domain);
    description.prose(&record.description);
    context! {
        title => &record.name,
        about => words::summary(&record.description),
        name => &record.name,
        qualified => model.qualified(id),
        domain,
        description,
        notices => notices(at, id),
        facts => facts(site, at, id),
        fields => fields::list(at, &record.fields),
        used => used::sections(site, at, Core::Record(id)),
    }
}

fn notices(at: At<'_>, id: RecordId) -> Vec<Value> {
    let record = &at.model[id];
    let mut notices = Vec::new();
    if let Some(item) = &record.deprecated {
        let mut text = Html::default();
        text.raw("<p>Deprecated ");
        fields::deprecation(at, &mut text, item);
        text.raw("</p>");
        notices.push(context! { title => "Deprecated", class => "dep", text });
    }
    if record.pii {
        let mut text = Html::default();
        text.raw("<p>The record as a whole is personal data.</p>");
        notices.push(context! { title => "Personal data", class => "pd", text });
    }
    notices
}

fn facts(site: &Site<'_>, at: At<'_>, id: RecordId) -> Vec<Value> {
    let model = site.model;
    let record = &model[id];
    let mut facts = Vec::new();
    let mut fact = |label: &str, make: &dyn Fn(&mut Html)| {
        let mut value = Html::default();
        make(&mut value);
        facts.push(context! { label, value });
    };
    if let Some(date) = record.added {
        fact("Since", &|html| {
            html.text(&date.to_string());
        });
    }
    fact("Fields", &|html| {
        html.number(record.fields.len());
    });
    if let Some(base) = record.extends {
        fact("Extends", &|html| at.record(html, base));
    }
    let usage = &site.usage[id.0 as usize];
    for other in &usage.extended_by {
        fact("Extended by", &|html| at.record(html, *other));
    }
    for event in &usage.extended_by_events {
        fact("Extended by", &|html| at.event(html, *event));
    }
    fact("Rust", &|html| {
        let module = names::module(&model[record.domain].name);
        html.code(&format!("{module}::{}", names::record_struct(&record.name)));
    });
    for property in &record.properties {
        fact(&property.name, &|html| {
            html.code(&json::compact(&property.value));
        });
    }
    facts
}
