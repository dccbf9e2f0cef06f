//! The indexes: events in several orders, types, fields, senders, and the pages of domains.

use std::collections::{BTreeMap, BTreeSet};

use annals_catalog::count::counted;
use annals_catalog::model::{Core, DomainId, EventId, Model, RecordId, Type};
use annals_codegen::render::json;
use minijinja::{Value, context};

use crate::at::At;
use crate::html::Html;
use crate::site::Site;
use crate::{path, words};

/// Most fields that one page lists; more are on a page for each letter.
const FIELDS: usize = 3_000;
/// All fields on one page.
const ALL: char = '*';

/// An order of all events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Name,
    Type,
    Date,
    Domain,
}

impl Order {
    pub(crate) const ALL: [Self; 4] = [Self::Name, Self::Type, Self::Date, Self::Domain];

    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Name => "events.html",
            Self::Type => "events-by-type.html",
            Self::Date => "events-by-date.html",
            Self::Domain => "events-by-domain.html",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Name => "by name",
            Self::Type => "by type",
            Self::Date => "by date",
            Self::Domain => "by domain",
        }
    }
}

/// A page that has only a title and what its template says.
pub(crate) fn titled(title: &str, about: &str) -> Value {
    context! { title, about }
}

pub(crate) fn events(at: At<'_>, order: Order) -> Value {
    let model = at.model;
    let mut ids: Vec<EventId> = (0..).map(EventId).take(model.events.len()).collect();
    match order {
        Order::Name => ids.sort_by_key(|id| &model[*id].name),
        Order::Type => ids.sort_by_key(|id| &model[*id].event_type),
        Order::Date => ids.sort_by_key(|id| std::cmp::Reverse(model[*id].added)),
        Order::Domain => ids.sort_by_key(|id| model[*id].domain),
    }
    let group = |id: &EventId| match order {
        Order::Name | Order::Type => (String::new(), String::new()),
        Order::Date => {
            let year = model[*id].added.year.to_string();
            (format!("year-{year}"), year)
        }
        Order::Domain => {
            let domain = &model[model[*id].domain];
            (format!("domain-{}", domain.name), domain.title.clone())
        }
    };
    let groups = ids.chunk_by(|one, other| group(one) == group(other)).map(|ids| {
        let mut rows = Html::default();
        ids.iter().for_each(|id| event_row(at, &mut rows, *id, order));
        let (id, title) = group(&ids[0]);
        context! { id, title, rows }
    });
    let orders = Order::ALL.map(|order| context! { path => order.path(), title => order.title() });
    context! {
        title => "Events",
        about => format!("All events {}.", order.title()),
        marks => counted(model.events.len(), "event"),
        orders => Vec::from(orders),
        groups => groups.collect::<Vec<Value>>(),
    }
}

/// An event in a list, what the list is sorted by first.
pub(crate) fn event_row(at: At<'_>, html: &mut Html, id: EventId, order: Order) {
    let event = &at.model[id];
    html.raw(if event.deprecated.is_some() { "<li class=\"old\">" } else { "<li>" });
    if order == Order::Type {
        html.link(&at.href(&path::event(at.model, id)), &event.event_type);
        html.raw(" <span class=\"k\">").text(&event.name).raw("</span>");
    } else {
        at.event(html, id);
        html.raw(" <code class=\"k\">").text(&event.event_type).raw("</code>");
    }
    html.raw(" <time>").text(&event.added.to_string()).raw("</time>");
    if event.pii {
        html.raw(" <span class=\"chip pd\">personal</span>");
    }
    if event.deprecated.is_some() {
        html.raw(" <span class=\"chip dep\">deprecated</span>");
    }
    if event.local_only.is_some() {
        html.raw(" <span class=\"chip\">local only</span>");
    }
    html.raw("<p>").text(&words::summary(&event.description)).raw("</p></li>");
}

