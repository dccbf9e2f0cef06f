//! The sections that say which events and records use a type.

use annals_catalog::count::counted;
use annals_catalog::model::{Core, EventId, RecordId};

use crate::at::At;
use crate::html::Html;
use crate::path;
use crate::site::Site;
use crate::uses::Place;

/// Most events that a page lists, and most paths of all of them.
const EVENTS: usize = 1_000;
const PATHS: usize = 5_000;

/// The events and records that use a type, along which paths.
pub(crate) fn sections(site: &Site<'_>, at: At<'_>, core: Core) -> Html {
    let mut html = Html::default();
    let users = site.uses.of_type(core);
    let events = users.map_or(&[][..], |users| &users.events);
    let records = users.map_or(&[][..], |users| &users.records);
    html.raw("<section id=\"used\"><h2>Used by</h2>");
    if events.is_empty() && records.is_empty() {
        html.raw("<p class=\"x\">No event uses it.</p>");
    }
    if !events.is_empty() {
        html.raw("<h3>").text(&counted(events.len(), "event")).raw("</h3>");
        paths_of(at, &mut html, events);
        rest(&mut html, events.len());
    }
    if !records.is_empty() {
        html.raw("<h3>").text(&counted(records.len(), "record")).raw("</h3><ul class=\"uses\">");
        for (id, fields) in records.iter().take(EVENTS) {
            html.raw("<li>");
            at.record(&mut html, *id);
            record_fields(at, &mut html, *id, fields);
            html.raw("</li>");
        }
        html.raw("</ul>");
        rest(&mut html, records.len());
    }
    html.raw("</section>");
    html
}

/// A list of events with paths in them, which link to the fields.
pub(crate) fn paths_of(at: At<'_>, html: &mut Html, events: &[(EventId, Vec<Place>)]) {
    let all: usize = events.iter().map(|(_, paths)| paths.len()).sum();
    let most = if all > PATHS { 1 } else { usize::MAX };
    html.raw("<ul class=\"uses\">");
    for (id, paths) in events.iter().take(EVENTS) {
        html.raw("<li>");
        at.event(html, *id);
        html.raw(" <span class=\"ps\">");
        let page = at.href(&path::event(at.model, *id));
        for (index, Place { path, shown }) in paths.iter().take(most).enumerate() {
            if index > 0 {
                html.raw(" ");
            }
            if path.is_empty() {
                html.raw("all of its data");
                continue;
            }
            html.raw("<a href=\"").text(&page).raw("#").text(&path::field_anchor(&path[..*shown]));
            html.raw("\"><code>").text(path).raw("</code></a>");
        }
        if paths.len() > most {
            html.raw(" and ").number(paths.len() - most).raw(" more");
        }
        html.raw("</span></li>");
    }
    html.raw("</ul>");
}

fn record_fields(at: At<'_>, html: &mut Html, id: RecordId, fields: &[String]) {
    let page = at.href(&path::record(at.model, id));
    html.raw(" <span class=\"ps\">");
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            html.raw(" ");
        }
        html.raw("<a href=\"").text(&page).raw("#").text(&path::field_anchor(field));
        html.raw("\"><code>").text(field).raw("</code></a>");
    }
    html.raw("</span>");
}

fn rest(html: &mut Html, all: usize) {
    if all > EVENTS {
        html.raw("<p class=\"x\">and ").number(all - EVENTS);
        html.raw(" more, which <code>annals list --field-type</code> lists.</p>");
    }
}
