//! What programs read: Markdown and JSON of each event, the whole catalog, lists, a sitemap and a feed.

use annals_catalog::model::{Date, EventId, Presence, Reach, RecordId};
use annals_catalog::names;
use annals_codegen::render::json;
use annals_codegen::samples;
use minijinja::{Value, context};
use rayon::prelude::*;
use serde::Serialize;

use crate::facts::{self, Document, Shown};
use crate::html::escape;
use crate::page::Page;
use crate::site::Site;
use crate::write::Writer;
use crate::{Error, event, path, personal, words};

/// How many events are in memory at once.
const CHUNK: usize = 256;
/// Most rows of the payload in Markdown.
const ROWS: usize = 300;
/// Most entries of the feed.
const ENTRIES: usize = 50;

/// Writes what is beside the page of an event.
pub(crate) fn event(site: &Site<'_>, id: EventId, writer: &Writer) -> Result<(), Error> {
    let model = site.model;
    let event = &model[id];
    let stem = path::event_stem(model, id);
    let example = samples::example(model, event);
    let shown = Shown::Event(Box::new(facts::event(model, event)));
    writer.file(&format!("{stem}.json"), document(&Document::of(shown)).as_bytes())?;
    writer.file(&format!("{stem}.md"), markdown(site, id, example.as_ref())?.as_bytes())?;
    let schema = samples::json_schema(model, event, example.as_ref());
    writer.file(&names::json_schema_file(&event.event_type), schema.as_bytes())?;
    if let Some(schema) = samples::avro_schema(model, event) {
        writer.file(&names::avro_file(&event.event_type), schema.as_bytes())?;
    }
    Ok(())
}

fn document(document: &impl Serialize) -> String {
    let text = serde_json::to_string(document);
    text.expect("facts have text keys and finite numbers only") + "\n"
}

fn markdown(
    site: &Site<'_>,
    id: EventId,
    example: Option<&annals_catalog::model::Value>,
) -> Result<String, Error> {
    let model = site.model;
    let event = &model[id];
    let reach = Reach { fields: ROWS, depth: usize::MAX, elements: true };
    let rows = model.walk(&event.data, reach).map(|step| {
        let field = step.field;
        let presence = match &field.presence {
            Presence::Required => "required".to_owned(),
            Presence::Optional => "optional".to_owned(),
            Presence::Extra => "any other field".to_owned(),
            Presence::Default(value) => format!("default {}", json::compact(value)),
            Presence::Constant(value) => format!("always {}", json::compact(value)),
        };
        context! {
            path => step.path,
            type => model.spelling(&field.ty),
            presence,
            pii => field.pii,
            deprecated => field.deprecated.is_some(),
            description => words::one_line(&field.description),
        }
    });
    let mut facts = vec![
        ("Domain", model[event.domain].title.clone()),
        ("Since", event.added.to_string()),
        ("Status", event::status(event).to_owned()),
    ];
    facts.extend(event.key.iter().map(|key| ("Key", key.path.clone())));
    facts.extend(event.repositories.iter().map(|name| ("Sent by", name.clone())));
    facts.extend(event.warning.iter().map(|text| ("Warning", words::one_line(text))));
    let facts = facts.into_iter().map(|(label, value)| context! { label, value });
    site.render(
        "event.md.j2",
        context! {
            name => &event.name,
            type => &event.event_type,
            description => event.description.trim(),
            facts => facts.collect::<Vec<Value>>(),
            rows => rows.collect::<Vec<Value>>(),
            example => example.map(event::block),
        },
    )
}

/// Writes what is about the whole catalog.
pub(crate) fn write(site: &Site<'_>, pages: &[Page], writer: &Writer) -> Result<(), Error> {
    catalog(site, writer)?;
    writer.file("personal-data.csv", personal::csv(site.model).as_bytes())?;
    writer.file("llms.txt", llms(site)?.as_bytes())?;
    let Some(url) = &site.settings.url else { return Ok(()) };
    writer.file("sitemap.xml", sitemap(site, url, pages).as_bytes())?;
    writer.file("feed.xml", feed(site, url).as_bytes())
}

