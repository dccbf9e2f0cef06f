//! The first page, and the page about metadata.

use annals_catalog::count::counted;
use annals_catalog::model::{DomainId, EventId};
use minijinja::{Value, context};

use crate::at::At;
use crate::html::Html;
use crate::site::Site;
use crate::{changes, lists, personal, timeline, words};

/// How many events and deprecations the first page lists.
const NEWEST: usize = 10;

pub(crate) fn page(site: &Site<'_>, at: At<'_>) -> Value {
    let model = at.model;
    let mut description = Html::default();
    description.prose(&model.description);
    let mut newest: Vec<EventId> = (0..).map(EventId).take(model.events.len()).collect();
    newest.sort_by_key(|id| std::cmp::Reverse(model[*id].added));
    let newest = newest.into_iter().take(NEWEST).map(|id| {
        let mut link = Html::default();
        at.event(&mut link, id);
        context! { date => model[id].added.to_string(), link }
    });
    let deprecations: Vec<Value> =
        changes::deprecations(at).into_iter().take(NEWEST).map(Value::from).collect();
    let with = model.events.iter().filter(|event| event.pii).count();
    context! {
        title => &model.title,
        about => words::summary(&model.description),
        description,
        counts => counts(site, with),
        timeline => timeline::picture(at, "changes.html"),
        domains => domains(at),
        newest => newest.collect::<Vec<Value>>(),
        personal => personal::summary(model, with),
        deprecations,
    }
}

fn counts(site: &Site<'_>, personal: usize) -> Vec<Value> {
    let model = site.model;
    let types = site.types().len() + model.records.len();
    let counts = [
        (model.events.len(), "events", "events.html"),
        (types, "types", "types.html"),
        (lists::field_names(model).len(), "names of fields", "fields.html"),
        (personal, "with personal data", "personal-data.html"),
    ];
    counts.map(|(number, noun, href)| context! { number, noun, href }).into()
}

fn domains(at: At<'_>) -> Vec<Value> {
    let model = at.model;
    let ids = (0..).map(DomainId).take(model.domains.len());
    let card = ids.map(|id| {
        let mut link = Html::default();
        at.domain(&mut link, id);
        let events = model.events.iter().filter(|event| event.domain == id).count();
        let records = model.records.iter().filter(|record| record.domain == id).count();
        let counts = format!("{}, {}", counted(events, "event"), counted(records, "record"));
        context! { link, description => words::one_line(&model[id].description), counts }
    });
    card.collect()
}

/// What a message has besides its data.
pub(crate) fn metadata(site: &Site<'_>, at: At<'_>) -> Value {
    let model = site.model;
    let event = model.events.first().map_or("", |event| &event.event_type);
    let [major, minor, patch] = model.version;
    let example = format!(
        "{{\n  \"event_type\": \"{event}\",\n  \"id\": \"7a2fb60c-66a8-11ee-8c99-0242ac120002\",\n  \
         \"minorversion\": 0,\n  \"source\": \"{}/service/web\",\n  \"sourcehost\": \
         \"service.example.com\",\n  \"time\": \"2024-02-29T12:30:45.123456+00:00\",\n  \
         \"sourcelib\": [{major}, {minor}, {patch}]\n}}",
        model.source
    );
    let mut local = Html::default();
    let kept =
        (0..).map(EventId).zip(&model.events).filter(|(_, event)| event.local_only.is_some());
    let kept: Vec<EventId> = kept.map(|(id, _)| id).collect();
    if kept.is_empty() {
        local.raw("Every event of this catalog has an Avro schema.");
    } else {
        local.raw("These are never sent to a bus, and have no Avro schema: ");
        for id in kept {
            at.event(&mut local, id);
            local.raw(" ");
        }
    }
    context! {
        title => "Metadata",
        about => "What a message has besides its data.",
        source => &model.source,
        sourcelib => format!("[{major}, {minor}, {patch}]"),
        sample => context! { type => event },
        example,
        local,
    }
}