/// A type in a list, with what it means.
fn type_row(site: &Site<'_>, at: At<'_>, html: &mut Html, core: Core, about: &str) {
    html.raw("<li>").link(&at.href(&path::core(at.model, core)), &at.label(core));
    let users = site.uses.of_type(core).map_or(0, |users| users.events.len());
    html.raw(" <span class=\"k\">");
    match core {
        Core::Scalar(id) => {
            html.text(&at.model[id].base.spelling());
        }
        Core::Record(id) => {
            html.text(&at.model[at.model[id].domain].name);
        }
        Core::Variant(id) => {
            html.text(&at.model[at.model[id].domain].name);
        }
        Core::Enum(id) => {
            html.text(&counted(at.model[id].values.len(), "value"));
        }
        Core::Primitive(_) => {}
    }
    html.raw("</span> <span class=\"m\">in ").text(&counted(users, "event")).raw("</span><p>");
    html.text(&words::summary(about)).raw("</p></li>");
}

pub(crate) fn types(site: &Site<'_>, at: At<'_>) -> Value {
    let model = at.model;
    let mut groups: BTreeMap<usize, (&str, &str, Html)> = BTreeMap::new();
    let mut records: Vec<Core> =
        (0..).map(RecordId).take(model.records.len()).map(Core::Record).collect();
    records.sort_by_key(|core| at.label(*core));
    for core in site.types().into_iter().chain(records) {
        let (place, id, title, about) = match core {
            Core::Scalar(id) => (0, "scalars", "Scalars", model[id].description.as_str()),
            Core::Enum(id) => (1, "enums", "Enums", model[id].description.as_str()),
            Core::Variant(id) => (2, "variants", "Variants", model[id].description.as_str()),
            Core::Record(id) => (3, "records", "Records", model[id].description.as_str()),
            Core::Primitive(one) => (4, "primitives", "Primitives", one.meaning()),
        };
        let group = groups.entry(place).or_insert_with(|| (id, title, Html::default()));
        type_row(site, at, &mut group.2, core, about);
    }
    let groups = groups.into_values().map(|(id, title, rows)| context! { id, title, rows });
    context! {
        title => "Types",
        about => "Scalars, enums, variants, records and primitives.",
        groups => groups.collect::<Vec<Value>>(),
    }
}

/// Where each name of a field is used: the page, the owner and the type.
type Named<'m> = BTreeMap<&'m str, Vec<(String, String, &'m Type)>>;

fn named_fields(model: &Model) -> Named<'_> {
    let mut named = Named::new();
    for (id, event) in (0..).map(EventId).zip(&model.events) {
        let page = path::event(model, id);
        for field in event.own() {
            let place = format!("{page}#{}", path::field_anchor(&field.name));
            named.entry(&field.name).or_default().push((place, event.name.clone(), &field.ty));
        }
    }
    for (id, record) in (0..).map(RecordId).zip(&model.records) {
        let page = path::record(model, id);
        for field in record.own() {
            let place = format!("{page}#{}", path::field_anchor(&field.name));
            named.entry(&field.name).or_default().push((place, record.name.clone(), &field.ty));
        }
    }
    named
}

/// The names of all fields, in alphabetical order.
pub(crate) fn field_names(model: &Model) -> BTreeSet<&str> {
    let records = model.records.iter().flat_map(|record| record.own());
    let fields = model.events.iter().flat_map(|event| event.own()).chain(records);
    fields.map(|field| field.name.as_str()).collect()
}

/// The letters that have a page: one for all if they are few.
pub(crate) fn letters(model: &Model) -> Vec<char> {
    let records: usize = model.records.iter().map(|record| record.own().count()).sum();
    let events: usize = model.events.iter().map(|event| event.own().count()).sum();
    if records + events <= FIELDS {
        return vec![ALL];
    }
    let names = field_names(model);
    let letters: BTreeSet<char> = names.iter().filter_map(|name| first(name)).collect();
    letters.into_iter().collect()
}

fn first(name: &str) -> Option<char> {
    name.chars().next().map(|letter| letter.to_ascii_lowercase())
}

/// The page that lists the fields with this first letter; the first one is the index itself.
pub(crate) fn fields_path(model: &Model, letter: char) -> String {
    if letters(model).first() == Some(&letter) {
        "fields.html".to_owned()
    } else {
        path::fields(letter)
    }
}