/// The whole catalog in the form of `annals show`, piece by piece.
fn catalog(site: &Site<'_>, writer: &Writer) -> Result<(), Error> {
    let model = site.model;
    let mut file = writer.long("catalog.json")?;
    file.push("{\"version\":1,\"events\":[")?;
    let events: Vec<EventId> = (0..).map(EventId).take(model.events.len()).collect();
    let event = |id: &EventId| document(&facts::event(model, &model[*id]));
    pieces(&events, &event, &mut |piece| file.push(piece))?;
    file.push("],\"records\":[")?;
    let records: Vec<RecordId> = (0..).map(RecordId).take(model.records.len()).collect();
    let usage = |id: &RecordId| site.usage[id.0 as usize].clone();
    let record = |id: &RecordId| document(&facts::record(model, *id, usage(id)));
    pieces(&records, &record, &mut |piece| file.push(piece))?;
    file.push("]}\n")?;
    file.finish()
}

/// Makes documents on all cores, and passes them on in order, with commas between them.
fn pieces<Id: Sync>(
    ids: &[Id],
    make: &(dyn Fn(&Id) -> String + Sync),
    push: &mut dyn FnMut(&str) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut is_first = true;
    for chunk in ids.chunks(CHUNK) {
        let made: Vec<String> = chunk.par_iter().map(make).collect();
        for piece in made {
            if !std::mem::take(&mut is_first) {
                push(",")?;
            }
            push(piece.trim_end())?;
        }
    }
    Ok(())
}

fn llms(site: &Site<'_>) -> Result<String, Error> {
    let model = site.model;
    let domains = model.domains.iter().enumerate().map(|(index, domain)| {
        let ids = (0..).map(EventId).take(model.events.len());
        let own = ids.filter(|id| model[*id].domain.0 as usize == index);
        let events = own.map(|id| {
            let event = &model[id];
            context! {
                name => &event.name,
                type => &event.event_type,
                stem => path::event_stem(model, id),
                description => words::summary(&event.description),
            }
        });
        context! { title => &domain.title, events => events.collect::<Vec<Value>>() }
    });
    let domains: Vec<Value> = domains.collect();
    let base = site.settings.url.as_deref().unwrap_or_default();
    let description = words::one_line(&model.description);
    site.render("llms.txt.j2", context! { description, base, domains })
}

fn sitemap(site: &Site<'_>, url: &str, pages: &[Page]) -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n".to_owned();
    for page in pages.iter().filter(|page| **page != Page::NotFound) {
        xml.push_str("<url><loc>");
        escape(&mut xml, url);
        escape(&mut xml, &page.path(site.model));
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The newest events as an Atom feed, dated by the catalog.
fn feed(site: &Site<'_>, url: &str) -> String {
    let model = site.model;
    let mut ids: Vec<EventId> = (0..).map(EventId).take(model.events.len()).collect();
    ids.sort_by_key(|id| std::cmp::Reverse(model[*id].added));
    let moment = |date: Date| format!("{date}T00:00:00Z");
    let updated = ids.first().map_or_else(String::new, |id| moment(model[*id].added));
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n".to_owned();
    let mut tag = |parts: &[&str]| {
        for (index, part) in parts.iter().enumerate() {
            // Markup and text alternate.
            if index % 2 == 0 { xml.push_str(part) } else { escape(&mut xml, part) }
        }
    };
    tag(&[
        "<title>",
        &model.title,
        "</title>\n<id>",
        url,
        "</id>\n<updated>",
        &updated,
        "</updated>\n",
    ]);
    tag(&["<link href=\"", url, "\"/>\n<author><name>", &model.title, "</name></author>\n"]);
    for id in ids.into_iter().take(ENTRIES) {
        let event = &model[id];
        let (link, date) = (format!("{url}{}", path::event(model, id)), moment(event.added));
        tag(&["<entry><title>", &event.name, "</title><id>", &link, "</id><link href=\"", &link]);
        tag(&["\"/><updated>", &date, "</updated><summary>", &event.description]);
        tag(&["</summary></entry>\n"]);
    }
    xml.push_str("</feed>\n");
    xml
}