/// The place in the index where a name of a field is listed.
pub(crate) fn field_place(letters: &[char], name: &str) -> String {
    let letter = first(name).filter(|letter| letters.contains(letter));
    let page = match letter {
        Some(letter) if letters.first() != Some(&letter) => path::fields(letter),
        _ => "fields.html".to_owned(),
    };
    format!("{page}#field-{name}")
}

pub(crate) fn fields(at: At<'_>, letter: char) -> Value {
    let named = named_fields(at.model);
    let shown = named.iter().filter(|(name, _)| letter == ALL || first(name) == Some(letter));
    let shown: Vec<_> = shown.collect();
    let mut html = Html::default();
    for group in shown.chunk_by(|one, other| first(one.0) == first(other.0)) {
        let initial = first(group[0].0).unwrap_or(ALL);
        html.raw("<h2 id=\"letter-").text(&initial.to_string()).raw("\">");
        html.text(&initial.to_ascii_uppercase().to_string()).raw("</h2><dl class=\"defs\">");
        for (name, places) in group {
            html.raw("<div id=\"field-").text(name).raw("\"><dt><code>").text(name);
            html.raw("</code></dt><dd><ul class=\"plain\">");
            for (place, owner, ty) in *places {
                html.raw("<li>").link(&at.href(place), owner).raw(" ");
                at.ty(&mut html, ty);
                html.raw("</li>");
            }
            html.raw("</ul></dd></div>");
        }
        html.raw("</dl>");
    }
    let pages = letters(at.model);
    let link = |(path, letter): (String, char)| {
        context! { path, title => letter.to_ascii_uppercase().to_string() }
    };
    let links: Vec<Value> = if letter == ALL {
        let used: BTreeSet<char> = named.keys().filter_map(|name| first(name)).collect();
        used.into_iter().map(|letter| link((format!("#letter-{letter}"), letter))).collect()
    } else {
        pages.iter().map(|letter| link((fields_path(at.model, *letter), *letter))).collect()
    };
    context! {
        title => "Fields",
        about => "Every field by its name, and where it is used.",
        letters => links,
        fields => html,
    }
}

pub(crate) fn senders(at: At<'_>) -> Value {
    let mut senders: BTreeMap<&str, Html> = BTreeMap::new();
    let mut unknown = Html::default();
    for (id, event) in (0..).map(EventId).zip(&at.model.events) {
        for repository in &event.repositories {
            event_row(at, senders.entry(repository).or_default(), id, Order::Name);
        }
        if event.repositories.is_empty() {
            event_row(at, &mut unknown, id, Order::Name);
        }
    }
    let mut groups: Vec<Value> = senders
        .into_iter()
        .map(|(name, rows)| context! { id => path::slug(name), title => name, rows })
        .collect();
    if !unknown.is_empty() {
        groups.push(context! { id => "none", title => "No known sender", rows => unknown });
    }
    context! { title => "Senders", about => "Which repository sends which events.", groups }
}

pub(crate) fn domain(at: At<'_>, id: DomainId) -> Value {
    let model = at.model;
    let domain = &model[id];
    let (mut description, mut properties) = (Html::default(), Html::default());
    description.prose(&domain.description);
    for property in &domain.properties {
        properties.raw("<p class=\"x\">").text(&property.name).raw(" ");
        properties.code(&json::compact(&property.value)).raw("</p>");
    }
    let (mut events, mut records) = (Html::default(), Html::default());
    for event in (0..).map(EventId).take(model.events.len()) {
        if model[event].domain == id {
            event_row(at, &mut events, event, Order::Name);
        }
    }
    for record in (0..).map(RecordId).take(model.records.len()) {
        if model[record].domain == id {
            records.raw("<li>");
            at.record(&mut records, record);
            let about = words::summary(&model[record].description);
            records.raw("<p>").text(&about).raw("</p></li>");
        }
    }
    context! {
        title => &domain.title,
        about => words::summary(&domain.description),
        name => &domain.name,
        description,
        properties,
        events => (!events.is_empty()).then(|| Value::from(events)),
        records => (!records.is_empty()).then(|| Value::from(records)),
    }
}
